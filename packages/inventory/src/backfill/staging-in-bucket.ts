import { listObjects, putObject, readRange, readText, type S3Client } from '@groundcrew/aws/s3';
import { isGroundcrewError } from '@groundcrew/errors';
import { retrySlowS3 } from './retry-slow-s3.ts';
import type { Staging } from './staging.ts';

/** Lists of 100,000 files, and checkpoints with the places of their chunks. */
const MAX_TEXT_BYTES = 128 * 1024 ** 2;

/** The bucket of rejects, which removes its objects after a while; no upload to it is loaded. */
export function createStagingInBucket(client: S3Client, bucket: string, signal?: AbortSignal): Staging {
  const options = { signal };
  return {
    putText: (key, text) =>
      retrySlowS3(
        () => putObject(client, { bucket, key, body: text, contentType: 'application/json' }),
        options,
      ),
    putBytes: (key, bytes) => retrySlowS3(() => putObject(client, { bucket, key, body: bytes }), options),
    async getText(key) {
      const address = { bucket, key, maxBytes: MAX_TEXT_BYTES, ...(signal && { signal }) };
      try {
        return await retrySlowS3(() => readText(client, address), options);
      } catch (error) {
        if (isGroundcrewError(error) && error.code === 'aws-s3.object.not-found') return undefined;
        throw error;
      }
    },
    // The SDK does not retry a response that breaks.
    getRange: (key, startByte, endByte) =>
      retrySlowS3(() => readRange(client, { bucket, key, startByte, endByte }, options), options),
    list: (prefix) =>
      retrySlowS3(async () => {
        const keys: string[] = [];
        for await (const page of listObjects(client, { bucket, prefix }, options)) {
          for (const { key } of page) keys.push(key);
        }
        return keys;
      }, options),
  };
}
