import {
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { bucketRegion, bucketTags, listBuckets } from './buckets.ts';
import { createS3Client } from './client.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
const client = createS3Client({ region: 'eu-west-1' });

function named(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });
}

beforeEach(() => {
  s3.reset();
});

test('all pages of buckets are listed, with their regions if S3 returns them', async () => {
  const CreationDate = new Date('2026-01-02T03:04:05Z');
  s3.on(ListBucketsCommand, { MaxBuckets: 1_000 })
    .resolves({ Buckets: [{ Name: 'a', BucketRegion: 'us-east-1', CreationDate }], ContinuationToken: '2' })
    .on(ListBucketsCommand, { ContinuationToken: '2' })
    .resolves({ Buckets: [{ Name: 'b' }] });
  expect(await collectPages(listBuckets(client))).toEqual([
    { name: 'a', region: 'us-east-1', createdAt: CreationDate },
    { name: 'b' },
  ]);
});

test.each([
  [undefined, 'us-east-1'],
  ['EU', 'eu-west-1'],
  ['ap-northeast-2', 'ap-northeast-2'],
] as const)('the location %s is the region %s', async (LocationConstraint, region) => {
  s3.on(GetBucketLocationCommand).resolves(LocationConstraint ? { LocationConstraint } : {});
  expect(await bucketRegion(client, 'a')).toBe(region);
});

test('the tags of a bucket are read, and a bucket without a tag set has none', async () => {
  s3.on(GetBucketTaggingCommand, { Bucket: 'a' })
    .resolves({ TagSet: [{ Key: 'Project', Value: 'shop' }] })
    .on(GetBucketTaggingCommand, { Bucket: 'b' })
    .rejects(named('NoSuchTagSet', 404));
  expect(await bucketTags(client, 'a')).toEqual({ Project: 'shop' });
  expect(await bucketTags(client, 'b')).toEqual({});
});

test.each([
  ['NoSuchBucket', 404, 'aws-s3.bucket.not-found'],
  ['AccessDenied', 403, 'aws-s3.access-denied'],
  ['InternalError', 500, 'aws-s3.read-failed'],
])('%s with status %s is the error %s of the bucket', async (name, status, code) => {
  s3.on(GetBucketTaggingCommand).rejects(named(name, status));
  s3.on(GetBucketLocationCommand).rejects(named(name, status));
  const expected = { code, message: expect.stringContaining('"a"') as string };
  await expect(bucketTags(client, 'a')).rejects.toMatchObject(expected);
  await expect(bucketRegion(client, 'a')).rejects.toMatchObject(expected);
});

test('a refused list is an error', async () => {
  s3.on(ListBucketsCommand).rejects(named('AccessDenied', 403));
  await expect(collectPages(listBuckets(client))).rejects.toMatchObject({
    code: 'aws-s3.list-failed',
    details: { reason: 'access-denied' },
  });
});
