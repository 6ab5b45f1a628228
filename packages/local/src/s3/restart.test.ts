import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestClock, startTestServices, type TestServices } from '../testing/start-services.ts';

let dataDir: string;
let services: TestServices;
const clock = createTestClock();
const Bucket = 'kept';

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'groundcrew-restart-'));
  services = await startTestServices({ dataDir, clock });
  services.services.s3.createBucket(Bucket, { versioning: true });
});
afterEach(async () => {
  await services.close();
  rmSync(dataDir, { recursive: true });
});

async function restart(): Promise<void> {
  await services.close();
  services = await startTestServices({ dataDir, clock });
}

const put = (Key: string, Body: string) =>
  services.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const textOf = async (Key: string, VersionId?: string) =>
  (
    await services.clients.s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))
  ).Body!.transformToString();
const bodies = () => readdirSync(join(dataDir, 's3/bodies'));
const journal = () => join(dataDir, 's3/objects.jsonl');

test('objects, versions, markers and copies survive a restart, and another one', async () => {
  const { s3 } = services.clients;
  const { VersionId } = await put('한글 키.csv', 'one');
  await put('한글 키.csv', 'two');
  await s3.send(
    new CopyObjectCommand({
      Bucket,
      Key: 'copy',
      CopySource: `${Bucket}/${encodeURIComponent('한글 키.csv')}`,
    }),
  );
  await put('hidden', 'x');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'hidden' }));

  for (const _ of ['once', 'again']) {
    await restart();
    expect(await textOf('한글 키.csv')).toBe('two');
    expect(await textOf('한글 키.csv', VersionId)).toBe('one');
    expect(await textOf('copy')).toBe('two');
    const { Contents } = await services.clients.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['copy', '한글 키.csv']);
  }
});

test('a multipart upload continues after a restart', async () => {
  const Key = 'parts';
  const { UploadId } = await services.clients.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const { ETag } = await services.clients.s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: Buffer.from('part') }),
  );
  await restart();
  await services.clients.s3.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );
  expect(await textOf(Key)).toBe('part');
});

test('sequencers grow across a restart, even if the clock does not', async () => {
  await put('a', '1');
  const before = services.created.at(-1)!.record.s3.object.sequencer;
  await restart();
  await put('a', '2');
  expect(services.created.at(-1)!.record.s3.object.sequencer > before).toBe(true);
});

test('a line truncated by a crash is dropped with its change', async () => {
  await put('a', 'whole');
  appendFileSync(journal(), '{"type":"version-put","bucket":"kept","obj');
  writeFileSync(join(dataDir, 's3/bodies/left-behind'), 'x');
  await restart();
  expect(await textOf('a')).toBe('whole');
  expect(bodies()).toHaveLength(1);
  await put('b', 'after');
  await restart();
  expect(await textOf('b')).toBe('after');
});

test('a journal with a malformed line is refused', async () => {
  await put('a', 'x');
  const whole = readFileSync(journal(), 'utf8');
  await services.close();
  writeFileSync(journal(), `{broken\n${whole}`);
  await expect(startTestServices({ dataDir, clock })).rejects.toMatchObject({
    code: 'local.data.broken',
    message: expect.stringContaining('line 1 of'),
  });
  writeFileSync(journal(), whole);
  services = await startTestServices({ dataDir, clock });
});

test('bodies are deleted with the last object that uses them', async () => {
  services.services.s3.createBucket('plain');
  const s3 = services.clients.s3;
  await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body: 'x' }));
  await s3.send(new CopyObjectCommand({ Bucket: 'plain', Key: 'b', CopySource: 'plain/a' }));
  expect(bodies()).toHaveLength(1);
  await s3.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'a' }));
  expect(bodies()).toHaveLength(1);
  await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'b', Body: 'y' }));
  expect(bodies()).toHaveLength(1);
  await s3.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'b' }));
  expect(bodies()).toHaveLength(0);
});

test('an interrupted upload leaves nothing behind', async () => {
  const socket = connect(services.server.port, '127.0.0.1');
  socket.write(
    `PUT /${Bucket}/cut HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\nonly the beginning`,
  );
  await vi.waitFor(() => expect(bodies()).toHaveLength(1), { timeout: 30_000 });
  socket.destroy();
  await vi.waitFor(() => expect(bodies()).toHaveLength(0), { timeout: 30_000 });
  await expect(textOf('cut')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(services.bugs).toEqual([]);
});

test('an object that is deleted while it is read is read to its end', async () => {
  services.services.s3.createBucket('plain');
  const { s3 } = services.clients;
  const Body = Buffer.alloc(8 * 1024 ** 2, 'x');
  await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body }));
  const read = await s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'a' }));
  await s3.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'a' }));
  expect(Buffer.compare(await read.Body!.transformToByteArray(), Body)).toBe(0);
  await vi.waitFor(() => expect(bodies()).toHaveLength(0), { timeout: 30_000 });
});
