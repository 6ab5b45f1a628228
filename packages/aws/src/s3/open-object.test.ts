import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createS3Client, type OpenObjectRequest, openObject } from './index.ts';

const content = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));
const options = { random: () => 0, sleep: async () => {} };
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An S3 with one object that handles each request with `answer`. */
async function s3(answer: (request: IncomingMessage, response: ServerResponse, count: number) => void) {
  const seen: IncomingMessage[] = [];
  server = createServer((request, response) => {
    seen.push(request);
    answer(request, response, seen.length);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const client = createS3Client({
    region: 'us-east-1',
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const open = (request: Partial<OpenObjectRequest> = {}, more = {}) =>
    openObject(client, { bucket: 'shop', key: 'stock.csv', ...request }, { ...options, ...more });
  return { open, seen };
}

/** Sends the requested range of the object, and resets the connection after `bytes`. */
function send(request: IncomingMessage, response: ServerResponse, bytes = Number.POSITIVE_INFINITY): void {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"abc"',
    'content-length': content.length - start,
    ...(start > 0 && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  const part = content.subarray(start, start + bytes);
  if (start + part.length === content.length) response.end(part);
  else response.write(part, () => setImmediate(() => response.destroy()));
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`);
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('an object is read from its first byte, with its size and entity tag', async () => {
  const { open, seen } = await s3((request, response) => send(request, response));
  const object = await open({ versionId: 'v1', ifMatch: 'abc' });
  expect(await readAll(object.body)).toEqual(content);
  expect(object).toMatchObject({ sizeBytes: 1_000, etag: 'abc' });
  expect(seen[0]?.url).toContain('versionId=v1');
  expect(seen[0]?.headers).toMatchObject({ 'if-match': '"abc"' });
});

test('an object is read from a byte in its middle, and its size is still that of the whole', async () => {
  const { open } = await s3((request, response) => send(request, response));
  const object = await open({ startByte: 990 });
  expect(await readAll(object.body)).toEqual(content.subarray(990));
  expect(object.sizeBytes).toBe(1_000);
});

/** Responds as S3 does to a range after the last byte, and to the question how long the object is. */
function failPastEnd(request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'HEAD') {
    response.writeHead(200, { etag: '"abc"', 'content-length': content.length }).end();
  } else fail(response, 416, 'InvalidRange');
}

test('a read after the last byte is empty and not an error', async () => {
  const { open } = await s3(failPastEnd);
  const object = await open({ startByte: 1_000 });
  expect(await readAll(object.body)).toHaveLength(0);
  expect(object).toMatchObject({ sizeBytes: 1_000, etag: 'abc' });
});

test('a read from beyond the end finds another object than the one that was read before', async () => {
  const { open } = await s3(failPastEnd);
  await expect(open({ startByte: 1_001 })).rejects.toMatchObject({
    code: 'aws-s3.object.changed',
    message: expect.stringContaining('it has 1000 bytes, and byte 1001 was to be read'),
  });
});

/** Sends the whole object, whatever range was requested, and resets the connection after `bytes`. */
function sendWhole(response: ServerResponse, bytes = content.length, headers = {}): void {
  response.writeHead(200, { etag: '"abc"', 'content-length': content.length, ...headers });
  if (bytes >= content.length) response.end(content);
  else response.write(content.subarray(0, bytes), () => setImmediate(() => response.destroy()));
}

test('of a server that ignores ranges, the bytes before the requested one are skipped', async () => {
  const { open } = await s3((_, response) => sendWhole(response));
  expect(await readAll((await open({ startByte: 990 })).body)).toEqual(content.subarray(990));
  expect(await readAll((await open({ startByte: 1_000 })).body)).toHaveLength(0);
  await expect(open({ startByte: 1_001 })).rejects.toMatchObject({ code: 'aws-s3.object.changed' });
});

test('a stream that breaks is resumed where it broke even if the server ignores the range', async () => {
  const { open, seen } = await s3((_, response, count) => sendWhole(response, 300 * count));
  expect(await readAll((await open()).body)).toEqual(content);
  expect(seen.map(({ headers }) => headers.range)).toEqual([
    undefined,
    'bytes=300-',
    'bytes=600-',
    'bytes=900-',
  ]);
});

test('a server that ignores ranges and always breaks at the same byte is given up', async () => {
  const { open, seen } = await s3((_, response) => sendWhole(response, 300));
  const object = await open({}, { maxBreaks: 3 });
  await expect(readAll(object.body)).rejects.toMatchObject({ code: 'aws-s3.read-failed' });
  expect(seen).toHaveLength(4);
});

test.each([
  [
    'another range',
    206,
    { 'content-range': 'bytes 200-999/1000' },
    'aws-s3.read-failed',
    'starts at byte 200',
  ],
  [
    'a range that cannot be read',
    206,
    { 'content-range': 'bytes 300-999/*' },
    'aws-s3.read-failed',
    '300-999/*',
  ],
  ['another size', 206, { 'content-range': 'bytes 300-1099/1100' }, 'aws-s3.object.changed', '1100 bytes'],
  [
    'another entity tag',
    206,
    { etag: '"new"', 'content-range': 'bytes 300-999/1000' },
    'aws-s3.object.changed',
    '"new"',
  ],
  ['the whole of a shorter object', 200, { 'content-length': 200 }, 'aws-s3.object.changed', '200 bytes'],
] as const)('a resumed read does not continue with %s', async (_, status, headers, code, text) => {
  const { open } = await s3((request, response, count) => {
    if (count === 1) return send(request, response, 300);
    response.writeHead(status, { etag: '"abc"', ...headers });
    response.end(content.subarray(0, 'content-length' in headers ? headers['content-length'] : 800));
  });
  const object = await open();
  await expect(readAll(object.body)).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
});

test('a response without a size is an error, and not an empty object', async () => {
  const { open } = await s3((_, response) => {
    response.writeHead(200, { etag: '"abc"', 'transfer-encoding': 'chunked' });
    response.end(content);
  });
  await expect(open()).rejects.toMatchObject({
    code: 'aws-s3.read-failed',
    message: expect.stringContaining('has no size'),
  });
});

test('an entity tag that a proxy made weak is still that of the object', async () => {
  const { open } = await s3((request, response) => {
    response.setHeader('etag', 'W/"abc"');
    response.writeHead(200, { 'content-length': content.length }).end(content);
    request.resume();
  });
  expect((await open({ ifMatch: 'abc' })).etag).toBe('abc');
});

test('a stream that breaks repeatedly is resumed where it broke, from the same object', async () => {
  const { open, seen } = await s3((request, response) => send(request, response, 90));
  const object = await open();
  expect(await readAll(object.body)).toEqual(content);
  expect(seen.slice(1).map(({ headers }) => headers['if-match'])).toEqual(Array(11).fill('"abc"'));
  expect(seen.slice(1).map(({ headers }) => headers.range)).toEqual(
    Array.from({ length: 11 }, (_, index) => `bytes=${90 * (index + 1)}-`),
  );
});

test('a stream that never delivers a byte is given up', async () => {
  const { open, seen } = await s3((request, response) => send(request, response, 0));
  const object = await open({}, { maxBreaks: 3 });
  await expect(readAll(object.body)).rejects.toMatchObject({ code: 'aws-s3.read-failed' });
  expect(seen).toHaveLength(4);
});

test('a stream that stalls is requested again', async () => {
  const { open, seen } = await s3((request, response, count) => {
    if (count > 1) return send(request, response);
    response.writeHead(200, { etag: '"abc"', 'content-length': content.length });
    response.write(content.subarray(0, 500));
  });
  const object = await open({}, { idleTimeoutMs: 50 });
  expect(await readAll(object.body)).toEqual(content);
  expect(seen).toHaveLength(2);
});

test('an object that is replaced while it is read is an error', async () => {
  const { open } = await s3((request, response, count) => {
    if (count === 1) send(request, response, 90);
    else fail(response, 412, 'PreconditionFailed');
  });
  const object = await open();
  await expect(readAll(object.body)).rejects.toMatchObject({ code: 'aws-s3.object.changed' });
});

test.each([
  [404, 'NoSuchKey', 'aws-s3.object.not-found'],
  [404, 'NoSuchVersion', 'aws-s3.object.not-found'],
  [404, 'NoSuchBucket', 'aws-s3.bucket.not-found'],
  [403, 'AccessDenied', 'aws-s3.access-denied'],
  [412, 'PreconditionFailed', 'aws-s3.object.changed'],
  [500, 'InternalError', 'aws-s3.read-failed'],
])('a response of %i %s is the error %3$s', async (status, awsCode, code) => {
  const { open } = await s3((_, response) => fail(response, status, awsCode));
  await expect(open()).rejects.toMatchObject({ code });
});

test('an abort ends a read that waits for bytes, with the reason of the abort', async () => {
  const { open } = await s3((_, response) => {
    response.writeHead(200, { etag: '"abc"', 'content-length': content.length });
    response.write(content.subarray(0, 500));
  });
  const controller = new AbortController();
  const object = await open({ signal: controller.signal });
  const reading = readAll(object.body);
  controller.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});

test('a body that is left early, or not read at all, closes its connection', async () => {
  const closed: Promise<unknown>[] = [];
  const { open } = await s3((_, response) => {
    closed.push(new Promise((resolve) => response.on('close', resolve)));
    response.writeHead(200, { etag: '"abc"', 'content-length': content.length });
    response.write(content.subarray(0, 500));
  });
  for await (const chunk of (await open()).body) {
    expect(chunk).toHaveLength(500);
    break;
  }
  (await open()).close();
  expect(await Promise.all(closed)).toHaveLength(2);
});
