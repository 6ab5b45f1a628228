import { createHash, randomUUID } from 'node:crypto';
import type { ServiceObjects } from '../service-objects.ts';
import { readBlobs, withRetainedBlobs } from './blobs.ts';
import { notifyObjectCreated, type S3Context } from './operation.ts';
import { checkActive } from './storage-class.ts';

/** The objects for other services of the embedded AWS, without a request. */
export function createServiceObjects(context: S3Context): ServiceObjects {
  const { store } = context;
  return {
    list(bucketName, prefix) {
      const bucket = store.bucket(bucketName);
      return bucket.sortedKeys
        .filter((key) => key.startsWith(prefix))
        .map((key) => bucket.versions.get(key)![0]!)
        .filter(({ isDeleteMarker }) => !isDeleteMarker)
        .map(({ key, sizeBytes }) => ({ key, sizeBytes }));
    },
    async read(bucket, key) {
      const object = store.object(bucket, key);
      checkActive(object);
      const { blobs, sizeBytes } = object;
      const chunks: Uint8Array[] = [];
      for await (const chunk of readBlobs(store.blobs, blobs, 0, sizeBytes)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    async put(bucket, key, body) {
      store.bucket(bucket);
      const bytes = Buffer.from(body);
      const writer = store.blobs.create();
      await writer.write(bytes);
      const blob = await writer.finish();
      const object = await withRetainedBlobs(store.blobs, [blob], () =>
        store.putObject(bucket, {
          key,
          headers: {},
          metadata: {},
          sizeBytes: blob.sizeBytes,
          etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
          blobs: [blob],
        }),
      );
      notifyObjectCreated(context, bucket, object, 'Put', randomUUID());
    },
  };
}
