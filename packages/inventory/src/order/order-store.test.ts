import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { ShelfSurvey } from '../duplicates/shelf-survey.ts';
import { createOrderStore, type OrderedFile, type OrderStore } from './order-store.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
const objects = new Map<string, Buffer>();
const { signal } = new AbortController();

const named = (name: string): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 404 } });

beforeEach(() => {
  s3.reset();
  objects.clear();
  s3.on(PutObjectCommand).callsFake(({ Key, Body }) => {
    objects.set(Key, Buffer.from(Body));
    return {};
  });
  s3.on(DeleteObjectCommand).callsFake(({ Key }) => {
    objects.delete(Key);
    return {};
  });
  s3.on(ListObjectsV2Command).callsFake(({ Prefix, StartAfter = '' }) => ({
    Contents: [...objects.keys()]
      .filter((key) => key.startsWith(Prefix) && key > StartAfter)
      .sort()
      .map((Key) => ({ Key })),
  }));
  s3.on(GetObjectCommand).callsFake(({ Key }) => {
    const body = objects.get(Key);
    if (body === undefined) throw named('NoSuchKey');
    return { ETag: '"1"', ContentLength: body.length, Body: Readable.from([body]) };
  });
});

const createStore = (inventory = 'Inventory'): OrderStore =>
  createOrderStore({ client: new S3Client({}), bucketName: 'rejects', inventory });

const file = (timeMs: number, key: string, stores = ['Berlin']): OrderedFile => ({
  order: { timeMs, object: `s3://stock/${key}`, sequencer: '01' },
  stores,
});

async function register(store: OrderStore, each: OrderedFile, items: readonly string[]): Promise<void> {
  const survey = new ShelfSurvey();
  for (const item of items) survey.add({ store: 'Berlin', item, count: 1, line: 1, offset: 1 });
  await store.register(
    each,
    survey.finish(() => true),
    signal,
  );
}

/** How many shelves each newer file names. */
async function newer(store: OrderStore, each: OrderedFile): Promise<number[]> {
  const counts: number[] = [];
  for await (const { parts } of (await store.look(each, signal)).newerSets()) {
    let count = 0;
    for await (const { hashes } of parts) count += [...hashes].length;
    counts.push(count);
  }
  return counts;
}

const older = async (store: OrderStore, each: OrderedFile): Promise<string[]> =>
  (await store.look(each, signal)).unfinished.map(({ object }) => object);

test('a file finds the newer ones, within a second by name, and the older ones that are being loaded', async () => {
  const store = createStore();
  await register(store, file(1_000, 'b'), ['1']);
  await register(store, file(2_000, 'a'), ['1', '2']);
  await register(store, file(2_000, 'c'), ['1', '2', '3']);
  await register(store, file(30_000, 'a'), ['1', '2', '3', '4']);
  const own = file(2_000, 'b');
  await register(store, own, ['1']);

  expect(await newer(store, own)).toEqual([3, 4]);
  expect(await older(store, own)).toEqual(['s3://stock/b', 's3://stock/a']);
  await store.leave(file(1_000, 'b'));
  expect(await older(store, own)).toEqual(['s3://stock/a']);
  // What it named is remembered.
  expect(await newer(store, file(0, 'z'))).toHaveLength(5);
});

test('files of other stores and of other tables are not read', async () => {
  const store = createStore();
  await register(store, file(9_000, 'a', ['Berlin']), ['1']);
  await register(store, { ...file(9_001, 'b'), stores: undefined }, ['1']);
  await register(createStore('Other'), file(9_002, 'c'), ['1']);
  expect(await newer(store, file(1, 'z', ['Nagoya']))).toEqual([1]);
  expect(s3.commandCalls(GetObjectCommand).map(({ args }) => args[0].input.Key)).toEqual([
    expect.stringMatching(/^\.order\/Inventory\/files\/000000000009001\./),
  ]);
});

test('a repaired file is found by the time of its source, and waited for by its own upload', async () => {
  const store = createStore();
  const repair = { timeMs: 90_000, object: 's3://stock/fix', sequencer: '09' };
  const repaired = { order: { ...file(2_000, 'a').order, repair }, stores: ['Berlin'] };
  await register(store, repaired, ['1']);
  expect(await newer(store, file(2_000, 'a'))).toEqual([1]);
  expect(await newer(store, file(3_000, 'a'))).toEqual([]);
  expect(await older(store, file(3_000, 'a'))).toEqual(['s3://stock/fix']);
});

test('what is deleted after it was listed counts as not listed', async () => {
  const store = createStore();
  await register(store, file(1_000, 'a'), ['1']);
  await register(store, file(9_000, 'b'), ['1']);
  s3.on(GetObjectCommand).rejects(named('NoSuchKey'));
  expect(await newer(store, file(2_000, 'c'))).toEqual([]);
  expect(await older(store, file(2_000, 'c'))).toEqual([]);
});

test('a set that breaks off is an error of its own: not one of the file that is loaded', async () => {
  const store = createStore();
  await register(store, file(9_000, 'b'), ['1']);
  const [key, body] = [...objects].find(([name]) => name.includes('/files/'))!;
  objects.set(key, body.subarray(0, -1));
  await expect(newer(store, file(1, 'a'))).rejects.toMatchObject({
    code: 'inventory.order.set-broken',
    fault: 'service',
    message: expect.stringContaining(`s3://rejects/${key}`),
  });
  s3.on(GetObjectCommand).rejects(
    Object.assign(new Error('replaced'), { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } }),
  );
  await expect(newer(store, file(1, 'a'))).rejects.toMatchObject({ code: 'inventory.order.set-broken' });
});
