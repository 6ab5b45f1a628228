import { Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { findJournalInBucket, type JournalHead } from './journal-in-bucket.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
beforeEach(() => s3.reset());

const head: JournalHead = { version: 1, object: 's3://b/a.csv', sequencer: '01', entry: 's3://b/a.csv#01' };

function find(text: string | undefined) {
  s3.on(GetObjectCommand).callsFake(() => {
    if (text === undefined) throw new NoSuchKey({ message: 'no', $metadata: {} });
    return { Body: Readable.from([Buffer.from(text)]), ContentLength: Buffer.byteLength(text), ETag: '"e"' };
  });
  const store = {
    client: new S3Client({ region: 'us-east-1' }),
    bucketName: 'rejects',
    inventory: 'Inventory',
  };
  return findJournalInBucket(store, head, new AbortController().signal);
}

test('the head of a journal is found, and that there is none', async () => {
  expect((await find(JSON.stringify(head)))?.head).toEqual(head);
  expect(await find(undefined)).toBeUndefined();
});

test.each([
  ['of a version to come', JSON.stringify({ ...head, version: 2 })],
  ['without a version', JSON.stringify({ ...head, version: undefined })],
  ['without its entry', JSON.stringify({ ...head, entry: undefined })],
  ['of null', 'null'],
  ['that is not JSON', '{'],
])('a head %s is refused: an undo by half of it would be wrong', async (_, text) => {
  await expect(find(text)).rejects.toMatchObject({ code: 'inventory.undo.journal-broken' });
});
