import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBucketName } from './bucket-operations.ts';
import { startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
let dataDir: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'groundcrew-bucket-region-'));
  services = await startTestServices({ dataDir });
});
afterEach(async () => {
  await services.close();
  rmSync(dataDir, { recursive: true });
  expect(services.bugs).toEqual([]);
});

async function create(Bucket: string, location?: string, region = 'us-east-1') {
  const s3 = new S3Client({ ...services.settings, region });
  const CreateBucketConfiguration = { LocationConstraint: location as BucketLocationConstraint };
  try {
    await s3.send(new CreateBucketCommand({ Bucket, ...(location && { CreateBucketConfiguration }) }));
  } finally {
    s3.destroy();
  }
}

// "CreateBucket" of the S3 API reference.
test('a bucket is in the region that it was created in, also after a restart', async () => {
  await create('first');
  await create('second', 'ap-northeast-2');
  await create('third', 'EU');
  await create('fourth', undefined, 'eu-north-1'); // The SDK sends the region of its client.
  await services.close();
  services = await startTestServices({ dataDir });
  const { s3 } = services.clients;

  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name, BucketRegion }) => `${Name} ${BucketRegion}`)).toEqual([
    'first us-east-1',
    'fourth eu-north-1',
    'second ap-northeast-2',
    'third eu-west-1',
  ]);
  const Bucket = 'second';
  const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket }));
  const { BucketRegion } = await s3.send(new HeadBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }));
  expect([LocationConstraint, BucketRegion]).toEqual(['ap-northeast-2', 'ap-northeast-2']);
  expect(services.created.at(-1)?.record.awsRegion).toBe('ap-northeast-2');
});

// "General purpose bucket naming rules" of the S3 user guide.
test('reserved endings of names are refused', async () => {
  const names = ['shop-s3alias', 'shop--ol-s3', 'shop.mrap', 'shop--x-s3', 'shop--table-s3'];
  expect(names.filter(isBucketName)).toEqual([]);
  await expect(create(names[0]!)).rejects.toMatchObject({ name: 'InvalidBucketName' });
});

test('a token that no page of buckets returned is refused', async () => {
  const list = services.clients.s3.send(new ListBucketsCommand({ ContinuationToken: 'zz' }));
  await expect(list).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test.each([
  ['InvalidLocationConstraint', 'us-east-1', undefined],
  ['InvalidLocationConstraint', 'atlantis-1', undefined],
  ['IllegalLocationConstraintException', 'eu-west-1', 'eu-north-1'],
])('%s: %s by the endpoint of %s', async (name, location, region) => {
  await expect(create('refused', location, region)).rejects.toMatchObject({ name });
  await expect(services.clients.s3.send(new HeadBucketCommand({ Bucket: 'refused' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});
