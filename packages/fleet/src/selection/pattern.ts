/**
 * EC2's own patterns: `*` stands for any text, also none, `?` for one character, a backslash takes the next
 * character as it is; upper and lower case differ (EC2 user guide, "List and filter your resources").
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = tokensOf(pattern);
  const given = Array.from(text);
  let at = 0;
  let next = 0;
  // Where to take up again with the last `*` swallowing one character more. Regular expressions would be shorter,
  // and take forever with some patterns.
  let star = -1;
  let swallowed = 0;
  while (at < given.length) {
    const token = wanted[next];
    if (token === anyText) {
      star = next;
      swallowed = at;
      next += 1;
    } else if (token !== undefined && (token === anyCharacter || token === given[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      next = star + 1;
      swallowed += 1;
      at = swallowed;
    } else {
      return false;
    }
  }
  while (wanted[next] === anyText) next += 1;
  return next === wanted.length;
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
