import { isUtf8 } from 'node:buffer';
import { decodeCp949, encodeCp949 } from './cp949.ts';
import { fileBinary } from './errors.ts';
import { codeBytes, type Text, wholeLines } from './text.ts';
import type { ReaderState, StockFileEncoding } from './types.ts';

type Encoding = ReaderState['encoding'];

/** Encodes text for a file in the given encoding; no byte order mark is added. */
export function encodeText(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'cp949') return encodeCp949(text);
  if (codeBytes(encoding) === 1) return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

/**
 * Tells UTF-8 from CP949 by which of them the bytes break less often. Text that is valid UTF-8 is UTF-8;
 * a UTF-8 file with one broken character stays UTF-8, since Korean UTF-8 is full of breaks as CP949.
 */
export function chooseEncoding(bytes: Buffer): 'utf-8' | 'cp949' {
  if (isUtf8(bytes)) return 'utf-8';
  const breaks = (text: string) => text.split('\ufffd').length - 1;
  return breaks(decodeCp949(bytes)) < breaks(bytes.toString('utf8')) ? 'cp949' : 'utf-8';
}

/** Whether the next look at these bytes takes the tables of CP949: to read them, or only to choose. */
export function needsCp949(bytes: Buffer, encoding: Encoding, atEnd: boolean): boolean {
  return encoding === 'cp949' || (encoding === 'ascii' && !isUtf8(wholeLines(bytes, atEnd)));
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

/** The encoding that a byte order mark at the start tells. */
export function encodingByMark(head: Buffer): StockFileEncoding | undefined {
  return marks.find(({ mark }) => head.subarray(0, mark.length).equals(mark))?.encoding;
}

const signatures: readonly { what: string; start: Buffer }[] = [
  { what: 'it is a ZIP archive or an Excel workbook (.xlsx)', start: Buffer.from('PK\x03\x04') },
  { what: 'it is an Excel workbook (.xls)', start: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
  { what: 'it is a PDF document', start: Buffer.from('%PDF-') },
  { what: 'it is a Parquet file', start: Buffer.from('PAR1') },
  { what: 'it is compressed with Zstandard', start: Buffer.from('28b52ffd', 'hex') },
  { what: 'it is compressed with bzip2', start: Buffer.from('BZh') },
  { what: 'it is compressed with xz', start: Buffer.from('fd377a585a00', 'hex') },
  { what: 'it is compressed with gzip twice', start: Buffer.from('1f8b', 'hex') },
];

/**
 * Refuses what is not text, by the start of the file.
 *
 * @throws GroundcrewError `inventory.file.binary`.
 */
export function refuseBinary(head: Buffer, { codes, encoding }: Text): void {
  const known = signatures.find(({ start }) => head.subarray(0, start.length).equals(start));
  if (known !== undefined) throw fileBinary(`${known.what}; save it as CSV text, plain or gzipped once`);
  const at = codes.indexOf(0);
  if (at < 0) return;
  const offset = at * codeBytes(encoding);
  throw fileBinary(
    `byte ${offset} is a null character; save it as CSV text (UTF-16 needs its byte order mark, or the encoding given)`,
  );
}
