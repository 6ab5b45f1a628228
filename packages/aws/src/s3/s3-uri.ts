import { GroundcrewError } from '@groundcrew/errors';

/** Identifies one object. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Parses `s3://bucket/key`. Everything after the bucket's slash is the key, unchanged: nothing is decoded.
 *
 * @throws GroundcrewError `aws-s3.uri.invalid`
 */
export function parseS3Uri(uri: string): ObjectAddress {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new GroundcrewError(
      'aws-s3.uri.invalid',
      `"${uri}" does not name an object; write s3://BUCKET/KEY`,
      {
        details: { uri },
      },
    );
  }
  return { bucket, key };
}

/** The inverse of {@link parseS3Uri}. */
export function formatS3Uri({ bucket, key }: ObjectAddress): string {
  return `s3://${bucket}/${key}`;
}
