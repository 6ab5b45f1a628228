import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createS3Client } from './client.ts';
import { listObjects } from './list-objects.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
const client = createS3Client({ region: 'eu-west-1' });
const place = { bucket: 'bills', prefix: '2026/' };

beforeEach(() => {
  s3.reset();
});

test('all pages of objects below a prefix are listed', async () => {
  const where = { Bucket: 'bills', Prefix: '2026/' };
  s3.on(ListObjectsV2Command, where)
    .resolves({ Contents: [{ Key: '2026/a', Size: 3 }], NextContinuationToken: '2' })
    .on(ListObjectsV2Command, { ...where, ContinuationToken: '2' })
    .resolves({ Contents: [{ Key: '2026/b', Size: 0 }] });
  expect(await collectPages(listObjects(client, place))).toEqual([
    { key: '2026/a', sizeBytes: 3 },
    { key: '2026/b', sizeBytes: 0 },
  ]);
});

test('the keys behind one are listed', async () => {
  const where = { Bucket: 'bills', Prefix: '2026/', StartAfter: '2026/a' };
  s3.on(ListObjectsV2Command, where).resolves({ Contents: [{ Key: '2026/b', Size: 1 }] });
  expect(await collectPages(listObjects(client, { ...place, startAfter: '2026/a' }))).toEqual([
    { key: '2026/b', sizeBytes: 1 },
  ]);
});

test('a prefix without objects is an empty list', async () => {
  s3.on(ListObjectsV2Command).resolves({});
  expect(await collectPages(listObjects(client, place))).toEqual([]);
});

test.each([
  ['NoSuchBucket', 404, 'aws-s3.bucket.not-found'],
  ['AccessDenied', 403, 'aws-s3.access-denied'],
  ['SlowDown', 503, 'aws-s3.list-failed'],
])('%s is the error %3$s', async (name, httpStatusCode, code) => {
  s3.on(ListObjectsV2Command).rejects(
    Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } }),
  );
  await expect(collectPages(listObjects(client, place))).rejects.toMatchObject({ code });
});
