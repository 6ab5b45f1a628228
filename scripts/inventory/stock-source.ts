import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ObjectHandle, OpenObjectRequest } from '@groundcrew/aws/s3';
import { type Io, orUsageError } from '@groundcrew/cli';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { sheetOfMetadata } from '@groundcrew/inventory/stock-file';
import { createSpool } from './spool.ts';

/** The stock file of `inventory load`. */
export interface StockSource {
  /** As the user typed it; `standard input` for `-`. */
  readonly name: string;
  /** The name without its folder, for deriving other names. */
  readonly baseName: string;
  /** The local path, if it is a local file. */
  readonly path?: string;
  /** Size as stored; absent if it is not known in advance. */
  readonly sizeBytes?: number;
  /** When it was stored, in milliseconds since 1970; absent of standard input and pipes, which have no time. */
  readonly modifiedMs?: number;
  /** Of an object: its entity tag, without quotes. */
  readonly etag?: string;
  readonly open: (startByte: number, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  /** The encoding that an object's metadata state, once it is open. */
  readonly metadataEncoding?: () => string | undefined;
  /** The sheet of a workbook that they state. */
  readonly metadataSheet?: () => string | undefined;
  /** Removes what was kept to read the source again. */
  readonly close?: () => Promise<void>;
}

export interface StockSourceDeps {
  readonly io: Io;
  readonly openObject: (request: OpenObjectRequest) => Promise<ObjectHandle>;
}

/**
 * Finds the file `name`: a path, `s3://bucket/key`, or `-` for standard input.
 *
 * @throws GroundcrewError `inventory.source.missing`, `inventory.source.not-a-file`,
 * `inventory.source.unreadable`, and those of `openObject`
 */
export async function findStockSource(
  name: string,
  { io, openObject }: StockSourceDeps,
): Promise<StockSource> {
  if (name === '-') {
    const spool = createSpool((signal) => io.stdin.read(signal));
    return {
      name: 'standard input',
      baseName: 'stdin.csv',
      open: (_, signal) => spool.open(signal),
      close: spool.close,
    };
  }
  if (name.startsWith('s3://')) return await findObject(name, openObject);
  const facts = await factsOf(name);
  const file = { name, baseName: basename(name), path: name };
  if (facts === undefined) {
    const spool = createSpool((signal) => readPath(name, 0, signal));
    return { ...file, open: (_, signal) => spool.open(signal), close: spool.close };
  }
  return { ...file, ...facts, open: async (startByte, signal) => readPath(name, startByte, signal) };
}

async function* readPath(path: string, startByte: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  // A pipe has no offsets, not even 0.
  const place = startByte > 0 ? { start: startByte } : {};
  try {
    yield* createReadStream(path, { ...place, signal, highWaterMark: 262_144 });
  } catch (error) {
    throw unreadableError(path, error);
  }
}

async function findObject(uri: string, openObject: StockSourceDeps['openObject']): Promise<StockSource> {
  // Imported lazily: most files are not in S3.
  const { parseS3Uri } = await import('@groundcrew/aws/s3');
  const address = orUsageError(() => parseS3Uri(uri));
  // The first request returns size and entity tag; the load starts with its body.
  const first = await openObject(address);
  const { sizeBytes, etag, metadata, lastModifiedMs: modifiedMs } = first;
  let unread: ObjectHandle | undefined = first;
  return {
    name: uri,
    baseName: basename(address.key),
    sizeBytes,
    etag,
    ...(modifiedMs !== undefined && { modifiedMs }),
    metadataEncoding: () => metadata.encoding,
    metadataSheet: () => sheetOfMetadata(metadata),
    async open(startByte, signal) {
      const isFirst = startByte === 0 && unread !== undefined;
      const opened = isFirst ? first : await openObject({ ...address, startByte, ifMatch: etag, signal });
      if (!isFirst) unread?.close();
      unread = undefined;
      return opened.body;
    },
  };
}

/** `undefined` for a pipe or another source without a size. */
async function factsOf(path: string): Promise<Pick<StockSource, 'sizeBytes' | 'modifiedMs'> | undefined> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) {
      throw new GroundcrewError(
        'inventory.source.not-a-file',
        `"${path}" is a folder; pass a stock file in it`,
      );
    }
    return facts.isFile() ? { sizeBytes: facts.size, modifiedMs: Math.floor(facts.mtimeMs) } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new GroundcrewError('inventory.source.missing', `file "${path}" does not exist; check its name`, {
        cause: error,
      });
    }
    if (error instanceof GroundcrewError) throw error;
    throw unreadableError(path, error);
  }
}

function unreadableError(path: string, cause: unknown): GroundcrewError {
  const text = `could not read "${path}": ${messageOf(cause)}; check who may read it`;
  return new GroundcrewError('inventory.source.unreadable', text, { cause });
}
