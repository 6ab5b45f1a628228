import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServices, type TestServices } from '../testing/start-services.ts';
import { encodeEventKey } from './event-record.ts';

let services: TestServices;
let folder: string;
const Bucket = 'hostile';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'groundcrew-keys-'));
  services = await startTestServices({ dataDir: join(folder, 'data') });
  services.services.s3.createBucket(Bucket);
});
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true });
  expect(services.bugs).toEqual([]);
});

test.each([
  '../../etc/passwd',
  '..',
  './a',
  '/leading',
  'a//b',
  'a/../../b',
  'C:\\windows\\system32',
  'nul\u0000byte',
  'new\nline\r',
  '%2e%2e%2f',
  '100%',
  'plus+plus and space',
  '서울 재고/2026 봄.csv',
  '😀?#&=',
  `${'가'.repeat(341)}a`,
  'con',
])('the key %j is an object like any other, and only bodies are written', async (Key) => {
  const { s3 } = services.clients;

  await s3.send(new PutObjectCommand({ Bucket, Key, Body: `body of ${Key}` }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const listing = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key, EncodingType: 'url' }));

  expect(await Body!.transformToString()).toBe(`body of ${Key}`);
  expect(listing.Contents?.map((object) => decodeURIComponent(object.Key ?? ''))).toContain(Key);
  expect(services.created.at(-1)?.key).toBe(Key);
  expect(readdirSync(folder)).toEqual(['data']);
  expect(readdirSync(join(folder, 'data')).toSorted()).toEqual(['s3', 'sns', 'sqs']);
  expect(readdirSync(join(folder, 'data/s3/bodies')).every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(
    true,
  );
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
});

test('a key of more than 1,024 bytes is refused', async () => {
  const request = services.clients.s3.send(
    new PutObjectCommand({ Bucket, Key: '가'.repeat(342), Body: 'x' }),
  );
  await expect(request).rejects.toMatchObject({ name: 'KeyTooLongError' });
});

test('a path that is not UTF-8 is refused', async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request';
  const response = await fetch(`${services.server.endpoint}/${Bucket}/%ff`, { headers: { authorization } });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('<Code>InvalidURI</Code>');
});

test('a key in an event is form-encoded except slashes, and decodes to the same key', () => {
  fc.assert(
    fc.property(anyText({ maxLength: 60 }), (key) => {
      const encoded = encodeEventKey(key);
      expect(new URLSearchParams(`k=${encoded}`).get('k')).toBe(key);
      expect(encoded).toMatch(/^[A-Za-z0-9*._/+%-]*$/);
    }),
  );
});

test('a key in an event has + for a space and %2B for a plus', () => {
  expect(encodeEventKey('2026 봄/seoul+busan (1).csv')).toBe('2026+%EB%B4%84/seoul%2Bbusan+%281%29.csv');
});
