import { GroundcrewError } from '@groundcrew/errors';
import type { StockFileEncoding } from './types.ts';
import { roomForUnits, textOfUnits } from './utf16.ts';

/**
 * The encodings from before Unicode, by iconv-lite, which is loaded only for a file that needs it. CP949 has tables of
 * its own (see cp949.ts), since most of these files are Korean.
 */
export type LegacyEncoding = Exclude<StockFileEncoding, 'utf-8' | 'utf-16le' | 'utf-16be'>;

/** What is used of iconv-lite. */
interface Codec {
  decode(bytes: Uint8Array, encoding: string): string;
  encode(text: string, encoding: string): Uint8Array;
}

/** How an encoding's characters are laid out in bytes. */
interface Form {
  /** The bytes that begin a character of two bytes or more. */
  readonly leads: readonly (readonly [first: number, last: number])[];
  /** A byte that no text of the encoding has. */
  readonly invalidByte: number;
}

const forms: Readonly<Record<LegacyEncoding, Form>> = {
  cp949: { leads: [[0x81, 0xfe]], invalidByte: 0xff },
  'windows-1252': { leads: [], invalidByte: 0x81 },
  'windows-1250': { leads: [], invalidByte: 0x81 },
  'windows-1251': { leads: [], invalidByte: 0x98 },
  shift_jis: {
    leads: [
      [0x81, 0x9f],
      [0xe0, 0xfc],
    ],
    invalidByte: 0xff,
  },
  'euc-jp': {
    leads: [
      [0x8e, 0x8f],
      [0xa1, 0xfe],
    ],
    invalidByte: 0xff,
  },
  gb18030: { leads: [[0x81, 0xfe]], invalidByte: 0xff },
  big5: { leads: [[0x81, 0xfe]], invalidByte: 0xff },
};

const WORD_BYTES = 4;
/** The highest bit of each byte in a word. */
const HIGH_BITS = 0x80808080;

let codec: Codec | undefined;

/** Loads iconv-lite; await it before decoding or encoding. */
export async function loadLegacy(): Promise<void> {
  codec ??= (await import('iconv-lite')).default;
}

export function isLegacy(encoding: string): encoding is LegacyEncoding {
  return Object.hasOwn(forms, encoding);
}

function loaded(): Codec {
  if (codec !== undefined) return codec;
  throw new GroundcrewError(
    'inventory.codec-not-loaded',
    'an encoding is used before its tables are loaded',
    {
      fault: 'bug',
    },
  );
}

/** Decodes bytes of any encoding that iconv-lite knows; what is malformed becomes U+FFFD. */
export function decodeLegacy(bytes: Uint8Array, encoding: string): string {
  return loaded().decode(bytes, encoding);
}

const unitsByEncoding = new Map<LegacyEncoding, Uint16Array>();

/** The UTF-16 unit of each byte, in an encoding of one byte a character. */
function unitsOf(encoding: LegacyEncoding): Uint16Array {
  let units = unitsByEncoding.get(encoding);
  if (units === undefined) {
    const text = decodeLegacy(
      Uint8Array.from({ length: 0x100 }, (_, byte) => byte),
      encoding,
    );
    units = Uint16Array.from({ length: 0x100 }, (_, byte) => text.charCodeAt(byte));
    unitsByEncoding.set(encoding, units);
  }
  return units;
}

/** {@link decodeLegacy} of a long text, which takes a fraction of its time in an encoding of one byte a character. */
export function decodeLongLegacy(bytes: Buffer, encoding: LegacyEncoding): string {
  if (forms[encoding].leads.length > 0) return decodeLegacy(bytes, encoding);
  if (encoding === 'windows-1252' && !hasC1(bytes)) return bytes.toString('latin1');
  const units = unitsOf(encoding);
  const { length } = bytes;
  const text = roomForUnits(length);
  for (let at = 0; at < length; at++) text[at] = units[bytes[at]!]!;
  return textOfUnits(text, length);
}

/** Whether a byte is a control character of ISO 8859-1, where Windows-1252 has signs: 0x80 to 0x9F. */
function hasC1(bytes: Buffer): boolean {
  const { length } = bytes;
  const words = new DataView(bytes.buffer, bytes.byteOffset, length);
  let at = 0;
  for (; at + WORD_BYTES <= length; at += WORD_BYTES) {
    const word = words.getInt32(at);
    // Of the three highest bits of a byte only the first one is set.
    if ((word & ~(word << 1) & ~(word << 2) & HIGH_BITS) !== 0) return true;
  }
  for (; at < length; at++) if (bytes[at]! >= 0x80 && bytes[at]! <= 0x9f) return true;
  return false;
}

const REPLACEMENTS_PATTERN = /(\ufffd+)/;

/**
 * Encodes text; U+FFFD becomes a byte that the encoding does not have, so that it is read as U+FFFD again. Any other
 * character that the encoding lacks becomes a question mark.
 */
export function encodeLegacy(text: string, encoding: LegacyEncoding): Uint8Array {
  const { invalidByte } = forms[encoding];
  const parts = text
    .split(REPLACEMENTS_PATTERN)
    .map((part) =>
      part.startsWith('\ufffd') ? Buffer.alloc(part.length, invalidByte) : loaded().encode(part, encoding),
    );
  return Buffer.concat(parts);
}

/** The widths of characters by their first byte, 1 where it is the only one. */
function widthsOf(encoding: LegacyEncoding): Uint8Array {
  const widths = new Uint8Array(0x100).fill(1);
  for (const [first, last] of forms[encoding].leads) widths.fill(2, first, last + 1);
  if (encoding === 'euc-jp') widths[0x8f] = 3;
  return widths;
}

const widthsByEncoding = new Map<LegacyEncoding, Uint8Array>();

/** {@link widthsOf}, made once. */
export function legacyWidths(encoding: LegacyEncoding): Uint8Array {
  let widths = widthsByEncoding.get(encoding);
  if (widths === undefined) {
    widths = widthsOf(encoding);
    widthsByEncoding.set(encoding, widths);
  }
  return widths;
}

/** What stands for a later byte of a character in codes. */
const TRAIL_CODE = 0x80;

/**
 * The codes of a text that begins with a character: its bytes, but for the later bytes of characters, which may be the
 * bar or a letter (Shift_JIS, GB18030 and Big5 have those) and must not be taken for one.
 *
 * @returns `characters`: how many there are, if each is well formed and one UTF-16 unit.
 */
export function codesOfLegacy(
  bytes: Buffer,
  encoding: LegacyEncoding,
): { codes: Uint8Array; characters: number } {
  const { length } = bytes;
  if (forms[encoding].leads.length === 0) return { codes: bytes, characters: length };
  const widths = legacyWidths(encoding);
  let codes: Uint8Array = bytes;
  let characters = length;
  for (let at = 0; at < length; at++) {
    const width = widths[bytes[at]!]!;
    if (width === 1) continue;
    for (let i = 1; i < width && at + 1 < length; i++) {
      const trail = bytes[at + 1]!;
      // Not a later byte of anything: what is malformed ends here.
      if (trail < 0x40) break;
      if (trail < 0x80) {
        if (codes === bytes) codes = Uint8Array.from(bytes);
        codes[at + 1] = TRAIL_CODE;
      }
      at++;
      characters--;
    }
  }
  return { codes, characters };
}
