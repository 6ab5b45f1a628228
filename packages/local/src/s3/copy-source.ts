import type { AwsError, LocalRequest } from '../service.ts';
import { type BlobReference, type BlobStore, readBlobs } from './blobs.ts';
import { type Checksum, type ChecksumAlgorithm, createDigester } from './checksums.ts';
import { invalidArgument } from './errors.ts';
import type { StoredObject } from './model.ts';
import type { ByteRange } from './ranges.ts';

/** The object that `x-amz-copy-source` names. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/**
 * Reads `bucket/key?versionId=…`, URL-encoded, with or without a leading slash. As in S3 a `+` is an encoded blank: some clients
 * write it, and those that leave out the encoding do not find `a+b`.
 *
 * @throws AwsError `InvalidArgument` if it has another form.
 */
export function readCopySource(headers: LocalRequest['headers']): CopySource {
  const header = headers['x-amz-copy-source'] ?? '';
  const [, bucket, key, versionId] = header.match(/^\/?([^/]+)\/(.+?)(?:\?versionId=([^&]*))?$/s) ?? [];
  if (bucket === undefined || key === undefined) throw badSource(header);
  try {
    return {
      bucket: decodeURIComponent(bucket),
      key: decodeURIComponent(key.replaceAll('+', ' ')),
      versionId,
    };
  } catch {
    throw badSource(header);
  }
}

function badSource(header: string): AwsError {
  return invalidArgument(
    'x-amz-copy-source',
    header,
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
  );
}

/**
 * The range of the source that a part copies; default: the whole source.
 *
 * @throws AwsError `InvalidArgument` for a range that is not `bytes=first-last` within the source.
 */
export function readCopyRange(headers: LocalRequest['headers'], { sizeBytes }: StoredObject): ByteRange {
  const header = headers['x-amz-copy-source-range'];
  if (header === undefined) return { start: 0, end: sizeBytes };
  const [, first, last] = header.match(/^bytes=(\d+)-(\d+)$/) ?? [];
  if (first === undefined || Number(first) > Number(last) || Number(last) >= sizeBytes) {
    throw invalidArgument(
      'x-amz-copy-source-range',
      header,
      `The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy; the source has ${sizeBytes} bytes`,
    );
  }
  return { start: Number(first), end: Number(last) + 1 };
}

/** Digests of bytes, computed in one pass. */
export interface Digests {
  /** Hexadecimal. */
  readonly md5: string;
  readonly checksum: Checksum | undefined;
}

/** Reads a range of blobs, passes its bytes to `take`, and returns their digests. */
export async function digestBlobs(
  blobs: BlobStore,
  references: readonly BlobReference[],
  { start, end }: ByteRange,
  algorithm: ChecksumAlgorithm | undefined,
  take: (bytes: Uint8Array) => Promise<void> = async () => {},
): Promise<Digests> {
  const md5 = createDigester('MD5');
  const digester = algorithm && createDigester(algorithm);
  for await (const bytes of readBlobs(blobs, references, start, end)) {
    md5.update(bytes);
    digester?.update(bytes);
    await take(bytes);
  }
  return {
    md5: Buffer.from(md5.digest(), 'base64').toString('hex'),
    checksum: algorithm && digester && { algorithm, type: 'FULL_OBJECT', value: digester.digest() },
  };
}
