import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveNoRoom } from './errors.ts';

/** Smaller sources, which nearly all workbooks are, are kept in memory. */
const MAX_MEMORY_BYTES = 8 * 1024 * 1024;

/** What a stream had, so that it can be read at any place: a ZIP archive has its list of files at the end. */
export interface BufferedSource {
  readonly sizeBytes: number;
  /** Bytes from `at` on: fewer than `length` where the source ends. */
  read(at: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Reads a stream to its end: into memory, or beyond 8 MiB into a temporary file. Errors of the stream are thrown
 * unchanged.
 *
 * @throws GroundcrewError `inventory.archive.no-room`
 */
export async function bufferSource(
  source: AsyncIterable<Uint8Array>,
  maxMemoryBytes: number = MAX_MEMORY_BYTES,
): Promise<BufferedSource> {
  const held: Uint8Array[] = [];
  let sizeBytes = 0;
  let file: TemporaryFile | undefined;
  try {
    for await (const chunk of source) {
      sizeBytes += chunk.length;
      if (file === undefined) {
        // A source may use its chunks again.
        held.push(Buffer.from(chunk));
        if (sizeBytes <= maxMemoryBytes) continue;
        file = await createTemporaryFile();
        for (const earlier of held.splice(0)) await file.append(earlier);
      } else await file.append(chunk);
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  if (file !== undefined) return { sizeBytes, read: file.read, close: file.close };
  const bytes = Buffer.concat(held);
  return {
    sizeBytes,
    read: async (at, length) => bytes.subarray(at, at + length),
    close: async () => {},
  };
}

interface TemporaryFile extends Pick<BufferedSource, 'read' | 'close'> {
  append(bytes: Uint8Array): Promise<void>;
}

async function createTemporaryFile(): Promise<TemporaryFile> {
  const folder = await attempt(() => mkdtemp(join(tmpdir(), 'groundcrew-archive-')));
  let file: FileHandle | undefined;
  const close = async (): Promise<void> => {
    await file?.close();
    file = undefined;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    file = await attempt(() => open(join(folder, 'archive'), 'wx+', 0o600));
  } catch (error) {
    await close();
    throw error;
  }
  const handle = file;
  // Where an open file may lose its name, nothing is left of it however the process ends.
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  let end = 0;
  return {
    async append(bytes) {
      await attempt(() => handle.writeFile(bytes));
      end += bytes.length;
    },
    async read(at, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, end - at)));
      let done = 0;
      while (done < buffer.length) {
        const { bytesRead } = await handle.read(buffer, done, buffer.length - done, at + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return buffer.subarray(0, done);
    },
    close,
  };
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw archiveNoRoom(cause);
  }
}
