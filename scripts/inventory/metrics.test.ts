import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { testedFunctions } from '@groundcrew/functions/testing';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { findKorean } from '@groundcrew/report/messages';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, startStores } from '../testing/groundcrew.ts';

interface Figure {
  readonly key: string;
  readonly value: number | null;
  readonly latest: number | null;
}

/** As deployed, but for the alerts: they are sent at once, and do not wait a second for more records. */
const promptStack = {
  ...stack,
  functions: stack.functions.map((manifest) =>
    manifest.trigger.type === 'dynamodb-stream'
      ? { ...manifest, trigger: { ...manifest.trigger, windowSeconds: 0 } }
      : manifest,
  ),
};

async function openFlow() {
  const local = await startLocal({
    stack: promptStack,
    ...(await testedFunctions(
      'thread',
      stack.functions.map(({ name }) => name),
    )),
  });
  useEnvironment(local);
  const s3 = new S3Client({ forcePathStyle: true });
  const dynamodb = new DynamoDBClient({});
  const Bucket = local.resources.bucketName('StockBucket');
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: 'berlin.csv',
      Body: 'store,item,count\nBerlin,Echo,3\nBerlin,Dot,0\nBerlin,Plus,many\n',
    }),
  );
  await local.idle();
  const TableName = local.resources.tableName('InventoryTable');
  const Item = { Store: { S: 'Berlin' }, Item: { S: 'Echo' }, Count: { N: '0' } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  await local.idle();
  s3.destroy();
  dynamodb.destroy();
  return local;
}

function useEnvironment(local: LocalAws): void {
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
}

/** Both tests only ask it. */
let flow: LocalAws;
beforeAll(async () => {
  flow = await openFlow();
});
afterAll(() => flow.close());

const now = () => ({ now: Date.now });

test('the figures of the functions and of their services are shown, and what was not measured is not 0', async () => {
  useEnvironment(flow);
  const run = await groundcrew(['inventory', 'metrics', '--output', 'json'], now());
  expect(run.code).toBe(0);
  const { metrics, notes } = JSON.parse(run.out) as { metrics: Figure[]; notes?: string[] };
  const valueOf = Object.fromEntries(metrics.map(({ key, value }) => [key, value]));
  expect(valueOf).toMatchObject({
    filesLoaded: 1,
    rowsRead: 3,
    rowsWritten: 2,
    rowsRejected: 1,
    filesRefused: null,
    alertsFound: 2,
    messagesSent: 2,
    loadFailures: 0,
    recordsGivenUp: null,
    loadErrors: 0,
    loadInvocations: 1,
    alertThrottles: 0,
    writeUnits: 3,
    writesThrottled: null,
  });
  expect(valueOf['streamAge']).toBeGreaterThanOrEqual(0);
  expect(notes ?? []).toEqual([]);

  const table = await groundcrew(['inventory', 'metrics', '--language', 'ko'], now());
  expect(table.out).toMatch(/거부한 행 +1 /);
  expect(table.out).toMatch(/거부한 파일 +데이터 없음/);
});

test('one figure is shown period by period', async () => {
  useEnvironment(flow);
  const csv = await groundcrew(
    ['inventory', 'metrics', '--metric', 'rowsRead', '--since', '2h', '--period', '1h', '--output', 'csv'],
    now(),
  );
  const lines = csv.out.trim().split('\r\n');
  expect(lines[0]).toBe('time,value,unit');
  expect([3, 4]).toContain(lines.length - 1);
  expect(lines.at(-1)).toMatch(/^20\d\d-\d\d-\d\dT\d\d:00:00\.000Z,3,count$/);
  expect(lines[1]).toMatch(/Z,,count$/);
  const table = await groundcrew(
    ['inventory', 'metrics', '--metric', 'rowsRead', '--since', '2h', '--period', '1h'],
    now(),
  );
  expect(table.out).toContain('no data');
});

test('without a stack it reports that, and an unknown figure is refused', async () => {
  const local = await startStores();
  onTestFinished(() => local.close());
  const run = await groundcrew(['inventory', 'metrics', '--output', 'json'], now());
  expect(run.code).toBe(0);
  const { metrics, notes } = JSON.parse(run.out) as { metrics: Figure[]; notes: string[] };
  expect(
    metrics
      .filter(({ key }) => key !== 'loadFailures' && key !== 'loadFailuresAge')
      .every(({ value }) => value === null),
  ).toBe(true);
  expect(notes.join(' ')).toContain('The stream of alert-no-stock was not found');
  const wrong = await groundcrew(['inventory', 'metrics', '--metric', 'rows']);
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('rowsRead') as string });
});

test('every figure has a name in Korean', () => {
  // Those of functions are their names.
  const titles = stack.dashboard!.groups.flatMap(({ title, series }) => [
    ...(stack.functions.some(({ name }) => name === title) ? [] : [title]),
    ...series.map((each) => each.title),
  ]);
  expect(titles.filter((title) => findKorean(title, 'inventory') === undefined)).toEqual([]);
});
