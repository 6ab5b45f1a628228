import { AwsError, type LocalRequest } from '../service.ts';

/** All supported operations, by their names in the S3 API reference. */
export const operations = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateBucket',
  'CreateMultipartUpload',
  'DeleteBucket',
  'DeleteBucketTagging',
  'DeleteObject',
  'DeleteObjects',
  'GetBucketLocation',
  'GetBucketTagging',
  'GetBucketVersioning',
  'GetObject',
  'GetObjectTagging',
  'HeadBucket',
  'HeadObject',
  'ListBuckets',
  'ListMultipartUploads',
  'ListObjects',
  'ListObjectsV2',
  'ListObjectVersions',
  'ListParts',
  'PutBucketTagging',
  'PutBucketVersioning',
  'PutObject',
  'UploadPart',
  'UploadPartCopy',
] as const;

export type Operation = (typeof operations)[number];

/** The operation and resource of a request; `bucket` and `key` are empty if it names none. */
export interface Route {
  readonly operation: Operation;
  readonly bucket: string;
  readonly key: string;
}

/** Subresource parameters that are not supported. */
const unsupportedSubresources = [
  'abac',
  'accelerate',
  'acl',
  'analytics',
  'annotation',
  'attributes',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metadataAnnotationTable',
  'metadataConfiguration',
  'metadataInventoryTable',
  'metadataJournalTable',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'torrent',
  'website',
];

/**
 * Determines the operation of a request, with its bucket in the path or before `.localhost` in the host.
 *
 * @throws AwsError `InvalidURI` for a path that is not UTF-8, `KeyTooLongError` above 1,024 bytes,
 *   `NotImplemented` for unsupported operations.
 */
export function routeOf(request: Pick<LocalRequest, 'method' | 'path' | 'query' | 'headers'>): Route {
  const { bucket, key } = targetOf(request);
  if (Buffer.byteLength(key) > 1024) {
    throw new AwsError(400, 'KeyTooLongError', 'Your key is too long', {
      fields: { Size: String(Buffer.byteLength(key)), MaxSizeAllowed: '1024' },
    });
  }
  const subresource = unsupportedSubresources.find((name) => request.query.has(name));
  const operation = subresource === undefined ? operationOf(request, bucket, key) : undefined;
  if (operation === undefined) {
    const requested = subresource === undefined ? request.method : `${request.method} ?${subresource}`;
    throw new AwsError(
      501,
      'NotImplemented',
      `"${requested}" on a ${key ? 'key' : bucket ? 'bucket' : 'service'} is not supported by the embedded AWS; supported: ${operations.join(', ')}`,
    );
  }
  return { operation, bucket, key };
}

function targetOf({ path, headers }: Pick<LocalRequest, 'path' | 'headers'>): {
  bucket: string;
  key: string;
} {
  const inHost = bucketInHost(headers.host);
  if (inHost !== undefined) return { bucket: inHost, key: decode(path.slice(1)) };
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: decode(path.slice(1)), key: '' };
  return { bucket: decode(path.slice(1, slash)), key: decode(path.slice(slash + 1)) };
}

/** `photos` of `photos.localhost:4566` and of `photos.s3.eu-west-1.localhost`; a bucket's name may have `.s3` in it, too. */
export function bucketInHost(host = ''): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!name.endsWith('.localhost')) return undefined;
  const before = name.slice(0, -'.localhost'.length);
  const parts = before.split('.');
  // What follows the bucket: `s3`, `s3-eu-west-1`, or `s3` and regions or `dualstack`.
  const at = parts.findIndex((part, index) => index > 0 && /^s3(?:-|$)/.test(part));
  const bucket = at < 0 ? before : parts.slice(0, at).join('.');
  return bucket === '' || parts[0] === 's3' ? undefined : bucket;
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.", { fields: { URI: encoded } });
  }
}

function operationOf(
  { method, query, headers }: Pick<LocalRequest, 'method' | 'query' | 'headers'>,
  bucket: string,
  key: string,
): Operation | undefined {
  if (!bucket) return method === 'GET' ? 'ListBuckets' : undefined;
  return key
    ? objectOperation(method, query, 'x-amz-copy-source' in headers)
    : bucketOperation(method, query);
}

function bucketOperation(method: string, query: URLSearchParams): Operation | undefined {
  switch (method) {
    case 'GET':
      if (query.has('location')) return 'GetBucketLocation';
      if (query.has('versioning')) return 'GetBucketVersioning';
      if (query.has('versions')) return 'ListObjectVersions';
      if (query.has('uploads')) return 'ListMultipartUploads';
      if (query.has('tagging')) return 'GetBucketTagging';
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
    case 'HEAD':
      return 'HeadBucket';
    case 'PUT':
      if (query.has('tagging')) return 'PutBucketTagging';
      return query.has('versioning') ? 'PutBucketVersioning' : 'CreateBucket';
    case 'DELETE':
      return query.has('tagging') ? 'DeleteBucketTagging' : 'DeleteBucket';
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : undefined;
    default:
      return undefined;
  }
}

function objectOperation(method: string, query: URLSearchParams, isCopy: boolean): Operation | undefined {
  if (query.has('tagging')) return method === 'GET' ? 'GetObjectTagging' : undefined;
  const inUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      return inUpload ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (inUpload) return isCopy ? 'UploadPartCopy' : 'UploadPart';
      return isCopy ? 'CopyObject' : 'PutObject';
    case 'DELETE':
      return inUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return inUpload ? 'CompleteMultipartUpload' : undefined;
    default:
      return undefined;
  }
}
