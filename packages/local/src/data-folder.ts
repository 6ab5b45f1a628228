import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';

const LOCK = /^lock\.(\d+)$/;
/** The lock of version 0.1. */
const FORMER_LOCK = 'process-id';
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Folders that this process has locked: its own process id proves nothing about them. */
const locked = new Set<string>();

/**
 * Locks a data folder for this process, made if it is missing; the returned function releases it. Two processes that write one journal
 * would lose each other's lines.
 *
 * A lock is a file `lock.N` that contains the process id of its holder; the highest number counts. One left by a process that ended is
 * followed by the next number: only one process can make a file of that name, so that of several that start at once one succeeds.
 *
 * @throws GroundcrewError `local.data.unusable`, `local.data.in-use`
 */
export function lockDataFolder(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: FOLDER_MODE });
    const folder = realpathSync(dataDir);
    if (locked.has(folder)) throw inUseError(dataDir, process.pid, folder);
    const path = acquire(folder, dataDir);
    locked.add(folder);
    return () => {
      locked.delete(folder);
      rmSync(path, { force: true });
    };
  } catch (error) {
    if (error instanceof GroundcrewError) throw error;
    const text = `the data folder "${dataDir}" can't be used: ${messageOf(error)}; name another one`;
    throw new GroundcrewError('local.data.unusable', text, { cause: error });
  }
}

function acquire(folder: string, dataDir: string): string {
  const former = join(folder, FORMER_LOCK);
  refuseIfAlive(former, dataDir);
  const newest = newestLock(folder);
  if (newest !== undefined) refuseIfAlive(join(folder, `lock.${newest}`), dataDir);
  const number = (newest ?? 0) + 1;
  const path = join(folder, `lock.${number}`);
  // Linked, not written in place: a lock that others can see has its content.
  const draft = join(folder, `.lock.${randomUUID()}`);
  writeFileSync(draft, String(process.pid), { mode: FILE_MODE });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw inUseError(dataDir, readHolder(path), path);
  } finally {
    rmSync(draft, { force: true });
  }
  // Another may have taken a higher number since the folder was read.
  const highest = newestLock(folder)!;
  if (highest > number) {
    rmSync(path, { force: true });
    throw inUseError(dataDir, readHolder(join(folder, `lock.${highest}`)), join(folder, `lock.${highest}`));
  }
  for (const other of lockNumbers(folder))
    if (other < number) rmSync(join(folder, `lock.${other}`), { force: true });
  rmSync(former, { force: true });
  return path;
}

function lockNumbers(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = LOCK.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function newestLock(folder: string): number | undefined {
  const numbers = lockNumbers(folder);
  return numbers.length > 0 ? Math.max(...numbers) : undefined;
}

function refuseIfAlive(path: string, dataDir: string): void {
  const holder = readHolder(path);
  if (holder !== undefined && isAlive(holder)) throw inUseError(dataDir, holder, path);
}

function readHolder(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(processId: number): boolean {
  // In a container that was restarted, an earlier process had this number.
  if (processId === process.pid) return false;
  try {
    // Signal 0 only asks.
    process.kill(processId, 0);
    return !isZombie(processId);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process has ended and only its parent has not asked for its exit code yet, as in containers without an init process. */
function isZombie(processId: number): boolean {
  try {
    // proc(5): the state follows the name, which is in parentheses and may contain some.
    return /\) [ZX] [^)]*$/.test(readFileSync(`/proc/${processId}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function inUseError(dataDir: string, processId: number | undefined, path: string): GroundcrewError {
  return new GroundcrewError(
    'local.data.in-use',
    `the data folder "${dataDir}" is in use by ${processId === undefined ? 'another process' : `process ${processId}`}; stop it or name another folder ` +
      `(if that is not groundcrew, delete ${path})`,
  );
}
