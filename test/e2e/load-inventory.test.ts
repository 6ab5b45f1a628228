import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { stack } from '@groundcrew/functions/stacks/inventory';
import type { LoadSummary } from '@groundcrew/inventory/load';
import { workbook } from '@groundcrew/inventory/stock-file/testing';
import {
  type LocalAws,
  type LocalEvent,
  type LocalOptions,
  startLocal,
  type RecordedCall,
} from '@groundcrew/local';
import { afterEach, describe, expect, it } from 'vitest';
import { testedFunctions } from '@groundcrew/functions/testing';
import { roleUse } from '../support/role-use.ts';

const name = 'load-inventory';
const manifest = stack.functions.find((each) => each.name === name)!;
const loadStack = { ...stack, functions: [manifest] };

const built = await testedFunctions('thread', ['load-inventory']);

const closers: (() => unknown)[] = [];
/** `action resource`, of every call that the function made in any of these tests. */
const seen: RecordedCall[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: Partial<LocalOptions> = {}) {
  const events: LocalEvent[] = [];
  const local = await startLocal({
    stack: loadStack,
    ...built,
    retryDelaysMs: [10, 10],
    onEvent: (event) => events.push(event),
    ...options,
  });
  const config = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const dynamodb = new DynamoDBClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const lambda = new LambdaClient(config);
  closers.push(
    () => local.close(),
    () => rememberCalls(local),
    ...[dynamodb, s3, lambda].map((client) => () => client.destroy()),
  );
  const Bucket = local.resources.bucketName('StockBucket');

  return {
    local,
    s3,
    bucket: Bucket,
    upload: (Key: string, Body: string | Buffer, Metadata: Record<string, string> = {}) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, Metadata })),
    shelves: async (): Promise<Record<string, number>> => {
      const found: [string, number][] = [];
      for await (const { Items = [] } of paginateScan(
        { client: dynamodb },
        { TableName: local.resources.tableName('InventoryTable') },
      )) {
        for (const { Store, Item, Count, FileTime, ...more } of Items) {
          expect(more).toEqual({});
          expect(FileTime !== undefined).toBe(options.settings?.OrderGuard === 'item');
          found.push([`${Store?.S}/${Item?.S}`, Number(Count?.N)]);
        }
      }
      return Object.fromEntries(found);
    },
    /** What lies in the rejects bucket for people to read, by key. */
    rejects: async (): Promise<Record<string, string>> => {
      const bucket = { Bucket: local.resources.bucketName('RejectsBucket') };
      const found: Record<string, string> = {};
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, bucket)) {
        for (const { Key = '' } of Contents) {
          if (/^\.(parts|order|undo)\//.test(Key)) continue;
          const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key }));
          found[Key] = await Body!.transformToString();
        }
      }
      return found;
    },
    /** Calls the function and waits for its answer, as a person does who sends an event again. */
    invoke: async (event: unknown): Promise<readonly LoadSummary[]> => {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
      );
      const answer = JSON.parse(Payload!.transformToString()) as readonly LoadSummary[];
      expect([FunctionError, answer]).toEqual([undefined, answer]);
      return answer;
    },
    summaries: () =>
      events.flatMap((event) => (event.type === 'finished' ? (event.result as readonly LoadSummary[]) : [])),
    metrics: () =>
      events.flatMap((event) =>
        event.type === 'log' && event.line.includes('"_aws"') ? [JSON.parse(event.line)] : [],
      ) as Record<string, unknown>[],
  };
}

function rememberCalls(local: LocalAws): void {
  seen.push(...local.calls());
}

function record(bucket: string, key: string, sequencer: string) {
  return {
    Records: [
      { eventName: 'ObjectCreated:Put', s3: { bucket: { name: bucket }, object: { key, sequencer } } },
    ],
  };
}

describe('load-inventory, from the bucket to the table', () => {
  it('rejects rows of one shelf that disagree, or adds them up by a setting', async () => {
    const file = 'store,item,size,count\nBerlin,T-shirt,S,3\nBerlin,T-shirt,M,5\nBerlin,Lamp,,1\n';
    const usual = await start();
    await usual.upload('a.csv', file);
    const sums = await start({ settings: { Duplicates: 'sum' } });
    await sums.upload('a.csv', file);
    await Promise.all([usual.local.idle(), sums.local.idle()]);

    expect(await usual.shelves()).toEqual({ 'Berlin/Lamp': 1 });
    expect(Object.values(await usual.rejects())[0]).toMatch(
      /T-shirt,S,3,2,.*shelf-duplicate.*\n.*T-shirt,M,5,3,/,
    );
    expect(await sums.shelves()).toEqual({ 'Berlin/Lamp': 1, 'Berlin/T-shirt': 8 });
  });

  it('skips the folders that the console of S3 makes, and detects encodings, by metadata or by the bytes', async () => {
    const { local, bucket, upload, s3, shelves, summaries } = await start();
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: '2026/', Body: '', ContentLength: 0 }));
    await upload(
      'b.csv',
      Buffer.from('store,item,count\nM\xfcnchen,Br\xf6tchen,4\nZ\xfcrich,K\xe4se,5\n', 'latin1'),
    );
    const Body = Buffer.from('store,item,count\nK\xf6ln,T\xfcr,3\n', 'latin1');
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: '2026/a.csv',
        Body,
        Metadata: { encoding: 'windows-1252' },
      }),
    );
    await local.idle();

    expect(summaries().map(({ status }) => status)).toEqual(['loaded', 'loaded']);
    expect(await shelves()).toEqual({ 'Köln/Tür': 3, 'München/Brötchen': 4, 'Zürich/Käse': 5 });
  });

  it('loads an upload with an awkward name, and keeps its bad rows apart', async () => {
    const { local, bucket, upload, shelves, rejects, summaries, metrics } = await start();
    const key = '2026 봄/seoul+busan (1).csv';

    await upload(key, '\uFEFF매장;상품;수량\n서울;에코 닷;0\n부산;에코 닷;많이\n서울;에코 닷;0\n');
    await local.idle();

    expect(await shelves()).toEqual({ '서울/에코 닷': 0 });
    const [[rejectsKey, rejected] = ['', '']] = Object.entries(await rejects());
    expect(rejectsKey).toMatch(
      /^groundcrew-stock-.*\/2026 봄\/seoul\+busan \(1\)\.csv\.[0-9A-F]+\.rejects\.csv$/,
    );
    expect(rejected.split('\n')[0]).toContain('매장;상품;수량;reject_line;reject_offset');
    expect(rejected.split('\n')[1]).toMatch(/^부산;에코 닷;많이;3;.*;수량;count-not-whole;/);
    expect(summaries()).toEqual([
      {
        status: 'loaded',
        object: `s3://${bucket}/${key}`,
        versionId: expect.any(String) as string,
        rows: 3,
        written: 1,
        rejected: 1,
        duplicates: 1,
        superseded: 0,
        fileTime: expect.stringMatching(/^20.*000Z$/) as string,
        unprocessedRetries: 0,
        durationMs: expect.any(Number) as number,
        rejectsAt: `s3://${local.resources.bucketName('RejectsBucket')}/${rejectsKey}`,
      },
    ]);
    expect(metrics()).toEqual([
      expect.objectContaining({
        Function: name,
        FilesLoaded: 1,
        RowsRead: 3,
        RowsWritten: 1,
        RowsRejected: 1,
      }),
    ]);
  });

  it('writes nothing for an event that comes twice, late, or of an object that is gone', async () => {
    const { local, bucket, upload, shelves, invoke } = await start();

    await upload('a.csv', 'store,item,count\nBerlin,Echo Plus,1\n');
    await local.idle();

    const late = record(bucket, 'a.csv', '00');
    expect(await invoke(late)).toMatchObject([{ status: 'loaded', written: 0, superseded: 1 }]);
    expect(await invoke({ requestPayload: late })).toMatchObject([{ status: 'duplicate', written: 0 }]);
    expect(await invoke(record(bucket, 'gone.csv', '01'))).toMatchObject([{ status: 'gone', written: 0 }]);
    expect(await invoke(record(bucket, 'gone.csv', '01'))).toMatchObject([{ status: 'duplicate' }]);
    expect(await shelves()).toEqual({ 'Berlin/Echo Plus': 1 });
  });

  it('leaves out the shelves that a newer file names, also after its rejects are repaired', async () => {
    const { local, upload, shelves, rejects, summaries } = await start({ settings: { FileTime: 'name' } });

    await upload('stock-2026-03-02.csv', 'store,item,count\nBerlin,Echo Plus,2\nBerlin,Dot,2\n');
    await local.idle();
    await upload(
      'stock-2026-03-01.csv',
      'store,item,count\nBerlin,Echo Plus,0\nBerlin,Lamp,1\nBerlin,Dot,x\n',
    );
    await local.idle();
    await upload('repaired.csv', Object.values(await rejects())[0]!.replace(',x,', ',1,'));
    await local.idle();

    expect(await shelves()).toEqual({ 'Berlin/Echo Plus': 2, 'Berlin/Dot': 2, 'Berlin/Lamp': 1 });
    expect(summaries().map(({ written, superseded, fileTime }) => [written, superseded, fileTime])).toEqual([
      [2, 0, '2026-03-02T00:00:00.000Z'],
      [1, 1, '2026-03-01T00:00:00.000Z'],
      [0, 1, '2026-03-01T00:00:00.000Z'],
    ]);
  });

  it('with OrderGuard item, leaves what a newer file has written, also after the rejects of the older one are repaired', async () => {
    const { local, upload, shelves, rejects, summaries, bucket, invoke } = await start({
      settings: { FileTime: 'name', OrderGuard: 'item', Duplicates: 'last' },
      faults: { functionsOnly: 1, conflict: 0.05, resetAfter: 0.05, seed: 2 },
    });
    const counts = () => summaries().map(({ written, superseded }) => [written, superseded]);

    await upload('stock-2026-03-02.csv', 'store,item,count\nBerlin,Echo Plus,2\nBerlin,Dot,2\n');
    await local.idle();
    await upload(
      'stock-2026-03-01.csv',
      'store,item,count\nBerlin,Echo Plus,0\nBerlin,Lamp,9\nBerlin,Dot,x\nBerlin,Lamp,1\n',
    );
    await local.idle();
    await upload('repaired.csv', Object.values(await rejects())[0]!.replace(',x,', ',1,'));
    await local.idle();

    expect(await shelves()).toEqual({ 'Berlin/Echo Plus': 2, 'Berlin/Dot': 2, 'Berlin/Lamp': 1 });
    expect(counts()).toEqual([
      [2, 0],
      [1, 1],
      [0, 1],
    ]);
    expect(await invoke(record(bucket, 'gone.csv', '01'))).toMatchObject([{ status: 'gone' }]);
    // Nothing of the files is remembered elsewhere.
    const calls = local.calls().filter(({ caller }) => caller === name);
    const rejectsBucket = local.resources.bucketName('RejectsBucket');
    expect(calls.filter(({ resource }) => resource === `arn:aws:s3:::${rejectsBucket}`)).toEqual([]);
  });

  it('with OrderGuard item, a full export counts for shelves that it does not name, in the table or not', async () => {
    const { local, upload, shelves } = await start({
      settings: { FileTime: 'name', OrderGuard: 'item', FullExports: 'full/', FullMaxVanished: '100' },
    });
    await upload('2026-03-01.csv', 'store,item,count\nBerlin,Dot,1\nBerlin,Lamp,1\n');
    await local.idle();
    await upload('full/2026-03-03.csv', 'store,item,count\nBerlin,Dot,3\n');
    await local.idle();
    await upload('2026-03-02.csv', 'store,item,count\nBerlin,Dot,2\nBerlin,Lamp,2\nBerlin,Pot,2\n');
    await local.idle();
    expect(await shelves()).toEqual({ 'Berlin/Dot': 3, 'Berlin/Lamp': 0, 'Berlin/Pot': 0 });
  });

  it('sets to 0 what a full export does not name, and refuses one that names too little until it is confirmed', async () => {
    const { local, upload, shelves, rejects, summaries, metrics } = await start({
      settings: { FullExports: 'full/' },
    });
    const rowsOf = (items: readonly number[], count: number): string =>
      `store,item,count\n${items.map((item) => `Berlin,Item ${item},${count}\n`).join('')}`;
    // Within one second files are in the order of their names.
    await upload('a.csv', rowsOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 1));
    await local.idle();
    await upload('full/a.csv', rowsOf([0, 1, 2, 3, 4, 5, 6, 7], 2));
    await local.idle();
    await upload('full/b.csv', rowsOf([0], 3));
    await local.idle();

    const before = Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((item) => [`Berlin/Item ${item}`, 2]));
    expect(await shelves()).toEqual({ ...before, 'Berlin/Item 8': 0, 'Berlin/Item 9': 0 });
    expect(Object.values(await rejects())[0]).toMatch(
      /full\/b\.csv was not loaded: .* 7 of the 8 filled shelves of "Berlin".*\n\(inventory\.file\.shelves-vanish\)/,
    );

    await upload('full/b.csv', rowsOf([0], 3), { 'full-confirmed': 'yes' });
    await local.idle();
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((item) => [`Berlin/Item ${item}`, item === 0 ? 3 : 0]);
    expect(await shelves()).toEqual(Object.fromEntries(all));
    expect(summaries().map(({ status, written, full }) => [status, written, full?.shelves])).toEqual([
      ['loaded', 10, undefined],
      ['loaded', 8, 2],
      ['refused', 0, 7],
      ['loaded', 1, 7],
    ]);
    expect(metrics().map(({ FilesRefused, ShelvesVanished }) => [FilesRefused, ShelvesVanished])).toEqual([
      [undefined, undefined],
      [undefined, 2],
      [1, undefined],
      [undefined, 7],
    ]);
  });

  it('records what is there before, if it is set to, so that its load can be undone', async () => {
    const { local, upload, s3, summaries } = await start({ settings: { UndoJournal: 'on' } });
    await upload('a.csv', 'store,item,count\nBerlin,Echo,1\nBerlin,Dot,2\n');
    await local.idle();
    await upload('b.csv', 'store,item,count\nBerlin,Echo,1\nBerlin,Dot,0\nRome,Pop,9\n');
    await local.idle();

    expect(summaries().map(({ undoable }) => undoable)).toEqual([true, true]);
    const bucket = { Bucket: local.resources.bucketName('RejectsBucket') };
    const journals: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client: s3 },
      { ...bucket, Prefix: '.undo/' },
    )) {
      for (const { Key = '' } of Contents) {
        if (!Key.includes('/changes/')) continue;
        const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key }));
        journals.push(await Body!.transformToString());
      }
    }
    expect(journals.join('').trim().split('\n').toSorted()).toEqual([
      '{"store":"Berlin","item":"Dot","before":null,"after":{"Count":{"N":"2"}}}',
      '{"store":"Berlin","item":"Dot","before":{"Count":{"N":"2"}},"after":{"Count":{"N":"0"}}}',
      '{"store":"Berlin","item":"Echo","before":null,"after":{"Count":{"N":"1"}}}',
      '{"store":"Rome","item":"Pop","before":null,"after":{"Count":{"N":"9"}}}',
    ]);
  });

  it('reports a file that it cannot read, and does not fail for it', async () => {
    const { local, upload, rejects, summaries, metrics } = await start();

    await upload('picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]));
    await local.idle();

    expect(summaries()).toMatchObject([{ status: 'refused', reasonCode: 'inventory.file.binary' }]);
    const [[key, note] = ['', '']] = Object.entries(await rejects());
    expect(key).toMatch(/picture\.csv\.[0-9A-F]+\.refused\.txt$/);
    expect(note).toContain('picture.csv was not loaded: ');
    expect(metrics()).toEqual([expect.objectContaining({ FilesRefused: 1 })]);
  });

  it('loads the sheet of a workbook that its metadata name, and reports where in it', async () => {
    const { local, upload, shelves, rejects, summaries } = await start();
    const rows = [
      ['store', 'item', 'count'],
      ['Berlin', 8801234567890, 3],
      ['Berlin', 'Lamp', 'many'],
    ];

    await upload('stock.xlsx', workbook(rows, { sheetName: '재고' }), { sheet: '=?UTF-8?B?7J6s6rOg?=' });
    await local.idle();
    await upload('other.xlsx', workbook(rows), { sheet: 'Week 48' });
    await local.idle();

    expect(await shelves()).toEqual({ 'Berlin/8801234567890': 3 });
    expect(summaries()).toMatchObject([
      { status: 'loaded', written: 1, rejected: 1, archive: { sheet: '재고' } },
      { status: 'refused', reasonCode: 'inventory.file.sheet-missing' },
    ]);
    const texts = Object.values(await rejects());
    expect(texts).toContainEqual(expect.stringContaining('Berlin,Lamp,many,3,'));
    expect(texts).toContainEqual(expect.stringContaining('no sheet "Week 48": it has "Sheet1"'));
  });

  it.each([
    ['long.csv', 800],
    // Looked through and skipped from its start each time.
    ['long.xlsx', 800],
  ])(
    'continues in further invocations of itself where %s takes longer than one may live',
    async (key, count) => {
      const { local, upload, shelves, rejects, summaries, metrics } = await start({
        // The table is slow, whatever the machine: one invocation works for 4 s and can't be done by then: 140 rows at once, and 140 a second.
        // On a busy machine it has to get as far as its first rows in that time.
        faults: { tableWrites: 140, functionsOnly: 1 },
        functions: {
          [name]: { timeoutMs: 30_000, environment: { CHECKPOINT_SECONDS: '1', RESERVE_SECONDS: '26' } },
        },
      });
      // Long names, so that a few rows are much of a file, and a checkpoint comes after few rows.
      const long = 'x'.repeat(900);
      const rows = Array.from({ length: count }, (_, row) => ({
        store: `Store ${row % 4}`,
        item: `Item ${row} ${long}`,
        row,
      }));
      const bad = count / 10;
      const lines = rows.flatMap(({ store, item, row }) => [
        `${store},${item},${row}`,
        ...(row % 10 === 0 ? [`${store},,${row}`] : []),
      ]);

      const table = ['store,item,count', ...lines];
      await upload(
        key,
        key.endsWith('.xlsx') ? workbook(table.map((line) => line.split(','))) : table.join('\n'),
      );
      await local.idle();

      const stored = await shelves();
      expect(Object.keys(stored)).toHaveLength(rows.length);
      expect(stored).toEqual(
        Object.fromEntries(rows.map(({ store, item, row }) => [`${store}/${item}`, row])),
      );
      const statuses = summaries().map(({ status }) => status);
      expect(statuses.length).toBeGreaterThan(1);
      expect(new Set(statuses.slice(0, -1))).toEqual(new Set(['continued']));
      expect(summaries().at(-1)).toMatchObject({
        status: 'loaded',
        rows: count + bad,
        written: count,
        rejected: bad,
      });
      const [[, rejected] = ['', '']] = Object.entries(await rejects());
      expect(rejected.match(/item-missing/g)).toHaveLength(bad);
      expect(rejected.match(/reject_line/g)).toHaveLength(1);
      expect(metrics()).toEqual([expect.objectContaining({ FilesLoaded: 1, RowsWritten: count })]);
    },
  );

  it('is allowed all that it does, and does all that it is allowed', async () => {
    const { local } = await start();
    expect(await roleUse(local, manifest, seen)).toEqual({ unused: [], problems: [] });
  });
});
