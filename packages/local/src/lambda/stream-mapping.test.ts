import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { afterEach, expect, test, vi } from 'vitest';
import { createMovableClock } from '../movable-clock.ts';
import type { LocalAws } from '../options.ts';
import {
  closeLocals,
  functionManifest,
  startTest,
  streamTrigger,
  testStack,
  writeBundle,
} from '../testing/test-stack.ts';

afterEach(closeLocals);

// Fails while a count of 13 is among its records, and returns all counts.
const superstitious = `
  exports.handler = async ({ Records }) => {
    const counts = Records.map(({ dynamodb }) => dynamodb.NewImage.Count.N);
    if (counts.includes('13')) throw new Error('thirteen of ' + counts);
    return { counts };
  };`;

const reporting = `
  exports.handler = async ({ Records }) => {
    const failed = Records.find(({ dynamodb }) => dynamodb.NewImage.Count.N === '13');
    return {
      counts: Records.map(({ dynamodb }) => dynamodb.NewImage.Count.N),
      batchItemFailures: failed ? [{ itemIdentifier: failed.dynamodb.SequenceNumber }] : [],
    };
  };`;

async function putCounts(dynamodb: DynamoDBClient, counts: readonly number[]) {
  for (const count of counts) {
    const Item = { Store: { S: 'Berlin' }, Item: { S: `Item ${count}` }, Count: { N: String(count) } };
    await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
  }
}

function countsOf(events: readonly { type: string; result?: unknown }[]): string[][] {
  return events.flatMap(({ type, result }) =>
    type === 'finished' ? [(result as { counts: string[] }).counts] : [],
  );
}

test('records wait until their window ends, and are then delivered in one batch', async () => {
  const clock = createMovableClock();
  const { local, events, dynamodb } = await startTest({
    stack: testStack([functionManifest('watch', streamTrigger({ windowSeconds: 5 }))]),
    bundles: [writeBundle('watch', superstitious)],
    clock,
  });

  await putCounts(dynamodb, [1, 2, 3]);
  await local.idle({ ignoreWaiting: true });
  const before = countsOf(events);
  await clock.advance(5000);
  await local.idle();

  expect(before).toEqual([]);
  expect(countsOf(events)).toEqual([['1', '2', '3']]);
});

test('a poison record is isolated by splitting, sent to the failure queue, and does not block the others', async () => {
  const { local, events, dynamodb } = await startTest({
    stack: testStack([
      functionManifest(
        'watch',
        streamTrigger({ windowSeconds: 1, bisectOnError: true, maximumRetryAttempts: 1 }),
      ),
    ]),
    bundles: [writeBundle('watch', superstitious)],
    retryDelaysMs: [0],
  });

  await putCounts(dynamodb, [11, 12, 13, 14, 15]);
  await local.idle();

  expect(countsOf(events).flat()).toEqual(['11', '12', '14', '15']);
  const thirteen = local.streamRecords('Stock')[2]!.dynamodb.SequenceNumber;
  expect(local.messages('failures').map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      DDBStreamBatchInfo: {
        batchSize: 1,
        startSequenceNumber: thirteen,
        endSequenceNumber: thirteen,
        streamArn: local.streamRecords('Stock')[0]!.eventSourceARN,
      },
    },
  ]);
});

interface StoredBatch {
  readonly DDBStreamBatchInfo: { readonly shardId: string };
  readonly payload: string;
}

/** What a bucket has, by its keys. */
async function storedIn(local: LocalAws, bucket: string): Promise<Map<string, StoredBatch>> {
  const stored = new Map<string, StoredBatch>();
  for (const key of local.objectKeys(bucket)) {
    const response = await fetch(`${local.endpoint}/${local.resources.bucketName(bucket)}/${key}`, {
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=a/20261105/us-east-1/s3/aws4_request, SignedHeaders=host',
      },
    });
    stored.set(key, (await response.json()) as StoredBatch);
  }
  return stored;
}

test('a bucket receives the records of a batch that failed permanently, under the documented key', async () => {
  const clock = createMovableClock(Date.UTC(2026, 10, 5, 7, 8, 9));
  const { local, events, dynamodb, lambda } = await startTest({
    clock,
    stack: testStack([
      functionManifest(
        'watch',
        streamTrigger({
          batchSize: 1,
          maximumRetryAttempts: 0,
          onFailure: { bucket: 'StockBucket' },
        }),
      ),
    ]),
    bundles: [writeBundle('watch', superstitious)],
    retryDelaysMs: [0],
  });

  await putCounts(dynamodb, [13, 14]);
  await local.idle();

  const { EventSourceMappings: mappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: 'watch' }),
  );
  const bucket = local.resources.bucketName('StockBucket');
  expect(mappings).toMatchObject([
    { DestinationConfig: { OnFailure: { Destination: `arn:aws:s3:::${bucket}` } } },
  ]);
  const [[key, body] = [], ...others] = await storedIn(local, 'StockBucket');
  expect(others).toEqual([]);
  const [record] = local
    .streamRecords('Stock')
    .filter(({ dynamodb: { NewImage } }) => NewImage?.Count?.N === '13');
  expect(key).toMatch(
    new RegExp(
      `^aws/lambda/${mappings[0]!.UUID}/${body!.DDBStreamBatchInfo.shardId}/2026/11/05/2026-11-05T07\\.08\\.09-[0-9a-f-]{36}$`,
    ),
  );
  expect(body).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: '2026-11-05T07:08:09.000Z',
    DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: record!.dynamodb.SequenceNumber },
  });
  expect(JSON.parse(body!.payload)).toMatchObject({
    Records: [{ eventSourceARN: record!.eventSourceARN, dynamodb: { NewImage: { Count: { N: '13' } } } }],
  });
  expect(countsOf(events)).toEqual([['14']]);
  expect(events.filter(({ type }) => type === 'discarded')).toMatchObject([{ bucket }]);
});

test('a bucket that was deleted does not keep the records after a poison one from the function', async () => {
  const { local, events, dynamodb } = await startTest({
    stack: testStack([
      functionManifest(
        'watch',
        streamTrigger({ batchSize: 1, maximumRetryAttempts: 0, onFailure: { bucket: 'StockBucket' } }),
      ),
    ]),
    bundles: [writeBundle('watch', superstitious)],
    retryDelaysMs: [0],
  });
  const bucket = local.resources.bucketName('StockBucket');
  expect((await fetch(`${local.endpoint}/${bucket}`, { method: 'DELETE' })).status).toBe(204);

  await putCounts(dynamodb, [13, 14]);
  await local.idle();

  expect(countsOf(events)).toEqual([['14']]);
  expect(events.filter(({ type }) => type === 'discarded')[0]).not.toHaveProperty('bucket');
  expect(events.filter(({ type }) => type === 'bug')).toEqual([]);
});

test('a failure queue that was deleted does not keep the records after a poison one from the function', async () => {
  const { local, events, dynamodb } = await startTest({
    stack: testStack([functionManifest('watch', streamTrigger({ batchSize: 1, maximumRetryAttempts: 0 }))]),
    bundles: [writeBundle('watch', superstitious)],
    retryDelaysMs: [0],
  });
  const deleted = await fetch(local.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSQS.DeleteQueue' },
    body: JSON.stringify({ QueueUrl: local.resources.queueUrl('Failures') }),
  });
  expect(deleted.status).toBe(200);

  await putCounts(dynamodb, [13, 14]);
  await local.idle();

  expect(countsOf(events)).toEqual([['14']]);
  const discarded = events.filter(({ type }) => type === 'discarded');
  expect(discarded).toMatchObject([{ condition: 'RetryAttemptsExhausted' }]);
  expect(discarded[0]).not.toHaveProperty('queue');
  expect(events.filter(({ type }) => type === 'bug')).toEqual([]);
});

test('a function that reports the failed record receives the records from it on again', async () => {
  const { local, events, dynamodb } = await startTest({
    stack: testStack([
      functionManifest('watch', streamTrigger({ windowSeconds: 1, maximumRetryAttempts: 1 })),
    ]),
    bundles: [writeBundle('watch', reporting)],
    retryDelaysMs: [0],
  });

  await putCounts(dynamodb, [11, 12, 13, 14]);
  await local.idle();
  await putCounts(dynamodb, [15]);
  await local.idle();

  expect(countsOf(events)).toEqual([['11', '12', '13', '14'], ['13', '14'], ['15']]);
  expect(local.messages('failures')).toHaveLength(1);
});

test('a batch that fails blocks its lane until its retry, which waits for the clock', async () => {
  const clock = createMovableClock();
  const { local, events, dynamodb } = await startTest({
    stack: testStack([functionManifest('watch', streamTrigger({ maximumRetryAttempts: 1 }))]),
    bundles: [writeBundle('watch', superstitious)],
    clock,
  });

  await putCounts(dynamodb, [13]);
  await local.idle({ ignoreWaiting: true });
  await putCounts(dynamodb, [14]);
  await local.idle({ ignoreWaiting: true });
  const before = countsOf(events);
  await clock.advance(100);
  await local.idle();

  expect(before).toEqual([]);
  expect(countsOf(events)).toEqual([['14']]);
});

test('records that are too old are discarded without an attempt', async () => {
  const clock = createMovableClock();
  const { local, events, dynamodb } = await startTest({
    stack: testStack([
      functionManifest('watch', streamTrigger({ windowSeconds: 300, maximumRecordAgeSeconds: 60 })),
    ]),
    bundles: [writeBundle('watch', superstitious)],
    clock,
  });

  await putCounts(dynamodb, [1]);
  await local.idle({ ignoreWaiting: true });
  await clock.advance(300_000);
  await local.idle();

  expect(events.filter(({ type }) => type === 'invoked')).toEqual([]);
  expect(JSON.parse(local.messages('failures')[0]!.body).requestContext.condition).toBe('RecordAgeExceeded');
});

test('many partitions are processed concurrently, each in its order', async () => {
  const { local, events, dynamodb } = await startTest({
    stack: testStack([functionManifest('watch', streamTrigger({ parallelizationFactor: 4, batchSize: 7 }))]),
    bundles: [
      writeBundle(
        'watch',
        `exports.handler = async ({ Records }) => ({
          counts: Records.map(({ dynamodb }) => dynamodb.Keys.Store.S + ' ' + dynamodb.NewImage.Count.N),
        });`,
      ),
    ],
  });

  const stores = Array.from({ length: 20 }, (_, index) => `Store ${index}`);
  for (let count = 0; count < 5; count++) {
    await Promise.all(
      stores.map((store) => {
        const Item = { Store: { S: store }, Item: { S: 'Echo' }, Count: { N: String(count) } };
        return dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
      }),
    );
  }
  await local.idle();

  const seen = countsOf(events).flat();
  expect(seen).toHaveLength(100);
  for (const store of stores) {
    const counts = seen.filter((text) => text.startsWith(`${store} `)).map((text) => text.at(-1));
    expect(counts).toEqual(['0', '1', '2', '3', '4']);
  }
});

test('how long the oldest record has waited is known while the function works on it, and each change is reported', async () => {
  const changes: unknown[] = [];
  const { local, dynamodb } = await startTest({
    stack: testStack([functionManifest('watch', streamTrigger())]),
    bundles: [
      writeBundle('watch', `exports.handler = () => new Promise((resolve) => setTimeout(resolve, 300));`),
    ],
  });
  const stop = local.watchTable('Stock', (change) => changes.push(change));
  expect(local.streamAgeMs()).toBe(0);
  const put = (count: string) => {
    const Item = { Store: { S: 'A' }, Item: { S: 'x' }, Count: { N: count } };
    return dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
  };
  await put('1');
  await vi.waitUntil(() => local.streamAgeMs() > 0, { timeout: 10_000 });
  await local.idle();
  expect(local.streamAgeMs()).toBe(0);
  await put('2');
  stop();
  await put('3');
  expect(changes).toMatchObject([
    { old: undefined, item: { Count: { N: '1' } } },
    { old: { Count: { N: '1' } }, item: { Count: { N: '2' } } },
  ]);
  await local.idle();
});
