import stringWidth from 'string-width';

const plainAscii = /^[\x20-\x7e]*$/;

// Controls would move the cursor or recolor the terminal; direction marks would reorder what is read.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Columns that `text` takes in a terminal: two for a wide character, none for a combining one. */
export function widthOf(text: string): number {
  return plainAscii.test(text) ? text.length : stringWidth(text);
}

/** `text` with everything that could steer a terminal made visible: one line, no escapes. */
export function printable(text: string): string {
  if (plainAscii.test(text)) return text;
  return text.replace(unsafe, (character) => {
    const code = character.charCodeAt(0);
    // Unicode has a picture for each of the old controls: U+2400 and on.
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
  });
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** `text` in at most `width` columns, cut between characters, with `…` where something is missing. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** `text` filled up with spaces to `width` columns. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + fill : fill + text;
}
