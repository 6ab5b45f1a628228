/*
 * What is printed may be foreign: tags, file names, responses of services. Control characters could move the cursor of a
 * terminal or recolor it, direction marks reorder text (UTR 36, "Bidirectional Text Spoofing"), and invisible characters
 * make two texts look the same. This is the one place that defines which, for tables, HTML, CSV, JSON and messages alike.
 */

/** Scripts in which a joiner, or its opposite, changes how the letters beside it are written. */
const joining = [
  'Arabic',
  'Bengali',
  'Devanagari',
  'Gujarati',
  'Gurmukhi',
  'Kannada',
  'Khmer',
  'Malayalam',
  'Mongolian',
  'Myanmar',
  'Oriya',
  'Sinhala',
  'Syriac',
  'Tamil',
  'Telugu',
]
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** Control characters, line separators, halves of surrogate pairs. */
const controls = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Cs}`;
/** Soft hyphen, combining joiner, fillers of Hangul and Khmer, direction marks, zero-width blanks, annotations. */
const invisible = String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb`;

const HIDDEN_PATTERN = new RegExp(
  [
    `[${controls}${invisible}]`,
    // A joiner within an emoji, or after a letter that it changes, is part of the text.
    `\\u200d(?<!(?:\\p{Extended_Pictographic}|[\\ufe0f\\u{1f3fb}-\\u{1f3ff}${joining}])\\u200d)`,
    `\\u200c(?<![${joining}]\\u200c)`,
    // Tags are invisible, but for those that make a black flag another one.
    '[\\u{e0000}-\\u{e007f}](?<!\\u{1f3f4}[\\u{e0020}-\\u{e007f}]+)',
  ].join('|'),
  'gu',
);

const ASCII_PATTERN = /^[\x20-\x7e]*$/;

/** `text` on one line, with all that can't be seen made visible: `\u{200b}`, and the pictures of control characters. */
export function printable(text: string): string {
  return ASCII_PATTERN.test(text) ? text : text.replace(HIDDEN_PATTERN, shown);
}

/** `text` in lines, with all else that can't be seen made visible. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/**
 * {@link printableLines} of a text for a terminal that may have been styled: what a program writes itself to choose a color,
 * or to clear a line, is left as it is.
 */
export function printableMessage(text: string): string {
  // eslint-disable-next-line no-control-regex -- the sequences of our own styles
  const parts = text.split(/(\u001b\[[\d;]*[mK]|\r|\t)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : printableLines(part))).join('');
}

/** `text` with control characters made visible, except for tabs and line breaks: for a file that may be printed in a terminal. */
export function withoutControls(text: string): string {
  return ASCII_PATTERN.test(text) ? text : text.replace(/[^\P{Cc}\t\n\r]/gu, shown);
}

/** JSON, with all that can't be seen as escapes: what is parsed out of it is the same. */
export function visibleJson(json: string): string {
  if (/^[\x20-\x7e\n\r\t]*$/.test(json)) return json;
  return json.replace(HIDDEN_PATTERN, (character) =>
    // The line breaks and blanks of a document that is laid out; within texts JSON has escaped them.
    /[\n\r\t]/.test(character)
      ? character
      : Array.from(
          { length: character.length },
          (_, at) => `\\u${hex(character.charCodeAt(at)).padStart(4, '0')}`,
        ).join(''),
  );
}

function shown(character: string): string {
  const code = character.codePointAt(0)!;
  // Unicode has a picture for each of the C0 controls: U+2400 and following.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\\u{${hex(code)}}`;
}

function hex(code: number): string {
  return code.toString(16);
}
