import { AwsError, type LocalRequest } from '../service.ts';
import type { ObjectFacts, StoredObject } from './model.ts';

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
 * @throws AwsError `MetadataTooLarge` above 2 KB of user metadata.
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
  const tagging = headers['x-amz-tagging'];
  return { headers: stored, metadata, ...(tagging !== undefined && { tagging }) };
}

/** The metadata that an object was uploaded with. */
export function factsOf({ headers, metadata, tagging }: ObjectFacts): ObjectFacts {
  return { headers, metadata, ...(tagging !== undefined && { tagging }) };
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
    etag: object.etag,
    'last-modified': new Date(object.lastModifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
  };
  for (const [name, value] of Object.entries(object.metadata)) headers[METADATA_PREFIX + name] = value;
  const tags = [...new URLSearchParams(object.tagging)].length;
  if (tags > 0) headers['x-amz-tagging-count'] = String(tags);
  return headers;
}
