import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import {
  DEFLATED,
  readExactly,
  readZipDirectory,
  STORED,
  startOfZipEntry,
  type ZipEntry,
  ZipProblem,
} from '@groundcrew/zip';
import { type ArchiveKind, archiveBroken, archiveMethod, archiveTooLarge, fileEncrypted } from './errors.ts';
import type { BufferedSource } from './buffered-source.ts';

export interface ZipLimits {
  /** A file may grow to this size whatever its ratio is. */
  readonly anyRatioBytes: number;
  /** How many times its compressed size a larger file may take. */
  readonly maxRatio: number;
}

/** Sheets and tables of text take 5 to 60 times; deflate allows 1,032. */
const defaultLimits: ZipLimits = { anyRatioBytes: 64 * 1024 * 1024, maxRatio: 200 };

const CHUNK_BYTES = 65_536;

/**
 * The files of an archive.
 *
 * @throws GroundcrewError `inventory.file.archive-broken`, `.archive-too-large`
 */
export function readArchive(source: BufferedSource): Promise<ZipEntry[]> {
  return explained('ZIP archive', () => readZipDirectory(source));
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
  source: BufferedSource,
  entry: ZipEntry,
  kind: ArchiveKind,
  limits: ZipLimits = defaultLimits,
): EntryStream {
  let packedBytesRead = 0;
  async function* packed(): AsyncGenerator<Buffer, void, undefined> {
    const start = await startOf(source, entry, kind);
    while (packedBytesRead < entry.packedBytes) {
      const length = Math.min(CHUNK_BYTES, entry.packedBytes - packedBytesRead);
      const chunk = await explained(kind, () => readExactly(source, start + packedBytesRead, length));
      packedBytesRead += chunk.length;
      yield chunk;
    }
  }
  return {
    chunks: checked(entry.method === STORED ? packed() : inflate(packed(), kind), entry, kind, limits),
    packedBytesRead: () => packedBytesRead,
  };
}

async function startOf(source: BufferedSource, entry: ZipEntry, kind: ArchiveKind): Promise<number> {
  const { name, method, isEncrypted } = entry;
  if (isEncrypted) throw fileEncrypted(`${JSON.stringify(name)} in the ${kind}`);
  if (method !== STORED && method !== DEFLATED) throw archiveMethod(name, method);
  return await explained(kind, () => startOfZipEntry(source, entry));
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
      throw archiveBroken(kind, error.message, error);
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
  if (size !== sizeBytes)
    throw archiveBroken(kind, `${JSON.stringify(name)} has ${size} bytes, not ${sizeBytes}`);
  if (sum !== crc) throw archiveBroken(kind, `the checksum of ${JSON.stringify(name)} is wrong`);
}

/** With the error that people are shown, whose remedy depends on what the archive is. */
async function explained<Value>(kind: ArchiveKind, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ZipProblem)) throw error;
    throw error.kind === 'too-large'
      ? archiveTooLarge(kind, error.message)
      : archiveBroken(kind, error.message);
  }
}
