import fs from 'node:fs';
import fsPromises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/** A disk that fills and empties, and a process on it that is killed: for what is written below one folder. */
export interface FailingDisk {
  /** Bytes that it still takes. */
  freeBytes: number;
  /** Writes, renames and removals until the process is killed. */
  stepsLeft: number;
  /** Whether it was: nothing is written any more. */
  readonly isKilled: () => boolean;
  /** Makes the functions of `node:fs` its own again. */
  restore(): void;
}

/**
 * Puts itself before the functions of `node:fs` that write. The last write before a kill is cut at any byte; one on a disk that is
 * nearly full is short, and the next one fails.
 */
export function createFailingDisk(folder: string, random: () => number): FailingDisk {
  const own = {
    openSync: fs.openSync,
    closeSync: fs.closeSync,
    writeSync: fs.writeSync,
    ftruncateSync: fs.ftruncateSync,
    renameSync: fs.renameSync,
    rmSync: fs.rmSync,
    appendFileSync: fs.appendFileSync,
    mkdirSync: fs.mkdirSync,
  };
  const ownOpen = fsPromises.open;
  const descriptors = new Set<number>();
  let killed = false;

  const isInside = (file: unknown) => typeof file === 'string' && file.startsWith(folder + path.sep);

  /** One step: the last one is the kill. */
  function step(): void {
    if (killed) throw new Error('killed');
    if (--disk.stepsLeft > 0) return;
    killed = true;
    throw new Error('killed');
  }

  /** How many of these bytes are written. */
  function take(length: number): number {
    if (killed) throw new Error('killed');
    if (--disk.stepsLeft <= 0) {
      killed = true;
      return Math.floor(random() * (length + 1));
    }
    if (length > 0 && disk.freeBytes <= 0) {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    const taken = Math.min(length, disk.freeBytes);
    disk.freeBytes -= taken;
    return taken;
  }

  const disk: FailingDisk = {
    freeBytes: Number.POSITIVE_INFINITY,
    stepsLeft: Number.POSITIVE_INFINITY,
    isKilled: () => killed,
    restore() {
      Object.assign(fs, own);
      fsPromises.open = ownOpen;
      syncBuiltinESMExports();
    },
  };

  /** A function that is one step where its file is inside. */
  function stepping<Args extends unknown[], Result>(act: (...args: Args) => Result) {
    return (...args: Args): Result => {
      if (isInside(args[0]) || descriptors.has(args[0] as number)) step();
      return act(...args);
    };
  }

  Object.assign(fs, {
    openSync(file: string, ...rest: [string, number?]) {
      const descriptor = own.openSync(file, ...rest);
      if (isInside(file)) descriptors.add(descriptor);
      return descriptor;
    },
    closeSync(descriptor: number) {
      descriptors.delete(descriptor);
      own.closeSync(descriptor);
    },
    writeSync(descriptor: number, bytes: Buffer, offset = 0) {
      if (!descriptors.has(descriptor)) return own.writeSync(descriptor, bytes, offset);
      const taken = take(bytes.length - offset);
      const written = own.writeSync(descriptor, bytes, offset, taken);
      if (killed) throw new Error('killed');
      return written;
    },
    ftruncateSync: stepping(own.ftruncateSync),
    renameSync: stepping(own.renameSync),
    // It does not throw: what a killed process would have removed is just left.
    rmSync(file: string, options?: fs.RmOptions) {
      if (isInside(file) && (killed || --disk.stepsLeft <= 0)) killed = true;
      else own.rmSync(file, options);
    },
    appendFileSync: stepping(own.appendFileSync),
    mkdirSync: stepping(own.mkdirSync),
  });
  fsPromises.open = async (file, ...rest) => {
    const handle = await ownOpen(file, ...rest);
    if (isInside(file)) failWrites(handle, take, () => killed);
    return handle;
  };
  syncBuiltinESMExports();
  return disk;
}

function failWrites(handle: FileHandle, take: (length: number) => number, isKilled: () => boolean): void {
  handle.writeFile = async (data) => {
    const bytes = data as Uint8Array;
    for (let written = 0; written < bytes.length;) {
      const taken = take(bytes.length - written);
      await handle.write(bytes, written, taken);
      if (isKilled()) throw new Error('killed');
      written += taken;
    }
  };
}
