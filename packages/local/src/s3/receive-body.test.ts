import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
const Bucket = 'bodies';

beforeAll(async () => {
  services = await startTestServices();
  services.services.s3.createBucket(Bucket);
});
afterAll(async () => {
  await services.close();
  expect(services.bugs).toEqual([]);
});

/** A PUT that no SDK would send. */
function putRaw(
  key: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
  host = `127.0.0.1:${services.server.port}`,
): Promise<{ status: number; code: string | undefined; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port: services.server.port,
        host: '127.0.0.1',
        path: `/${key}`,
        method: 'PUT',
        headers: { host, ...headers },
      },
      (response) => {
        text(response).then((body) => {
          const code = body.match(/<Code>(\w+)<\/Code>/)?.[1];
          resolve({ status: response.statusCode ?? 0, code, headers: response.headers });
        }, reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const textOf = async (Key: string) =>
  (await services.clients.s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();

const signature = 'a'.repeat(64);
const sha1 = createHash('sha1').update('hello').digest('base64');

describe('an aws-chunked body', () => {
  test.each([
    [
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      `5;chunk-signature=${signature}\r\nhello\r\n0;chunk-signature=${signature}\r\n\r\n`,
    ],
    [
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      `5;chunk-signature=${signature}\r\nhello\r\n0;chunk-signature=${signature}\r\nx-amz-checksum-sha1:${sha1}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`,
    ],
    ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', `2\r\nhe\r\n3\r\nllo\r\n0\r\nx-amz-checksum-sha1:${sha1}\r\n\r\n`],
  ])('%s is stored without its chunks and trailers', async (contentHash, body) => {
    const { status } = await putRaw(
      `${Bucket}/chunked`,
      {
        'x-amz-content-sha256': contentHash,
        'x-amz-decoded-content-length': '5',
        'content-encoding': 'aws-chunked,gzip',
        ...(contentHash.endsWith('TRAILER') && { 'x-amz-trailer': 'x-amz-checksum-sha1' }),
      },
      body,
    );

    const { Body, ContentEncoding } = await services.clients.s3.send(
      new GetObjectCommand({ Bucket, Key: 'chunked' }),
    );
    expect(status).toBe(200);
    expect(await Body!.transformToString()).toBe('hello');
    expect(ContentEncoding).toBe('gzip');
  });

  test('whose trailer is wrong is refused', async () => {
    const { code } = await putRaw(
      `${Bucket}/wrong-trailer`,
      {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-trailer': 'x-amz-checksum-sha1',
      },
      `5\r\nhellO\r\n0\r\nx-amz-checksum-sha1:${sha1}\r\n\r\n`,
    );
    expect(code).toBe('BadDigest');
  });

  test('of another length than announced is refused', async () => {
    const { code } = await putRaw(
      `${Bucket}/short`,
      { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '6' },
      '5\r\nhello\r\n0\r\n\r\n',
    );
    expect(code).toBe('IncompleteBody');
  });
});

test.each([
  ['BadDigest', { 'content-md5': createHash('md5').update('other').digest('base64') }],
  ['InvalidDigest', { 'content-md5': 'short' }],
  ['BadDigest', { 'x-amz-checksum-crc32': 'AAAAAA==' }],
  ['BadDigest', { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }],
  ['XAmzContentSHA256Mismatch', { 'x-amz-content-sha256': '0'.repeat(64) }],
  ['InvalidRequest', { 'x-amz-sdk-checksum-algorithm': 'XXHASH3' }],
  ['MetadataTooLarge', { 'x-amz-meta-a': 'x'.repeat(2048) }],
])('%s is the error for a body that does not match %j, and nothing is stored', async (expected, headers) => {
  const { code, status } = await putRaw(`${Bucket}/refused`, headers, 'hello');
  expect([code, status]).toEqual([expected, 400]);
  await expect(textOf('refused')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a body of unknown length is refused, and nothing is stored', async () => {
  const refused = await putRaw(`${Bucket}/streamed`, { 'transfer-encoding': 'chunked' }, 'hello');
  expect(refused).toMatchObject({ status: 501, code: 'NotImplemented' });
  await expect(textOf('streamed')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a body that matches its headers is stored, and its checksum returned', async () => {
  const { status, headers } = await putRaw(
    `${Bucket}/right`,
    {
      'content-md5': createHash('md5').update('hello').digest('base64'),
      'x-amz-content-sha256': createHash('sha256').update('hello').digest('hex'),
      'x-amz-checksum-sha1': sha1,
    },
    'hello',
  );
  expect([status, headers['x-amz-checksum-sha1'], headers['x-amz-checksum-type']]).toEqual([
    200,
    sha1,
    'FULL_OBJECT',
  ]);
});

test('a large body for a missing bucket gets a response, and the connection stays open', async () => {
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => putRaw('missing/key', {}, Buffer.alloc(3_000_000))),
  );
  expect(answers.map(({ code }) => code)).toEqual(['NoSuchBucket', 'NoSuchBucket', 'NoSuchBucket']);
});

test.each([
  'bodies.localhost',
  'bodies.localhost:4566',
  'bodies.s3.localhost',
  'bodies.s3.us-east-1.localhost:1',
])('a bucket may be in the host name: %s', async (host) => {
  const { status } = await putRaw('folder/in-host', {}, host, host);
  expect(status).toBe(200);
  expect(await textOf('folder/in-host')).toBe(host);
});

test('two concurrent uploads of one key leave one complete object, and two events with their order', async () => {
  const bodies = ['a', 'b'].map((letter) => letter.repeat(300_000));
  await Promise.all(
    bodies.map((Body) => services.clients.s3.send(new PutObjectCommand({ Bucket, Key: 'raced', Body }))),
  );
  const stored = await textOf('raced');
  const [first, second] = services.created.slice(-2).map(({ record }) => record.s3.object);
  expect(bodies).toContain(stored);
  expect(second!.sequencer > first!.sequencer).toBe(true);
  expect(second!.eTag).toBe(createHash('md5').update(stored).digest('hex'));
});
