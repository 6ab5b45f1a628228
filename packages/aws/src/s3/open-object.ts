import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
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
  /** When it was stored, in milliseconds since 1970, a multiple of 1,000; an object sent in parts: when that was begun. */
  readonly lastModifiedMs?: number;
  /** User-defined metadata: the headers `x-amz-meta-…`, by what follows, in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Closes the connection if `body` is not read at all. */
  close(): void;
}

/**
 * Opens an object for reading. A stream that breaks or stalls is resumed where it broke, by a range request with
 * `If-Match` for the same object, so that a read of many minutes survives.
 *
 * No response is trusted to start where it was asked to (RFC 9110, 14.2: a server may ignore `Range`): of a whole object
 * the bytes before are skipped, and another range, size or entity tag is an error.
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

  const address = {
    Bucket: bucket,
    Key: key,
    ...(request.versionId !== undefined && { VersionId: request.versionId }),
  };

  /** The size and the entity tag that every further response has to have. */
  let sizeBytes: number | undefined;
  let etag = unquoted(request.ifMatch ?? '');

  async function get(fromByte: number): Promise<OpenedResponse> {
    const command = new GetObjectCommand({
      ...address,
      ...(etag !== '' && { IfMatch: quoted(etag) }),
      ...(fromByte > 0 && { Range: `bytes=${fromByte}-` }),
    });
    const output = await callService(signal, (options) => client.send(command, options), wrap);
    const { versionId, metadata, lastModifiedMs, ...found } = readResponse(output);
    try {
      checkSame(found);
      const { startByte: start, sizeBytes: size } = found;
      if (start !== 0 && start !== fromByte) {
        throw readFailed(`the response starts at byte ${start}, not at ${fromByte} as requested; try again`);
      }
      if (fromByte > size) throw changed(`it has ${size} bytes, and byte ${fromByte} was to be read`);
    } catch (error) {
      found.stream.destroy();
      throw error;
    }
    sizeBytes = found.sizeBytes;
    etag = found.etag || etag;
    return {
      stream: found.stream,
      skipBytes: fromByte - found.startByte,
      versionId,
      lastModifiedMs,
      metadata,
    };
  }

  /** What a range request found nothing for: the end of the object, unless the object is shorter. */
  async function checkEnd(atByte: number): Promise<void> {
    const command = new HeadObjectCommand({ ...address, ...(etag !== '' && { IfMatch: quoted(etag) }) });
    const { ContentLength, ETag } = await callService(
      signal,
      (options) => client.send(command, options),
      wrap,
    );
    const found = { etag: unquoted(ETag ?? ''), sizeBytes: ContentLength ?? atByte };
    checkSame(found);
    etag = found.etag || etag;
    if (ContentLength !== atByte) {
      throw changed(
        `it has ${ContentLength ?? 'an unknown number of'} bytes, and byte ${atByte} was to be read`,
      );
    }
  }

  function checkSame(found: { readonly etag: string; readonly sizeBytes: number }): void {
    if (etag !== '' && found.etag !== '' && found.etag !== etag) {
      throw changed(`its entity tag is ${JSON.stringify(found.etag)}, no longer ${JSON.stringify(etag)}`);
    }
    if (sizeBytes !== undefined && found.sizeBytes !== sizeBytes) {
      throw changed(`it has ${found.sizeBytes} bytes, no longer ${sizeBytes}`);
    }
  }

  function readResponse(output: GetObjectCommandOutput): FoundResponse {
    const { ContentRange, ContentLength, Body, ETag, VersionId, LastModified, Metadata = {} } = output;
    const stream = Body as Readable;
    const common = {
      stream,
      etag: unquoted(ETag ?? ''),
      versionId: VersionId,
      lastModifiedMs: LastModified?.getTime(),
      metadata: Metadata,
    };
    const [, first, size] = /^bytes (\d+)-\d*\/(\d+)$/.exec(ContentRange ?? '') ?? [];
    if (first !== undefined) return { ...common, startByte: Number(first), sizeBytes: Number(size) };
    if (ContentRange === undefined && ContentLength !== undefined) {
      return { ...common, startByte: 0, sizeBytes: ContentLength };
    }
    stream.destroy();
    const header = ContentRange === undefined ? 'no size' : `the range ${JSON.stringify(ContentRange)}`;
    throw readFailed(`the response has ${header}; try again, or without what is between here and S3`);
  }

  const readFailed = (why: string): GroundcrewError =>
    new GroundcrewError('aws-s3.read-failed', `could not ${doing}: ${why}`, { fault: 'service' });
  const changed = (why: string): GroundcrewError =>
    new GroundcrewError(
      'aws-s3.object.changed',
      `${formatS3Uri(request)} was replaced since: ${why}; read it again`,
      { details: { bucket, key } },
    );

  let response: OpenedResponse;
  try {
    response = await get(startByte);
  } catch (error) {
    // A range after the last byte is an error of S3 and the end for a reader.
    if (!isRangePastEnd(error)) throw error;
    await checkEnd(startByte);
    return { body: Readable.from([]), sizeBytes: startByte, etag, metadata: {}, close() {} };
  }

  const { versionId, lastModifiedMs, metadata } = response;
  const endByte = sizeBytes ?? 0;

  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    let at = startByte;
    let breaks = 0;
    for (;;) {
      let { skipBytes } = response;
      try {
        for await (const chunk of chunksOf(response.stream, { idleTimeoutMs, signal })) {
          // Bytes that were read before are not progress: a server that breaks among them is given up.
          const wanted = chunk.subarray(Math.min(skipBytes, chunk.length));
          skipBytes -= chunk.length - wanted.length;
          if (wanted.length === 0) continue;
          at += wanted.length;
          breaks = 0;
          yield wanted;
        }
        if (at >= endByte) return;
        throw readFailed(`the response ended at byte ${at} of ${endByte}; try again`);
      } catch (error) {
        signal?.throwIfAborted();
        if (at >= endByte) return;
        breaks += 1;
        if (breaks > maxBreaks) throw wrap(error);
      }
      await sleep(backoffMs(breaks, random, { baseMs: 200, capMs: 5_000 }), signal);
      response = await get(at);
    }
  }

  return {
    body: read(),
    sizeBytes: endByte,
    etag,
    ...(versionId !== undefined && { versionId }),
    ...(lastModifiedMs !== undefined && { lastModifiedMs }),
    metadata,
    close: () => response.stream.destroy(),
  };
}

/** A response whose start, size and entity tag were checked. */
interface OpenedResponse {
  readonly stream: Readable;
  /** Bytes before the requested one, of a server that ignored the range. */
  readonly skipBytes: number;
  readonly versionId: string | undefined;
  readonly lastModifiedMs: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

interface FoundResponse {
  readonly stream: Readable;
  readonly startByte: number;
  /** Of the whole object. */
  readonly sizeBytes: number;
  readonly etag: string;
  readonly versionId: string | undefined;
  readonly lastModifiedMs: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
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

function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

/** Without quotes, and without the mark that a proxy adds to what it compresses. */
function unquoted(etag: string): string {
  return etag.replace(/^W\//, '').replaceAll('"', '');
}
