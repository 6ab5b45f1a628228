import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { type ArchiveKind, archiveBroken, archiveMethod, archiveTooLarge, fileEncrypted } from './errors.ts';
import type { KeptSource } from './kept-source.ts';

/** A file in a ZIP archive, as its central directory tells. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly headerAt: number;
}

export interface ZipLimits {
  /** A file may grow to this size whatever its ratio is. */
  readonly anyRatioBytes: number;
  /** How many times its compressed size a larger file may take. */
  readonly maxRatio: number;
}

/** Sheets and tables of text take 5 to 60 times; deflate allows 1,032. */
const DEFAULT_LIMITS: ZipLimits = { anyRatioBytes: 64 * 1024 * 1024, maxRatio: 200 };

const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 65_536;
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');

/**
 * Reads the list of files (APPNOTE.TXT, "Overall .ZIP file format"), ZIP64 included. Only that list counts: what else
 * is in the archive is not read.
 *
 * @throws GroundcrewError `inventory.file.archive-broken`, `.archive-too-large`
 */
export async function readZipDirectory(source: KeptSource): Promise<ZipEntry[]> {
  const { directoryAt, directoryBytes } = await findDirectory(source);
  if (directoryBytes > MAX_DIRECTORY_BYTES)
    throw archiveTooLarge('ZIP archive', `its list of files has ${directoryBytes} bytes`);
  const directory = await bytesAt(source, directoryAt, directoryBytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw damaged('its list of files is malformed');
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extraAt = at + 46 + nameBytes;
    const next = extraAt + extraBytes + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw damaged('its list of files is malformed');
    const name = directory.subarray(at + 46, extraAt);
    entries.push(entryAt(directory, at, name, directory.subarray(extraAt, extraAt + extraBytes)));
    at = next;
  }
  return entries;
}

async function findDirectory(source: KeptSource): Promise<{ directoryAt: number; directoryBytes: number }> {
  const tailBytes = Math.min(source.sizeBytes, END_BYTES + MAX_COMMENT_BYTES);
  const tail = await bytesAt(source, source.sizeBytes - tailBytes, tailBytes);
  const end = tail.lastIndexOf(END_SIGNATURE, Math.max(0, tail.length - END_BYTES));
  if (end < 0 || end + END_BYTES > tail.length) throw damaged('its end is missing');
  const directoryBytes = tail.readUInt32LE(end + 12);
  const directoryAt = tail.readUInt32LE(end + 16);
  if (directoryAt !== 0xffffffff && directoryBytes !== 0xffffffff && tail.readUInt16LE(end + 10) !== 0xffff)
    return { directoryAt, directoryBytes };
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return { directoryAt, directoryBytes };
  const end64 = await bytesAt(source, Number(tail.readBigUInt64LE(locator + 8)), 56);
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

/** A file of an archive being read. */
export interface EntryStream {
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
  /** Compressed bytes used so far. */
  packedBytesRead(): number;
}

/**
 * Unpacks one file of an archive as it is read, and checks it against its size and checksum. What it expands to never
 * takes more memory; what expands beyond measure is refused by the sizes it has, not by those it claims to have.
 *
 * While being read it throws GroundcrewError `inventory.file.archive-broken`, `.archive-too-large`, `.encrypted`.
 */
export function openZipEntry(
  source: KeptSource,
  entry: ZipEntry,
  kind: ArchiveKind,
  limits: ZipLimits = DEFAULT_LIMITS,
): EntryStream {
  let packedBytesRead = 0;
  async function* packed(): AsyncGenerator<Buffer, void, undefined> {
    const start = await startOf(source, entry, kind);
    while (packedBytesRead < entry.packedBytes) {
      const length = Math.min(CHUNK_BYTES, entry.packedBytes - packedBytesRead);
      const chunk = await bytesAt(source, start + packedBytesRead, length, kind);
      packedBytesRead += chunk.length;
      yield chunk;
    }
  }
  return {
    chunks: checked(entry.method === STORED ? packed() : inflate(packed(), kind), entry, kind, limits),
    packedBytesRead: () => packedBytesRead,
  };
}

async function startOf(source: KeptSource, entry: ZipEntry, kind: ArchiveKind): Promise<number> {
  const { name, method, isEncrypted, headerAt } = entry;
  if (isEncrypted) throw fileEncrypted(`${JSON.stringify(name)} in the ${kind}`);
  if (method !== STORED && method !== DEFLATED) throw archiveMethod(name, method);
  const header = await bytesAt(source, headerAt, 30, kind);
  if (header.readUInt32LE(0) !== 0x04034b50)
    throw damaged(`${JSON.stringify(name)} is not where it should be`, kind);
  return headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function* inflate(
  packed: AsyncIterable<Buffer>,
  kind: ArchiveKind,
): AsyncGenerator<Uint8Array, void, undefined> {
  const engine = createInflateRaw({ chunkSize: CHUNK_BYTES });
  const feeding = pipeline(Readable.from(packed), engine);
  // Also thrown below; this only prevents an unhandled rejection in the meantime.
  feeding.catch(() => undefined);
  try {
    for await (const chunk of engine) yield chunk as Buffer;
    await feeding;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw damaged(error.message, kind, error);
    throw error;
  } finally {
    engine.destroy();
  }
}

async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  { name, crc, sizeBytes, packedBytes }: ZipEntry,
  kind: ArchiveKind,
  { anyRatioBytes, maxRatio }: ZipLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const maxBytes = Math.max(anyRatioBytes, packedBytes * maxRatio);
  const refuse = (): never => {
    throw archiveTooLarge(
      kind,
      `${JSON.stringify(name)} in it takes ${packedBytes} bytes and expands to more than ${maxBytes}, as no table does`,
    );
  };
  if (sizeBytes > maxBytes) refuse();
  let size = 0;
  let sum = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) refuse();
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (size !== sizeBytes) throw damaged(`${JSON.stringify(name)} has ${size} bytes, not ${sizeBytes}`, kind);
  if (sum !== crc) throw damaged(`the checksum of ${JSON.stringify(name)} is wrong`, kind);
}

async function bytesAt(source: KeptSource, at: number, length: number, kind?: ArchiveKind): Promise<Buffer> {
  const bytes = Number.isSafeInteger(at) && at >= 0 ? await source.read(at, length) : Buffer.alloc(0);
  if (bytes.length < length) throw damaged('it is truncated', kind);
  return bytes;
}

function damaged(why: string, kind: ArchiveKind = 'ZIP archive', cause?: unknown): Error {
  return archiveBroken(kind, why, cause);
}
