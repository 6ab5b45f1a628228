import { decodeCp949 } from './cp949.ts';
import type { ReaderState } from './types.ts';

type Encoding = ReaderState['encoding'];

/**
 * A stretch of a file as a string in which line breaks, quotes and delimiters can be found. It comes in
 * two forms, for speed and for exactness: {@link cleanText} and {@link exactText}.
 */
export interface Text {
  bytes: Buffer;
  units: string;
  encoding: Encoding;
  /** Whether the units are characters and none of them is U+FFFD. */
  clean: boolean;
}

const LONE_SURROGATE_PATTERN = /\p{Surrogate}/gu;

/** Bytes of one unit of an exact text. */
export function unitBytes(encoding: Encoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

/**
 * The form that tells of every byte, malformed ones too: a unit is one byte, in UTF-16 two. (No byte of a
 * multibyte character is a line break, quote or delimiter of ASCII, in UTF-8 and in CP949.) Its cells are
 * decoded one by one.
 */
export function exactText(bytes: Buffer, encoding: Encoding, atEnd: boolean): Text {
  return { bytes, units: unitsOf(bytes, encoding, atEnd), encoding, clean: false };
}

function unitsOf(bytes: Buffer, encoding: Encoding, atEnd: boolean): string {
  if (unitBytes(encoding) === 1) return bytes.toString('latin1');
  const whole = bytes.subarray(0, bytes.length & ~1);
  const units =
    encoding === 'utf-16le' ? whole.toString('utf16le') : Buffer.from(whole).swap16().toString('utf16le');
  // Half a unit at the end of the file: what it was is lost.
  return atEnd && whole.length < bytes.length ? `${units}\ufffd` : units;
}

/** The whole lines of a stretch, decoded at once; undefined where that is not possible without a loss. */
export function cleanText(bytes: Buffer, encoding: Encoding, atEnd: boolean): Text | undefined {
  if (encoding !== 'utf-8' && encoding !== 'cp949') return undefined;
  const lines = wholeLines(bytes, atEnd);
  const units = encoding === 'utf-8' ? lines.toString('utf8') : decodeCp949(lines);
  return units.includes('\ufffd') ? undefined : { bytes, units, encoding, clean: true };
}

/** The bytes up to the last line break, where no character is cut; all of them where there is none. */
export function wholeLines(bytes: Buffer, atEnd: boolean): Buffer {
  const end = atEnd ? 0 : Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d)) + 1;
  return end === 0 ? bytes : bytes.subarray(0, end);
}

/** Units `start` to `end` as text; what is malformed becomes U+FFFD. */
export function decodeUnits({ bytes, units, encoding, clean }: Text, start: number, end: number): string {
  if (clean) return units.slice(start, end);
  if (encoding === 'cp949') return decodeCp949(bytes.subarray(start, end));
  if (unitBytes(encoding) === 1) return bytes.toString('utf8', start, end);
  return units.slice(start, end).replace(LONE_SURROGATE_PATTERN, '\ufffd');
}

/** How many bytes of the file the units `start` to `end` are. */
export function sizeOfUnits({ units, encoding, clean }: Text, start: number, end: number): number {
  if (!clean) return (end - start) * unitBytes(encoding);
  let sizeBytes = end - start;
  for (let at = start; at < end; at++) {
    const unit = units.charCodeAt(at);
    if (unit < 0x80) continue;
    // In UTF-8 a surrogate is half of four bytes.
    const threeBytes = unit > 0x7ff && (unit & 0xf800) !== 0xd800;
    sizeBytes += encoding === 'utf-8' && threeBytes ? 2 : 1;
  }
  return sizeBytes;
}
