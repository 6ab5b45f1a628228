import type { S3Client } from '@aws-sdk/client-s3';
import { GroundcrewError } from '@groundcrew/errors';
import { type OpenObjectOptions, type OpenObjectRequest, openObject } from './open-object.ts';
import { formatS3Uri } from './s3-uri.ts';

export interface ReadTextRequest extends OpenObjectRequest {
  /** Default: 1 MiB. */
  readonly maxBytes?: number;
}

/**
 * A whole object as text, in UTF-8.
 *
 * @throws GroundcrewError `aws-s3.object.too-large`, `aws-s3.object.not-utf-8`, and the errors of `openObject`
 */
export async function readText(
  client: S3Client,
  { maxBytes = 1024 ** 2, ...request }: ReadTextRequest,
  options?: OpenObjectOptions,
): Promise<string> {
  const object = await openObject(client, request, options);
  if (object.sizeBytes > maxBytes) {
    object.close();
    throw new GroundcrewError(
      'aws-s3.object.too-large',
      `${formatS3Uri(request)} has ${object.sizeBytes} bytes, more than the maximum of ${maxBytes}; check that it is the right object`,
    );
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.body) chunks.push(chunk);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new GroundcrewError(
      'aws-s3.object.not-utf-8',
      `${formatS3Uri(request)} is not text in UTF-8; save it as UTF-8 and upload it again`,
      { cause },
    );
  }
}
