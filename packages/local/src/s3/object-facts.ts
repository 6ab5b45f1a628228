import { AwsError, type LocalRequest } from '../service.ts';
import type { ObjectFacts, StoredObject } from './model.ts';

/** The headers by which an object tells how it is to be read. */
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
 * What an upload says of its object.
 *
 * @throws AwsError `MetadataTooLarge` above 2 KB of user metadata.
 */
export function readFacts(headers: LocalRequest['headers']): ObjectFacts {
  const kept: Record<string, string> = {};
  for (const name of [...representationHeaders, 'x-amz-website-redirect-location']) {
    const value = name === 'content-encoding' ? storedEncoding(headers[name]) : headers[name];
    if (value !== undefined) kept[name] = value;
  }
  kept['content-type'] ??= 'binary/octet-stream';
  const metadata: Record<string, string> = {};
  let sizeBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(METADATA_PREFIX)) continue;
    metadata[name.slice(METADATA_PREFIX.length)] = value;
    sizeBytes += name.length - METADATA_PREFIX.length + value.length;
  }
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
  return { headers: kept, metadata, ...(tagging !== undefined && { tagging }) };
}

/** What was said of an object when it was uploaded. */
export function factsOf({ headers, metadata, tagging }: ObjectFacts): ObjectFacts {
  return { headers, metadata, ...(tagging !== undefined && { tagging }) };
}

/** `aws-chunked` is how the body travelled, not what it is. */
function storedEncoding(encoding: string | undefined): string | undefined {
  const kept = encoding
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked' && one !== '');
  return kept?.length ? kept.join(',') : undefined;
}

/** The headers that every answer about a version has. */
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
