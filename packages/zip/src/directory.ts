import { isUtf8 } from 'node:buffer';
import { readExactly, ZipProblem, type ZipSource } from './source.ts';

/** A file in a ZIP archive, as listed in its central directory. */
export interface ZipEntry {
  readonly name: string;
  /** {@link STORED}, {@link DEFLATED}, or another. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  /** Where its local header is. */
  readonly headerAt: number;
}

export const STORED = 0;
export const DEFLATED = 8;

/** About 300,000 files. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');

/**
 * Reads the list of files (APPNOTE.TXT, "Overall .ZIP file format"), ZIP64 included. Only that list counts: what else
 * is in the archive is not read.
 *
 * @throws ZipProblem
 */
export async function readZipDirectory(source: ZipSource): Promise<ZipEntry[]> {
  const { directoryAt, directoryBytes } = await findDirectory(source);
  if (directoryBytes > MAX_DIRECTORY_BYTES)
    throw new ZipProblem('too-large', `its list of files has ${directoryBytes} bytes`);
  const directory = await readExactly(source, directoryAt, directoryBytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw malformed();
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extraAt = at + 46 + nameBytes;
    const next = extraAt + extraBytes + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw malformed();
    const name = directory.subarray(at + 46, extraAt);
    entries.push(entryAt(directory, at, name, directory.subarray(extraAt, extraAt + extraBytes)));
    at = next;
  }
  return entries;
}

/**
 * Where the data of a file begin, behind its local header.
 *
 * @throws ZipProblem
 */
export async function startOfZipEntry(source: ZipSource, { name, headerAt }: ZipEntry): Promise<number> {
  const header = await readExactly(source, headerAt, 30);
  if (header.readUInt32LE(0) !== 0x04034b50)
    throw new ZipProblem('damaged', `${JSON.stringify(name)} is not where it should be`);
  return headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function findDirectory(source: ZipSource): Promise<{ directoryAt: number; directoryBytes: number }> {
  const tailBytes = Math.min(source.sizeBytes, END_BYTES + MAX_COMMENT_BYTES);
  const tail = await readExactly(source, source.sizeBytes - tailBytes, tailBytes);
  const end = tail.lastIndexOf(END_SIGNATURE, Math.max(0, tail.length - END_BYTES));
  if (end < 0 || end + END_BYTES > tail.length) throw new ZipProblem('damaged', 'its end is missing');
  const directoryBytes = tail.readUInt32LE(end + 12);
  const directoryAt = tail.readUInt32LE(end + 16);
  if (directoryAt !== 0xffffffff && directoryBytes !== 0xffffffff && tail.readUInt16LE(end + 10) !== 0xffff)
    return { directoryAt, directoryBytes };
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return { directoryAt, directoryBytes };
  const end64 = await readExactly(source, Number(tail.readBigUInt64LE(locator + 8)), 56);
  return {
    directoryBytes: Number(end64.readBigUInt64LE(40)),
    directoryAt: Number(end64.readBigUInt64LE(48)),
  };
}

function entryAt(directory: Buffer, at: number, name: Buffer, extra: Buffer): ZipEntry {
  const large = zip64Of(extra);
  // In this order, each only if its field of 32 bits is full.
  const numberAt = (offset: number): number => {
    const value = directory.readUInt32LE(at + offset);
    return value === 0xffffffff ? Number(large.shift() ?? value) : value;
  };
  const [sizeBytes, packedBytes, headerAt] = [numberAt(24), numberAt(20), numberAt(42)];
  return {
    // Without its flag the encoding of a name is not known; here it is for messages only.
    name: isUtf8(name) ? name.toString('utf8') : name.toString('latin1'),
    method: directory.readUInt16LE(at + 10),
    isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    crc: directory.readUInt32LE(at + 16),
    packedBytes,
    sizeBytes,
    headerAt,
  };
}

/** The numbers of the extra field for files of 4 GiB and more. */
function zip64Of(extra: Buffer): bigint[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const data = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: data.length >> 3 }, (_, index) => data.readBigUInt64LE(index * 8));
  }
  return [];
}

function malformed(): ZipProblem {
  return new ZipProblem('damaged', 'its list of files is malformed');
}
