import { accessSync, constants, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { formatRejects } from '../stock-file/rejects-file.ts';
import type { RejectSink } from './reject-sink.ts';

export interface RejectsInFileOptions {
  readonly path: string;
  /** The file that is being loaded, if it is a local file: it is never overwritten. */
  readonly inputPath?: string;
}

/**
 * Rejects in a local file. They are written to a file next to it first, which replaces it when the load is
 * finished, so
 * that a rejects file is always complete; a load without rejects leaves an older one unchanged. Whether the file
 * can
 * be written is checked now: after a long load it is too late to choose another.
 *
 * @throws GroundcrewError `inventory.rejects.is-input`, `inventory.rejects.write-failed`
 */
export function createRejectsInFile({ path, inputPath }: RejectsInFileOptions): RejectSink {
  if (inputPath !== undefined && resolve(inputPath) === resolve(path)) {
    const text = `"${path}" is the file to load; name another one for the rejects`;
    throw new GroundcrewError('inventory.rejects.is-input', text, { details: { path } });
  }
  try {
    accessSync(dirname(path), constants.W_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    throw writeError(error);
  }
  const temporaryPath = `${path}.${process.pid}.tmp`;
  let file: FileHandle | undefined;

  async function wrapErrors<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      throw writeError(error);
    }
  }

  function writeError(cause: unknown): GroundcrewError {
    const text = `could not write the rejects to "${path}": ${messageOf(cause)}; name another file with --rejects`;
    return new GroundcrewError('inventory.rejects.write-failed', text, { cause, details: { path } });
  }

  async function append(bytes: Uint8Array): Promise<void> {
    file ??= await open(temporaryPath, 'wx');
    await file.writeFile(bytes);
  }

  return {
    save: ({ rejects, state, source }) =>
      wrapErrors(async () => {
        await append(await formatRejects(rejects, state, { header: file === undefined, source }));
        return temporaryPath;
      }),

    finish: (_parts, { rejects, state, source }) =>
      wrapErrors(async () => {
        if (rejects.length > 0)
          await append(await formatRejects(rejects, state, { header: file === undefined, source }));
        if (file === undefined) return undefined;
        await file.close();
        await rename(temporaryPath, path);
        return path;
      }),

    async discard() {
      await file?.close();
      if (file !== undefined) await rm(temporaryPath, { force: true });
    },
  };
}
