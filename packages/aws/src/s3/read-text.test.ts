import { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { readText } from './read-text.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
const client = new S3Client({ region: 'eu-west-1' });
const policy = { bucket: 'tags', key: 'policy.yaml' };

function store(bytes: Uint8Array): void {
  s3.on(GetObjectCommand).resolves({
    Body: Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]) as never,
    ContentLength: bytes.length,
    ETag: '"1"',
  });
}

beforeEach(() => s3.reset());

it('returns the text, including multi-byte characters', async () => {
  store(Buffer.from('이름: 가게'));

  expect(await readText(client, policy)).toBe('이름: 가게');
});

it('refuses an object above the size limit', async () => {
  store(Buffer.from('0123456789'));

  await expect(readText(client, { ...policy, maxBytes: 9 })).rejects.toMatchObject({
    code: 'aws-s3.object.too-large',
    message: expect.stringContaining('s3://tags/policy.yaml has 10 bytes'),
  });
});

it('refuses invalid UTF-8', async () => {
  store(Buffer.from([0xc0, 0xaf, 0x41, 0x42, 0x43, 0x44]));

  await expect(readText(client, policy)).rejects.toMatchObject({ code: 'aws-s3.object.not-utf-8' });
});
