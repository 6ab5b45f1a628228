import { AwsError, type LocalRequest } from '../service.ts';
import { invalidArgument } from './errors.ts';
import type { ObjectFacts, StoredObject } from './model.ts';
import { readObjectTags } from './object-tags.ts';
import { readStorageClass, storageClassHeader } from './storage-class.ts';

/** The content headers of an object. */
export const representationHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

const METADATA_PREFIX = 'x-amz-meta-';
const MAX_METADATA_BYTES = 2048;

/**
 * The metadata of an upload.
 *
 * @throws AwsError `MetadataTooLarge` above 2 KB of user metadata; `InvalidStorageClass`; `InvalidTag`, `BadRequest`
 */
export function readFacts(headers: LocalRequest['headers']): ObjectFacts {
  const stored: Record<string, string> = {};
  for (const name of [...representationHeaders, 'x-amz-website-redirect-location']) {
    const value = name === 'content-encoding' ? storedEncoding(headers[name]) : headers[name];
    if (value !== undefined) stored[name] = value;
  }
  stored['content-type'] ??= 'binary/octet-stream';
  // By entries: `__proto__` is a name like any other.
  const metadata = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(METADATA_PREFIX))
      .map(([name, value]) => [name.slice(METADATA_PREFIX.length), value]),
  );
  const sizeBytes = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  if (sizeBytes > MAX_METADATA_BYTES) {
    throw new AwsError(
      400,
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      {
        fields: { Size: String(sizeBytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) },
      },
    );
  }
  return { headers: stored, metadata, ...readTagging(headers), ...readClass(headers) };
}

function readTagging(headers: LocalRequest['headers']): Pick<ObjectFacts, 'tagging'> {
  const tagging = readObjectTags(headers['x-amz-tagging']);
  return tagging === undefined ? {} : { tagging };
}

function readClass(headers: LocalRequest['headers']): Pick<ObjectFacts, 'storageClass'> {
  const storageClass = readStorageClass(headers);
  return storageClass === undefined ? {} : { storageClass };
}

/**
 * The metadata of a copy: metadata and tags are those of the source, unless the request replaces them; its storage class is never.
 *
 * Rules: "CopyObject" of the S3 API reference, `x-amz-metadata-directive` and `x-amz-tagging-directive`.
 *
 * @throws AwsError `InvalidArgument` for another directive; as {@link readFacts}
 */
export function factsOfCopy(headers: LocalRequest['headers'], source: ObjectFacts): ObjectFacts {
  const given = readFacts(headers);
  const metadata = isReplaced(headers, 'metadata') ? given : source;
  const { tagging } = isReplaced(headers, 'tagging') ? given : source;
  return {
    headers: metadata.headers,
    metadata: metadata.metadata,
    ...(tagging !== undefined && { tagging }),
    ...readClass(headers),
  };
}

/** @throws AwsError `InvalidArgument` for a directive other than `COPY` and `REPLACE` */
export function isReplaced(headers: LocalRequest['headers'], what: 'metadata' | 'tagging'): boolean {
  const name = `x-amz-${what}-directive`;
  const directive = headers[name] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw invalidArgument(name, directive, `Unknown ${what} directive.`);
  }
  return directive === 'REPLACE';
}

/** `aws-chunked` is a transfer encoding, not part of the object. */
function storedEncoding(encoding: string | undefined): string | undefined {
  const encodings = encoding
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked' && one !== '');
  return encodings?.length ? encodings.join(', ') : undefined;
}

/** The headers of every response about a version. */
export function versionHeaders(object: StoredObject): Record<string, string> {
  return object.versionId === 'null' ? {} : { 'x-amz-version-id': object.versionId };
}

/** The headers of a GET or HEAD, without those of the range. */
export function factHeaders(object: StoredObject): Record<string, string> {
  const headers: Record<string, string> = {
    ...object.headers,
    ...versionHeaders(object),
    ...storageClassHeader(object),
    etag: object.etag,
    'last-modified': new Date(object.lastModifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
  };
  for (const [name, value] of Object.entries(object.metadata)) headers[METADATA_PREFIX + name] = value;
  const tags = [...new URLSearchParams(object.tagging)].length;
  if (tags > 0) headers['x-amz-tagging-count'] = String(tags);
  return headers;
}
