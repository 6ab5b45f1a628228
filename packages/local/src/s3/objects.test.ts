import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
const Bucket = 'stock';

beforeAll(async () => {
  services = await startTestServices();
  services.services.s3.createBucket(Bucket);
});
afterAll(async () => {
  await services.close();
  expect(services.bugs).toEqual([]);
});

const put = (Key: string, Body: string, more = {}) =>
  services.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more = {}) =>
  services.clients.s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
const textOf = async (Key: string, more = {}) => (await get(Key, more)).Body!.transformToString();

test('metadata and tags of any name are kept', async () => {
  // Without the SDK, which loses the first of these names.
  const names = ['__proto__', 'constructor', 'hasownproperty', 'a-b'];
  const { endpoint } = services.server;
  const authorization = 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request';
  const metadata = names.toSorted().map((name) => [`x-amz-meta-${name}`, 'x']);
  await fetch(`${endpoint}/${Bucket}/named`, {
    method: 'PUT',
    headers: { ...Object.fromEntries(metadata), authorization, 'x-amz-tagging': '__proto__=y&a=b' },
    body: 'x',
  });
  const { headers } = await fetch(`${endpoint}/${Bucket}/named`, { headers: { authorization } });
  expect([...headers].filter(([name]) => name.startsWith('x-amz-meta-'))).toEqual(metadata);

  const { TagSet } = await services.clients.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'named' }));
  expect(TagSet).toEqual([
    { Key: '__proto__', Value: 'y' },
    { Key: 'a', Value: 'b' },
  ]);
  const Tagging = { TagSet: [{ Key: '__proto__', Value: 'z' }] };
  await services.clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
  const bucket = await services.clients.s3.send(new GetBucketTaggingCommand({ Bucket }));
  expect(bucket.TagSet).toEqual(Tagging.TagSet);
});

describe('a bucket', () => {
  test('is created, found, listed and deleted', async () => {
    const { s3 } = services.clients;
    await s3.send(new CreateBucketCommand({ Bucket: 'short-lived' }));

    const head = await s3.send(new HeadBucketCommand({ Bucket: 'short-lived' }));
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket: 'short-lived' }));
    const { Buckets } = await s3.send(new ListBucketsCommand({ Prefix: 'short' }));
    await s3.send(new DeleteBucketCommand({ Bucket: 'short-lived' }));

    expect(head.BucketRegion).toBe('us-east-1');
    expect(LocationConstraint).toBeUndefined();
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['short-lived']);
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'short-lived' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test.each(['Upper', 'a', 'a..b', '192.168.1.1', 'xn--a', 'under_score'])(
    'cannot be named %o',
    async (name) => {
      await expect(services.clients.s3.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject(
        {
          name: 'InvalidBucketName',
        },
      );
    },
  );

  test('that exists already is kept as it is in us-east-1, and is reported elsewhere', async () => {
    await put('kept', 'x');
    const again = await services.clients.s3.send(new CreateBucketCommand({ Bucket }));
    expect(again.$metadata.httpStatusCode).toBe(200);
    expect(await textOf('kept')).toBe('x');

    const elsewhere = new S3Client({ ...services.settings, region: 'eu-west-1' });
    await expect(elsewhere.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
      $metadata: { httpStatusCode: 409 },
    });
    elsewhere.destroy();
  });

  test('with objects is not deleted', async () => {
    await put('kept', 'x');
    await expect(services.clients.s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
  });

  test('that is missing is reported by name', async () => {
    const request = services.clients.s3.send(new ListObjectsV2Command({ Bucket: 'missing' }));
    await expect(request).rejects.toMatchObject({ name: 'NoSuchBucket', BucketName: 'missing' });
  });
});

describe('an object', () => {
  test('is read back unchanged, with its headers and metadata', async () => {
    const stored = await put('a.csv', 'store,item,count\n', {
      ContentType: 'text/csv',
      CacheControl: 'no-cache',
      ContentEncoding: 'identity',
      Metadata: { origin: 'till 4' },
      Tagging: 'a=1&b=%ED%95%9C',
    });

    const read = await get('a.csv', { ChecksumMode: 'ENABLED' });
    const { TagSet } = await services.clients.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a.csv' }));

    expect(await read.Body!.transformToString()).toBe('store,item,count\n');
    expect(read).toMatchObject({
      ETag: stored.ETag,
      ContentType: 'text/csv',
      CacheControl: 'no-cache',
      ContentEncoding: 'identity',
      ContentLength: 17,
      Metadata: { origin: 'till 4' },
      TagCount: 2,
      ChecksumCRC32: stored.ChecksumCRC32,
      ChecksumType: 'FULL_OBJECT',
    });
    expect(stored.VersionId).toBeUndefined();
    expect(TagSet).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '한' },
    ]);
  });

  test("has its body's MD5 for a tag", async () => {
    expect((await put('md5', 'hello')).ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  test('may name aws-chunked as an encoding and send no chunks', async () => {
    await put('encoded', 'x', { ContentEncoding: 'deflate, aws-chunked, gzip' });
    const { Body, ContentEncoding } = await get('encoded');
    expect(ContentEncoding).toBe('deflate, gzip');
    expect(await Body!.transformToString()).toBe('x');
  });

  test('may be empty', async () => {
    await put('empty', '', { ContentLength: 0 });
    const read = await get('empty');
    expect(await read.Body!.transformToString()).toBe('');
    expect(read).toMatchObject({ ContentLength: 0 });
  });

  test('that is missing is reported; by a HEAD only as a status', async () => {
    await expect(get('missing')).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'missing' });
    await expect(
      services.clients.s3.send(new HeadObjectCommand({ Bucket, Key: 'missing' })),
    ).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('is deleted, and deleting it again is not an error', async () => {
    await put('gone', 'x');
    await services.clients.s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await services.clients.s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await expect(get('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is deleted with others in one request, with any characters in their keys', async () => {
    const keys = ['a&b', 'c<d>', 'line\nbreak', '한 글+'];
    for (const key of keys) await put(key, 'x');

    const { Deleted, Errors } = await services.clients.s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
    );

    expect(Deleted?.map(({ Key }) => Key)).toEqual(keys);
    expect(Errors).toBeUndefined();
    for (const key of keys) await expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is read only from a bucket of the account that is expected', async () => {
    const { s3 } = services.clients;
    await put('owned', 'x');
    const owned = { Bucket, Key: 'owned' };
    await s3.send(new GetObjectCommand({ ...owned, ExpectedBucketOwner: '000000000000' }));
    await expect(
      s3.send(new GetObjectCommand({ ...owned, ExpectedBucketOwner: '999999999999' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('is deleted on the condition that nobody has changed it', async () => {
    const { s3 } = services.clients;
    await put('kept', 'x');
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'kept' }));
    const others = { Objects: [{ Key: 'kept', ETag: '"0"' }] };

    await expect(
      s3.send(new DeleteObjectCommand({ Bucket, Key: 'kept', IfMatch: '"0"' })),
    ).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const { Errors, Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: others }));
    expect([Errors?.map(({ Code }) => Code), Deleted]).toEqual([['PreconditionFailed'], undefined]);
    await s3.send(new HeadObjectCommand({ Bucket, Key: 'kept' }));

    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'kept', IfMatch: ETag }));
    await expect(get('kept')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(
      s3.send(new DeleteObjectCommand({ Bucket, Key: 'kept', IfMatch: '*' })),
    ).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('has the response headers of a presigned URL', async () => {
    await put('shown', 'x');
    const read = await get('shown', {
      ResponseContentType: 'text/html',
      ResponseContentDisposition: 'inline',
    });
    expect(read).toMatchObject({ ContentType: 'text/html', ContentDisposition: 'inline' });
  });
});

describe('a range', () => {
  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=3-5', '345', 'bytes 3-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
    ['bytes=-100', '0123456789', 'bytes 0-9/10'],
  ])('%s is %o', async (Range, text, ContentRange) => {
    await put('digits', '0123456789');
    const read = await get('digits', { Range });
    expect(await read.Body!.transformToString()).toBe(text);
    expect(read).toMatchObject({
      ContentRange,
      ContentLength: text.length,
      $metadata: { httpStatusCode: 206 },
    });
  });

  test('that starts beyond the end is refused', async () => {
    await put('digits', '0123456789');
    await expect(get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  test.each(['bytes=5-3', 'lines=1-2', 'bytes=0-1,3-4'])(
    '%s is not a valid range: the whole object is sent',
    async (Range) => {
      await put('digits', '0123456789');
      expect(await textOf('digits', { Range })).toBe('0123456789');
    },
  );
});

describe('a condition', () => {
  test('on the tag allows a read or not', async () => {
    const { ETag } = await put('tagged', 'one');

    expect(await textOf('tagged', { IfMatch: ETag })).toBe('one');
    expect(await textOf('tagged', { IfNoneMatch: '"other"' })).toBe('one');
    await expect(get('tagged', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get('tagged', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  test('on the time allows a read or not', async () => {
    await put('dated', 'one');
    const { LastModified } = await services.clients.s3.send(new HeadObjectCommand({ Bucket, Key: 'dated' }));
    const before = new Date(LastModified!.getTime() - 1000);

    expect(await textOf('dated', { IfModifiedSince: before })).toBe('one');
    expect(await textOf('dated', { IfUnmodifiedSince: LastModified })).toBe('one');
    await expect(get('dated', { IfUnmodifiedSince: before })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(get('dated', { IfModifiedSince: LastModified })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  test('on a write protects the current object from being replaced', async () => {
    const { ETag } = await put('guarded', 'one');

    await expect(put('guarded', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('guarded', 'two', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('not-there', 'two', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await textOf('guarded')).toBe('one');
    await put('guarded', 'two', { IfMatch: ETag });
    expect(await textOf('guarded')).toBe('two');
  });

  test('If-None-Match lets one of many writers succeed', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => put('raced', `writer ${n}`, { IfNoneMatch: '*' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a copy', () => {
  const copy = (Key: string, CopySource: string, more = {}) =>
    services.clients.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));

  test('has what its source has, and outlives it', async () => {
    const { ETag } = await put('from', 'body', { Metadata: { a: 'b' }, ContentType: 'text/csv' });

    const { CopyObjectResult } = await copy('to', `${Bucket}/from`);
    await services.clients.s3.send(new DeleteObjectCommand({ Bucket, Key: 'from' }));

    const read = await get('to');
    expect(await read.Body!.transformToString()).toBe('body');
    expect(read).toMatchObject({ Metadata: { a: 'b' }, ContentType: 'text/csv', ETag });
    expect(CopyObjectResult?.ETag).toBe(ETag);
  });

  test('accepts new metadata if it requests that', async () => {
    await put('from', 'body', { Metadata: { a: 'b' } });
    await copy('to', `${Bucket}/from`, { MetadataDirective: 'REPLACE', Metadata: { c: 'd' } });
    expect((await get('to')).Metadata).toEqual({ c: 'd' });
  });

  test('finds a source whose name is encoded', async () => {
    await put('봄 2026/a+b.csv', 'spring');
    await copy('to', `${Bucket}/${encodeURIComponent('봄 2026/a+b.csv')}`);
    expect(await textOf('to')).toBe('spring');
  });

  test('finds a source whose blanks are encoded as plus signs, and no plus sign that is not encoded', async () => {
    await put('봄 2026/a+b.csv', 'spring');
    await copy('to', `${Bucket}/%EB%B4%84+2026/a%2Bb.csv`);
    expect(await textOf('to')).toBe('spring');
    await expect(copy('to', `${Bucket}/%EB%B4%84%202026/a+b.csv`)).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  test('onto itself must change something', async () => {
    await put('self', 'x');
    await expect(copy('self', `${Bucket}/self`)).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy('self', `${Bucket}/self`, { MetadataDirective: 'REPLACE', Metadata: { a: 'b' } });
    expect(await textOf('self')).toBe('x');
  });

  test('of a missing object, or with a failed condition, is not created', async () => {
    await put('from', 'x');
    await expect(copy('to', `${Bucket}/missing`)).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy('to', `${Bucket}/from`, { CopySourceIfMatch: '"no"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });
});
