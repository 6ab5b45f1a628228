import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A marker that is older was left behind, and another process has the id of the one that left it. */
const MAX_AGE_MS = 60_000;
const POLL_MS = 20;

/**
 * Finds what is there, or makes it: of several processes and threads that want the same at the same time, one makes it, and
 * the others wait. One that ends before it is done leaves its marker, which the next one takes over.
 *
 * @param marker path of a file that exists while it is made; its folder is created
 * @throws what `make` throws, to its own caller; another one that waited tries again
 */
export async function makeOnce<Made>(
  marker: string,
  { find, make }: { find(): Promise<Made | undefined>; make(): Promise<Made> },
): Promise<Made> {
  for (;;) {
    const there = await find();
    if (there !== undefined) return there;
    await mkdir(dirname(marker), { recursive: true });
    if (await claim(marker)) break;
    await sleep(POLL_MS);
  }
  try {
    // It may have been made since it was looked for.
    return (await find()) ?? (await make());
  } finally {
    await rm(marker, { force: true });
  }
}

/** @returns whether the caller has the marker now: nobody who is still at work had it */
async function claim(marker: string): Promise<boolean> {
  if (await leave(marker)) return true;
  // Only one that is there is removed: another process may have left it since.
  if (await isAtWork(marker)) return false;
  await rm(marker, { force: true });
  return await leave(marker);
}

/** @returns false: there is one */
async function leave(marker: string): Promise<boolean> {
  try {
    await writeFile(marker, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether there is a marker, and the process that left it is running. */
async function isAtWork(marker: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(marker);
    if (Date.now() - mtimeMs > MAX_AGE_MS) return false;
    const pid = Number(await readFile(marker, 'utf8'));
    // 0: it has been created, and is not yet written.
    if (pid !== 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // It belongs to another user; or it was removed just now, and another one may have taken it.
    return code === 'EPERM' || code === 'ENOENT';
  }
}
