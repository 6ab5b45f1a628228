import { AwsError, type LocalRequest } from '../service.ts';

type Headers = LocalRequest['headers'];

/** Of encryption with keys of KMS or of the customer. `AES256` is what S3 does anyway. */
const encryptionHeaders = [
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-context',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-server-side-encryption-customer-key',
  'x-amz-server-side-encryption-customer-key-md5',
  'x-amz-copy-source-server-side-encryption-customer-algorithm',
  'x-amz-copy-source-server-side-encryption-customer-key',
  'x-amz-copy-source-server-side-encryption-customer-key-md5',
];

/**
 * Refuses headers of a request about an object that would change what is stored, or who may read it, if this were AWS.
 *
 * @throws AwsError 501 `NotImplemented` for encryption other than S3's own; 400 as S3 does for ACLs and locks
 */
export function refuseUnsupportedHeaders(headers: Headers): void {
  const encryption = headers['x-amz-server-side-encryption'];
  if (encryption !== undefined && encryption !== 'AES256') {
    throw notImplemented('x-amz-server-side-encryption', `"${encryption}"`);
  }
  const given = encryptionHeaders.find((name) => headers[name] !== undefined);
  if (given !== undefined && headers[given] !== 'false') throw notImplemented(given, 'it');
  refuseAcl(headers);
  refuseLock(headers);
}

/** Rules: "Controlling ownership of objects and disabling ACLs" in the S3 user guide: buckets have no ACLs unless they are given some. */
function refuseAcl(headers: Headers): void {
  const acl = headers['x-amz-acl'];
  if (hasGrants(headers) || (acl !== undefined && acl !== 'bucket-owner-full-control')) {
    throw new AwsError(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
}

/** Rules: "Using S3 Object Lock" in the S3 user guide: only buckets with Object Lock enabled take these. */
function refuseLock(headers: Headers): void {
  if (Object.keys(headers).some((name) => name.startsWith('x-amz-object-lock-'))) {
    throw new AwsError(400, 'InvalidRequest', 'Bucket is missing Object Lock Configuration');
  }
}

/**
 * Refuses headers of a CreateBucket that would make another kind of bucket.
 *
 * Rules: "Error responses when ACLs are disabled" of "Controlling ownership of objects" in the S3 user guide.
 *
 * @throws AwsError 501 `NotImplemented`; 400 `InvalidBucketAclWithObjectOwnership`
 */
export function refuseBucketHeaders(headers: Headers): void {
  const accepted: Readonly<Record<string, string>> = {
    'x-amz-bucket-object-lock-enabled': 'false',
    'x-amz-object-ownership': 'BucketOwnerEnforced',
    'x-amz-bucket-namespace': 'global',
  };
  for (const [name, value] of Object.entries(accepted)) {
    const given = headers[name];
    if (given !== undefined && given.toLowerCase() !== value.toLowerCase()) {
      throw notImplemented(name, `"${given}"`);
    }
  }
  const acl = headers['x-amz-acl'] ?? 'private';
  if (hasGrants(headers) || acl !== 'private') {
    throw new AwsError(
      400,
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  }
}

function hasGrants(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.startsWith('x-amz-grant-'));
}

/** @param value as in the sentence: `"aws:kms"` */
export function notImplemented(name: string, value: string): AwsError {
  return new AwsError(501, 'NotImplemented', `${name}: ${value} is not supported by the embedded AWS`, {
    fields: { Header: name },
  });
}
