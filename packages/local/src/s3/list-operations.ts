import type { XmlElements } from '../xml.ts';
import { invalidArgument } from './errors.ts';
import { listPage } from './listing.ts';
import type { Bucket, StoredObject } from './model.ts';
import { type Handlers, xmlResponse } from './operation.ts';

export const listOperations: Handlers<
  'ListMultipartUploads' | 'ListObjects' | 'ListObjectsV2' | 'ListObjectVersions'
> = {
  ListObjects({ query }, route, { store, accountId }) {
    const bucket = store.bucket(route.bucket);
    const marker = query.get('marker') ?? '';
    const { encode, elements, prefix, delimiter, maxKeys } = readQuery(query);
    const page = listPage(
      bucket.sortedKeys,
      { prefix, delimiter, after: marker, maxKeys },
      isShownIn(bucket),
    );
    return xmlResponse('ListBucketResult', {
      Name: bucket.name,
      ...elements,
      Marker: encode(marker),
      IsTruncated: page.next !== undefined,
      // S3 omits it without a delimiter: the last key is the next marker then.
      NextMarker: page.next === undefined || delimiter === '' ? undefined : encode(page.next),
      Contents: page.keys.map((key) => entryOf(newestOf(bucket, key), encode, accountId)),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    });
  },

  ListObjectsV2({ query }, route, { store, accountId }) {
    const bucket = store.bucket(route.bucket);
    const startAfter = query.get('start-after') ?? undefined;
    const token = query.get('continuation-token') ?? undefined;
    const after = token === undefined ? (startAfter ?? '') : readToken(token);
    const { encode, elements, prefix, delimiter, maxKeys } = readQuery(query);
    const page = listPage(bucket.sortedKeys, { prefix, delimiter, after, maxKeys }, isShownIn(bucket));
    const owner = query.get('fetch-owner') === 'true' ? accountId : undefined;
    return xmlResponse('ListBucketResult', {
      Name: bucket.name,
      ...elements,
      StartAfter: startAfter === undefined ? undefined : encode(startAfter),
      ContinuationToken: token,
      NextContinuationToken: page.next === undefined ? undefined : writeToken(page.next),
      KeyCount: page.keys.length + page.commonPrefixes.length,
      IsTruncated: page.next !== undefined,
      Contents: page.keys.map((key) => entryOf(newestOf(bucket, key), encode, owner)),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    });
  },

  ListObjectVersions({ query }, route, { store, accountId }) {
    const bucket = store.bucket(route.bucket);
    const keyMarker = query.get('key-marker') ?? '';
    const { encode, elements, prefix, delimiter, maxKeys } = readQuery(query);
    // A page has all versions of its keys: it may be longer than requested, but no version is lost between pages.
    const page = listPage(bucket.sortedKeys, { prefix, delimiter, after: keyMarker, maxKeys });
    const versions = page.keys.flatMap((key) =>
      bucket.versions.get(key)!.map((version, index) => ({
        version,
        entry: {
          ...entryOf(version, encode, accountId),
          VersionId: version.versionId,
          IsLatest: index === 0,
        },
      })),
    );
    return xmlResponse('ListVersionsResult', {
      Name: bucket.name,
      ...elements,
      KeyMarker: encode(keyMarker),
      NextKeyMarker: page.next === undefined ? undefined : encode(page.next),
      IsTruncated: page.next !== undefined,
      Version: versions.filter(({ version }) => !version.isDeleteMarker).map(({ entry }) => entry),
      DeleteMarker: versions
        .filter(({ version }) => version.isDeleteMarker)
        .map(({ entry: { Key, LastModified, Owner, VersionId, IsLatest } }) => ({
          Key,
          LastModified,
          Owner,
          VersionId,
          IsLatest,
        })),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    });
  },

  ListMultipartUploads({ query }, { bucket }, { store }) {
    const { encode, elements, prefix } = readQuery(query);
    return xmlResponse('ListMultipartUploadsResult', {
      Bucket: bucket,
      Prefix: elements.Prefix,
      EncodingType: elements.EncodingType,
      IsTruncated: false,
      Upload: store
        .listUploads(bucket)
        .filter(({ key }) => key.startsWith(prefix))
        .map(({ key, id, startedMs }) => ({
          Key: encode(key),
          UploadId: id,
          Initiated: new Date(startedMs).toISOString(),
          StorageClass: 'STANDARD',
        })),
    });
  },
};

function readQuery(query: URLSearchParams) {
  const isUrl = query.get('encoding-type') === 'url';
  const encode = isUrl ? encodeListedKey : (text: string) => text;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const elements = {
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: isUrl ? 'url' : undefined,
  };
  return { encode, prefix, delimiter, maxKeys, elements };
}

function readMaxKeys(text: string | null): number {
  if (text === null || text === '') return 1000;
  if (!/^\d{1,10}$/.test(text)) throw invalidArgument('max-keys', text, 'Provided max-keys not an integer');
  return Math.min(Number(text), 1000);
}

/** `%20` for a space, which readers of forms and of paths both understand. */
function encodeListedKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/');
}

function isShownIn(bucket: Bucket): (key: string) => boolean {
  return (key) => !newestOf(bucket, key).isDeleteMarker;
}

function newestOf(bucket: Bucket, key: string): StoredObject {
  return bucket.versions.get(key)![0]!;
}

function entryOf(object: StoredObject, encode: (text: string) => string, owner: string | undefined) {
  return {
    Key: encode(object.key),
    LastModified: new Date(object.lastModifiedMs).toISOString(),
    ETag: object.etag,
    ChecksumAlgorithm: object.checksum?.algorithm,
    ChecksumType: object.checksum?.type,
    Size: object.sizeBytes,
    StorageClass: 'STANDARD',
    Owner: owner === undefined ? undefined : { ID: owner },
  } satisfies XmlElements;
}

function writeToken(after: string): string {
  return Buffer.from(after).toString('base64url');
}

function readToken(token: string): string {
  const after = Buffer.from(token, 'base64url').toString();
  if (after === '' || writeToken(after) !== token) {
    throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect');
  }
  return after;
}
