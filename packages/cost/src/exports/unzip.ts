import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  DEFLATED,
  readExactly,
  readZipDirectory,
  STORED,
  startOfZipEntry,
  type ZipEntry,
  ZipProblem,
  type ZipSource,
} from '@groundcrew/zip';
import type { NameIn } from './copy-names.ts';
import { exportError } from './errors.ts';
import { type ListedFile, PART_NUMBER, type Snapshot } from './snapshots.ts';

/** Files that DuckDB reads, in place of those in zip files. */
export interface UnpackedSnapshots {
  readonly snapshots: readonly Snapshot[];
  /** A text in which each copy is named by its zip file and its entry there: `bill.csv.zip (a.csv)`. */
  readonly nameIn: NameIn;
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
    return { snapshots, nameIn: (text) => text, close: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-unzipped-'));
  const close = () => rm(folder, { recursive: true, force: true });
  let count = 0;
  const names = new Map<string, string>();
  const nameIn = (text: string) => {
    let named = text;
    for (const [copy, name] of names) named = named.replaceAll(copy, name);
    return named;
  };
  try {
    const unpacked: Snapshot[] = [];
    for (const snapshot of snapshots) {
      const files: ListedFile[] = [];
      const others: ListedFile[][] = [];
      for (const file of snapshot.files) {
        if (!isZip(file.path)) files.push(file);
        else {
          const bills = new Map<string, ListedFile[]>();
          for (const { path, entry } of await unpack(file.path, folder, count++)) {
            names.set(path, `${file.path} (${entry})`);
            const bill = entry.replace(PART_NUMBER, '');
            bills.set(bill, [...(bills.get(bill) ?? []), { ...file, path }]);
          }
          // Entries that are not numbered parts may be two bills of one month.
          const [first = [], ...rest] = bills.values();
          files.push(...first);
          others.push(...rest);
        }
      }
      unpacked.push({ ...snapshot, files }, ...others.map((each) => ({ ...snapshot, files: each })));
    }
    return { snapshots: unpacked, nameIn, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export function isZip(path: string): boolean {
  return /\.zip$/i.test(path);
}

/** What systems put into archives beside the files that were meant. */
const SIDE_FILE_PATTERN = /(?:^|\/)(?:__MACOSX\/|\.)/i;

async function unpack(
  path: string,
  folder: string,
  index: number,
): Promise<{ readonly path: string; readonly entry: string }[]> {
  const file = await open(path);
  try {
    const source = await sourceOf(file);
    const entries = (await readZipDirectory(source)).filter(
      ({ name }) => /\.[ct]sv$/i.test(name) && !SIDE_FILE_PATTERN.test(name),
    );
    if (entries.length === 0) throw unreadable(path, 'it contains no .csv or .tsv file');
    const copies: { path: string; entry: string }[] = [];
    for (const [at, entry] of entries.entries()) {
      const isStored = entry.method === STORED;
      const copy = join(folder, `${index}-${at}-${basename(path)}.csv${isStored ? '' : '.gz'}`);
      await copyEntry(source, path, entry, copy);
      copies.push({ path: copy, entry: entry.name });
    }
    return copies;
  } catch (error) {
    throw error instanceof ZipProblem ? unreadable(path, error.message) : error;
  } finally {
    await file.close();
  }
}

async function sourceOf(file: FileHandle): Promise<ZipSource> {
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    async read(at, length) {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await file.read(buffer, 0, length, at);
      return buffer.subarray(0, bytesRead);
    },
  };
}

async function copyEntry(source: ZipSource, path: string, entry: ZipEntry, copy: string): Promise<void> {
  const { name, method, isEncrypted, crc, packedBytes, sizeBytes } = entry;
  if (isEncrypted) throw unreadable(path, `${name} in it is encrypted`);
  if (method !== STORED && method !== DEFLATED)
    throw unreadable(path, `${name} in it is compressed by method ${method}, neither stored nor deflated`);
  const start = await startOfZipEntry(source, entry);
  const sink = await open(copy, 'wx', 0o600);
  try {
    if (method === DEFLATED) await sink.write(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]));
    for (let done = 0; done < packedBytes;) {
      const chunk = await readExactly(source, start + done, Math.min(2 ** 20, packedBytes - done));
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

function unreadable(path: string, reason: string): Error {
  return exportError(
    'cost.exports.file-unreadable',
    `${path} can't be unpacked: ${reason}; copy or export it again`,
    {
      file: path,
    },
  );
}
