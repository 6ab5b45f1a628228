import { graphemesOf, widthOf } from './text-width.ts';

/** `text` in at most `width` columns, truncated between characters, with `…` for the missing part. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  for (const segment of graphemesOf(text)) {
    used += widthOf(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** `text` padded with spaces to `width` columns. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + fill : fill + text;
}

/**
 * `text` wrapped between words into lines of at most `width` columns. A word is never broken: it may be a path or a command
 * to copy.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** `text` in lines of at most `width` columns, as {@link wrap}; longer words are broken. */
export function breakWords(text: string, width: number): string[] {
  return wrap(text, width).flatMap((line) => (widthOf(line) <= width ? [line] : cutToWidth(line, width)));
}

/** Where a long word is broken rather than anywhere: after these, in names, paths and ARNs. */
const BREAK_AFTER = /[-_/.:,]/;

function cutToWidth(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  /** The line up to the last place to break, if it is not too short. */
  let breakAt = 0;
  for (const segment of graphemesOf(text)) {
    const more = widthOf(segment);
    if (line !== '' && used + more > width) {
      const end = breakAt > 0 ? breakAt : line.length;
      lines.push(line.slice(0, end));
      line = line.slice(end);
      used = widthOf(line);
      breakAt = 0;
    }
    line += segment;
    used += more;
    if (BREAK_AFTER.test(segment) && used * 2 >= width) breakAt = line.length;
  }
  return [...lines, line].map((part) => truncate(part, width));
}
