import { createDynamoDBClient, putItem } from '@groundcrew/aws/dynamodb';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { testedFunctions } from '@groundcrew/functions/testing';
import { stack } from '@groundcrew/functions/stacks/inventory';
import type { StackManifest } from '@groundcrew/lambda';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';
import { readRequest, readSince } from './backfill-source.ts';

/** Uploads are loaded from `live/` only: the others are from before the stack. */
const shop: StackManifest = {
  ...stack,
  functions: stack.functions.map((manifest) =>
    manifest.trigger.type === 's3-object-created'
      ? { ...manifest, trigger: { ...manifest.trigger, prefix: 'live/' } }
      : manifest,
  ),
};

let local: LocalAws;
let bucket: string;
let names: readonly string[];
const s3 = () => createS3Client({ region: local.region });

beforeAll(async () => {
  const functions = await testedFunctions(
    'thread',
    stack.functions.map(({ name }) => name),
  );
  local = await startLocal({
    stack: shop,
    ...functions,
    settings: { OrderGuard: 'item', FileTime: 'name', AlertKinds: 'every-zero' },
  });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  bucket = local.resources.bucketName('StockBucket');
  names = [
    ...['--table', local.resources.tableName('InventoryTable')],
    ...['--rejects-bucket', local.resources.bucketName('RejectsBucket')],
    ...['--state-machine', 'backfill-inventory'],
  ];
});

afterAll(async () => {
  await local.close();
  vi.unstubAllEnvs();
});

async function upload(key: string, body: string): Promise<void> {
  const client = s3();
  await putObject(client, { bucket, key, body });
  client.destroy();
}

const backfill = (...words: readonly string[]) =>
  groundcrew(['inventory', 'backfill', ...words, ...names, '--output', 'json']);

async function listed(store: string): Promise<[string, number][]> {
  const { out } = await groundcrew([
    'inventory',
    'list',
    '--store',
    store,
    ...names.slice(0, 2),
    '--output',
    'json',
  ]);
  const { items } = JSON.parse(out) as { items: { item: string; count: number }[] };
  return items.map(({ item, count }) => [item, count]);
}

test('each shelf gets the count of the newest file, however old a file is, and nothing is lost', async () => {
  await upload('old/', ' ');
  await upload(
    'old/stock-2025-03-01.csv',
    'store,item,count\nSeoul,Lamp,3\nSeoul,Desk,3\nSeoul,Chair,many\n',
  );
  await upload('old/stock-2025-01-01.csv', 'store,item,count\nSeoul,Lamp,1\nSeoul,Shelf,1\n');
  await upload('old/stock-2025-02-01.csv', 'store,item,count\nSeoul,Lamp,2\nSeoul,Shelf,0\n');
  await upload('old/stock-2025-04-01.csv', '\0\0\0\0');
  await upload('old/undated.csv', 'store,item,count\nSeoul,Lamp,9\n');
  await upload('live/stock-2025-02-15.csv', 'store,item,count\nSeoul,Shelf,15\nSeoul,Lamp,15\n');
  await local.idle();

  const dry = await backfill(`s3://${bucket}/old/`, '--order-by', 'name', '--dry-run');
  expect(dry.code).toBe(0);
  expect(JSON.parse(dry.out)).toMatchObject({
    dryRun: { files: 4, parts: 1, unguarded: 0 },
    skipped: [
      { reason: 'folder marker', files: 1 },
      { reason: 'no date, or several, in its name', files: 1 },
    ],
  });

  const { code, out, err } = await backfill(`s3://${bucket}/old/`, '--order-by', 'name', '--follow');
  expect(err).toMatch(/The backfill \d{8}-\d{6}-\w{4} is started/);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    backfill: { status: 'done', files: 4, filesFailed: 1, rows: 7, rejected: 1, superseded: 4, written: 2 },
    failedFiles: [{ status: 'refused', file: `s3://${bucket}/old/stock-2025-04-01.csv` }],
    rejects: [{ file: `s3://${bucket}/old/stock-2025-03-01.csv`, rejected: 1 }],
  });
  await local.idle();
  expect(await listed('Seoul')).toEqual([
    ['Desk', 3],
    ['Lamp', 3],
    ['Shelf', 15],
  ]);
  expect(local.published('NoStockTopic')).toEqual([]);

  const [, name = ''] = /The backfill (\S+) is started/.exec(err)!;
  const status = await groundcrew(['inventory', 'backfill', 'status', name, ...names, '--language', 'ko']);
  expect(status.code).toBe(3);
  expect(status.out).toContain('재고 저장  완료');
  for (const format of ['csv', 'html']) {
    const shown = await groundcrew(['inventory', 'backfill', 'status', name, ...names, '--output', format]);
    expect(shown.out).toContain(name);
  }
  const ended = await backfill('stop', name);
  expect(ended).toMatchObject({
    code: 1,
    err: expect.stringContaining('does not run: it is done') as string,
  });
  expect((await backfill('resume', name)).code).toBe(1);
  expect((await backfill('set', name, '--concurrency', '4')).code).toBe(1);
});

test('a shelf that it empties is alerted once, or not at all, and one that only gets its time never', async () => {
  await upload('a/stock-2025-06-01.csv', 'store,item,count\nOslo,Lamp,0\nOslo,Desk,4\n');
  await upload('a/stock-2025-06-02.csv', 'store,item,count\nOslo,Lamp,0\n');
  const before = local.published('NoStockTopic').length;
  expect((await backfill(`s3://${bucket}/a/`, '--order-by', 'name', '--follow')).code).toBe(0);
  await local.idle();
  expect(local.published('NoStockTopic').slice(before)).toMatchObject([
    { message: expect.stringContaining('Oslo') as string },
  ]);
  // A newer file with the same count raises the time alone.
  await upload('a/stock-2025-06-03.csv', 'store,item,count\nOslo,Lamp,0\n');
  await upload('a/stock-2025-06-04.csv', 'store,item,count\nOslo,Desk,0\n');
  const quiet = await backfill(`s3://${bucket}/a/`, '--order-by', 'name', '--no-alerts', '--follow');
  expect(quiet.code).toBe(0);
  await local.idle();
  expect(await listed('Oslo')).toEqual([
    ['Desk', 0],
    ['Lamp', 0],
  ]);
  expect(local.published('NoStockTopic')).toHaveLength(before + 1);
});

test('a table with items of unknown age is refused, and adopted if that is asked for', async () => {
  const client = createDynamoDBClient({ region: local.region });
  const tableName = local.resources.tableName('InventoryTable');
  await putItem(client, { tableName, item: { Store: 'Rome', Item: 'Lamp', Count: 9 } });
  client.destroy();
  await upload('b/stock-2025-06-01.csv', 'store,item,count\nRome,Lamp,5\n');
  const source = `s3://${bucket}/b/`;
  const dry = await backfill(source, '--order-by', 'name', '--dry-run');
  expect(dry).toMatchObject({ code: 1, err: expect.stringMatching(/have no attribute FileTime/) as string });
  expect(JSON.parse(dry.out)).toMatchObject({ dryRun: { files: 1, unguarded: 1 } });
  expect((await backfill(source, '--order-by', 'name', '--dry-run', '--adopt')).code).toBe(0);
  const refused = await backfill(source, '--order-by', 'name');
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/1 of \d+ items .* have no attribute FileTime.*--adopt/s);
  expect((await backfill(source, '--order-by', 'name', '--adopt', '--follow')).code).toBe(0);
  expect(await listed('Rome')).toEqual([['Lamp', 5]]);
  await local.idle();
});

test('nothing to read, an unknown name and a wrong use are reported', async () => {
  const none = await backfill(`s3://${bucket}/nowhere/`);
  expect(none.err).toContain('has no file to read (nothing is stored there)');
  const dry = await backfill(`s3://${bucket}/nowhere/`, '--dry-run');
  expect(dry).toMatchObject({ code: 1, err: expect.stringContaining('nothing is stored there') as string });
  expect(JSON.parse(dry.out)).toMatchObject({ dryRun: { files: 0, parts: 0 } });
  const unknown = await backfill('status', 'never');
  expect(unknown.err).toContain('there is no backfill "never"');
  expect((await backfill('set', 'never')).code).toBe(2);
  expect((await backfill('status')).code).toBe(2);
  expect((await backfill('stock.csv')).code).toBe(2);
});

test('a source is a prefix of a bucket, or an action and a name', () => {
  expect(readRequest('s3://shop', undefined)).toEqual({ action: 'start', bucket: 'shop', prefix: '' });
  expect(readRequest('s3://shop/a/b', undefined)).toEqual({ action: 'start', bucket: 'shop', prefix: 'a/b' });
  expect(readRequest('stop', 'x')).toEqual({ action: 'stop', name: 'x' });
  expect(() => readRequest('s3://shop/', 'x')).toThrow(/one argument too many/);
  expect(readSince('2026-03-01')).toBe(Date.UTC(2026, 2, 1));
  expect(readSince(undefined)).toBeUndefined();
  expect(() => readSince('yesterday')).toThrow(/is not a date/);
});
