/**
 * `text` split at each `separator` outside of double quotes. The parts keep their quotes, without the space around
 * them.
 */
export function splitQuoted(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = findUnquoted(text, separator, 0); at !== -1; at = findUnquoted(text, separator, start)) {
    parts.push(text.slice(start, at).trim());
    start = at + separator.length;
  }
  parts.push(text.slice(start).trim());
  return parts;
}

/** The index of the first `wanted` outside of double quotes, from `start` on; -1: none. */
export function findUnquoted(text: string, wanted: string, start: number): number {
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && text.startsWith(wanted, at)) return at;
  }
  return -1;
}

/** Whether each double quote is closed. */
export function isBalanced(text: string): boolean {
  return (text.match(/"/g)?.length ?? 0) % 2 === 0;
}

/** The content of the quotes, two of them inside representing one; `text` itself if it is not quoted. */
export function unquote(text: string): string {
  const written = text.trim();
  if (written.length < 2 || !written.startsWith('"') || !written.endsWith('"')) return written;
  return written.slice(1, -1).replaceAll('""', '"');
}

/** `text` as {@link unquote} reads it, quoted only if necessary. */
export function quoteWhereNeeded(text: string): string {
  const isPlain = /^[^",|=!()]+$/.test(text) && text.trim() === text;
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}
