import {
  CopyObjectCommand,
  CreateBucketCommand,
  type CreateBucketCommandInput,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
const Bucket = 'headers';

beforeAll(async () => {
  services = await startTestServices();
  services.services.s3.createBucket(Bucket);
});
afterAll(async () => {
  await services.close();
  expect(services.bugs).toEqual([]);
});

const s3 = () => services.clients.s3;
const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  s3().send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));

test.each<[string, Partial<PutObjectCommandInput>]>([
  ['NotImplemented', { ServerSideEncryption: 'aws:kms' }],
  ['NotImplemented', { SSEKMSKeyId: 'alias/key' }],
  ['NotImplemented', { BucketKeyEnabled: true }],
  ['NotImplemented', { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'a'.repeat(32) }],
  // "Controlling ownership of objects and disabling ACLs" of the S3 user guide.
  ['AccessControlListNotSupported', { ACL: 'public-read' }],
  ['AccessControlListNotSupported', { GrantRead: 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' }],
  // "Using S3 Object Lock" of the S3 user guide.
  ['InvalidRequest', { ObjectLockLegalHoldStatus: 'ON' }],
])('%s: an object is not stored as if %j had been carried out', async (name, more) => {
  await expect(put('refused', more)).rejects.toMatchObject({ name });
  await expect(s3().send(new HeadObjectCommand({ Bucket, Key: 'refused' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('what S3 does anyway may be named', async () => {
  await put('stored', { ServerSideEncryption: 'AES256', ACL: 'bucket-owner-full-control' });
  await put('stored', { BucketKeyEnabled: false });
});

test('keys of a customer are refused for parts and reads, too', async () => {
  await put('read');
  const key = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'a'.repeat(32) };
  const { UploadId } = await s3().send(new CreateMultipartUploadCommand({ Bucket, Key: 'read' }));
  const part = { Bucket, Key: 'read', UploadId, PartNumber: 1, Body: 'x', ...key };
  await expect(s3().send(new UploadPartCommand(part))).rejects.toMatchObject({ name: 'NotImplemented' });
  await expect(s3().send(new GetObjectCommand({ Bucket, Key: 'read', ...key }))).rejects.toMatchObject({
    name: 'NotImplemented',
  });
});

// "CopyObject" of the S3 API reference: the two directives do not depend on each other.
test('the tags of a copy follow their own directive', async () => {
  await put('source', { Tagging: 'a=1', Metadata: { m: 'old' } });
  const copy = async (Key: string, more: object) => {
    await s3().send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source`, ...more }));
    const { Metadata } = await s3().send(new HeadObjectCommand({ Bucket, Key }));
    const { TagSet } = await s3().send(new GetObjectTaggingCommand({ Bucket, Key }));
    return [Metadata?.m, TagSet?.map((tag) => `${tag.Key}=${tag.Value}`).join()];
  };
  const Metadata = { m: 'new' };

  expect(await copy('a', { MetadataDirective: 'REPLACE', Metadata })).toEqual(['new', 'a=1']);
  expect(await copy('b', { TaggingDirective: 'REPLACE', Tagging: 'b=2' })).toEqual(['old', 'b=2']);
  expect(await copy('c', { TaggingDirective: 'REPLACE' })).toEqual(['old', '']);
  expect(await copy('d', { Metadata, Tagging: 'b=2' })).toEqual(['old', 'a=1']);
  for (const name of ['MetadataDirective', 'TaggingDirective'])
    await expect(copy('e', { [name]: 'MOVE' })).rejects.toMatchObject({ name: 'InvalidArgument' });
});

// "Categorizing your objects using tags" of the S3 user guide.
test.each([
  ['BadRequest', Array.from({ length: 11 }, (_, index) => `k${index}=v`).join('&')],
  ['InvalidArgument', 'a=1&a=2'],
  ['InvalidTag', `${'k'.repeat(129)}=v`],
  ['InvalidTag', `k=${'v'.repeat(257)}`],
  ['InvalidTag', 'aws:k=v'],
])('%s: tags %s', async (name, Tagging) => {
  await expect(put('tagged', { Tagging })).rejects.toMatchObject({ name });
});

// "CreateBucket" of the S3 API reference.
test.each<[string, Partial<CreateBucketCommandInput>]>([
  ['NotImplemented', { CreateBucketConfiguration: { Tags: [{ Key: 'a', Value: 'b' }] } }],
  ['NotImplemented', { CreateBucketConfiguration: { Bucket: { Type: 'Directory' } } }],
  ['NotImplemented', { ObjectLockEnabledForBucket: true }],
  ['NotImplemented', { ObjectOwnership: 'ObjectWriter' }],
  ['InvalidBucketAclWithObjectOwnership', { ACL: 'public-read' }],
])('%s: a bucket is not created as if %j had been carried out', async (name, more) => {
  const create = (options: object) => s3().send(new CreateBucketCommand({ Bucket: 'made', ...options }));
  await expect(create(more)).rejects.toMatchObject({ name });
  await expect(s3().send(new HeadBucketCommand({ Bucket: 'made' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

// "DeleteObjects" of the S3 API reference: these conditions are those of directory buckets.
test.each([{ Size: 9 }, { LastModifiedTime: new Date(0) }])(
  'a delete of several objects under %j deletes none',
  async (more) => {
    await put('conditional');
    const Objects = [{ Key: 'conditional', ...more }];
    await expect(s3().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await s3().send(new HeadObjectCommand({ Bucket, Key: 'conditional' }));
  },
);

test('a delete of several objects one of which has no key deletes none', async () => {
  await put('first');
  const Objects = [{ Key: 'first' }, { Key: '' }];
  await expect(s3().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))).rejects.toMatchObject({
    name: 'MalformedXML',
  });
  await s3().send(new HeadObjectCommand({ Bucket, Key: 'first' }));
});

test('deletes that need a second factor are not supported', async () => {
  const versioning = {
    Bucket,
    VersioningConfiguration: { Status: 'Enabled', MFADelete: 'Enabled' },
  } as const;
  await expect(s3().send(new PutBucketVersioningCommand(versioning))).rejects.toMatchObject({
    name: 'NotImplemented',
  });
});

// "Checking object integrity for data uploads" in the S3 user guide.
test.each<Partial<PutObjectCommandInput>>([
  { ChecksumSHA256: 'a'.repeat(43) + '=', ChecksumSHA1: 'b'.repeat(27) + '=' },
  { ChecksumXXHASH64: 'AAAAAAAAAAA=' },
])('a checksum that is not checked is refused: %j', async (more) => {
  await expect(put('summed', more)).rejects.toMatchObject({ name: 'InvalidRequest' });
});

test('a range and a part are not asked for at once', async () => {
  await put('ranged');
  await expect(
    s3().send(new GetObjectCommand({ Bucket, Key: 'ranged', Range: 'bytes=0-0', PartNumber: 1 })),
  ).rejects.toMatchObject({ name: 'InvalidRequest' });
});
