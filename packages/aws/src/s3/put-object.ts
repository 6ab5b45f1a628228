import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { wrapS3Error } from './errors.ts';
import { formatS3Uri, type ObjectAddress } from './s3-uri.ts';

export interface PutObjectRequest extends ObjectAddress {
  readonly body: Uint8Array | string;
  /** As in HTTP: `text/csv; charset=utf-8`. */
  readonly contentType?: string;
}

/**
 * Stores an object in one request, replacing any object of the same key.
 *
 * @throws GroundcrewError `aws-s3.bucket.not-found`, `aws-s3.access-denied`, `aws-s3.write-failed`
 */
export async function putObject(client: S3Client, request: PutObjectRequest): Promise<void> {
  await put(client, request, {});
}

/**
 * Stores an object in one request, unless there is one of this key: S3 then refuses a request with `If-None-Match: *` (Amazon S3 User
 * Guide, "How to prevent object overwrites with conditional writes").
 *
 * @returns whether it was stored
 * @throws GroundcrewError as {@link putObject}
 */
export async function putNewObject(client: S3Client, request: PutObjectRequest): Promise<boolean> {
  return await put(client, request, { IfNoneMatch: '*' });
}

async function put(
  client: S3Client,
  request: PutObjectRequest,
  condition: { readonly IfNoneMatch?: '*' },
): Promise<boolean> {
  const { bucket, key, body, contentType } = request;
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ...(contentType !== undefined && { ContentType: contentType }),
        ...condition,
      }),
    );
    return true;
  } catch (error) {
    if (condition.IfNoneMatch !== undefined && (error as Error).name === 'PreconditionFailed') return false;
    throw wrapS3Error(error, {
      bucket,
      key,
      code: 'aws-s3.write-failed',
      doing: `write ${formatS3Uri(request)}`,
    });
  }
}
