import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { wrapS3Error } from './errors.ts';
import { putObject } from './put-object.ts';
import { formatS3Uri, type ObjectAddress } from './s3-uri.ts';

export interface UploadRequest extends ObjectAddress {
  readonly contentType?: string;
  /** Bytes per part, which are held in memory; default: 8 MiB. At least 5 MiB, except for the last part. */
  readonly partBytes?: number;
}

/** An object being written whose length is not known yet. */
export interface Upload {
  /** Appends bytes; resolves when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the object visible. */
  finish(): Promise<void>;
}

/**
 * Writes an object in pieces: one PutObject call if it is smaller than a part, a multipart upload otherwise. One
 * part is in memory at a time. An upload that is never finished leaves its parts behind: the bucket needs a
 * lifecycle rule for them (`AbortIncompleteMultipartUpload`), because the process may be killed.
 *
 * @throws GroundcrewError from each method: `aws-s3.bucket.not-found`, `aws-s3.access-denied`,
 * `aws-s3.write-failed`
 */
export function createUpload(client: S3Client, request: UploadRequest): Upload {
  const { bucket, key, contentType, partBytes = 8 * 1024 * 1024 } = request;
  const target = { Bucket: bucket, Key: key };
  const parts: CompletedPart[] = [];
  let uploadId: string | undefined;
  let buffered: Uint8Array[] = [];
  let bufferedBytes = 0;

  async function wrapErrors<Output>(call: () => Promise<Output>): Promise<Output> {
    try {
      return await call();
    } catch (error) {
      const doing = `write ${formatS3Uri(request)}`;
      throw wrapS3Error(error, { bucket, key, code: 'aws-s3.write-failed', doing });
    }
  }

  function takeBuffered(): Buffer {
    const bytes = Buffer.concat(buffered);
    buffered = [];
    bufferedBytes = 0;
    return bytes;
  }

  async function sendPart(): Promise<void> {
    if (uploadId === undefined) {
      const created = await wrapErrors(() =>
        client.send(
          new CreateMultipartUploadCommand({
            ...target,
            ...(contentType !== undefined && { ContentType: contentType }),
          }),
        ),
      );
      uploadId = created.UploadId;
    }
    const part = { ...target, UploadId: uploadId, PartNumber: parts.length + 1, Body: takeBuffered() };
    const { ETag, ChecksumCRC32 } = await wrapErrors(() => client.send(new UploadPartCommand(part)));
    parts.push({ ETag, PartNumber: part.PartNumber, ...(ChecksumCRC32 !== undefined && { ChecksumCRC32 }) });
  }

  return {
    async write(bytes) {
      buffered.push(bytes);
      bufferedBytes += bytes.length;
      if (bufferedBytes >= partBytes) await sendPart();
    },
    async finish() {
      if (uploadId === undefined) {
        await putObject(client, { ...request, body: takeBuffered() });
        return;
      }
      if (bufferedBytes > 0) await sendPart();
      const complete = { ...target, UploadId: uploadId, MultipartUpload: { Parts: parts } };
      await wrapErrors(() => client.send(new CompleteMultipartUploadCommand(complete)));
    },
  };
}
