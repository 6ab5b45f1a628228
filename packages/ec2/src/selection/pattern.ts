/**
 * EC2's own patterns: `*` stands for any text, also none, `?` for one character or
 * none, a backslash takes the next
 * character as it is; upper and lower case differ (EC2 user guide, "List and filter your resources").
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = tokensOf(pattern);
  // The places in the pattern that can be reached, all at once: a regular expression takes forever with some patterns.
  let reached = withSkips(wanted, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const at of reached) {
      const token = wanted[at];
      if (token === anyText) next.add(at);
      else if (token === anyCharacter || token === character) next.add(at + 1);
    }
    reached = withSkips(wanted, next);
  }
  return reached.has(wanted.length);
}

/** With the places that are reached without a character: both wildcards may stand for none. */
function withSkips(wanted: readonly (string | symbol)[], reached: Set<number>): Set<number> {
  // A set gives what is added while it is walked.
  for (const at of reached) if (typeof wanted[at] === 'symbol') reached.add(at + 1);
  return reached;
}

/** The pattern that `text` alone matches. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}

const anyText = Symbol('*');
const anyCharacter = Symbol('?');

function tokensOf(pattern: string): (string | symbol)[] {
  const tokens: (string | symbol)[] = [];
  let isEscaped = false;
  for (const character of pattern) {
    if (isEscaped || !'\\*?'.includes(character)) {
      tokens.push(character);
      isEscaped = false;
    } else if (character === '\\') {
      isEscaped = true;
    } else {
      tokens.push(character === '*' ? anyText : anyCharacter);
    }
  }
  // A backslash at the end escapes nothing: it is itself.
  if (isEscaped) tokens.push('\\');
  return tokens;
}
