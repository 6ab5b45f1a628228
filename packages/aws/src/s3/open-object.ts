import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { backoffMs, sleep as sleepFor } from '@groundcrew/async';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { callService } from '../call.ts';
import { wrapS3Error } from './errors.ts';
import { formatS3Uri, type ObjectAddress } from './s3-uri.ts';

export interface OpenObjectRequest extends ObjectAddress {
  readonly versionId?: string;
  /** The entity tag that the object must still have, with or without quotes. */
  readonly ifMatch?: string;
  /** Offset of the first byte; default: 0. */
  readonly startByte?: number;
  readonly signal?: AbortSignal;
}

export interface OpenObjectOptions {
  /** How long to wait for the next bytes before requesting them again; default: 30 s. */
  readonly idleTimeoutMs?: number;
  /** Maximum number of consecutive breaks without a byte in between; default: 5. */
  readonly maxBreaks?: number;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface ObjectHandle {
  /** The bytes from `startByte` on. Can be read once; leaving the loop early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Size of the whole object, whatever `startByte` is. */
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly versionId?: string;
  /** User-defined metadata: the headers `x-amz-meta-…`, by what follows, in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Closes the connection if `body` is not read at all. */
  close(): void;
}

/**
 * Opens an object for reading. A stream that breaks or stalls is resumed where it broke, by a range request with
 * `If-Match` for the same object, so that a read of many minutes survives.
 *
 * @throws GroundcrewError `aws-s3.object.not-found`, `aws-s3.object.changed`, `aws-s3.bucket.not-found`,
 * `aws-s3.access-denied`, `aws-s3.read-failed`; also while reading
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
    return callService(signal, (options) => client.send(command, options), wrap);
  }

  let first: GetObjectCommandOutput;
  try {
    first = await get(startByte, request.ifMatch);
  } catch (error) {
    // A range after the last byte is an error of S3 and the end for a reader.
    if (!isRangePastEnd(error)) throw error;
    return {
      body: Readable.from([]),
      sizeBytes: startByte,
      etag: unquoted(request.ifMatch ?? ''),
      metadata: {},
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
          `${doing}: the response ended at byte ${at} of ${sizeBytes}; try again`,
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
    metadata: first.Metadata ?? {},
    close: () => stream.destroy(),
  };
}

/** The stream's chunks; it is destroyed if it stalls, the signal fires or the consumer leaves. */
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
      // Only while waiting for bytes: a slow consumer is not a stall.
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

/** `Content-Range: bytes 5-9/10`, or all of it if no range was requested. */
function totalSize({ ContentRange, ContentLength }: GetObjectCommandOutput): number {
  return Number(ContentRange?.split('/')[1] ?? ContentLength ?? 0);
}

function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
