import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
const Bucket = 'stock';
const partBytes = 5 * 1024 ** 2;
const body = randomBytes(2 * partBytes + 1000);

beforeAll(async () => {
  services = await startTestServices();
  services.services.s3.createBucket(Bucket);
});
afterAll(async () => {
  await services.close();
  expect(services.bugs).toEqual([]);
});

const send: TestServices['clients']['s3']['send'] = ((command: never) =>
  services.clients.s3.send(command)) as never;

const start = async (Key: string, more = {}) =>
  (await send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId!;

async function uploadPart(Key: string, UploadId: string, PartNumber: number, Body: Uint8Array, more = {}) {
  const { ETag } = await send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));
  return { ETag, PartNumber };
}

const complete = (
  Key: string,
  UploadId: string,
  Parts: { ETag?: string | undefined; PartNumber: number }[],
) =>
  send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: { Parts: Parts.map(({ ETag = '', PartNumber }) => ({ ETag, PartNumber })) },
    }),
  );

const bytesOf = async (Key: string, more = {}) =>
  Buffer.from(
    await (await send(new GetObjectCommand({ Bucket, Key, ...more }))).Body!.transformToByteArray(),
  );

const slices = [
  body.subarray(0, partBytes),
  body.subarray(partBytes, 2 * partBytes),
  body.subarray(2 * partBytes),
];

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
  'a stream of unknown length is uploaded in parts and read back unchanged, checked by %s',
  async (ChecksumAlgorithm) => {
    const Key = `streamed-${ChecksumAlgorithm}`;
    const streamed = body.subarray(0, partBytes + 1000);
    // Chunks that don't align with part boundaries.
    const chunks = Array.from({ length: Math.ceil(streamed.length / 100_003) }, (_, n) =>
      streamed.subarray(n * 100_003, (n + 1) * 100_003),
    );
    await new Upload({
      client: services.clients.s3,
      params: { Bucket, Key, Body: Readable.from(chunks), ChecksumAlgorithm },
    }).done();

    const head = await send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));

    expect(
      createHash('sha256')
        .update(await bytesOf(Key))
        .digest('hex'),
    ).toBe(createHash('sha256').update(streamed).digest('hex'));
    expect(head.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(head[`Checksum${ChecksumAlgorithm}`]).toBeDefined();
    expect(services.created.at(-1)?.record).toMatchObject({
      eventName: 'ObjectCreated:CompleteMultipartUpload',
      s3: { object: { size: streamed.length } },
    });
  },
);

test('the tag is the MD5 of the MD5s of the parts, and a range may span parts', async () => {
  const id = await start('ranged');
  const parts = await Promise.all(slices.map((slice, index) => uploadPart('ranged', id, index + 1, slice)));
  const { ETag } = await complete('ranged', id, parts);

  const md5s = slices.map((slice) => createHash('md5').update(slice).digest());
  const expected = createHash('md5').update(Buffer.concat(md5s)).digest('hex');
  expect(ETag).toBe(`"${expected}-3"`);
  const Range = `bytes=${partBytes - 10}-${2 * partBytes + 9}`;
  const ranged = await bytesOf('ranged', { Range });
  // Not toEqual: it takes seconds for 5 MB, in which the server closes the idle connection.
  expect(ranged.equals(body.subarray(partBytes - 10, 2 * partBytes + 10))).toBe(true);
  const second = await send(new GetObjectCommand({ Bucket, Key: 'ranged', PartNumber: 2 }));
  expect(second).toMatchObject({ PartsCount: 3, ContentLength: partBytes });
  await second.Body!.transformToByteArray();
});

test('parts and uploads are listed in pages', async () => {
  const id = await start('listed');
  for (const number of [3, 1, 7]) await uploadPart('listed', id, number, Buffer.from(`part ${number}`));

  const first = await send(new ListPartsCommand({ Bucket, Key: 'listed', UploadId: id, MaxParts: 2 }));
  const rest = await send(
    new ListPartsCommand({
      Bucket,
      Key: 'listed',
      UploadId: id,
      PartNumberMarker: first.NextPartNumberMarker,
    }),
  );
  const { Uploads } = await send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'listed' }));

  expect(first.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 3]);
  expect(first.IsTruncated).toBe(true);
  expect(rest.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[7, 6]]);
  expect(Uploads?.map(({ Key, UploadId }) => [Key, UploadId])).toEqual([['listed', id]]);
});

// "Checking object integrity in Amazon S3" of the S3 user guide.
test.each([
  { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' },
  { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' },
  { ChecksumType: 'COMPOSITE' },
] as const)('an upload can not have %j', async (more) => {
  const command = new CreateMultipartUploadCommand({ Bucket, Key: 'summed', ...more });
  await expect(send(command)).rejects.toMatchObject({ name: 'InvalidRequest' });
});

// "ListMultipartUploads" of the S3 API reference.
test('uploads are listed by key and age, in pages, with common prefixes', async () => {
  const ids: string[] = [];
  for (const key of ['pages/b', 'pages/a', 'pages/b', 'pages/folder/x', 'pages/folder/y'])
    ids.push(await start(key));
  const list = async (more: object) => {
    const { Uploads, CommonPrefixes, NextKeyMarker, NextUploadIdMarker } = await send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: 'pages/', ...more }),
    );
    return {
      keys: [...(Uploads ?? []).map(({ UploadId }) => ids.indexOf(UploadId!)), ...(CommonPrefixes ?? [])],
      next: { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker },
    };
  };
  const Delimiter = '/';
  const first = await list({ Delimiter, MaxUploads: 2 });
  const second = await list({ Delimiter, ...first.next, MaxUploads: 2 });

  expect((await list({})).keys).toEqual([1, 0, 2, 3, 4]);
  expect(first).toEqual({ keys: [1, 0], next: { KeyMarker: 'pages/b', UploadIdMarker: ids[0] } });
  expect(second.keys).toEqual([2, { Prefix: 'pages/folder/' }]);
  expect(second.next.KeyMarker).toBeUndefined();
  expect((await list({ Delimiter, KeyMarker: 'pages/folder/' })).keys).toEqual([]);
  expect((await list({ KeyMarker: 'pages/b' })).keys).toEqual([3, 4]);
});

test.each(['max-uploads=x', 'max-uploads=-1', 'encoding-type=base64'])('%s is refused', async (query) => {
  const { status, text } = await getSigned(`${Bucket}?uploads&${query}`);
  expect([status, text]).toEqual([400, expect.stringContaining('<Code>InvalidArgument</Code>')]);
});

test.each(['max-parts=x', 'part-number-marker=-1'])('%s is refused', async (query) => {
  const { status, text } = await getSigned(`${Bucket}/listed?uploadId=${await start('listed')}&${query}`);
  expect([status, text]).toEqual([400, expect.stringContaining('<Code>InvalidArgument</Code>')]);
});

async function getSigned(path: string) {
  const authorization = 'AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request';
  const response = await fetch(`${services.server.endpoint}/${path}`, { headers: { authorization } });
  return { status: response.status, text: await response.text() };
}

test('a part put again replaces the previous one', async () => {
  const id = await start('again');
  await uploadPart('again', id, 1, Buffer.from('old'));
  const part = await uploadPart('again', id, 1, Buffer.from('new'));
  await complete('again', id, [part]);
  expect((await bytesOf('again')).toString()).toBe('new');
});

test('an aborted upload accepts no more parts', async () => {
  const id = await start('aborted');
  await send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId: id }));
  await expect(uploadPart('aborted', id, 1, Buffer.from('x'))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
  await expect(complete('aborted', id, [{ ETag: 'x', PartNumber: 1 }])).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
});

test('a completed object is exactly what was uploaded', async () => {
  const id = await start('wrong');
  const one = await uploadPart('wrong', id, 1, Buffer.from('one'));
  const two = await uploadPart('wrong', id, 2, Buffer.from('two'));

  await expect(complete('wrong', id, [two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete('wrong', id, [one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
  await expect(complete('wrong', id, [{ ETag: '"no"', PartNumber: 1 }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete('wrong', id, [{ ...one, PartNumber: 9 }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete('wrong', id, [])).rejects.toMatchObject({ name: 'MalformedXML' });
  await expect(uploadPart('wrong', id, 10_001, Buffer.from('x'))).rejects.toMatchObject({
    name: 'InvalidArgument',
  });
  await expect(bytesOf('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a part corrupted in transit is refused', async () => {
  const id = await start('damaged', { ChecksumAlgorithm: 'CRC32' });
  await expect(
    uploadPart('damaged', id, 1, Buffer.from('x'), { ChecksumCRC32: 'AAAAAA==' }),
  ).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(
    uploadPart('damaged', id, 1, Buffer.from('x'), { ChecksumAlgorithm: 'SHA256' }),
  ).rejects.toMatchObject({ name: 'InvalidRequest' });
});

test('parts are copied from objects, whole or by range', async () => {
  await send(new PutObjectCommand({ Bucket, Key: 'source', Body: body }));
  const id = await start('assembled', { ChecksumAlgorithm: 'CRC32' });
  const copyPart = async (PartNumber: number, CopySourceRange: string) => {
    const { CopyPartResult } = await send(
      new UploadPartCopyCommand({
        Bucket,
        Key: 'assembled',
        UploadId: id,
        PartNumber,
        CopySource: `${Bucket}/source`,
        CopySourceRange,
      }),
    );
    return { ETag: CopyPartResult?.ETag, PartNumber };
  };
  const parts = [
    await copyPart(1, `bytes=0-${partBytes - 1}`),
    await copyPart(2, `bytes=${partBytes}-${body.length - 1}`),
  ];
  await expect(copyPart(3, `bytes=0-${body.length}`)).rejects.toMatchObject({ name: 'InvalidArgument' });
  await complete('assembled', id, parts);

  expect(
    createHash('md5')
      .update(await bytesOf('assembled'))
      .digest('hex'),
  ).toBe(createHash('md5').update(body).digest('hex'));
});

test('a copy of a multipart object has no parts and its own tag', async () => {
  const id = await start('of-parts');
  await complete('of-parts', id, [await uploadPart('of-parts', id, 1, Buffer.from('hello'))]);
  const { CopyObjectResult } = await send(
    new CopyObjectCommand({ Bucket, Key: 'whole', CopySource: `${Bucket}/of-parts` }),
  );
  expect(CopyObjectResult?.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
});

test('completing an upload twice, as after a lost response, creates one object and returns the same', async () => {
  const id = await start('twice');
  const parts = [await uploadPart('twice', id, 1, Buffer.from('x'))];
  const first = await complete('twice', id, parts);
  const events = services.created.length;

  expect((await complete('twice', id, parts)).ETag).toBe(first.ETag);
  expect(services.created).toHaveLength(events);
});

test('the checksum of a whole upload is held against the object, not the list of its parts', async () => {
  const checksum = createHash('sha256').update(createHash('sha256').update(slices[0]!).digest());
  const ChecksumSHA256 = `${checksum.digest('base64')}-1`;
  const UploadId = await start('checked', { ChecksumAlgorithm: 'SHA256' });
  const part = await uploadPart('checked', UploadId, 1, slices[0]!, { ChecksumAlgorithm: 'SHA256' });
  const end = (value: string) =>
    send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key: 'checked',
        UploadId,
        ChecksumSHA256: value,
        MultipartUpload: { Parts: [part] },
      }),
    );
  await expect(end(`${'A'.repeat(43)}=-1`)).rejects.toThrow(expect.objectContaining({ name: 'BadDigest' }));
  expect((await end(ChecksumSHA256)).ChecksumSHA256).toBe(ChecksumSHA256);
});
