import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { openSnapshot, type ReadSnapshotOptions, type SnapshotReader } from '@groundcrew/account';
import { accountSnapshotOf } from '@groundcrew/tags/collecting';
import { readSnapshot } from '@groundcrew/tags/snapshot';
import { fileUnreadable } from '../tags/errors.ts';
import { inChunks, readText, replaceFile } from '../tags/files.ts';

/** The beginning of a snapshot of `tags collect`, which is one JSON document. */
const TAG_SNAPSHOT = '"groundcrew-tag-snapshot/';
const HEAD_BYTES = 256;

/**
 * Opens a snapshot of `account collect`, compressed or not, or of `tags collect`, which has no attributes.
 *
 * @throws GroundcrewError `tags.file.unreadable`, `tags.file.too-large`, those of `openSnapshot` and `readSnapshot`
 */
export async function openSnapshotFile(
  path: string,
  options: ReadSnapshotOptions = {},
): Promise<SnapshotReader> {
  const head = await headOf(path).catch((error: unknown) => {
    throw fileUnreadable('snapshot', path, error);
  });
  if (head.includes(TAG_SNAPSHOT)) {
    return accountSnapshotOf(readSnapshot(await readText('snapshot', path)));
  }
  return await openSnapshot(bytesOf(path), options);
}

/** Whether a file is compressed, or begins as a snapshot does. @throws as `open` of Node */
export async function isSnapshotFile(path: string): Promise<boolean> {
  const head = await headOf(path);
  return head.startsWith('\u001f\u008b') || /"groundcrew-(account|tag)-snapshot\//.test(head);
}

/** Writes a snapshot; compressed, if its name ends in `.gz`. @throws GroundcrewError `tags.file.unwritable` */
export async function writeSnapshotFile(path: string, text: Iterable<string>): Promise<void> {
  if (!path.endsWith('.gz')) return await replaceFile(path, text);
  const gzip = createGzip();
  const source = Readable.from(inChunks(text));
  source.on('error', (error) => gzip.destroy(error));
  return await replaceFile(path, source.pipe(gzip));
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createReadStream(path);
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    throw typeof (error as NodeJS.ErrnoException).syscall === 'string'
      ? fileUnreadable('snapshot', path, error)
      : error;
  } finally {
    stream.destroy();
  }
}
