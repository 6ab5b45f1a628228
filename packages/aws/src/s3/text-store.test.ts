import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createTextStore } from './text-store.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
const client = new S3Client({ region: 'eu-west-1' });
const store = createTextStore(client, { bucket: 'shop' });

function refuse(name: string, httpStatusCode: number): void {
  s3.on(GetObjectCommand).rejects(Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } }));
}

beforeEach(() => s3.reset());

it('returns the text of an object and its URI', async () => {
  s3.on(GetObjectCommand).resolves({
    Body: Readable.from([Buffer.from('가게')]) as never,
    ContentLength: 6,
    ETag: '"1"',
  });

  expect(await store.read('a/b.json')).toBe('가게');
  expect(s3.commandCalls(GetObjectCommand)[0]?.args[0].input).toMatchObject({
    Bucket: 'shop',
    Key: 'a/b.json',
  });
  expect(store.addressOf('a/b.json')).toBe('s3://shop/a/b.json');
});

it('distinguishes a missing object from one without permission', async () => {
  refuse('NoSuchKey', 404);
  expect(await store.read('latest.json')).toBeUndefined();

  refuse('AccessDenied', 403);
  await expect(store.read('latest.json')).rejects.toMatchObject({ code: 'aws-s3.access-denied' });
});

it('writes all chunks as one object', async () => {
  await store.write('report.html', 'text/html', ['<p>', '가게', '</p>']);

  const [call] = s3.commandCalls(PutObjectCommand);
  expect(call?.args[0].input).toMatchObject({ Bucket: 'shop', Key: 'report.html', ContentType: 'text/html' });
  expect(Buffer.from(call?.args[0].input.Body as Uint8Array).toString()).toBe('<p>가게</p>');
});

it('writes nothing if the signal aborts between the chunks', async () => {
  const controller = new AbortController();
  const stopping = createTextStore(client, { bucket: 'shop', signal: controller.signal });
  function* chunks() {
    yield '<p>';
    controller.abort(new Error('time is up'));
    yield '</p>';
  }

  await expect(stopping.write('report.html', 'text/html', chunks())).rejects.toThrow('time is up');

  expect(s3.calls()).toEqual([]);
});
