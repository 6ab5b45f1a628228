import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type StorageClass,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
const Bucket = 'classes';

beforeAll(async () => {
  services = await startTestServices();
  services.services.s3.createBucket(Bucket);
});
afterAll(async () => {
  await services.close();
  expect(services.bugs).toEqual([]);
});

const s3 = () => services.clients.s3;
const put = (Key: string, StorageClass?: StorageClass) =>
  s3().send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...(StorageClass && { StorageClass }) }));
const classOf = async (Key: string) => (await s3().send(new HeadObjectCommand({ Bucket, Key }))).StorageClass;

// "PutObject", "GetObject" and "HeadObject" of the S3 API reference.
test('is kept, and returned for all objects but those of STANDARD', async () => {
  await put('lists/cold', 'STANDARD_IA');
  await put('lists/named', 'STANDARD');
  await put('lists/plain');

  expect(await classOf('lists/cold')).toBe('STANDARD_IA');
  const got = await s3().send(new GetObjectCommand({ Bucket, Key: 'lists/cold' }));
  expect([got.StorageClass, await got.Body!.transformToString()]).toEqual(['STANDARD_IA', 'x']);
  expect([await classOf('lists/named'), await classOf('lists/plain')]).toEqual([undefined, undefined]);

  const listed = { Bucket, Prefix: 'lists/' };
  const lists = [
    (await s3().send(new ListObjectsCommand(listed))).Contents,
    (await s3().send(new ListObjectsV2Command(listed))).Contents,
    (await s3().send(new ListObjectVersionsCommand(listed))).Versions,
  ];
  for (const entries of lists)
    expect(entries?.map((entry) => entry.StorageClass)).toEqual(['STANDARD_IA', 'STANDARD', 'STANDARD']);
});

test('of an upload is that of the object', async () => {
  const Key = 'upload';
  const { UploadId } = await s3().send(
    new CreateMultipartUploadCommand({ Bucket, Key, StorageClass: 'GLACIER_IR' }),
  );
  const { Uploads } = await s3().send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
  const parts = await s3().send(new ListPartsCommand({ Bucket, Key, UploadId }));
  expect([Uploads?.[0]?.StorageClass, parts.StorageClass]).toEqual(['GLACIER_IR', 'GLACIER_IR']);
});

// "CopyObject" of the S3 API reference, `x-amz-storage-class`.
test('of a copy is STANDARD unless it names one; a change of it alone may copy an object to itself', async () => {
  await put('source', 'ONEZONE_IA');
  const copy = (Key: string, more = {}) =>
    s3().send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source`, ...more }));

  await copy('copied');
  await copy('chosen', { StorageClass: 'INTELLIGENT_TIERING' });
  await expect(copy('source')).rejects.toMatchObject({ name: 'InvalidRequest' });
  await copy('source', { StorageClass: 'STANDARD' });

  expect(await classOf('copied')).toBeUndefined();
  expect(await classOf('chosen')).toBe('INTELLIGENT_TIERING');
  expect(await classOf('source')).toBeUndefined();
});

// "Error responses" of the S3 API reference; the model has classes that only other kinds of buckets have.
test.each(['COLD', 'standard', 'OUTPOSTS', 'EXPRESS_ONEZONE', ''])(
  'that is %j is refused, and nothing is stored',
  async (name) => {
    const { endpoint } = services.server;
    const authorization = 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request';
    const headers = { authorization, 'x-amz-storage-class': name };
    const response = await fetch(`${endpoint}/${Bucket}/refused`, { method: 'PUT', headers, body: 'x' });
    const text = await response.text();

    expect([response.status, text]).toEqual([
      400,
      expect.stringContaining('<Code>InvalidStorageClass</Code>'),
    ]);
    expect(text).toContain(`<StorageClassRequested>${name}</StorageClassRequested>`);
    await expect(classOf('refused')).rejects.toMatchObject({ name: 'NotFound' });
  },
);

// "Restoring an archived object" of the S3 user guide; the errors are those of the service model.
test.each(['GLACIER', 'DEEP_ARCHIVE'] as const)('%s is read from a restored copy only', async (name) => {
  await put(name, name);
  const CopySource = `${Bucket}/${name}`;
  const { UploadId } = await s3().send(new CreateMultipartUploadCommand({ Bucket, Key: 'part' }));

  expect(await classOf(name)).toBe(name);
  await expect(s3().send(new GetObjectCommand({ Bucket, Key: name }))).rejects.toMatchObject({
    name: 'InvalidObjectState',
    StorageClass: name,
    $metadata: { httpStatusCode: 403 },
  });
  await expect(s3().send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }))).rejects.toMatchObject({
    name: 'ObjectNotInActiveTierError',
    $metadata: { httpStatusCode: 403 },
  });
  await expect(
    s3().send(new UploadPartCopyCommand({ Bucket, Key: 'part', UploadId, PartNumber: 1, CopySource })),
  ).rejects.toMatchObject({ name: 'InvalidObjectState' });
  await expect(services.services.s3.objects.read(Bucket, name)).rejects.toMatchObject({
    code: 'InvalidObjectState',
  });
});
