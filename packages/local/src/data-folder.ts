import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';

/**
 * Locks a data folder for this process, creating it if missing; the returned function releases it. Two
 * processes that write one journal would lose each other's lines. The lock of a killed process is ignored.
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
    // Exclusive: if two processes start at the same time, one is refused.
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
    // In a restarted container, the previous process had our process id.
    if (processId === process.pid) return false;
    // Signal 0 only checks.
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
      `(if that process is not groundcrew, delete ${path})`,
  );
}
