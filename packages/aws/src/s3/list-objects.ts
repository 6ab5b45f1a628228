import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { pages } from '@groundcrew/aws-core';
import { type CallOptions, callService } from '../call.ts';
import { wrapS3Error } from './errors.ts';

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
}

/**
 * All objects of a bucket whose keys start with `prefix` (empty: all of them), in the order of their keys; a page
 * at a
 * time.
 *
 * @throws GroundcrewError `aws-s3.bucket.not-found`, `aws-s3.access-denied`, `aws-s3.list-failed`; the signal's
 * reason
 * if it is aborted
 */
export function listObjects(
  client: S3Client,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  { signal }: CallOptions = {},
): AsyncGenerator<readonly ListedObject[], void> {
  return pages<ListedObject>((token) =>
    callService(
      signal,
      async (options) => {
        const command = new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(token !== undefined && { ContinuationToken: token }),
        });
        const answer = await client.send(command, options);
        const items = (answer.Contents ?? []).map(({ Key = '', Size = 0 }) => ({
          key: Key,
          sizeBytes: Size,
        }));
        return { items, next: answer.NextContinuationToken || undefined };
      },
      (error) => {
        const doing = `list the objects of s3://${bucket}/${prefix}`;
        return wrapS3Error(error, { bucket, code: 'aws-s3.list-failed', doing });
      },
    ),
  );
}
