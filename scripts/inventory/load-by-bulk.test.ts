import { join } from 'node:path';
import { createDynamoDBClient, getItem, putItem } from '@groundcrew/aws/dynamodb';
import { createS3Client, listObjects, putObject } from '@groundcrew/aws/s3';
import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { createMovableClock, type LocalAws } from '@groundcrew/local';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { program } from '../program.ts';
import { groundcrew, startStores, temporaryFolder } from '../testing/groundcrew.ts';
import { findEngine } from './engine-options.ts';
import type { StockSource } from './stock-source.ts';

const clock = createMovableClock();
let local: LocalAws;
let bucket: string;
beforeAll(async () => {
  local = await startStores({ clock });
  bucket = local.resources.bucketName('StockBucket');
});
beforeEach(() => local.setFaults());
afterAll(async () => {
  await local.close();
  vi.unstubAllEnvs();
});

/** What a command waits for happens meanwhile. */
const sleep = (ms: number): Promise<void> => clock.advance(ms);
const run = (...words: string[]) => groundcrew(words, { sleep });
const load = (uri: string, ...words: string[]) =>
  run('inventory', 'load', uri, '--engine', 'bulk', '--output', 'json', ...words);

async function upload(key: string, rows: string): Promise<string> {
  await clock.advance(60_000);
  const s3 = createS3Client();
  await putObject(s3, { bucket, key, body: `store,item,count\n${rows}` });
  s3.destroy();
  return `s3://${bucket}/${key}`;
}

async function stored(store: string, item: string) {
  const client = createDynamoDBClient();
  const found = await getItem(client, { tableName: 'Inventory', key: { Store: store, Item: item } });
  client.destroy();
  return found;
}

function startedPuts(): number {
  return local.requestCounts().get('dynamodb:StartBulkPutItems') ?? 0;
}

test('an object is loaded under the guard, accounted for, and in the ledger; a second run starts nothing', async () => {
  const uri = await upload('bonn.csv', 'Bonn,Lamp,3\nBonn,Pan,4\nBonn,Pan,5\n');
  const folder = await temporaryFolder();
  const { code, out, err } = await load(uri, '--rejects', join(folder, 'rejects.csv'));
  const { load: loaded, bulk, notes } = JSON.parse(out);
  expect({ code, loaded }).toMatchObject({
    code: 3,
    loaded: { status: 'loaded', rows: 3, written: 1, rejected: 2, superseded: 0 },
  });
  expect(bulk).toMatchObject({ operationStatus: 'COMPLETED', parts: 1, items: 1, written: 1, failed: 0 });
  expect(notes.join(' ')).toContain('No alert is promised');
  expect(err).toContain(
    'Checking that DynamoDB refuses a line whose condition does not hold\nStarted arn:aws:',
  );
  expect(await stored('Bonn', 'Lamp')).toEqual({
    Store: 'Bonn',
    Item: 'Lamp',
    Count: 3,
    FileTime: expect.stringContaining(uri),
  });
  const starts = startedPuts();
  const again = await load(uri, '--rejects', join(folder, 'none.csv'));
  expect(JSON.parse(again.out).bulk).toEqual(bulk);
  expect(startedPuts()).toBe(starts);
  const loads = await run('inventory', 'loads', '--output', 'json');
  expect(JSON.parse(loads.out).loads).toMatchObject([{ status: 'loaded', written: 1, canUndo: false }]);
  const undone = await run('inventory', 'undo', uri, '--yes');
  expect(undone).toMatchObject({ code: 1, err: expect.stringContaining('was loaded by a bulk put') });
  const staging = String(bulk.staging).replace(/^s3:\/\/[^/]+\//, '');
  const s3 = createS3Client();
  const left: string[] = [];
  for await (const page of listObjects(s3, {
    bucket: local.resources.bucketName('RejectsBucket'),
    prefix: staging,
  }))
    left.push(...page.map(({ key }) => key));
  s3.destroy();
  expect(left.filter((key) => key.includes('/parts/'))).toEqual([]);
});

test('what a newer file has written is superseded, and an unchanged row is not', async () => {
  const older = await upload('old.csv', 'Kiel,Lamp,1\nKiel,Pan,2\nKiel,Rug,3\n');
  const newer = await upload('new.csv', 'Kiel,Lamp,9\nKiel,Pan,2\n');
  expect((await load(newer)).code).toBe(0);
  const { code, out } = await load(older);
  expect({ code, load: JSON.parse(out).load }).toMatchObject({
    code: 0,
    load: { rows: 3, written: 1, superseded: 2 },
  });
  expect(await stored('Kiel', 'Lamp')).toMatchObject({ Count: 9 });
  expect(await stored('Kiel', 'Rug')).toMatchObject({ Count: 3 });
});

test('a part that stopped is named with exit code 3, and the next run completes the load', async () => {
  const uri = await upload('jena.csv', 'Jena,Lamp,3\nJena,Pan,4\nJena,Rug,5\n');
  const starts = startedPuts();
  const words = ['inventory', 'load', uri, '--engine', 'bulk', '--output', 'json'];
  const stopped = await groundcrew(words, {
    async sleep(ms) {
      // The first one is that of the line that must not be written.
      if (startedPuts() === starts + 2) local.setFaults({ bulkStop: 1 });
      await clock.advance(ms);
    },
  });
  local.setFaults();
  expect(stopped.code).toBe(3);
  const { bulk, load: loaded } = JSON.parse(stopped.out);
  expect(bulk).toMatchObject({ items: 3, written: 0, superseded: 0, failed: 1, unprocessed: 2 });
  expect(loaded.status).toBe('continued');
  const inWords = await groundcrew(['inventory', 'loads'], { sleep });
  expect(inWords.out).toContain('running');
  const again = await load(uri);
  expect({ code: again.code, ...JSON.parse(again.out).bulk }).toMatchObject({ code: 0, written: 3 });
});

test('Ctrl-C ends the command, not the operation, and the same command continues with it', async () => {
  const uri = await upload('suhl.csv', 'Suhl,Lamp,3\nSuhl,Pan,4\n');
  const starts = startedPuts();
  const words = ['inventory', 'load', uri, '--engine', 'bulk', '--output', 'json'];
  const io = createRecordingIo({
    async sleep(ms, signal) {
      if (startedPuts() === starts + 2) io.interrupt();
      signal?.throwIfAborted();
      await clock.advance(ms);
    },
  });
  expect(await runCli(program, words, io)).toBe(130);
  expect(io.err()).toContain('Run the same command again: it continues where this one stopped');
  const again = await load(uri);
  expect(again.err).toContain('Going on with s3://');
  expect({ code: again.code, ...JSON.parse(again.out).bulk }).toMatchObject({ code: 0, written: 2 });
  expect(startedPuts()).toBe(starts + 2);
});

test('of a large object the engine is chosen and reported, by its size and the table alone', async () => {
  const source = { name: 's3://a/b.csv', baseName: 'b.csv', etag: 'e', sizeBytes: 1024 ** 3 } as StockSource;
  const client = createDynamoDBClient();
  const find = async (change: object) => {
    const io = createRecordingIo();
    const options = {
      ...{ engine: undefined, adopt: false, staging: undefined, ledger: 'L', maxWriteUnits: undefined },
      ...{ bulkPrice: undefined, duplicates: 'sum', undo: false, full: false, orderGuard: 'item' },
      table: 'Inventory',
      ...change,
    } as Parameters<typeof findEngine>[0];
    const { signal } = new AbortController();
    return [await findEngine(options, source, { dynamodb: () => client, io, signal }), io.err()];
  };
  expect(await find({})).toEqual([
    'function',
    expect.stringContaining('Loading by function: a function takes about 5.0 h'),
  ]);
  expect(await find({ bulkPrice: '1' })).toEqual(['bulk', expect.stringContaining('Loading by bulk')]);
  expect(await find({ bulkPrice: '1', undo: true })).toEqual(['function', expect.stringContaining('--undo')]);
  client.destroy();
});

test('where DynamoDB does not take the line that must not be written, nothing is loaded, until it does', async () => {
  const uri = await upload('gera.csv', 'Gera,Lamp,3\n');
  local.setFaults({ bulkStop: 1 });
  const refused = await load(uri);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('is COMPLETED_WITH_ERRORS; nothing of the file is loaded');
  local.setFaults();
  expect(await stored('Gera', 'Lamp')).toBeUndefined();
  expect((await load(uri)).code).toBe(0);
});

test('a table of items without the time of their file is refused, unless it is adopted', async () => {
  const client = createDynamoDBClient();
  await putItem(client, { tableName: 'Inventory', item: { Store: 'Ulm', Item: 'Lamp', Count: 1 } });
  const uri = await upload('ulm.csv', 'Ulm,Lamp,7\n');
  const refused = await load(uri);
  expect({ code: refused.code, starts: await stored('Ulm', 'Lamp') }).toMatchObject({
    code: 1,
    starts: { Count: 1 },
  });
  expect(refused.err).toContain('pass --adopt');
  const adopted = await load(uri, '--adopt');
  expect(adopted.code).toBe(0);
  expect(adopted.err).toContain('Adopting: a bulk put adds the attribute FileTime');
  expect(await stored('Ulm', 'Lamp')).toMatchObject({ Count: 7, FileTime: expect.any(String) });
  client.destroy();
});

test('a dry run shows what each engine takes and costs, and starts nothing', async () => {
  const uri = await upload('hof.csv', 'Hof,Lamp,3\nHof,Pan,4\n');
  const starts = startedPuts();
  const { code, out } = await load(uri, '--dry-run', '--bulk-price', '0.5');
  expect(code).toBe(0);
  const { dryRun, engines } = JSON.parse(out);
  expect(dryRun).toMatchObject({ toWrite: 2 });
  expect(engines).toMatchObject([
    { engine: 'function', costDollars: expect.any(Number) },
    { engine: 'map' },
    { engine: 'bulk', costDollars: expect.any(Number) },
  ]);
  expect(startedPuts()).toBe(starts);
  expect(await stored('Hof', 'Lamp')).toBeUndefined();
});

test.each([
  [['stock.csv', '--engine', 'bulk'], 'loads an object of S3'],
  [['s3://a/b.csv', 's3://a/c.csv', '--engine', 'bulk'], 'loads one file'],
  [['s3://a/b.csv', '--engine', 'bulk', '--undo'], 'leave out --undo'],
  [['s3://a/b.csv', '--engine', 'bulk', '--full'], 'leave out --full'],
  [['s3://a/b.csv', '--engine', 'bulk', '--duplicates', 'last'], 'choose another --duplicates'],
  [['s3://a/b.csv', '--adopt'], 'pass --engine bulk'],
  [['s3://a/b.csv', '--bulk-price', 'free'], 'not an amount of US dollars'],
])('what a bulk put cannot do is wrong usage: %j', async (words, named) => {
  const { code, err } = await run('inventory', 'load', ...words);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(named) });
});

test('the engine map is a backfill, whose command is named', async () => {
  const { code, err } = await run('inventory', 'load', 's3://a/b.csv', '--engine', 'map');
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining('groundcrew inventory backfill s3://a/b.csv --follow'),
  });
});
