import type { S3Client } from '@aws-sdk/client-s3';
import { isGroundcrewError } from '@groundcrew/errors';
import { readText } from './read-text.ts';
import { formatS3Uri } from './s3-uri.ts';
import { createUpload } from './upload.ts';

/** Text objects in a bucket. */
export interface TextStore {
  /**
   * `undefined`: it does not exist. S3 reports that only to callers that may list the bucket.
   *
   * @throws the errors of `readText`
   */
  read(key: string): Promise<string | undefined>;
  /** @throws the errors of `createUpload`; the signal's reason */
  write(key: string, contentType: string, chunks: AsyncIterable<string> | Iterable<string>): Promise<void>;
  /** `s3://bucket/key` */
  addressOf(key: string): string;
}

/** @param options.signal without it, a write that was started is finished */
export function createTextStore(
  client: S3Client,
  { bucket, signal }: { readonly bucket: string; readonly signal?: AbortSignal },
): TextStore {
  return {
    async read(key) {
      try {
        return await readText(client, { bucket, key, ...(signal && { signal }) });
      } catch (error) {
        if (isGroundcrewError(error) && error.code === 'aws-s3.object.not-found') return undefined;
        throw error;
      }
    },
    async write(key, contentType, chunks) {
      const upload = createUpload(client, { bucket, key, contentType });
      for await (const chunk of chunks) {
        signal?.throwIfAborted();
        await upload.write(Buffer.from(chunk));
      }
      await upload.finish();
    },
    addressOf: (key) => formatS3Uri({ bucket, key }),
  };
}
