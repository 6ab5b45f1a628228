import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { readBatches } from '../stock-file/testing/read-all.ts';
import { createRejectsInBucket } from './index.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
const objects = new Map<string, Buffer>();
const upload = { bucket: 'shop', key: 'a.csv', sequencer: '01' };
const sinkOf = (run: string) =>
  createRejectsInBucket({
    client: new S3Client({ region: 'us-east-1' }),
    bucketName: 'rejects',
    upload,
    run,
  });

beforeEach(() => {
  s3.reset();
  objects.clear();
  s3.on(PutObjectCommand).callsFake(({ Key, Body }) => void objects.set(Key, Buffer.from(Body)));
  s3.on(GetObjectCommand).callsFake(({ Key }) => {
    const body = objects.get(Key)!;
    return { Body: Readable.from([body]), ContentLength: body.length, ETag: '"e"' };
  });
});

async function sample() {
  const text = Array.from({ length: 4 }, (_, row) => `Berlin,item ${row},bad\n`).join('');
  const [batch] = await readBatches(Buffer.from(`store,item,count\n${text}`));
  return batch!;
}
const itemsIn = (key: string): string[] =>
  objects
    .get(key)
    ?.toString()
    .match(/item \d/g) ?? [];

test('without a checkpoint in between, rejects are one PutObject call', async () => {
  const { rejects, state } = await sample();
  expect(await sinkOf('r1').finish([], { rejects, state })).toBe('s3://rejects/shop/a.csv.01.rejects.csv');
  expect(s3.calls()).toHaveLength(1);
  expect(itemsIn('shop/a.csv.01.rejects.csv')).toEqual(['item 0', 'item 1', 'item 2', 'item 3']);
});

test('parts are combined in order, under one header', async () => {
  const { rejects, state } = await sample();
  const sink = sinkOf('r1');
  const parts = [
    await sink.save({ rejects: rejects.slice(0, 1), state }),
    await sink.save({ rejects: rejects.slice(1, 3), state }),
  ];
  await sink.finish(parts, { rejects: rejects.slice(3), state });
  expect(itemsIn('shop/a.csv.01.rejects.csv')).toEqual(['item 0', 'item 1', 'item 2', 'item 3']);
  expect(
    objects
      .get('shop/a.csv.01.rejects.csv')
      ?.toString()
      .match(/reject_line/g),
  ).toHaveLength(1);
  expect([...objects.keys()]).toEqual([
    ...parts.map((part) => `.parts/shop/a.csv.01/${part}`),
    'shop/a.csv.01.rejects.csv',
  ]);
});

test('a part that a checkpoint refers to is not overwritten by a run that was considered dead', async () => {
  const { rejects, state } = await sample();
  const part = await sinkOf('r2').save({ rejects: rejects.slice(0, 2), state });
  await sinkOf('r1').save({ rejects: rejects.slice(0, 1), state });
  expect(itemsIn(`.parts/shop/a.csv.01/${part}`)).toEqual(['item 0', 'item 1']);
});

test('a file without rejects leaves no objects', async () => {
  const { state } = await sample();
  expect(await sinkOf('r1').finish([], { rejects: [], state })).toBeUndefined();
  expect(objects.size).toBe(0);
});
