import { listObjects, readText, type S3Client } from '@groundcrew/aws/s3';
import { isGroundcrewError } from '@groundcrew/errors';
import { type FailedEvent, readFailedEvent } from './failed-event.ts';

/** Where Lambda stores batches of streams that failed permanently. */
export interface FailedObjectsSource {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Empty: the whole bucket. */
  readonly prefix: string;
  readonly signal: AbortSignal;
}

/** One object: a batch with its records, or something else. */
export interface FailedObject {
  readonly key: string;
  /** When it was stored, in milliseconds since 1970. */
  readonly storedMs: number;
  readonly body: string;
  readonly failure: FailedEvent;
  /** Why it could not be read: it is too large, or no text. */
  readonly problem?: string;
}

/**
 * The records of a batch are the event of an invocation, 6 MB at most (Lambda Developer Guide, "Lambda quotas"), as a JSON string
 * within JSON: each character as two at worst, but for control characters.
 */
const MAX_BYTES = 32 * 1024 ** 2;

/**
 * The failed batches in a bucket, in the order of their keys: shard by shard, the oldest first. One that is deleted meanwhile is
 * left out. One at a time: a batch may have megabytes.
 *
 * @throws those of `@groundcrew/aws/s3`; the signal's reason if it is aborted
 */
export async function* failedObjects(source: FailedObjectsSource): AsyncGenerator<FailedObject, void> {
  const { s3, bucket, prefix, signal } = source;
  for await (const page of listObjects(s3, { bucket, prefix }, { signal })) {
    for (const { key, lastModifiedMs = 0 } of page) {
      if (key.endsWith('/')) continue;
      const read = await readBody(source, key);
      if (read === undefined) continue;
      const { body } = read;
      yield { key, storedMs: lastModifiedMs, failure: readFailedEvent({ body }), ...read };
    }
  }
}

async function readBody(
  { s3, bucket, signal }: FailedObjectsSource,
  key: string,
): Promise<Pick<FailedObject, 'body' | 'problem'> | undefined> {
  try {
    return { body: await readText(s3, { bucket, key, signal, maxBytes: MAX_BYTES }) };
  } catch (error) {
    if (!isGroundcrewError(error)) throw error;
    if (error.code === 'aws-s3.object.not-found') return undefined;
    if (error.code === 'aws-s3.object.too-large' || error.code === 'aws-s3.object.not-utf-8')
      return { body: '', problem: error.message };
    throw error;
  }
}
