import { S3Client } from '@aws-sdk/client-s3';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** API reference of S3: the response elements of these actions may all be absent. */
const emptyElements = [
  'DeleteObjects',
  'GetBucketLocation',
  'GetBucketNotificationConfiguration',
  'GetBucketVersioning',
];

/**
 * A client of S3.
 *
 * Bodies are not verified against S3's stored checksum: the usual one (CRC-64/NVME) is computed in plain
 * JavaScript,
 * slower than everything else here together, and TLS protects the transfer. With a custom endpoint the bucket is
 * part of the path, because `bucket.localhost` resolves on few machines.
 */
export function createS3Client(settings: ConnectionSettings = {}): S3Client {
  const config = serviceConfig('s3', settings);
  return refuseForeignAnswers(
    new S3Client({
      ...config,
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(config.endpoint !== undefined && { forcePathStyle: true }),
    }),
    { emptyElements },
  );
}
