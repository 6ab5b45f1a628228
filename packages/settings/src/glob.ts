/** Whether a text matches a glob. */
export type Matcher = (text: string) => boolean;

/** A glob, of `*` for any text and `?` for one character, as a function; as a whole and case-sensitive. */
export function compileGlob(glob: string): Matcher {
  if (/^\*+$/.test(glob)) return () => true;
  if (!isGlob(glob)) return (text) => text === glob;
  const prefix = glob.slice(0, -1);
  if (glob.endsWith('*') && !isGlob(prefix)) return (text) => text.startsWith(prefix);
  const parts = Array.from(glob);
  return (text) => matches(parts, Array.from(text));
}

/** Whether one of `globs` matches. */
export function compileGlobs(globs: readonly string[]): Matcher {
  const matchers = globs.map(compileGlob);
  return (text) => matchers.some((matcher) => matcher(text));
}

/** The text before the first special character of a glob; all of it if there is none. */
export function literalPrefix(glob: string): string {
  return /^[^*?]*/.exec(glob)![0];
}

/** Whether there is a text that both globs match. */
export function globsOverlap(one: string, other: string): boolean {
  const [rows, columns] = [Array.from(one), Array.from(other)];
  // From the ends: whether what is left of both can match the same text.
  let below: boolean[] = [];
  for (let row = rows.length; row >= 0; row -= 1) {
    const current: boolean[] = [];
    for (let column = columns.length; column >= 0; column -= 1) {
      const [left, right] = [rows[row], columns[column]];
      if (left === undefined && right === undefined) current[column] = true;
      else if (left === '*' || right === '*') {
        const canLeave = (left === '*' && below[column]) || (right === '*' && current[column + 1]);
        const canTake =
          (left === '*' && right !== undefined && current[column + 1]) ||
          (right === '*' && left !== undefined && below[column]);
        current[column] = Boolean(canLeave || canTake);
      } else if (left === undefined || right === undefined) current[column] = false;
      else current[column] = (left === right || left === '?' || right === '?') && below[column + 1]!;
    }
    below = current;
  }
  return below[0]!;
}

/** Whether `text` has a special character of globs. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * Only the last `*` is ever tried again: what an earlier one could take, the last one can take too. So
 * the time is up to glob × text, where a regular expression may take far longer.
 */
function matches(glob: readonly string[], text: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let starAt = 0;
  let index = 0;
  while (index < text.length) {
    if (glob[at] === '*') {
      star = at;
      starAt = index;
      at += 1;
    } else if (glob[at] === '?' || glob[at] === text[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      starAt += 1;
      index = starAt;
    } else return false;
  }
  while (glob[at] === '*') at += 1;
  return at === glob.length;
}
