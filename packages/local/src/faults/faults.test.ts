import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { startInWorker } from '../lambda/execution-environment.ts';
import { createMovableClock } from '../movable-clock.ts';
import {
  closeLocals,
  functionManifest,
  startTest,
  streamTrigger,
  testStack,
  writeBundle,
} from '../testing/test-stack.ts';

afterEach(closeLocals);

const stack = testStack([]);

function item(name: string) {
  return { Store: { S: 'Berlin' }, Item: { S: name }, Count: { N: '1' } };
}

function putMany(names: readonly string[]) {
  return new BatchWriteItemCommand({
    RequestItems: { Stock: names.map((name) => ({ PutRequest: { Item: item(name) } })) },
  });
}

const names = Array.from({ length: 25 }, (_, index) => `Item ${index}`);

test('unprocessed items are returned and not stored', async () => {
  const { dynamodb } = await startTest({ stack, faults: { unprocessed: 0.5, seed: 3 } });

  const { UnprocessedItems } = await dynamodb.send(putMany(names));
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'Stock' }));

  const left = UnprocessedItems!.Stock!.map(({ PutRequest }) => PutRequest!.Item!.Item!.S!);
  const stored = Items!.map((stock) => stock.Item!.S!);
  expect(left.length).toBeGreaterThan(0);
  expect(stored.length).toBeGreaterThan(0);
  expect([...left, ...stored].sort()).toEqual([...names].sort());
});

function transact(put: readonly string[]) {
  return new TransactWriteItemsCommand({
    TransactItems: put.map((name) => ({ Put: { TableName: 'Stock', Item: item(name) } })),
  });
}

test.each([
  ['conflict', 'TransactionConflict'],
  ['throttle', 'ProvisionedThroughputExceeded'],
])('with the fault %s a transaction is canceled as a whole, with the reason %s', async (fault, code) => {
  const { dynamodb } = await startTest({ stack, faults: { [fault]: 0.2, seed: 3 } });

  const error = await dynamodb.send(transact(names)).catch((thrown: unknown) => thrown);
  const codes = (error as { CancellationReasons: { Code: string }[] }).CancellationReasons.map((r) => r.Code);

  expect(new Set(codes)).toEqual(new Set(['None', code]));
  expect(codes).toHaveLength(names.length);
});

test('a transaction uses two units of each item', async () => {
  const clock = createMovableClock();
  const { dynamodb } = await startTest({ stack, clock, faults: { tableWrites: 40 } });

  await expect(dynamodb.send(transact(names))).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message: expect.stringMatching(/^[^[]+\[(None, ){20}ProvisionedThroughputExceeded/),
  });
  await clock.advance(1_000);
  await dynamodb.send(transact(names.slice(0, 20)));
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: 'Stock' }));
  expect(Count).toBe(20);
});

test('a late write is answered by a reset connection, and carried out when its time has come', async () => {
  const clock = createMovableClock();
  const { dynamodb, local } = await startTest({ stack, clock, faults: { late: 1, lateMs: 5_000 } });
  const count = async () => (await dynamodb.send(new ScanCommand({ TableName: 'Stock' }))).Count;

  await expect(dynamodb.send(putMany(names))).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await count()).toBe(0);
  await clock.advance(5_000);
  await local.idle();
  expect(await count()).toBe(names.length);
});

test('a write that is late when the embedded AWS is closed is never carried out', async () => {
  const clock = createMovableClock();
  const { dynamodb, local, events } = await startTest({ stack, clock, faults: { late: 1 } });
  await expect(dynamodb.send(putMany(names))).rejects.toMatchObject({ code: 'ECONNRESET' });
  await local.close();
  await clock.advance(5_000);
  expect(events.filter(({ type }) => type === 'bug')).toEqual([]);
});

test('a partition accepts writes up to its capacity, and more as time passes', async () => {
  const clock = createMovableClock();
  const { dynamodb } = await startTest({ stack, clock, faults: { partitionWrites: 10 } });

  const first = await dynamodb.send(putMany(names));
  const refused = dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item: item('one more') }));
  await expect(refused).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await expect(dynamodb.send(putMany(names))).rejects.toMatchObject({
    name: 'ProvisionedThroughputExceededException',
  });
  const elsewhere = { Store: { S: 'Seoul' }, Item: { S: 'Echo' } };
  await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item: elsewhere }));
  await clock.advance(500);
  const second = await dynamodb.send(putMany(names));

  expect(first.UnprocessedItems!.Stock).toHaveLength(15);
  expect(second.UnprocessedItems!.Stock).toHaveLength(20);
});

test.each([
  ['error', false],
  ['errorAfter', true],
  ['reset', false],
  ['resetAfter', true],
] as const)(
  '%s: the caller sees a failure, and whether the write took effect is %s',
  async (fault, isStored) => {
    const { dynamodb, local } = await startTest({ stack, faults: { [fault]: 1, functionsOnly: 0 } });

    await expect(
      dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item: item('Echo') })),
    ).rejects.toThrow();

    expect(local.streamRecords('Stock')).toHaveLength(isStored ? 1 : 0);
  },
);

test("faults for functions only don't affect others", async () => {
  const { dynamodb } = await startTest({
    stack,
    faults: { error: 1, reset: 1, throttle: 1, unprocessed: 1, functionsOnly: 1 },
  });

  await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item: item('Echo') }));
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: 'Stock', Key: { Store: { S: 'Berlin' }, Item: { S: 'Echo' } } }),
  );

  expect(Item).toEqual(item('Echo'));
});

test('notifications are duplicated, delayed and reordered as configured', async () => {
  const { local, events, s3 } = await startTest({
    stack: testStack([functionManifest('load', { type: 's3-object-created', bucket: 'StockBucket' })]),
    bundles: [writeBundle('load', 'exports.handler = async ({ Records }) => Records[0].s3.object.key;')],
    faults: { duplicate: 0.5, reorder: 0.5, delay: 0.5, delayMs: 20, seed: 5 },
  });
  const keys = Array.from({ length: 12 }, (_, index) => `${index + 10}`);

  for (const Key of keys) {
    const Bucket = local.resources.bucketName('StockBucket');
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ContentLength: 1 }));
  }
  await local.idle();

  const seen = events.flatMap((event) => (event.type === 'finished' ? [event.result as string] : []));
  expect(new Set(seen)).toEqual(new Set(keys));
  expect(seen.length).toBeGreaterThan(keys.length);
  expect(seen).not.toEqual([...seen].sort());
});

test('stream batches are redelivered as configured, and each record is delivered at least once', async () => {
  const { local, events, dynamodb } = await startTest({
    stack: testStack([functionManifest('watch', streamTrigger())]),
    bundles: [
      writeBundle(
        'watch',
        'exports.handler = async ({ Records }) => Records.map(({ dynamodb }) => dynamodb.Keys.Item.S);',
      ),
    ],
    faults: { duplicate: 1 },
  });

  await dynamodb.send(putMany(['a', 'b']));
  await local.idle();

  expect(events.flatMap((event) => (event.type === 'finished' ? [event.result] : []))).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

test('functions are killed at their calls or after a while, and their retries succeed in the end', async () => {
  const { local, events, dynamodb } = await startTest({
    stack: testStack([functionManifest('watch', streamTrigger({ maximumRetryAttempts: -1 }))]),
    bundles: [
      writeBundle(
        'watch',
        `exports.handler = async ({ Records }) => {
          const scope = process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/dynamodb/aws4_request';
          for (let call = 0; call < 45; call++) {
            await fetch(process.env.AWS_ENDPOINT_URL, {
              method: 'POST',
              headers: {
                'x-amz-target': 'DynamoDB_20120810.ListTables',
                authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
              },
              body: '{}',
            });
          }
          await new Promise((resolve) => setTimeout(resolve, 300));
          return Records.map(({ dynamodb }) => dynamodb.Keys.Item.S);
        };`,
      ),
    ],
    retryDelaysMs: [0],
    faults: { kill: 0.7, seed: 2 },
    startEnvironment: startInWorker,
  });

  for (const name of ['a', 'b', 'c']) {
    await dynamodb.send(putMany([name]));
    await local.idle();
  }

  const seen = events.flatMap((event) => (event.type === 'finished' ? (event.result as string[]) : []));
  const killed = events.filter((event) => event.type === 'failed');
  expect(seen).toEqual(['a', 'b', 'c']);
  expect(killed.length).toBeGreaterThan(0);
  for (const { errorMessage } of killed) expect(errorMessage).toMatch(/signal: killed$/);
});

test('faults can be changed while running, and restart with their seed', async () => {
  const { dynamodb, local } = await startTest({ stack });
  const leftWith = async (seed: number) => {
    local.setFaults({ unprocessed: 0.5, seed });
    const { UnprocessedItems } = await dynamodb.send(putMany(names));
    return UnprocessedItems!.Stock!.map(({ PutRequest }) => PutRequest!.Item!.Item!.S);
  };

  const [first, again, other] = [await leftWith(1), await leftWith(1), await leftWith(2)];
  local.setFaults();
  const { UnprocessedItems } = await dynamodb.send(putMany(names));

  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(UnprocessedItems).toEqual({});
});

test('latency delays calls and fails none', async () => {
  const { local } = await startTest({ stack, faults: { latency: 1, latencyMs: 1 } });
  const dynamodb = new DynamoDBClient({
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  await Promise.all(names.map((name) => dynamodb.send(putMany([name]))));

  expect(local.streamRecords('Stock')).toHaveLength(25);
});
