import { AwsError, type LocalRequest } from '../service.ts';
import { childrenOf, childText, parseXml } from '../xml.ts';
import { malformedXml, noSuchBucket } from './errors.ts';
import { type Handlers, type S3Context, xmlResponse } from './operation.ts';
import { receiveDocument } from './receive-body.ts';
import type { ObjectStore } from './store.ts';
import { notImplemented, refuseBucketHeaders } from './unsupported-headers.ts';

/**
 * Whether S3 would accept the name.
 *
 * Rules: "General purpose bucket naming rules" in the S3 user guide.
 */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(?:xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

/** @throws AwsError `InvalidBucketName` */
export function createBucket(store: ObjectStore, name: string, region?: string): void {
  if (!isBucketName(name)) {
    throw new AwsError(400, 'InvalidBucketName', `The specified bucket is not valid: "${name}"`, {
      fields: { BucketName: name },
    });
  }
  store.createBucket(name, region);
}

/**
 * Whether the caller has a bucket of that name already.
 *
 * Rules: "CreateBucket" of the S3 API reference: in us-east-1 that is a success, for historical reasons.
 *
 * @throws AwsError `BucketAlreadyOwnedByYou` in other regions, `BucketAlreadyExists` if it is another account's.
 */
function isOwnAlready(request: LocalRequest, name: string, { registry, store }: S3Context): boolean {
  const found = registry.find(`arn:aws:s3:::${name}`);
  if (!found && !store.hasBucket(name)) return false;
  const { accountId, region } = registry.callerContextOf(request);
  const fields = { BucketName: name };
  if (found && found.accountId !== accountId) {
    throw new AwsError(
      409,
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { fields },
    );
  }
  if (region === 'us-east-1' && (found?.region ?? region) === region) return true;
  throw new AwsError(
    409,
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { fields },
  );
}

/**
 * The region of a new bucket, by the body of a CreateBucket.
 *
 * Rules: "CreateBucket" of the S3 API reference: without `LocationConstraint` it is us-east-1; an endpoint of another region makes buckets
 * of its own region only. `EU` is an older name of eu-west-1, and us-east-1 has none.
 *
 * @throws AwsError `IllegalLocationConstraintException`, `InvalidLocationConstraint`, `NotImplemented` for other settings, `MalformedXML`
 */
function readRegion(request: LocalRequest, body: string, { registry }: S3Context): string {
  const configuration = body.trim() === '' ? {} : parseXml(body, 'CreateBucketConfiguration');
  if (configuration === undefined) throw malformedXml();
  const other = ['Location', 'Bucket', 'Tags'].find((name) => childrenOf(configuration, name).length > 0);
  if (other !== undefined) throw notImplemented(other, 'this part of CreateBucketConfiguration');
  const caller = registry.callerContextOf(request);
  const given = childText(configuration, 'LocationConstraint');
  const region = given === 'EU' ? 'eu-west-1' : (given ?? 'us-east-1');
  if (caller.region !== 'us-east-1' && region !== caller.region) {
    throw new AwsError(
      400,
      'IllegalLocationConstraintException',
      `The ${given ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  if (given === 'us-east-1' || !registry.isEnabled({ accountId: caller.accountId, region })) {
    throw new AwsError(400, 'InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      fields: { LocationConstraint: region },
    });
  }
  return region;
}

export const bucketOperations: Handlers<
  | 'CreateBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'HeadBucket'
  | 'PutBucketVersioning'
> = {
  async CreateBucket(request, { bucket }, context) {
    refuseBucketHeaders(request.headers);
    const region = readRegion(request, await receiveDocument(request), context);
    if (!isOwnAlready(request, bucket, context)) createBucket(context.store, bucket, region);
    return { status: 200, headers: { location: `/${bucket}` } };
  },

  DeleteBucket(_request, { bucket }, { store, registry }) {
    store.deleteBucket(bucket);
    registry.tags.forget(`arn:aws:s3:::${bucket}`);
    return { status: 204 };
  },

  HeadBucket(_request, { bucket }, context) {
    return { status: 200, headers: { 'x-amz-bucket-region': regionOf(bucket, context) } };
  },

  GetBucketLocation(_request, { bucket }, context) {
    const region = regionOf(bucket, context);
    // An empty element means us-east-1, for historical reasons.
    const text = region === 'us-east-1' ? '' : region;
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LocationConstraint>`,
    };
  },

  GetBucketVersioning(_request, { bucket }, { store }) {
    const { versioning } = store.bucket(bucket);
    return xmlResponse('VersioningConfiguration', { Status: versioning === 'Off' ? undefined : versioning });
  },

  async PutBucketVersioning(request, { bucket }, { store }) {
    store.bucket(bucket);
    const configuration = parseXml(await receiveDocument(request), 'VersioningConfiguration');
    const status = childText(configuration, 'Status');
    const mfaDelete = childText(configuration, 'MfaDelete') ?? 'Disabled';
    if (mfaDelete !== 'Enabled' && mfaDelete !== 'Disabled') throw malformedXml();
    if (mfaDelete === 'Enabled') throw notImplemented('MfaDelete', '"Enabled"');
    if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
    store.setVersioning(bucket, status);
    return { status: 200 };
  },
};

/** @throws AwsError `NoSuchBucket` */
function regionOf(bucket: string, { registry }: S3Context): string {
  const found = registry.find(`arn:aws:s3:::${bucket}`);
  if (!found) throw noSuchBucket(bucket);
  return found.region;
}
