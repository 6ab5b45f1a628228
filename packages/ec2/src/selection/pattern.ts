/**
 * EC2's own patterns: `*` matches any text, also an empty one, `?` one character or none, a backslash escapes the next
 * character; case matters (EC2 user guide, "List and filter your resources").
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = tokensOf(pattern);
  // All reachable positions in the pattern at the same time: a regular expression takes exponential time for some patterns.
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

/** With the positions that are reachable without a character: both wildcards may match none. */
function withSkips(wanted: readonly (string | symbol)[], reached: Set<number>): Set<number> {
  // Iterating a set includes values that are added during the iteration.
  for (const at of reached) if (typeof wanted[at] === 'symbol') reached.add(at + 1);
  return reached;
}

/** The pattern that matches only `text`. */
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
  // A backslash at the end is literal.
  if (isEscaped) tokens.push('\\');
  return tokens;
}
