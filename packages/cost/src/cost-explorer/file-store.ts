import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CacheStore } from './cache-store.ts';

const MAX_AGE_MS = 40 * 86_400_000;

/**
 * Caches responses as files of a folder that only its owner may read, as they contain what an account spends. Files
 * older than the longest time to live are removed.
 *
 * @param folder created if it is missing
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
      // Whatever the reason that it can't be read: it is refetched.
      return readFile(pathOf(key), 'utf8').catch(() => undefined);
    },
    async put(key, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Another process never sees it half-written.
      const temporaryPath = join(folder, `${randomUUID()}.draft`);
      await writeFile(temporaryPath, text, { mode: 0o600 });
      await rename(temporaryPath, pathOf(key));
      // Another process may be removing the same files.
      await removeOld().catch(() => {});
    },
  };
}
