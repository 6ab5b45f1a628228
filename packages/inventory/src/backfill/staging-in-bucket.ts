import { retry } from '@groundcrew/async';
import { listObjects, putObject, readRange, readText, type S3Client } from '@groundcrew/aws/s3';
import { isGroundcrewError } from '@groundcrew/errors';
import type { Staging } from './staging.ts';

/** Lists of 100,000 files, and checkpoints with the places of their chunks. */
const MAX_TEXT_BYTES = 128 * 1024 ** 2;
const MAX_ATTEMPTS = 5;

/** The bucket of rejects, which removes its objects after a while; no upload to it is loaded. */
export function createStagingInBucket(client: S3Client, bucket: string, signal?: AbortSignal): Staging {
  return {
    putText: (key, text) => putObject(client, { bucket, key, body: text, contentType: 'application/json' }),
    putBytes: (key, bytes) => putObject(client, { bucket, key, body: bytes }),
    async getText(key) {
      try {
        return await readText(client, { bucket, key, maxBytes: MAX_TEXT_BYTES, ...(signal && { signal }) });
      } catch (error) {
        if (isGroundcrewError(error) && error.code === 'aws-s3.object.not-found') return undefined;
        throw error;
      }
    },
    // The SDK does not retry a response that breaks.
    getRange: (key, startByte, endByte) =>
      retry(() => readRange(client, { bucket, key, startByte, endByte }, { signal }), {
        mayRetry: (error, attempts) =>
          attempts < MAX_ATTEMPTS && isGroundcrewError(error) && error.code === 'aws-s3.read-failed',
        signal,
      }),
    async list(prefix) {
      const keys: string[] = [];
      for await (const page of listObjects(client, { bucket, prefix }, { signal })) {
        for (const { key } of page) keys.push(key);
      }
      return keys;
    },
  };
}
