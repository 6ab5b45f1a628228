import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { backoffMs, sleep as sleepFor } from '@groundcrew/aws-core';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { wrapS3Error } from './errors.ts';
import { formatS3Uri, type ObjectAddress } from './s3-uri.ts';

export interface OpenObjectRequest extends ObjectAddress {
  readonly versionId?: string;
  /** The entity tag that the object must still have, with or without quotes. */
  readonly ifMatch?: string;
  /** The first byte wanted; 0 unless said otherwise. */
  readonly startByte?: number;
  readonly signal?: AbortSignal;
}

export interface OpenObjectOptions {
  /** How long to wait for the next bytes before asking for them anew; 30 s unless said otherwise. */
  readonly idleTimeoutMs?: number;
  /** How often in a row the stream may break without a byte between; 5 unless said otherwise. */
  readonly maxBreaks?: number;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface ObjectHandle {
  /** The bytes from `startByte` on. To be read once; leaving the loop early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Of the whole object, whatever `startByte` is. */
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly versionId?: string;
  /** Closes the connection where `body` is not read at all. */
  close(): void;
}

/**
 * Opens an object for reading. A stream that breaks or stalls is taken up where it broke, by a range
 * request that insists on the same object (`If-Match`), so that a read of many minutes survives.
 *
 * @throws GroundcrewError `aws-s3.object.not-found`, `aws-s3.object.changed`, `aws-s3.bucket.not-found`,
 * `aws-s3.access-denied`, `aws-s3.read-failed`; while reading too
 */
export async function openObject(
  client: S3Client,
  request: OpenObjectRequest,
  options: OpenObjectOptions = {},
): Promise<ObjectHandle> {
  const { bucket, key, signal } = request;
  const startByte = request.startByte ?? 0;
  const { idleTimeoutMs = 30_000, maxBreaks = 5, random = Math.random, sleep = sleepFor } = options;
  const doing = `read ${formatS3Uri(request)}`;
  const wrap = (error: unknown): GroundcrewError =>
    wrapS3Error(error, { ...request, code: 'aws-s3.read-failed', doing });

  async function get(fromByte: number, ifMatch: string | undefined): Promise<GetObjectCommandOutput> {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(request.versionId !== undefined && { VersionId: request.versionId }),
      ...(ifMatch !== undefined && { IfMatch: quoted(ifMatch) }),
      ...(fromByte > 0 && { Range: `bytes=${fromByte}-` }),
    });
    try {
      return await client.send(command, signal === undefined ? {} : { abortSignal: signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw wrap(error);
    }
  }

  let first: GetObjectCommandOutput;
  try {
    first = await get(startByte, request.ifMatch);
  } catch (error) {
    // Nothing lies behind the last byte: for S3 an error, for a reader an end.
    if (!isRangePastEnd(error)) throw error;
    return {
      body: Readable.from([]),
      sizeBytes: startByte,
      etag: unquoted(request.ifMatch ?? ''),
      close() {},
    };
  }

  const sizeBytes = totalSize(first);
  const etag = unquoted(first.ETag ?? '');
  let stream = first.Body as Readable;

  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    let at = startByte;
    let breaks = 0;
    for (;;) {
      try {
        for await (const chunk of chunksOf(stream, { idleTimeoutMs, signal })) {
          at += chunk.length;
          breaks = 0;
          yield chunk;
        }
        if (at >= sizeBytes) return;
        throw new GroundcrewError(
          'aws-s3.read-failed',
          `${doing}: the answer ended at byte ${at} of ${sizeBytes}; try again`,
          { fault: 'service' },
        );
      } catch (error) {
        signal?.throwIfAborted();
        if (at >= sizeBytes) return;
        breaks += 1;
        if (breaks > maxBreaks) throw wrap(error);
      }
      await sleep(backoffMs(breaks, random, { baseMs: 200, capMs: 5_000 }), signal);
      stream = (await get(at, etag || undefined)).Body as Readable;
    }
  }

  return {
    body: read(),
    sizeBytes,
    etag,
    ...(first.VersionId !== undefined && { versionId: first.VersionId }),
    close: () => stream.destroy(),
  };
}

/** The stream's chunks; it is destroyed where it stalls, where the signal fires and where nobody reads on. */
async function* chunksOf(
  stream: Readable,
  { idleTimeoutMs, signal }: { idleTimeoutMs: number; signal: AbortSignal | undefined },
): AsyncGenerator<Uint8Array, void, undefined> {
  const abort = (): void => void stream.destroy(signal?.reason as Error);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const iterator = stream.iterator() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      // Only while bytes are waited for: a reader that takes its time is no stall.
      const timer = setTimeout(
        () => stream.destroy(new Error(`no byte came in ${idleTimeoutMs} ms`)),
        idleTimeoutMs,
      );
      const { value, done } = await iterator.next().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    stream.destroy();
  }
}

function isRangePastEnd(error: unknown): boolean {
  if (!isGroundcrewError(error)) return false;
  return (error.cause as { name?: string } | undefined)?.name === 'InvalidRange';
}

/** `Content-Range: bytes 5-9/10`, or all of it where no range was asked for. */
function totalSize({ ContentRange, ContentLength }: GetObjectCommandOutput): number {
  return Number(ContentRange?.split('/')[1] ?? ContentLength ?? 0);
}

function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
