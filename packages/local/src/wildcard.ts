/** One piece of a pattern: a character, any characters (`*`), or what `?` stands for. */
export type WildcardPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'many' | 'one' | 'optional' };

/**
 * Whether a pattern covers a whole text. All positions that the pattern may be at are followed together, so the time is at most that of
 * their product, whatever the pattern: there is no backtracking.
 */
export function matchesWildcard(parts: readonly WildcardPart[], text: string): boolean {
  const end = parts.length;
  let current = new Uint8Array(end + 1);
  let next = new Uint8Array(end + 1);
  current[0] = 1;
  passEmpty(parts, current);
  for (const character of text) {
    next.fill(0);
    let isAlive = false;
    for (let at = 0; at < end; at++) {
      if (!current[at]) continue;
      const part = parts[at]!;
      if (part.type === 'many') next[at] = 1;
      else if (part.type !== 'text' || part.text === character) next[at + 1] = 1;
      else continue;
      isAlive = true;
    }
    if (!isAlive) return false;
    passEmpty(parts, next);
    [current, next] = [next, current];
  }
  return current[end] === 1;
}

/** Marks what is reached without a character. */
function passEmpty(parts: readonly WildcardPart[], marks: Uint8Array): void {
  for (const [at, { type }] of parts.entries()) {
    if (marks[at] && (type === 'many' || type === 'optional')) marks[at + 1] = 1;
  }
}

/** `*` is any characters, `?` is one; nothing is escaped. */
export function parseGlob(glob: string): readonly WildcardPart[] {
  return Array.from(glob, (character) =>
    character === '*'
      ? { type: 'many' }
      : character === '?'
        ? { type: 'one' }
        : { type: 'text', text: character },
  );
}
