import { GroundcrewError } from '@groundcrew/errors';
import { roomForUnits, textOfUnits } from './utf16.ts';

/**
 * CP949 (Windows code page 949, "Unified Hangul Code"): ASCII, and pairs of a lead byte from 0x81 and a
 * trail byte. No trail byte is a line break, quote or delimiter, so rows and cells can be found in the
 * bytes before they are decoded.
 *
 * The mapping is iconv-lite's, expanded once into flat tables: its decoder costs more to set up than most cells
 * cost
 * to decode, and loads the tables of all other encodings. (The platform's TextDecoder uses another table.)
 */
interface Cp949 {
  /** UTF-16 units by the fifteen low bits of a pair of bytes. */
  readonly units: Uint16Array;
  /** Pairs of bytes by UTF-16 unit; 0 if there is none. */
  readonly pairs: Uint16Array;
}

const REPLACEMENT_UNIT = 0xfffd;
const QUESTION_MARK = 0x3f;
/** A byte that does not occur in CP949 text. */
const INVALID_BYTE = 0xff;

let loaded: Cp949 | undefined;

/** Loads the tables, which few files need; await it before decoding or encoding. */
export async function loadCp949(): Promise<void> {
  if (loaded !== undefined) return;
  const { default: runs } = await import('iconv-lite/encodings/tables/cp949.json', {
    with: { type: 'json' },
  });
  loaded = expandRuns(runs);
}

/** A run is the code of its first character in hexadecimal, then characters, and counts of their successors. */
function expandRuns(runs: readonly (readonly (string | number)[])[]): Cp949 {
  const units = new Uint16Array(0x80 * 0x100).fill(REPLACEMENT_UNIT);
  const pairs = new Uint16Array(0x10000);
  for (const [start, ...parts] of runs) {
    let pair = Number.parseInt(String(start), 16);
    let unit = 0;
    const put = (next: number): void => {
      unit = next;
      if (pair > 0xff) {
        units[pair & 0x7fff] = unit;
        pairs[unit] = pair;
      }
      pair++;
    };
    for (const part of parts) {
      if (typeof part === 'number') for (let i = 0; i < part; i++) put(unit + 1);
      else for (let i = 0; i < part.length; i++) put(part.charCodeAt(i));
    }
  }
  return { units, pairs };
}

function tables(): Cp949 {
  if (loaded !== undefined) return loaded;
  throw new GroundcrewError('inventory.cp949-not-loaded', 'CP949 is used before its tables are loaded', {
    fault: 'bug',
  });
}

function isLead(byte: number): boolean {
  return byte >= 0x81 && byte <= 0xfe;
}

/** Whether the tables are there. */
export function isCp949Loaded(): boolean {
  return loaded !== undefined;
}

/** The two bytes of a character; 0 where it has none, or is ASCII. */
export function pairInCp949(character: string): number {
  return character.length === 1 ? tables().pairs[character.charCodeAt(0)]! : 0;
}

/** Decodes bytes; each malformed sequence becomes U+FFFD. */
export function decodeCp949(bytes: Uint8Array): string {
  return decodeCp949Text(bytes).characters;
}

/**
 * {@link decodeCp949}, and whether each character beyond ASCII has two bytes beyond it, as the 2,350 syllables of KS X 1001 have, and
 * none is in the rows with blanks and signs, full-width forms and Greek letters (0xA1, 0xA3 and 0xA5).
 */
export function decodeCp949Text(bytes: Uint8Array): { characters: string; isAllPairs: boolean } {
  const { units } = tables();
  const { length: size } = bytes;
  const text = roomForUnits(size);
  let isAllPairs = true;
  let length = 0;
  for (let i = 0; i < size; i++) {
    const byte = bytes[i]!;
    if (byte < 0x80) {
      text[length++] = byte;
      continue;
    }
    const trail = i + 1 < size ? bytes[i + 1]! : 0;
    if (trail < 0x80 || byte === 0xa1 || byte === 0xa3 || byte === 0xa5) isAllPairs = false;
    const unit = units[((byte & 0x7f) << 8) | trail]!;
    text[length++] = unit;
    // Bytes after one that is not a lead byte, and ASCII after a malformed lead byte, are decoded normally.
    if (unit !== REPLACEMENT_UNIT || (isLead(byte) && trail >= 0x80)) i++;
  }
  return { characters: textOfUnits(text, length), isAllPairs };
}

/**
 * Encodes text; U+FFFD becomes the byte 0xFF, which does not occur in CP949 text, so that it is read as U+FFFD
 * again.
 * Any other character that CP949 lacks becomes a question mark.
 */
export function encodeCp949(text: string): Uint8Array {
  const { pairs } = tables();
  const bytes = Buffer.alloc(text.length * 2);
  let length = 0;
  for (const character of text) {
    const unit = character.length === 1 ? character.charCodeAt(0) : 0;
    const pair = pairs[unit]!;
    if (pair > 0) length = bytes.writeUInt16BE(pair, length);
    else
      bytes[length++] = character < '\x80' ? unit : unit === REPLACEMENT_UNIT ? INVALID_BYTE : QUESTION_MARK;
  }
  return bytes.subarray(0, length);
}
