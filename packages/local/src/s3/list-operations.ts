import type { XmlElements } from '../xml.ts';
import { invalidArgument } from './errors.ts';
import { listPage } from './listing.ts';
import { listUploadsPage } from './list-uploads.ts';
import type { Bucket, StoredObject } from './model.ts';
import { type Handlers, xmlResponse } from './operation.ts';
import { readCount } from './read-count.ts';
import { compareKeys } from './sorted-keys.ts';
import { storageClassOf } from './storage-class.ts';

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
    const versionIdMarker = query.get('version-id-marker') ?? '';
    const { encode, elements, prefix, delimiter, maxKeys } = readQuery(query);
    const keys = listPage(bucket.sortedKeys, { prefix, delimiter, after: keyMarker, maxKeys });
    const listed = [
      ...versionsAfter(bucket, keyMarker, versionIdMarker),
      ...[
        ...keys.keys.flatMap((key) => versionsOf(bucket, key)),
        ...keys.commonPrefixes.map((key): ListedVersion => ({ key })),
      ].sort((one, other) => compareKeys(one.key, other.key)),
    ];
    const page = listed.slice(0, maxKeys);
    const isTruncated = maxKeys > 0 && (page.length < listed.length || keys.next !== undefined);
    const last = page.at(-1);
    const versions = page.flatMap(({ version, isLatest }) =>
      version
        ? {
            version,
            entry: {
              ...entryOf(version, encode, accountId),
              VersionId: version.versionId,
              IsLatest: isLatest,
            },
          }
        : [],
    );
    return xmlResponse('ListVersionsResult', {
      Name: bucket.name,
      ...elements,
      KeyMarker: encode(keyMarker),
      VersionIdMarker: versionIdMarker,
      NextKeyMarker: isTruncated && last ? encode(last.key) : undefined,
      NextVersionIdMarker: isTruncated ? last?.version?.versionId : undefined,
      IsTruncated: isTruncated,
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
      CommonPrefixes: page.flatMap(({ key, version }) => (version ? [] : { Prefix: encode(key) })),
    });
  },

  ListMultipartUploads({ query }, { bucket }, { store }) {
    const { encode, elements } = readQuery(query);
    const maxUploads = Math.min(readCount(query, 'max-uploads') ?? 1000, 1000);
    const keyMarker = query.get('key-marker') ?? '';
    const idMarker = query.get('upload-id-marker') ?? '';
    const page = listUploadsPage(store.listUploads(bucket), query, maxUploads);
    return xmlResponse('ListMultipartUploadsResult', {
      Bucket: bucket,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: idMarker,
      NextKeyMarker: page.next && encode(page.next.key),
      NextUploadIdMarker: page.next?.id,
      Prefix: elements.Prefix,
      Delimiter: elements.Delimiter,
      MaxUploads: maxUploads,
      EncodingType: elements.EncodingType,
      IsTruncated: page.next !== undefined,
      Upload: page.uploads.map(({ key, id, startedMs, facts }) => ({
        Key: encode(key),
        UploadId: id,
        Initiated: new Date(startedMs).toISOString(),
        StorageClass: storageClassOf(facts),
      })),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    });
  },
};

function readQuery(query: URLSearchParams) {
  const encodingType = query.get('encoding-type') ?? '';
  if (encodingType !== '' && encodingType !== 'url') {
    throw invalidArgument('encoding-type', encodingType, 'Invalid Encoding Method specified in Request');
  }
  const isUrl = encodingType === 'url';
  const encode = isUrl ? encodeListedKey : (text: string) => text;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = Math.min(readCount(query, 'max-keys') ?? 1000, 1000);
  const elements = {
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: isUrl ? 'url' : undefined,
  };
  return { encode, prefix, delimiter, maxKeys, elements };
}

/** `%20` for a space, which readers of forms and of paths both understand. */
function encodeListedKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/');
}

function isShownIn(bucket: Bucket): (key: string) => boolean {
  return (key) => !newestOf(bucket, key).isDeleteMarker;
}

/** A version of an object, or without one a common prefix. */
interface ListedVersion {
  readonly key: string;
  readonly version?: StoredObject;
  readonly isLatest?: boolean;
}

function versionsOf(bucket: Bucket, key: string): readonly ListedVersion[] {
  return (bucket.versions.get(key) ?? []).map((version, index) => ({ key, version, isLatest: index === 0 }));
}

/** What a page that ended between the versions of a key left of them. */
function versionsAfter(bucket: Bucket, key: string, versionId: string): readonly ListedVersion[] {
  if (versionId === '') return [];
  if (key === '') {
    throw invalidArgument(
      'version-id-marker',
      versionId,
      'A version-id marker cannot be specified without a key marker.',
    );
  }
  const versions = versionsOf(bucket, key);
  const position = versions.findIndex(({ version }) => version?.versionId === versionId);
  return position < 0 ? [] : versions.slice(position + 1);
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
    StorageClass: storageClassOf(object),
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
