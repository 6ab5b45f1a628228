import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';

/**
 * Takes a data folder for this process, made where it is missing; the returned function gives it back. Two
 * processes that write one journal would lose each other's lines. What a killed process held is free again.
 *
 * @throws GroundcrewError `local.data.unusable`, `local.data.in-use`
 */
export function lockDataFolder(dataDir: string): () => void {
  const path = join(dataDir, 'process-id');
  try {
    mkdirSync(dataDir, { recursive: true });
    const holder = readLockHolder(path);
    if (holder !== undefined && isAlive(holder)) throw inUseError(dataDir, holder, path);
    rmSync(path, { force: true });
    // Exclusive: of two that start at once, one is refused.
    writeFileSync(path, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error instanceof GroundcrewError) throw error;
    const text = `the data folder "${dataDir}" can't be used: ${messageOf(error)}; name another one`;
    throw new GroundcrewError('local.data.unusable', text, { cause: error });
  }
  return () => rmSync(path, { force: true });
}

function readLockHolder(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(processId: number): boolean {
  try {
    // In a container that was restarted, the one before had our number.
    if (processId === process.pid) return false;
    // Signal 0 only asks.
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function inUseError(dataDir: string, processId: number, path: string): GroundcrewError {
  return new GroundcrewError(
    'local.data.in-use',
    `the data folder "${dataDir}" is in use by process ${processId}; stop it or name another folder ` +
      `(where that is no groundcrew, delete ${path})`,
  );
}
