/** Characters as AWS counts them: Unicode's, not UTF-16's halves. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Temporary: replaced by the linear matcher. */
export function compilePattern(pattern: string): (text: string) => boolean {
  const regex = new RegExp(`^(?:${pattern})$`, 'u');
  return (text) => regex.test(text);
}
