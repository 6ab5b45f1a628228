import { decodeCp949, decodeCp949Text } from './cp949.ts';
import {
  codesOfLegacy,
  decodeLegacy,
  decodeLongLegacy,
  isLegacy,
  type LegacyEncoding,
  legacyWidths,
} from './legacy.ts';
import type { ReaderState } from './types.ts';

type Encoding = ReaderState['encoding'];

/**
 * A stretch of a file. Line breaks, quotes and delimiters are found in its codes, which are exact to the byte whatever
 * is malformed: no byte of a multibyte character is one of those in UTF-8 and in CP949, and no code of one in the other
 * encodings. Cells are cut out of `characters`, or decoded one by one where there are none.
 */
export interface Text {
  readonly bytes: Buffer;
  readonly encoding: Encoding;
  /** One for each byte, in UTF-16 one for each two: ASCII as it is, anything else 0x80 or above. */
  readonly codes: Uint8Array;
  /** All of that, decoded at once; undefined where cells are to be decoded one by one. */
  readonly characters: string | undefined;
  readonly layout: Layout;
}

/** What the codes of a text show about its characters. */
export interface Layout {
  /**
   * What a scanner has to know of a character, by its first code, in one look: see {@link steps}. Each has one code where
   * there are no `characters`: what is malformed must not hide the delimiter behind it.
   */
  readonly steps: Uint8Array;
  /** 1 for each code above ASCII that begins only characters of `usualWidth`, none of which is white space. */
  readonly visible: Uint8Array;
  /** The width of most characters above ASCII. */
  readonly usualWidth: number;
  /** What is known of a character by each of its codes, and not only by the first. */
  readonly form: Form;
}

/**
 * `singles`: each code is one. `utf8`: whether it begins there. `pairs`: those above ASCII are two codes above ASCII, and none of them is
 * odd. `any`: nothing.
 */
export type Form = 'singles' | 'utf8' | 'pairs' | 'any';

/** The parts of a step. */
export const steps = {
  /** How many codes the character has. */
  width: 0b111,
  /** How many more codes than units of UTF-16 it has, shifted. */
  surplusShift: 3,
  surplus: 0b11,
  /** Set where it may be what is not seen in a name, or what Unicode can write in two ways. */
  odd: 0b100000,
} as const;

function stepsOf(widths: Uint8Array, oddLeads: readonly Range[]): Uint8Array {
  const odd = new Uint8Array(0x100);
  for (const [first, last] of oddLeads) odd.fill(steps.odd, first, last + 1);
  // In UTF-16, which strings are, a character of four bytes is two units.
  return widths.map(
    (width, code) => width | ((width === 4 ? 2 : width - 1) << steps.surplusShift) | odd[code]!,
  );
}

type Range = readonly [first: number, last: number];

const LONE_SURROGATE_PATTERN = /\p{Surrogate}/u;
const LONE_SURROGATES_PATTERN = /\p{Surrogate}/gu;

const anyCode: readonly Range[] = [[0x80, 0xff]];
const singleCodes = layoutOf({}, [], 1, anyCode, 'singles');
/** White space beyond ASCII is below U+4000 or in U+FEFF: Hangul and nearly all Han characters are between these. */
const utf8Layout = layoutOf(
  { 2: [0xc2, 0xdf], 3: [0xe0, 0xef], 4: [0xf0, 0xf4] },
  [[0xe4, 0xed]],
  3,
  // No-break spaces, soft hyphens, combining marks, the Greek letter that is like the sign for micro, scripts that have some, syllables in parts, compatibility forms.
  [
    [0xc2, 0xc2],
    [0xcc, 0xce],
    [0xd6, 0xdf],
    [0xe0, 0xe3],
    [0xef, 0xf4],
  ],
  'utf8',
);
/** The only white space beyond ASCII is A1 A1, and the soft hyphen A1 A9; full-width digits begin with A3, Greek letters with A5. */
const cp949Layout = layoutOf(
  { 2: [0x81, 0xfe] },
  [
    [0x81, 0xa0],
    [0xa2, 0xfe],
  ],
  2,
  [
    [0xa1, 0xa1],
    [0xa3, 0xa3],
    [0xa5, 0xa5],
  ],
  'any',
);
const cp949Pairs: Layout = { ...cp949Layout, form: 'pairs' };

const LETTER_PATTERN = /^\p{L}$/u;
const legacyLayouts = new Map<LegacyEncoding, Layout>();

/** Of single bytes, letters are what they seem; of other characters any may be white space: these are looked at. */
function legacyLayout(encoding: LegacyEncoding): Layout {
  const known = legacyLayouts.get(encoding);
  if (known !== undefined) return known;
  const widths = legacyWidths(encoding);
  const visible = new Uint8Array(0x100);
  const isSingle = widths.every((width) => width === 1);
  if (isSingle)
    for (let code = 0x80; code <= 0xff; code++)
      if (LETTER_PATTERN.test(decodeLegacy(Uint8Array.of(code), encoding))) visible[code] = 1;
  const odd = anyCode
    .flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, i): Range => [first + i, first + i]),
    )
    .filter(([code]) => visible[code] === 0);
  const form: Form = isSingle ? 'singles' : 'any';
  const layout = { steps: stepsOf(widths, odd), visible, usualWidth: isSingle ? 1 : 2, form };
  legacyLayouts.set(encoding, layout);
  return layout;
}

function layoutOf(
  leads: Readonly<Record<number, Range>>,
  visibleLeads: readonly Range[],
  usualWidth: number,
  oddLeads: readonly Range[],
  form: Form,
): Layout {
  const widths = new Uint8Array(0x100).fill(1);
  for (const [width, [first, last]] of Object.entries(leads)) widths.fill(Number(width), first, last + 1);
  const visible = new Uint8Array(0x100);
  for (const [first, last] of visibleLeads) visible.fill(1, first, last + 1);
  return { steps: stepsOf(widths, oddLeads), visible, usualWidth, form };
}

/** Bytes of one code. */
export function codeBytes(encoding: Encoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

/** A text whose cells are decoded one by one: of any bytes, even those that begin inside a character. */
export function exactText(bytes: Buffer, encoding: Encoding, atEnd: boolean): Text {
  return {
    bytes,
    encoding,
    codes: codesOf(bytes, encoding, atEnd),
    characters: undefined,
    layout: singleCodes,
  };
}

function codesOf(bytes: Buffer, encoding: Encoding, atEnd: boolean): Uint8Array {
  if (codeBytes(encoding) === 2) return codesOfUtf16(bytes, encoding, atEnd);
  return isLegacy(encoding) && encoding !== 'cp949' ? codesOfLegacy(bytes, encoding).codes : bytes;
}

/**
 * The whole lines of bytes that begin with a row, decoded at once; an {@link exactText} where that is not possible
 * without a loss.
 */
export function decodedText(bytes: Buffer, encoding: Encoding, atEnd: boolean): Text {
  const text = exactText(bytes, encoding, atEnd);
  if (encoding === 'ascii') {
    // Of no more than ASCII it is right; of anything above that the reader chooses another encoding.
    return { ...text, characters: bytes.toString('latin1') };
  }
  if (codeBytes(encoding) === 2) {
    const characters = decodeUtf16(bytes, encoding);
    const isSound =
      characters.length === text.codes.length &&
      !characters.includes('\ufffd') &&
      !LONE_SURROGATE_PATTERN.test(characters);
    return isSound ? { ...text, characters } : text;
  }
  const lines = wholeLines(bytes, atEnd);
  if (isLegacy(encoding) && encoding !== 'cp949') {
    const { codes, characters: expected } = codesOfLegacy(lines, encoding);
    const characters = decodeLongLegacy(lines, encoding);
    const isSound = characters.length === expected && !characters.includes('\ufffd');
    return isSound ? { ...text, codes, characters, layout: legacyLayout(encoding) } : text;
  }
  if (encoding === 'utf-8') {
    const characters = lines.toString('utf8');
    return characters.includes('\ufffd') ? text : { ...text, codes: lines, characters, layout: utf8Layout };
  }
  const { characters, isAllPairs } = decodeCp949Text(lines);
  const layout = isAllPairs ? cp949Pairs : cp949Layout;
  return characters.includes('\ufffd') ? text : { ...text, codes: lines, characters, layout };
}

function codesOfUtf16(bytes: Buffer, encoding: Encoding, atEnd: boolean): Uint8Array {
  const whole = bytes.length >> 1;
  const low = encoding === 'utf-16le' ? 0 : 1;
  // Half a code at the end of the file: what it was is lost.
  const codes = new Uint8Array(atEnd ? whole + (bytes.length & 1) : whole).fill(0x80, whole);
  for (let i = 0; i < whole; i++) {
    const byte = bytes[2 * i + low]!;
    codes[i] = byte < 0x80 && bytes[2 * i + 1 - low] === 0 ? byte : 0x80;
  }
  return codes;
}

function decodeUtf16(bytes: Buffer, encoding: Encoding): string {
  const whole = bytes.subarray(0, bytes.length & ~1);
  return encoding === 'utf-16le'
    ? whole.toString('utf16le')
    : Buffer.from(whole).swap16().toString('utf16le');
}

/** The bytes up to the last line break, where no character is cut; all of them where there is none. */
export function wholeLines(bytes: Buffer, atEnd: boolean): Buffer {
  const end = atEnd ? 0 : Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d)) + 1;
  return end === 0 ? bytes : bytes.subarray(0, end);
}

const END_MARK = 0x1a;

/** The bytes up to the Ctrl-Z with which programs of DOS end a file. */
export function withoutEndMark(bytes: Buffer, encoding: Encoding): Buffer {
  let { length } = bytes;
  if (codeBytes(encoding) === 1) {
    while (length > 0 && bytes[length - 1] === END_MARK) length--;
  } else {
    const low = encoding === 'utf-16le' ? 2 : 1;
    while (
      length > 1 &&
      length % 2 === 0 &&
      bytes[length - low] === END_MARK &&
      bytes[length - 3 + low] === 0
    )
      length -= 2;
  }
  return length === bytes.length ? bytes : bytes.subarray(0, length);
}

/** Codes `start` to `end`, decoded by themselves; what is malformed becomes U+FFFD. */
export function decodeCodes(
  { bytes, encoding }: Pick<Text, 'bytes' | 'encoding'>,
  start: number,
  end: number,
): string {
  if (encoding === 'cp949') return decodeCp949(bytes.subarray(start, end));
  if (isLegacy(encoding)) return decodeLegacy(bytes.subarray(start, end), encoding);
  if (codeBytes(encoding) === 1) return bytes.toString('utf8', start, end);
  const part = bytes.subarray(2 * start, 2 * end);
  const characters = decodeUtf16(part, encoding).replace(LONE_SURROGATES_PATTERN, '\ufffd');
  return part.length % 2 === 0 ? characters : `${characters}\ufffd`;
}
