import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type FileArea,
  fileExists,
  fileTooLarge,
  fileUnreadable,
  fileUnwritable,
  type WrittenArea,
} from './errors.ts';

/** As much as Node makes into one text, with room to spare. */
export const MAX_BYTES = 2 ** 28;

/** Gathered before they are written: many small writes are slow. */
const CHUNK_LENGTH = 65_536;

/**
 * The bytes of a file.
 *
 * @param what the file is to the command, for messages: `policy`
 * @param area whose file it is
 * @throws GroundcrewError `tags.file.unreadable`, `tags.file.too-large`, or those of the area
 */
export async function readBytes(
  what: string,
  path: string,
  maxBytes = MAX_BYTES,
  area?: FileArea,
): Promise<Buffer> {
  try {
    const { size: sizeBytes } = await stat(path);
    if (sizeBytes > maxBytes) throw fileTooLarge(what, path, { sizeBytes, maxBytes }, area);
    return await readFile(path);
  } catch (thrown) {
    throw isNodeError(thrown) ? fileUnreadable(what, path, thrown, area) : thrown;
  }
}

/** The text of a file in UTF-8, as {@link readBytes}. */
export async function readText(what: string, path: string, area?: FileArea): Promise<string> {
  return (await readBytes(what, path, MAX_BYTES, area)).toString('utf8');
}

/**
 * Writes a file that is there as a whole or not at all: beside it first, and then in its place. For its owner alone,
 * because it reveals much about an account.
 *
 * @throws GroundcrewError `tags.file.unwritable`
 */
export async function replaceFile(
  path: string,
  chunks: Iterable<string> | AsyncIterable<Uint8Array>,
  area?: WrittenArea,
): Promise<void> {
  const temporaryPath = join(dirname(path), `.${randomUUID()}.part`);
  try {
    const file = await open(temporaryPath, 'wx', 0o600);
    try {
      const pieces = Symbol.asyncIterator in chunks ? chunks : inChunks(chunks);
      for await (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporaryPath, path);
  } catch (thrown) {
    await rm(temporaryPath, { force: true });
    throw isNodeError(thrown) ? fileUnwritable(path, thrown, area) : thrown;
  }
}

/**
 * Refuses a file that is there, before the work that it is for; what is not a file, such as a pipe, may be written to.
 *
 * @throws GroundcrewError `tags.file.exists`, or that of the area
 */
export async function refuseExisting(path: string, area?: WrittenArea): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) throw fileExists(path, undefined, area);
}

/**
 * Writes a file that must not be there yet.
 *
 * @throws GroundcrewError `tags.file.exists`, `tags.file.unwritable`, or those of the area
 */
export async function writeNewFile(path: string, text: string, area?: WrittenArea): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (thrown) {
    throw (thrown as NodeJS.ErrnoException).code === 'EEXIST'
      ? fileExists(path, thrown, area)
      : fileUnwritable(path, thrown, area);
  }
}

export function* inChunks(pieces: Iterable<string>): Generator<string> {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < CHUNK_LENGTH) continue;
    yield pending;
    pending = '';
  }
  if (pending !== '') yield pending;
}

function isNodeError(thrown: unknown): boolean {
  return typeof (thrown as NodeJS.ErrnoException).syscall === 'string';
}
