import { isAscii, isUtf8 } from 'node:buffer';
import { encodeCp949, isCp949Loaded, loadCp949 } from './cp949.ts';
import type { Detector } from './detection/detector.ts';
import type { ForeignRow } from './detection/row-check.ts';
import { encodedTwice, encodingSevenBit, encodingUtf32, fileBinary, fileMarkup } from './errors.ts';
import { encodeLegacy, isLegacy, type LegacyEncoding, loadLegacy } from './legacy.ts';
import { codeBytes, type Text, wholeLines } from './text.ts';
import type { ReaderState, StockFileEncoding } from './types.ts';
import { oddKoreanWords } from './odd-words.ts';
import { isPlainKorean } from './plain-korean.ts';
import { findTwiceEncoded } from './twice-encoded.ts';
import { mayBeReadWrongly } from './read-wrongly.ts';
import { isSuspiciousUtf8 } from './utf8.ts';

type Encoding = ReaderState['encoding'];

/** Encodes text for a file in the given encoding; no byte order mark is added. */
export function encodeText(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'cp949') return encodeCp949(text);
  if (isLegacy(encoding)) return encodeLegacy(text, encoding);
  if (codeBytes(encoding) === 1) return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

let detector: Detector | undefined;

/** Loads what it takes to read and write an encoding. */
export async function loadEncoding(encoding: Encoding): Promise<void> {
  if (encoding === 'cp949') await loadCp949();
  else if (isLegacy(encoding)) await loadLegacy();
}

/** Loads what the next look at these bytes takes: to read them, or only to choose. Most files take nothing. */
export async function loadFor(bytes: Buffer, encoding: Encoding, atEnd: boolean): Promise<void> {
  if (encoding !== 'ascii') {
    await loadEncoding(encoding);
    return;
  }
  const lines = wholeLines(bytes, atEnd);
  if (detector !== undefined || isPlainUtf8(lines)) return;
  await loadCp949();
  if (!isPlainKorean(sampleOf(lines)) || hasOddKorean(lines)) await loadDetector();
}

/**
 * Loads what it takes to notice that a file continues in another encoding than the one that was chosen.
 *
 * @param oddWords those of the bytes that are read next, where they can be found without it
 */
export async function loadCheck(encoding: Encoding, oddWords: () => readonly number[]): Promise<void> {
  if (!isLegacy(encoding) || detector !== undefined) return;
  if (encoding !== 'cp949' || oddWords().length > 0) await loadDetector();
}

/** Loads what it takes to notice names that were read in another encoding before. */
export async function loadNames(bytes: Buffer, encoding: Encoding): Promise<void> {
  if (!isCp949Loaded() && mayBeReadWrongly(bytes, encoding)) await loadCp949();
}

/** Whether one of the rows has to be looked at by the detector: see {@link foreignRow}. */
function hasOddKorean(bytes: Buffer): boolean {
  return oddKoreanWords(bytes).length > 0;
}

/** Enough to recognize Korean, and little enough to be quick. */
const SAMPLE_BYTES = 4_096;
/** Of each block that follows. */
const CHECK_BYTES = 512;
/** How many odd words within so many bytes of it are a reason to look at it closely. */
const MIN_ODD_WORDS = 4;
const CHECK_WITHIN_BYTES = 1_024;

function sampleOf(bytes: Buffer): Buffer {
  const beginning = bytes.findIndex((byte) => byte > 0x7f);
  const from = bytes.lastIndexOf(0x0a, beginning) + 1;
  return wholeLines(bytes.subarray(from, from + SAMPLE_BYTES), from + SAMPLE_BYTES >= bytes.length);
}

function isCheckedKorean(bytes: Buffer): boolean {
  return isPlainKorean(wholeLines(bytes.subarray(0, CHECK_BYTES), false), 0);
}

/** Loads the detector of encodings, with its tables. */
export async function loadDetector(): Promise<void> {
  if (detector !== undefined) return;
  const { createDetector } = await import('./detection/detector.ts');
  detector = await createDetector();
}

function isPlainUtf8(bytes: Buffer): boolean {
  return isAscii(bytes) || (isUtf8(bytes) && !isSuspiciousUtf8(bytes));
}

/**
 * Detects the encoding of bytes that are not only ASCII. What is valid UTF-8 is UTF-8, unless it is no more than a few
 * characters that no language has side by side.
 *
 * @param canWait whether there is more of the file to look at: then undefined means that it has to be
 * @throws GroundcrewError `inventory.file.encoding-unsure` where several readings are possible
 */
export function chooseEncoding(bytes: Buffer, canWait: boolean): StockFileEncoding | undefined {
  if (isPlainUtf8(bytes)) {
    refuseTwiceEncoded(bytes);
    return 'utf-8';
  }
  return isPlainKorean(sampleOf(bytes)) ? 'cp949' : detector!.choose(bytes, canWait);
}

/**
 * Refuses UTF-8 that was encoded twice.
 *
 * @throws GroundcrewError `inventory.file.encoding-unsure`, with both readings
 */
export function refuseTwiceEncoded(bytes: Buffer): void {
  if (isAscii(bytes)) return;
  const sample = sampleOf(bytes);
  const found = isUtf8(sample) ? findTwiceEncoded(sample) : undefined;
  if (found !== undefined) throw encodedTwice(found);
}

/**
 * Looks for what contradicts the encoding that was chosen: nothing where it was given.
 *
 * @param odd where its odd words begin
 */
export function checkEncoding(bytes: Buffer, encoding: Encoding, line: number, odd: readonly number[]): void {
  // Words that are not odd are plausible.
  if ((odd[MIN_ODD_WORDS - 1] ?? CHECK_WITHIN_BYTES) >= CHECK_WITHIN_BYTES) return;
  if (encoding === 'cp949' && isCheckedKorean(bytes)) return;
  detector?.check(bytes, encoding, line);
}

/** Where words begin of which {@link foreignRow} has to be asked. Needs {@link loadCheck}. */
export function oddWords(bytes: Buffer, encoding: LegacyEncoding): readonly number[] {
  return encoding === 'cp949' ? oddKoreanWords(bytes) : (detector?.rows.oddWords(bytes, encoding) ?? []);
}

/**
 * Whether a row is in another encoding than its file, and in which: undefined there where none makes sense. Needs
 * {@link loadCheck}.
 *
 * @param odd its odd words by their bytes, each with a line break
 * @param cells makes all of its cells, each on a line
 */
export function foreignRow(
  odd: string,
  cells: () => Buffer,
  encoding: LegacyEncoding,
): ForeignRow | undefined {
  if (detector === undefined || !detector.rows.areForeign(odd, encoding)) return undefined;
  return detector.rows.judge(cells(), encoding);
}

const marks: readonly { encoding: StockFileEncoding; mark: Buffer }[] = [
  { encoding: 'utf-8', mark: Buffer.of(0xef, 0xbb, 0xbf) },
  { encoding: 'utf-16le', mark: Buffer.of(0xff, 0xfe) },
  { encoding: 'utf-16be', mark: Buffer.of(0xfe, 0xff) },
];

/** The byte order mark of an encoding; empty for one that has none. */
export function byteOrderMark(encoding: Encoding): Uint8Array {
  return marks.find((known) => known.encoding === encoding)?.mark ?? Buffer.alloc(0);
}

/** The encoding of a byte order mark at the start. */
export function encodingByMark(head: Buffer): StockFileEncoding | undefined {
  return marks.find(({ mark }) => head.subarray(0, mark.length).equals(mark))?.encoding;
}

/** Characters that no text has: control characters, those of private use and those that are not assigned. */
const NO_TEXT_PATTERN = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\ufffd]/u;

/**
 * Recognizes UTF-16 without a byte order mark: bytes with null characters that are text in one of both byte orders, with
 * line breaks and cells, and not in the other.
 */
export function utf16WithoutMark(bytes: Buffer, atEnd: boolean): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 4 || !bytes.includes(0) || (atEnd && bytes.length % 2 === 1)) return undefined;
  const even = bytes.subarray(0, Math.min(bytes.length, 8_192) & ~1);
  const readable = (['utf-16le', 'utf-16be'] as const).filter((encoding) => {
    const order = encoding === 'utf-16le' ? even : Buffer.from(even).swap16();
    // The cut may leave half a surrogate pair.
    const text = order.toString('utf16le').replace(/[\ud800-\udbff]$/, '');
    return (
      /[\r\n]/.test(text) &&
      /[,;\t|]/.test(text) &&
      !NO_TEXT_PATTERN.test(text.replaceAll(/[\t\r\n]/g, '').replaceAll('\u001a', ''))
    );
  });
  return readable.length === 1 ? readable[0] : undefined;
}

/**
 * Whether bytes are UTF-16 in one byte order from which a byte is missing: at the end, at the start, or in between, where the
 * null characters change places.
 */
function isCutUtf16(head: Buffer): boolean {
  const start = head.subarray(0, 64).subarray(0, head.length & ~1);
  const [even, odd] = [0, 1].map((side) => start.filter((byte, i) => i % 2 === side && byte === 0).length);
  const half = start.length / 2;
  return start.length >= 16 && Math.max(even!, odd!) > half * 0.7 && Math.min(even!, odd!) < half * 0.3;
}

/**
 * Refuses UTF-32, by its byte order mark or by the two null bytes of each character.
 *
 * @throws GroundcrewError `inventory.file.encoding-unsure`
 */
export function refuseUtf32(head: Buffer): void {
  const marks32 = [Buffer.of(0xff, 0xfe, 0, 0), Buffer.of(0, 0, 0xfe, 0xff)];
  const hasMark = marks32.some((mark) => head.subarray(0, mark.length).equals(mark));
  if (hasMark || hasNulls(head, 2) || hasNulls(head, 0)) throw encodingUtf32();
}

/** Whether two of each four bytes are null, from the one at `place` on, and the other two are not. */
function hasNulls(head: Buffer, place: 0 | 2): boolean {
  const first = head.subarray(0, 64);
  if (first.length < 16) return false;
  const other = 2 - place;
  return first.every(
    (byte, i) =>
      (i & 2) !== place || (byte === 0 && (first[(i & ~3) + other]! | first[(i & ~3) + other + 1]!) !== 0),
  );
}

/** Encodings of seven bits look like ASCII: their characters are behind escapes. */
export function refuseSevenBit(bytes: Buffer): void {
  if (bytes.includes('\x1b$') || bytes.includes('\x1b('))
    throw encodingSevenBit('an encoding with escapes (ISO-2022)');
  if (bytes.includes('~{') && /~\{(?:[!-}][!-~])+~\}/.test(bytes.toString('latin1')))
    throw encodingSevenBit('HZ (Chinese in seven bits)');
  if (bytes.includes('+') && hasUtf7(bytes.toString('latin1'))) throw encodingSevenBit('UTF-7');
}

/** Whether a text has stretches of UTF-7, each of them words of a language. */
function hasUtf7(text: string): boolean {
  const found = text.match(/\+[A-Za-z0-9+/]{3,}-/g) ?? [];
  return found.some((stretch) => {
    const digits = stretch.slice(1, -1);
    const bytes = Buffer.from(digits, 'base64');
    const units = Math.floor((digits.length * 6) / 16);
    // Bits that are left over are zero, and no more than a digit.
    if (
      (digits.length * 6) % 16 >= 6 ||
      Buffer.from(bytes.subarray(0, units * 2))
        .toString('base64')
        .replace(/=+$/, '') !== digits
    )
      return false;
    const decoded = Buffer.from(bytes.subarray(0, units * 2))
      .swap16()
      .toString('utf16le');
    const isOneScript = [
      /^[\u00a0-\u024f\u2010-\u2026]+$/,
      /^[\u0370-\u03ff]+$/,
      /^[\u0400-\u052f]+$/,
      /^[\u0590-\u06ff]+$/,
      /^[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]+$/,
      /^[\u1100-\u11ff\uac00-\ud7a3]+$/,
    ].some((script) => script.test(decoded));
    return isOneScript;
  });
}

const signatures: readonly { what: string; start: Buffer }[] = [
  {
    what: 'it is a ZIP archive or an Excel workbook (.xlsx) that is compressed again, or a part of one',
    start: Buffer.from('PK\x03\x04'),
  },
  {
    what: 'it is an Excel workbook (.xls) that is compressed',
    start: Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  },
  { what: 'it is a PDF document', start: Buffer.from('%PDF-') },
  { what: 'it is a Parquet file', start: Buffer.from('PAR1') },
  { what: 'it is compressed with Zstandard', start: Buffer.from('28b52ffd', 'hex') },
  { what: 'it is compressed with bzip2', start: Buffer.from('BZh') },
  { what: 'it is compressed with xz', start: Buffer.from('fd377a585a00', 'hex') },
  { what: 'it is a RAR archive', start: Buffer.from('526172211a07', 'hex') },
  { what: 'it is a 7-Zip archive', start: Buffer.from('377abcaf271c', 'hex') },
  { what: 'it is an ALZip archive (.alz)', start: Buffer.from('ALZ\x01') },
  { what: 'it is an ALZip archive (.egg)', start: Buffer.from('EGGA\0\x01') },
  { what: 'it is compressed with gzip twice', start: Buffer.from('1f8b', 'hex') },
];

/** Text that is not a table of cells. */
const markups: readonly { what: string; start: RegExp }[] = [
  { what: 'a table for Excel in XML (XML Spreadsheet 2003)', start: /^<\?xml[^]*?<(?:\w+:)?workbook/i },
  {
    what: 'a web page (HTML) with a table',
    start: /^(?:<!--[^]*?-->\s*)?<(?:!doctype html|html|head|body|meta|style|table|tr|div)\b/i,
  },
  { what: 'a web page (HTML) with a table', start: /^<\?xml[^]*?<(?:!doctype html|html|table)\b/i },
  { what: 'an XML document', start: /^<(?:\?xml|[a-z_][\w.:-]*(?:\s+[\w:.-]+="[^"]*")*\s*\/?>\s*<)/i },
  { what: 'a web archive (MHTML), as Excel saves web pages', start: /^mime-version:/i },
  { what: 'a document in rich text (RTF)', start: /^\{\\rtf/i },
  { what: 'JSON', start: /^(?:\[\s*)?\{\s*"/ },
];

/**
 * Refuses what is not text, or is text of another kind, by the start of the file.
 *
 * @throws GroundcrewError `inventory.file.binary`, `.markup`
 */
export function refuseBinary(head: Buffer, { codes, encoding }: Text): void {
  const known = signatures.find(({ start }) => head.subarray(0, start.length).equals(start));
  if (known !== undefined)
    throw fileBinary(`${known.what}; save it as .xlsx, or as CSV, plain, gzipped once or in a ZIP archive`);
  const beginning = Buffer.from(codes.subarray(0, 2_048)).toString('latin1').trimStart();
  const markup = markups.find(({ start }) => start.test(beginning));
  if (markup !== undefined) throw fileMarkup(markup.what);
  const at = codes.indexOf(0);
  if (at < 0) return;
  if (codeBytes(encoding) === 1 && isCutUtf16(head))
    throw fileBinary(
      'it seems to be in UTF-16 from which a byte is missing, so that its characters cannot be read; copy or export it again, whole, or save it as UTF-8',
    );
  const offset = at * codeBytes(encoding);
  throw fileBinary(
    `byte ${offset} is a null character; save it as CSV text (UTF-16 needs its byte order mark, or the encoding given)`,
  );
}
