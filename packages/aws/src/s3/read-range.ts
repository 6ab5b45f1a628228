import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { GroundcrewError } from '@groundcrew/errors';
import { type CallOptions, callService } from '../call.ts';
import { wrapS3Error } from './errors.ts';
import { formatS3Uri, type ObjectAddress } from './s3-uri.ts';

export interface ReadRangeRequest extends ObjectAddress {
  readonly startByte: number;
  /** Of the byte behind the last one; at least one more than `startByte`. */
  readonly endByte: number;
}

/**
 * A part of an object, whole in memory.
 *
 * @throws GroundcrewError `aws-s3.object.not-found`, `aws-s3.bucket.not-found`, `aws-s3.access-denied`, `aws-s3.read-failed`, the
 * last one also where the response is another part
 */
export async function readRange(
  client: S3Client,
  request: ReadRangeRequest,
  { signal }: CallOptions = {},
): Promise<Uint8Array> {
  const { bucket, key, startByte, endByte } = request;
  const doing = `read bytes ${startByte} to ${endByte - 1} of ${formatS3Uri(request)}`;
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    Range: `bytes=${startByte}-${endByte - 1}`,
  });
  return await callService(
    signal,
    async (options) => {
      const { Body, ContentRange } = await client.send(command, options);
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const isAsked = ContentRange?.startsWith(`bytes ${startByte}-${endByte - 1}/`) === true;
      if (isAsked && bytes.length === endByte - startByte) return bytes;
      throw new GroundcrewError(
        'aws-s3.read-failed',
        `could not ${doing}: the response has ${bytes.length} bytes of the range ${JSON.stringify(ContentRange)}; try again`,
        { fault: 'service' },
      );
    },
    (error) => wrapS3Error(error, { bucket, key, code: 'aws-s3.read-failed', doing }),
  );
}
