import { putNewObject, type S3Client } from '@groundcrew/aws/s3';
import type { SavedMessage } from './message-file.ts';
import type { LeftGroup } from './redrive.ts';

export interface RestoreObjectsOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  /** All keys have to begin with it. */
  readonly prefix: string;
  readonly objects: AsyncIterable<SavedMessage>;
  readonly onProgress?: (stored: number) => void;
  readonly signal: AbortSignal;
}

/** What became of the batches of a file. */
export interface RestoredObjects {
  readonly stored: number;
  /** The bucket has an object of this key: by an earlier run, or since it was saved. */
  readonly present: number;
  readonly refused: readonly LeftGroup[];
}

const CONCURRENCY = 16;

/**
 * Stores saved batches under their keys. An object that is there is not replaced, so that a run after one that was killed stores what is
 * missing.
 *
 * @throws those of `@groundcrew/aws/s3`; the signal's reason if it is aborted
 */
export async function restoreObjects(options: RestoreObjectsOptions): Promise<RestoredObjects> {
  const { s3, bucket, prefix, objects, onProgress, signal } = options;
  let [stored, present, refused] = [0, 0, 0];
  let firstRefused = '';
  let batch: SavedMessage[] = [];

  async function flush(): Promise<void> {
    signal.throwIfAborted();
    const contentType = 'application/json';
    const outcomes = await Promise.all(
      batch.map(({ id: key, body }) => putNewObject(s3, { bucket, key, body, contentType })),
    );
    batch = [];
    for (const isStored of outcomes) {
      if (isStored) stored += 1;
      else present += 1;
    }
    onProgress?.(stored);
  }

  for await (const object of objects) {
    if (!object.id.startsWith(prefix) || object.id === prefix) {
      if (refused === 0) firstRefused = object.id;
      refused += 1;
      continue;
    }
    batch.push(object);
    if (batch.length === CONCURRENCY) await flush();
  }
  await flush();
  const reason = 'its key is not one of failed batches';
  return {
    stored,
    present,
    refused: refused === 0 ? [] : [{ reason, messages: refused, example: firstRefused }],
  };
}
