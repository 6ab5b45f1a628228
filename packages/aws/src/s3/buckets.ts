import {
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { pages, wrapServiceError } from '@groundcrew/aws-core';
import { wrapS3Error } from './errors.ts';
import { type CallOptions, callService, isErrorNamed } from '../call.ts';

export interface Bucket {
  readonly name: string;
  /** Absent if the service does not list it: call {@link bucketRegion}. */
  readonly region?: string;
  readonly createdAt?: Date;
}

/** S3 lists regions only if a page size is requested (API reference, ListBuckets, MaxBuckets). */
const PAGE_SIZE = 1_000;

/**
 * All buckets of the account, of every region, whichever the client's is; a page at a time.
 *
 * @throws GroundcrewError `aws-s3.list-failed`; the signal's reason if it is aborted
 */
export function listBuckets(
  client: S3Client,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly Bucket[], void> {
  return pages<Bucket>((token) =>
    callService(
      signal,
      async (options) => {
        const command = new ListBucketsCommand({
          MaxBuckets: PAGE_SIZE,
          ...(token !== undefined && { ContinuationToken: token }),
        });
        const { Buckets = [], ContinuationToken } = await client.send(command, options);
        const items = Buckets.map(({ Name = '', BucketRegion, CreationDate }) => ({
          name: Name,
          ...(BucketRegion && { region: BucketRegion }),
          ...(CreationDate && { createdAt: CreationDate }),
        }));
        return { items, next: ContinuationToken || undefined };
      },
      (error) => wrapServiceError(error, { code: 'aws-s3.list-failed', doing: 'list the buckets' }),
    ),
  );
}

/**
 * The region that a bucket is in.
 *
 * @throws GroundcrewError `aws-s3.bucket.not-found`, `aws-s3.access-denied`, `aws-s3.read-failed`
 */
export async function bucketRegion(
  client: S3Client,
  bucket: string,
  { signal }: CallOptions = {},
): Promise<string> {
  return callService(
    signal,
    async (options) => {
      const command = new GetBucketLocationCommand({ Bucket: bucket });
      const { LocationConstraint } = await client.send(command, options);
      // The two oldest regions have special values here (API reference, GetBucketLocation).
      return LocationConstraint === 'EU' ? 'eu-west-1' : LocationConstraint || 'us-east-1';
    },
    (error) => {
      const doing = `ask for the region of the bucket "${bucket}"`;
      return wrapS3Error(error, { bucket, code: 'aws-s3.read-failed', doing });
    },
  );
}

/**
 * The tags of a bucket; the client must be in its region, or follow redirects.
 *
 * @throws GroundcrewError `aws-s3.bucket.not-found`, `aws-s3.access-denied`, `aws-s3.read-failed`
 */
export async function bucketTags(
  client: S3Client,
  bucket: string,
  { signal }: CallOptions = {},
): Promise<Record<string, string>> {
  return callService(
    signal,
    async (options) => {
      try {
        const { TagSet = [] } = await client.send(new GetBucketTaggingCommand({ Bucket: bucket }), options);
        return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
      } catch (error) {
        // S3's error for a bucket without tags.
        if (isErrorNamed(error, 'NoSuchTagSet')) return {};
        throw error;
      }
    },
    (error) => {
      const doing = `read the tags of the bucket "${bucket}"`;
      return wrapS3Error(error, { bucket, code: 'aws-s3.read-failed', doing });
    },
  );
}
