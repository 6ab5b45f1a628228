import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { exportError } from './errors.ts';
import type { Snapshot } from './snapshots.ts';

/** Files that DuckDB reads, in place of those in zip files. */
export interface UnpackedSnapshots {
  readonly snapshots: readonly Snapshot[];
  /** Removes the copies. */
  close(): Promise<void>;
}

/**
 * Makes the CSV files of zip files readable, which is the default of a legacy CUR: as gzip files in a temporary folder. The
 * compressed data are the same in both formats and are copied unchanged, so that the copy is never larger than the zip
 * file, whatever is in it. APPNOTE.TXT, "Overall .ZIP file format"; RFC 1952.
 *
 * @throws GroundcrewError `cost.exports.file-unreadable`
 */
export async function unpackZips(snapshots: readonly Snapshot[]): Promise<UnpackedSnapshots> {
  if (!snapshots.some(({ files }) => files.some(({ path }) => isZip(path))))
    return { snapshots, close: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-unzipped-'));
  const close = () => rm(folder, { recursive: true, force: true });
  let count = 0;
  try {
    const unpacked: Snapshot[] = [];
    for (const snapshot of snapshots) {
      const files = [];
      for (const file of snapshot.files) {
        if (!isZip(file.path)) files.push(file);
        else for (const path of await unpack(file.path, folder, count++)) files.push({ ...file, path });
      }
      unpacked.push({ ...snapshot, files });
    }
    return { snapshots: unpacked, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export function isZip(path: string): boolean {
  return /\.zip$/i.test(path);
}

/** An entry of a zip file. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly headerAt: number;
}

const STORED = 0;
const DEFLATED = 8;

async function unpack(path: string, folder: string, index: number): Promise<string[]> {
  const file = await open(path);
  try {
    const entries = (await entriesOf(file, path)).filter(({ name }) => /\.csv$/i.test(name));
    if (entries.length === 0) throw unreadable(path, 'it contains no .csv file');
    const copies: string[] = [];
    for (const [at, entry] of entries.entries()) {
      const copy = join(
        folder,
        `${index}-${at}-${basename(path)}.csv${entry.method === STORED ? '' : '.gz'}`,
      );
      await copyEntry(file, path, entry, copy);
      copies.push(copy);
    }
    return copies;
  } finally {
    await file.close();
  }
}

async function copyEntry(file: FileHandle, path: string, entry: Entry, copy: string): Promise<void> {
  const { name, method, isEncrypted, crc, packedBytes, sizeBytes, headerAt } = entry;
  if (isEncrypted) throw unreadable(path, `${name} in it is encrypted`);
  if (method !== STORED && method !== DEFLATED)
    throw unreadable(path, `${name} in it is compressed by method ${method}, neither stored nor deflated`);
  const header = await bytesAt(file, path, headerAt, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw unreadable(path, 'it is damaged');
  const start = headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const sink = await open(copy, 'wx', 0o600);
  try {
    if (method === DEFLATED) await sink.write(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]));
    for (let done = 0; done < packedBytes;) {
      const chunk = await bytesAt(file, path, start + done, Math.min(2 ** 20, packedBytes - done));
      await sink.write(chunk);
      done += chunk.length;
    }
    if (method === DEFLATED) {
      const trailer = Buffer.alloc(8);
      trailer.writeUInt32LE(crc, 0);
      trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
      await sink.write(trailer);
    }
  } finally {
    await sink.close();
  }
}

/** The entries of the central directory, which is at the end of the file. */
async function entriesOf(file: FileHandle, path: string): Promise<Entry[]> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, 22 + 0xffff);
  const tail = await bytesAt(file, path, size - tailBytes, tailBytes);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1 || end + 22 > tail.length) throw unreadable(path, 'it is not a zip file, or truncated');
  let [directoryBytes, directoryAt] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (directoryAt === 0xffffffff || directoryBytes === 0xffffffff) {
    const locator = end - 20;
    if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) throw unreadable(path, 'it is damaged');
    const end64 = await bytesAt(file, path, Number(tail.readBigUInt64LE(locator + 8)), 56);
    directoryBytes = Number(end64.readBigUInt64LE(40));
    directoryAt = Number(end64.readBigUInt64LE(48));
  }
  const directory = await bytesAt(file, path, directoryAt, directoryBytes);
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw unreadable(path, 'it is damaged');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) =>
      directory.readUInt16LE(at + offset),
    );
    const extraAt = at + 46 + nameBytes!;
    entries.push(entryAt(directory, at, nameBytes!, directory.subarray(extraAt, extraAt + extraBytes!)));
    at = extraAt + extraBytes! + commentBytes!;
  }
  return entries;
}

function entryAt(directory: Buffer, at: number, nameBytes: number, extra: Buffer): Entry {
  const large = zip64Of(extra);
  // In this order, each only if its field of 32 bits is full.
  const numberAt = (offset: number) => {
    const value = directory.readUInt32LE(at + offset);
    return value === 0xffffffff ? Number(large.shift() ?? value) : value;
  };
  const [sizeBytes, packedBytes, headerAt] = [numberAt(24), numberAt(20), numberAt(42)];
  return {
    name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
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

async function bytesAt(file: FileHandle, path: string, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  if (bytesRead < length) throw unreadable(path, 'it is truncated');
  return buffer;
}

function unreadable(path: string, reason: string): Error {
  return exportError(
    'cost.exports.file-unreadable',
    `${path} can't be unpacked: ${reason}; copy or export it again`,
    {
      file: path,
    },
  );
}
