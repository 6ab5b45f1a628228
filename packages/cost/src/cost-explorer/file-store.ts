import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CacheStore } from './cache-store.ts';

const MAX_AGE_MS = 40 * 86_400_000;

/**
 * Keeps answers as files of a folder, which nobody but its owner may read: they tell what an account spends. Files
 * that were not written for longer than any answer is good are removed.
 *
 * @param folder made where it is missing
 */
export function createFileStore(
  folder: string,
  { now = Date.now }: { readonly now?: () => number } = {},
): CacheStore {
  const pathOf = (key: string) => join(folder, `${key}.json`);

  async function removeOld(): Promise<void> {
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path);
      if (now() - mtimeMs > MAX_AGE_MS) await rm(path, { force: true });
    }
  }

  return {
    async get(key) {
      // Whatever the reason that it can't be read: it is asked anew.
      return readFile(pathOf(key), 'utf8').catch(() => undefined);
    },
    async put(key, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Never seen half-written by another run.
      const temporaryPath = join(folder, `${randomUUID()}.draft`);
      await writeFile(temporaryPath, text, { mode: 0o600 });
      await rename(temporaryPath, pathOf(key));
      // Another run may be removing the same ones.
      await removeOld().catch(() => {});
    },
  };
}
