import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { pages } from '@groundcrew/aws-core';
import { type CallOptions, callService } from '../call.ts';
import { wrapS3Error } from './errors.ts';

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** When it was stored, in milliseconds since 1970. */
  readonly lastModifiedMs?: number;
}

export interface ListObjectsRequest {
  readonly bucket: string;
  /** Empty: all objects. */
  readonly prefix: string;
  /** Only keys behind this one, in the order of their bytes. */
  readonly startAfter?: string;
}

/**
 * All objects of a bucket whose keys start with `prefix`, in the order of their keys; a page at a time. What was stored or
 * deleted before the call is listed as it is (S3 User Guide, "Amazon S3 data consistency model").
 *
 * @throws GroundcrewError `aws-s3.bucket.not-found`, `aws-s3.access-denied`, `aws-s3.list-failed`; the signal's
 * reason
 * if it is aborted
 */
export function listObjects(
  client: S3Client,
  { bucket, prefix, startAfter }: ListObjectsRequest,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly ListedObject[], void> {
  return pages<ListedObject>((token) =>
    callService(
      signal,
      async (options) => {
        const command = new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(startAfter !== undefined && token === undefined && { StartAfter: startAfter }),
          ...(token !== undefined && { ContinuationToken: token }),
        });
        const answer = await client.send(command, options);
        const items = (answer.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({
          key: Key,
          sizeBytes: Size,
          ...(LastModified && { lastModifiedMs: LastModified.getTime() }),
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
