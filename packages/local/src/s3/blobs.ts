import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@groundcrew/errors';
import { AwsError } from '../service.ts';

/** Bytes stored under a generated name: no name from a request is used on disk. */
export interface BlobReference {
  readonly id: string;
  readonly sizeBytes: number;
}

export interface BlobWriter {
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<BlobReference>;
  /** Aborts: nothing is left behind. */
  discard(): Promise<void>;
}

/**
 * The store of bodies. Retained blobs are reference-counted; parts of an object are
 * retained by their upload, by the object, and by every reader.
 */
export interface BlobStore {
  create(): BlobWriter;
  /** Bytes `start` up to but not including `end`. */
  read(id: string, start: number, end: number): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  retain(id: string): void;
  release(id: string): void;
  /** Removes unretained blobs, left behind by a crash. */
  sweep(): void;
}

export function createMemoryBlobs(): BlobStore {
  const bodies = new Map<string, Buffer>();
  const { retain, release } = countReferences((id) => bodies.delete(id));
  return {
    create() {
      const chunks: Uint8Array[] = [];
      return {
        async write(bytes) {
          chunks.push(bytes);
        },
        async finish() {
          const id = randomUUID();
          const body = Buffer.concat(chunks);
          bodies.set(id, body);
          return { id, sizeBytes: body.length };
        },
        async discard() {},
      };
    },
    read(id, start, end) {
      return [bodies.get(id)!.subarray(start, end)];
    },
    retain,
    release,
    sweep() {},
  };
}

/** One file per blob, in `folder`. */
export function createDiskBlobs(folder: string): BlobStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (id: string) => join(folder, id);
  const { retain, release, isRetained } = countReferences((id) => rmSync(pathOf(id), { force: true }));
  return {
    create() {
      const id = randomUUID();
      const opening = open(pathOf(id), 'wx', 0o600).catch((error: unknown) => error as Error);
      let sizeBytes = 0;

      async function use<Result>(act: (file: FileHandle) => Promise<Result>): Promise<Result> {
        const file = await opening;
        if (file instanceof Error) throw notStored(file);
        return act(file).catch((error: unknown) => {
          throw notStored(error);
        });
      }

      return {
        async write(bytes) {
          await use((file) => file.writeFile(bytes));
          sizeBytes += bytes.length;
        },
        async finish() {
          await use((file) => file.close());
          return { id, sizeBytes };
        },
        async discard() {
          const file = await opening;
          // Closed already where finishing it failed.
          if (!(file instanceof Error)) await file.close().catch(() => {});
          await rm(pathOf(id), { force: true });
        },
      };
    },
    read(id, start, end) {
      if (start === end) return [];
      return createReadStream(pathOf(id), { start, end: end - 1, highWaterMark: 256 * 1024 });
    },
    retain,
    release,
    sweep() {
      for (const id of readdirSync(folder)) {
        if (!isRetained(id)) rmSync(pathOf(id), { force: true });
      }
    },
  };
}

/** A full disk is an error that the client sees, not one of this program. */
function notStored(error: unknown): AwsError {
  return new AwsError(
    500,
    'InternalError',
    `the embedded AWS could not store this body: ${messageOf(error)}; nothing was changed. Free some space, then try again`,
  );
}

interface References {
  readonly isRetained: (id: string) => boolean;
  readonly retain: (id: string) => void;
  readonly release: (id: string) => void;
}

function countReferences(drop: (id: string) => void): References {
  const counts = new Map<string, number>();
  return {
    isRetained: (id) => counts.has(id),
    retain(id) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    },
    release(id) {
      const left = (counts.get(id) ?? 1) - 1;
      if (left > 0) {
        counts.set(id, left);
      } else {
        counts.delete(id);
        drop(id);
      }
    },
  };
}

/** Retains blobs while `use` runs: a new one without other references is removed after it. */
export async function withRetainedBlobs<Result>(
  blobs: BlobStore,
  references: readonly BlobReference[],
  use: () => Result | Promise<Result>,
): Promise<Result> {
  for (const { id } of references) blobs.retain(id);
  try {
    return await use();
  } finally {
    for (const { id } of references) blobs.release(id);
  }
}

/** The bytes `start` up to `end` of concatenated blobs. Retained while they are read. */
export async function* readBlobs(
  blobs: BlobStore,
  references: readonly BlobReference[],
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (const { id } of references) blobs.retain(id);
  try {
    let before = 0;
    for (const { id, sizeBytes } of references) {
      const from = Math.max(start - before, 0);
      const to = Math.min(end - before, sizeBytes);
      if (from < to) yield* blobs.read(id, from, to);
      before += sizeBytes;
    }
  } finally {
    for (const { id } of references) blobs.release(id);
  }
}
