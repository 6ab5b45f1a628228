import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
let s3: S3Client;

beforeAll(async () => {
  services = await startTestServices();
  s3 = services.clients.s3;
});
afterAll(async () => {
  await services.close();
  expect(services.bugs).toEqual([]);
});

function bucketOf(name: string, versioning = true): string {
  services.services.s3.createBucket(name, { versioning });
  return name;
}

const put = async (Bucket: string, Key: string, Body: string) =>
  (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
const textOf = async (Bucket: string, Key: string, VersionId?: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body!.transformToString();

test('versioning is off, then on, then suspended', async () => {
  const Bucket = bucketOf('switched', false);
  const status = async () => (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;
  const set = (Status: 'Enabled' | 'Suspended') =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

  expect(await status()).toBeUndefined();
  expect(await put(Bucket, 'a', 'before')).toBeUndefined();
  await set('Enabled');
  expect(await status()).toBe('Enabled');
  const first = await put(Bucket, 'a', 'kept');
  await set('Suspended');
  await put(Bucket, 'a', 'after');
  await put(Bucket, 'a', 'last');

  expect(await textOf(Bucket, 'a')).toBe('last');
  expect(await textOf(Bucket, 'a', first)).toBe('kept');
  expect(await textOf(Bucket, 'a', 'null')).toBe('last');
});

test('each version stays readable, and its event names it', async () => {
  const Bucket = bucketOf('kept');
  const first = await put(Bucket, 'a', 'one');
  const second = await put(Bucket, 'a', 'two');

  expect(await textOf(Bucket, 'a')).toBe('two');
  expect(await textOf(Bucket, 'a', first)).toBe('one');
  expect(await textOf(Bucket, 'a', second)).toBe('two');
  expect(services.created.slice(-2).map(({ record }) => record.s3.object.versionId)).toEqual([first, second]);
});

test('a deletion is a marker that hides the object, and can be deleted itself', async () => {
  const Bucket = bucketOf('marked');
  const first = await put(Bucket, 'a', 'one');
  const { VersionId: marker, DeleteMarker } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));

  expect(DeleteMarker).toBe(true);
  await expect(textOf(Bucket, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(textOf(Bucket, 'a', marker)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents).toBeUndefined();
  expect(await textOf(Bucket, 'a', first)).toBe('one');

  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: marker }));
  expect(await textOf(Bucket, 'a')).toBe('one');
});

test('a missing version is distinguished from an invalid version id', async () => {
  const Bucket = bucketOf('absent');
  await put(Bucket, 'a', 'one');
  await expect(textOf(Bucket, 'a', 'x'.repeat(32))).rejects.toMatchObject({ name: 'NoSuchVersion' });
  await expect(textOf(Bucket, 'a', 'short')).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('all versions are listed newest first, and the bucket is emptied by them', async () => {
  const Bucket = bucketOf('emptied');
  const first = await put(Bucket, 'a', 'one');
  const second = await put(Bucket, 'a', 'two');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await put(Bucket, 'b', 'x');

  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const all = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({
    Key: Key!,
    VersionId: VersionId!,
  }));
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: all } }));

  expect(Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]).slice(0, 2)).toEqual([
    [second, false],
    [first, false],
  ]);
  expect(DeleteMarkers.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([['a', true]]);
  expect(Deleted).toHaveLength(4);
  const left = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(left.Versions).toBeUndefined();
  expect(left.DeleteMarkers).toBeUndefined();
});

test('pages of versions have their size, also between the versions of one key', async () => {
  const Bucket = bucketOf('paged');
  for (const key of ['a', 'b', 'b', 'b', 'c/', 'c/1', 'd']) await put(Bucket, key, 'x');
  const listed: string[] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let pages = 0; pages < 10; pages++) {
    const page = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Delimiter: '/', MaxKeys: 2, ...next }),
    );
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!);
    const keys = (page.Versions ?? []).map(({ Key, IsLatest }) => `${Key}${IsLatest ? ' latest' : ''}`);
    expect(prefixes.length + keys.length).toBeLessThanOrEqual(2);
    listed.push(...prefixes, ...keys);
    if (!page.IsTruncated) break;
    next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  expect(listed).toEqual(['a latest', 'b latest', 'b', 'b', 'c/', 'd latest']);

  const alone = s3.send(new ListObjectVersionsCommand({ Bucket, VersionIdMarker: 'x' }));
  await expect(alone).rejects.toThrow(/without a key marker/);
});
