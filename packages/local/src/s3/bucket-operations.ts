import { AwsError } from '../service.ts';
import { childText, parseXml } from '../xml.ts';
import { malformedXml } from './errors.ts';
import { type Handlers, xmlResponse } from './operation.ts';
import { receiveDocument } from './receive-body.ts';
import type { ObjectStore } from './store.ts';

/**
 * Whether S3 would take the name.
 *
 * Rules: "General purpose bucket naming rules" in the S3 user guide.
 */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(?:xn--|sthree-|amzn-s3-demo-)/.test(name)
  );
}

/** @throws AwsError `InvalidBucketName`, `BucketAlreadyOwnedByYou` */
export function createBucket(store: ObjectStore, name: string): void {
  if (!isBucketName(name)) {
    throw new AwsError(400, 'InvalidBucketName', `The specified bucket is not valid: "${name}"`, {
      fields: { BucketName: name },
    });
  }
  if (store.hasBucket(name)) {
    throw new AwsError(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { fields: { BucketName: name } },
    );
  }
  store.createBucket(name);
}

export const bucketOperations: Handlers<
  | 'CreateBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'HeadBucket'
  | 'ListBuckets'
  | 'PutBucketVersioning'
> = {
  CreateBucket(_request, { bucket }, { store }) {
    createBucket(store, bucket);
    return { status: 200, headers: { location: `/${bucket}` } };
  },

  DeleteBucket(_request, { bucket }, { store }) {
    store.deleteBucket(bucket);
    return { status: 204 };
  },

  HeadBucket(_request, { bucket }, { store, region }) {
    store.bucket(bucket);
    return { status: 200, headers: { 'x-amz-bucket-region': region } };
  },

  ListBuckets({ query }, _route, { store, accountId, region }) {
    const prefix = query.get('prefix') ?? '';
    return xmlResponse('ListAllMyBucketsResult', {
      Owner: { ID: accountId },
      Buckets: {
        Bucket: store
          .listBuckets()
          .filter(({ name }) => name.startsWith(prefix))
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, createdMs }) => ({
            Name: name,
            CreationDate: new Date(createdMs).toISOString(),
            BucketRegion: region,
          })),
      },
    });
  },

  GetBucketLocation(_request, { bucket }, { store, region }) {
    store.bucket(bucket);
    // An empty element means us-east-1, for reasons older than regions.
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
    const status = childText(parseXml(await receiveDocument(request), 'VersioningConfiguration'), 'Status');
    if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
    store.setVersioning(bucket, status);
    return { status: 200 };
  },
};
