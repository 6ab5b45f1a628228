import { constants, type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isGroundcrewError } from '@groundcrew/errors';
import { journalExists, journalFailed, journalMissing, journalTooLarge } from './errors.ts';
import type { JournalStore } from './journal-store.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_RDWR } = constants;

/** For the owner alone: plans reveal much about an account. */
const FILE_MODE = 0o600;

/** A journal in a file on a local disk. An append is one `write` to a file opened with O_APPEND, then `fdatasync`. */
export function createFileStore(path: string, { maxBytes }: { readonly maxBytes: number }): JournalStore {
  let file: FileHandle | undefined;

  function handle(): FileHandle {
    if (file === undefined) throw new Error(`the journal ${path} is not open`);
    return file;
  }

  return {
    name: path,
    open: (mode) =>
      wrapFailure(path, 'open', async () => {
        if (mode === 'resume') {
          // Opening a named pipe would block until its other end is opened.
          const found = await stat(path).catch(undefinedIfMissing);
          if (found === undefined) throw journalMissing(path);
          if (!found.isFile()) throw new Error('it is not a regular file');
          file = await open(path, O_RDWR | O_APPEND);
          return;
        }
        file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL, FILE_MODE);
        await syncDirectory(dirname(path));
      }),
    read: () => wrapFailure(path, 'read', () => readBounded(handle(), path, maxBytes)),
    append: (text) =>
      wrapFailure(path, 'write', async () => {
        await writeAll(handle(), Buffer.from(text));
        await handle().datasync();
      }),
    async close() {
      const closing = file;
      file = undefined;
      await closing?.close();
    },
  };
}

async function readBounded(file: FileHandle, path: string, maxBytes: number): Promise<string> {
  const { size } = await file.stat();
  if (size > maxBytes) throw journalTooLarge(path, size, maxBytes);
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.toString('utf8', 0, length);
}

/** One `write` unless the disk is nearly full; `appendFile` would make one per 512 KiB. */
async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}

/** Makes the name of a new file durable. Windows can't open directories, and does not need it. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function undefinedIfMissing(thrown: unknown): undefined {
  if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
}

async function wrapFailure<Value>(path: string, doing: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (thrown) {
    if (isGroundcrewError(thrown)) throw thrown;
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') throw journalExists(path);
    throw journalFailed(path, doing, thrown as Error);
  }
}
