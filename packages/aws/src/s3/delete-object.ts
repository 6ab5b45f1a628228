import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { wrapS3Error } from './errors.ts';
import { formatS3Uri, type ObjectAddress } from './s3-uri.ts';

/**
 * Deletes an object; it is not an error if there is none.
 *
 * @throws GroundcrewError `aws-s3.bucket.not-found`, `aws-s3.access-denied`, `aws-s3.write-failed`
 */
export async function deleteObject(client: S3Client, { bucket, key }: ObjectAddress): Promise<void> {
  try {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  } catch (error) {
    const doing = `delete ${formatS3Uri({ bucket, key })}`;
    throw wrapS3Error(error, { bucket, key, code: 'aws-s3.write-failed', doing });
  }
}
