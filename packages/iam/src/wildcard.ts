/** What a pattern is made of: characters that stand for themselves, and wildcards. */
export type Token = string | Wildcard;

/** `within`: not across a colon, as in the parts of an ARN. */
export interface Wildcard {
  readonly many: boolean;
  readonly within: boolean;
}

const anyMany: Wildcard = { many: true, within: false };
const anyOne: Wildcard = { many: false, within: false };

/** The tokens of a text without wildcards. */
export function literal(text: string): Token[] {
  return Array.from(text);
}

/** The tokens of a pattern: `*` is any text, also none, `?` one character. */
export function tokensOf(pattern: string): Token[] {
  return Array.from(pattern, (character) =>
    character === '*' ? anyMany : character === '?' ? anyOne : character,
  );
}

/**
 * Whether a text is what a pattern describes, in time that grows with the length of both and never with the number of
 * ways to match: all positions in the pattern that fit so far are kept, none is tried again.
 */
export function matches(tokens: readonly Token[], text: string): boolean {
  if (tokens.every((token) => typeof token === 'string')) return tokens.join('') === text;
  // Most texts are of something else, which shows in the part before the first wildcard.
  if (!text.startsWith(prefixOf(tokens))) return false;
  const end = tokens.length;
  let fits = skipEmpty(new Uint8Array(end + 1).fill(1, 0, 1), tokens);
  for (const character of text) {
    const next = new Uint8Array(end + 1);
    let any = false;
    for (let at = 0; at < end; at += 1) {
      if (fits[at] === 0 || !takes(tokens[at]!, character)) continue;
      next[isMany(tokens[at]!) ? at : at + 1] = 1;
      any = true;
    }
    if (!any) return false;
    fits = skipEmpty(next, tokens);
  }
  return fits[end] === 1;
}

/** The text before the first wildcard. */
function prefixOf(tokens: readonly Token[]): string {
  let prefix = '';
  for (const token of tokens) {
    if (typeof token !== 'string') break;
    prefix += token;
  }
  return prefix;
}

/** Whether there is a text that both patterns describe. */
export function overlap(one: readonly Token[], other: readonly Token[]): boolean {
  const width = other.length + 1;
  const reached = new Uint8Array((one.length + 1) * width);
  reached[0] = 1;
  const mark = (row: number, column: number): void => {
    reached[row * width + column] = 1;
  };
  for (let row = 0; row <= one.length; row += 1) {
    for (let column = 0; column <= other.length; column += 1) {
      if (reached[row * width + column] === 0) continue;
      const left = one[row];
      const right = other[column];
      if (left !== undefined && isMany(left)) mark(row + 1, column);
      if (right !== undefined && isMany(right)) mark(row, column + 1);
      if (left === undefined || right === undefined || !shareCharacter(left, right)) continue;
      const leftStays = isMany(left);
      const rightStays = isMany(right);
      if (!(leftStays && rightStays)) mark(row + (leftStays ? 0 : 1), column + (rightStays ? 0 : 1));
    }
  }
  return reached.at(-1) === 1;
}

function skipEmpty(fits: Uint8Array, tokens: readonly Token[]): Uint8Array {
  for (let at = 0; at < tokens.length; at += 1) {
    if (fits[at] === 1 && isMany(tokens[at]!)) fits[at + 1] = 1;
  }
  return fits;
}

function takes(token: Token, character: string): boolean {
  return typeof token === 'string' ? token === character : !(token.within && character === ':');
}

function shareCharacter(one: Token, other: Token): boolean {
  if (typeof one === 'string') return takes(other, one);
  return typeof other !== 'string' || takes(one, other);
}

function isMany(token: Token): boolean {
  return typeof token !== 'string' && token.many;
}
