import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { openSnapshot, type ReadSnapshotOptions, type SnapshotReader } from '@groundcrew/account';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { accountSnapshotOf } from '@groundcrew/tags/collecting';
import { readSnapshot } from '@groundcrew/tags/snapshot';
import { fileTooLarge, fileUnreadable } from '../tags/errors.ts';
import { inChunks, MAX_BYTES, replaceFile } from '../tags/files.ts';

/** Whose file it is, for errors. */
const AREA = 'snapshot';
/** The beginning of a snapshot of `tags collect`, which is one JSON document. */
const TAG_SNAPSHOT = '"groundcrew-tag-snapshot/';
const HEAD_BYTES = 256;

/**
 * Opens a snapshot of `account collect`, compressed or not, or of `tags collect`, which has no attributes.
 *
 * @throws GroundcrewError `account.snapshot.unreadable`, `account.snapshot.too-large`, those of `openSnapshot` and `readSnapshot`
 */
export async function openSnapshotFile(
  path: string,
  options: ReadSnapshotOptions = {},
): Promise<SnapshotReader> {
  const { head, bytes } = await withHead(bytesOf(path));
  if (head.includes(TAG_SNAPSHOT)) return accountSnapshotOf(readSnapshot(await textOf(path, bytes)));
  try {
    const { header, resources } = await openSnapshot(bytes, options);
    return { header, resources: namingFile(path, resources) };
  } catch (error) {
    throw withFile(path, error);
  }
}

async function* namingFile<Item>(
  path: string,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item, void, undefined> {
  try {
    yield* items;
  } catch (error) {
    throw withFile(path, error);
  }
}

/** With the name of the file: a command may read several. */
function withFile(path: string, error: unknown): unknown {
  if (!isGroundcrewError(error) || !error.code.startsWith('account.snapshot.')) return error;
  // That of the file itself names it already.
  if (error.code === 'account.snapshot.unreadable') return error;
  const { code, message, fault, details } = error;
  return new GroundcrewError(code, `${JSON.stringify(path)}: ${message}`, { fault, details, cause: error });
}

/**
 * Whether a file is compressed, or begins as a snapshot does; not that of a pipe, which can be read only once.
 *
 * @throws as `open` of Node
 */
export async function isSnapshotFile(path: string): Promise<boolean> {
  const head = await headOf(path);
  return head.startsWith('\u001f\u008b') || /"groundcrew-(account|tag)-snapshot\//.test(head);
}

/** Writes a snapshot; compressed, if its name ends in `.gz`. @throws GroundcrewError `account.snapshot.unwritable` */
export async function writeSnapshotFile(path: string, text: Iterable<string>): Promise<void> {
  if (!path.endsWith('.gz')) return await replaceFile(path, text, AREA);
  const gzip = createGzip();
  const source = Readable.from(inChunks(text));
  source.on('error', (error) => gzip.destroy(error));
  return await replaceFile(path, source.pipe(gzip), AREA);
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    if (!(await file.stat()).isFile()) return '';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The beginning of a stream, and all of it: what is read from a pipe can't be read again. */
async function withHead(
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<{ readonly head: string; readonly bytes: AsyncGenerator<Uint8Array, void, undefined> }> {
  const first: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes < HEAD_BYTES) {
    const { value, done } = await pieces.next();
    if (done) break;
    first.push(value);
    sizeBytes += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* first;
    yield* pieces;
  }
  return { head: Buffer.concat(first).toString('latin1', 0, HEAD_BYTES), bytes: all() };
}

async function textOf(path: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of bytes) {
    sizeBytes += piece.length;
    if (sizeBytes > MAX_BYTES) throw fileTooLarge('snapshot', path, { sizeBytes, maxBytes: MAX_BYTES }, AREA);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createReadStream(path);
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    throw typeof (error as NodeJS.ErrnoException).syscall === 'string'
      ? fileUnreadable('snapshot', path, error, AREA)
      : error;
  } finally {
    stream.destroy();
  }
}
