import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../json-object.ts';
import { createMovableClock, type MovableClock } from '../../movable-clock.ts';
import type { AwsError, LocalRequest } from '../../service.ts';
import { createDatabase, type Database, streamOf } from '../database.ts';
import { actionsOf, tableOf } from '../testing/tables.ts';
import type { ServiceObjects } from '../../service-objects.ts';
import { type BulkAction, type BulkFaults, createBulkPuts } from './bulk-puts.ts';

let clock: MovableClock;
let database: Database;
let objects: Map<string, Buffer>;
let actions: Readonly<Record<string, BulkAction>>;
let calls: string[];
let faults: BulkFaults | undefined;

const serviceObjects: ServiceObjects = {
  list: (bucket, prefix) =>
    [...objects]
      .filter(([key]) => key.startsWith(`${bucket}/${prefix}`))
      .map(([key, body]) => ({ key: key.slice(bucket.length + 1), sizeBytes: body.length })),
  read: async (bucket, key) => objects.get(`${bucket}/${key}`)!,
  put: async (bucket, key, body) => void objects.set(`${bucket}/${key}`, Buffer.from(body)),
};
const request = {
  reportCall: async ({ action, resource }: { action: string; resource: string }) =>
    void calls.push(`${action} ${resource}`),
} as unknown as LocalRequest;

beforeEach(() => {
  clock = createMovableClock();
  database = createDatabase({ region: 'us-east-1', clock });
  actionsOf(database).CreateTable!({
    BillingMode: 'PAY_PER_REQUEST',
    ...tableOf('Stock', ['id:S']),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  objects = new Map();
  calls = [];
  faults = undefined;
  actions = createBulkPuts({
    database,
    objects: serviceObjects,
    clock,
    region: 'us-east-1',
    accountId: '000000000000',
    faults: () => faults,
    beginWork: () => () => {},
    maxTextBytes: 4 * 1024 ** 2,
  });
});

const lineOf = (id: string, count: string, condition: JsonObject = {}): string =>
  JSON.stringify({ Item: { id: { S: id }, count: { N: count } }, ...condition });
const ifNew = { ConditionExpression: 'attribute_not_exists(id)' };

const startInput = (changes: JsonObject = {}): JsonObject => ({
  TableName: 'Stock',
  ClientToken: 'one',
  InputS3Configuration: { S3Bucket: 'bulk', S3KeyPrefix: 'in/', InputFormat: 'DYNAMODB_JSON' },
  OutputS3Configuration: {
    S3Bucket: 'bulk',
    S3KeyPrefix: 'out/',
    OutputType: ['ERROR', 'CONDITION_CHECK_FAILURE'],
  },
  ...changes,
});

async function start(changes: JsonObject = {}): Promise<JsonObject> {
  const { BulkOperationDescription } = await actions.StartBulkPutItems!(startInput(changes), request);
  return BulkOperationDescription as JsonObject;
}

async function describe(arn: unknown): Promise<JsonObject> {
  const answer = await actions.DescribeBulkOperation!({ BulkOperationArn: arn }, request);
  return answer.BulkOperationDescription as JsonObject;
}

async function finished(arn: unknown): Promise<JsonObject> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await describe(arn);
    if (found.EndTime !== undefined) {
      // Its report is written in the turns that follow.
      await clock.advance(0);
      await new Promise((resolve) => setImmediate(resolve));
      return await describe(arn);
    }
    await clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it does not end');
}

async function failure(act: () => Promise<unknown>): Promise<AwsError> {
  try {
    await act();
  } catch (error) {
    return error as AwsError;
  }
  throw new Error('it was carried out');
}

function stored(): Record<string, string> {
  return Object.fromEntries(
    [...database.store.itemsOf('Stock').entries()].map(([, { id, count }]) => [id!.S!, count!.N!]),
  );
}

function reportOf(kind: string): JsonObject[] {
  const [, body] = [...objects].find(([key]) => key.startsWith('bulk/out/') && key.includes(kind)) ?? [];
  return body === undefined
    ? []
    : body
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as JsonObject);
}

test('lines of several objects are put where their conditions hold, with stream records', async () => {
  objects.set('bulk/in/1.json', Buffer.from(`${lineOf('a', '1')}\n${lineOf('b', '2')}\n`));
  const { BulkOperationArn: first } = await start();
  expect(await describe(first)).toMatchObject({ BulkOperationStatus: 'IN_PROGRESS', ProcessedItemCount: 0 });
  expect(await finished(first)).toMatchObject({ BulkOperationStatus: 'COMPLETED', ProcessedItemCount: 2 });
  objects.set('bulk/in/1.json', Buffer.from(`${lineOf('a', '9', ifNew)}\n`));
  objects.set('bulk/in/2.json', Buffer.from(`${lineOf('c', '3', ifNew)}\n`));
  const { BulkOperationArn: second } = await start({ ClientToken: 'two' });
  expect(await finished(second)).toMatchObject({
    BulkOperationStatus: 'COMPLETED',
    ProcessedItemCount: 2,
    FailedItemCount: 0,
    BulkOperationUsage: [{ BulkPutBytes: 10, Table: { BulkPutBytes: 10 } }],
  });
  expect(stored()).toEqual({ a: '1', b: '2', c: '3' });
  expect(reportOf('condition')).toEqual([
    {
      Item: { id: { S: 'a' }, count: { N: '9' } },
      ExistingItem: { id: { S: 'a' }, count: { N: '1' } },
    },
  ]);
  expect(streamOf(database, 'Stock').shards.flatMap(({ records }) => records)).toHaveLength(3);
});

test('an item that the table does not take is left out, and a broken line stops the rest of its object only', async () => {
  objects.set(
    'bulk/in/1.json',
    Buffer.from(`{"Item":{"no":{"S":"key"}}}\n${lineOf('a', '1')}\nbroken\n${lineOf('b', '1')}\n`),
  );
  objects.set('bulk/in/2.json', Buffer.from(`${lineOf('c', '1')}\n`));
  const { BulkOperationArn } = await start();
  expect(await finished(BulkOperationArn)).toMatchObject({
    BulkOperationStatus: 'COMPLETED_WITH_ERRORS',
    ProcessedItemCount: 4,
    FailedItemCount: 2,
  });
  expect(stored()).toEqual({ a: '1', c: '1' });
  expect(reportOf('errors')).toMatchObject([
    { S3Key: 'in/1.json', LineNumber: 1 },
    { S3Key: 'in/1.json', LineNumber: 3 },
  ]);
});

test.each([
  ['GZIP', gzipSync],
  ['ZSTD', zstdCompressSync],
])('objects may be compressed: %s', async (InputCompressionType, compress) => {
  objects.set('bulk/in/1', compress(Buffer.from(`${lineOf('a', '1')}\n`)));
  const { InputS3Configuration } = startInput();
  const input = { ...(InputS3Configuration as JsonObject), InputCompressionType };
  const { BulkOperationArn } = await start({ InputS3Configuration: input });
  expect(await finished(BulkOperationArn)).toMatchObject({ BulkOperationStatus: 'COMPLETED' });
  expect(stored()).toEqual({ a: '1' });
});

test.each([
  ['GZIP', gzipSync],
  ['ZSTD', zstdCompressSync],
])(
  'an object that is a bomb fails the operation, and nothing else: %s',
  async (InputCompressionType, compress) => {
    objects.set('bulk/in/1', compress(Buffer.alloc(5 * 1024 ** 2, ' ')));
    const { InputS3Configuration } = startInput();
    const input = { ...(InputS3Configuration as JsonObject), InputCompressionType };
    const { BulkOperationArn } = await start({ InputS3Configuration: input });
    expect(await finished(BulkOperationArn)).toMatchObject({
      BulkOperationStatus: 'FAILED',
      FailureMessage: expect.stringContaining('more than 4194304 bytes without its compression'),
    });
  },
);

test.each([{ S3BucketOwner: '111122223333' }, { S3SseAlgorithm: 'KMS' }])('%j is refused', async (more) => {
  const { InputS3Configuration } = startInput();
  const input = { ...(InputS3Configuration as JsonObject), ...more };
  const refused = await failure(() => start({ InputS3Configuration: input }));
  expect(refused.message).toContain('is not supported by the embedded AWS');
});

test('a token starts an operation once in eight hours, and refuses other parameters', async () => {
  objects.set('bulk/in/1.json', Buffer.from(`${lineOf('a', '1')}\n`));
  const { BulkOperationArn: first } = await start();
  await finished(first);
  expect((await start()).BulkOperationArn).toBe(first);
  const refused = await failure(() => start({ MaxWriteRequestUnits: 2_048 }));
  expect(refused.code).toBe('IdempotentParameterMismatchException');
  await clock.advance(8 * 3_600_000);
  const { BulkOperationArn: second } = await start();
  expect(second).not.toBe(first);
  await finished(second);
  const listed = await actions.ListBulkOperations!({ MaxResults: 1 }, request);
  expect(listed).toMatchObject({ BulkOperationsSummaryList: [{ BulkOperationArn: second }] });
  expect(listed.NextToken).toMatch(/^[0-9a-f]{16}$/);
  const rest = await actions.ListBulkOperations!({ NextToken: listed.NextToken }, request);
  expect(rest.BulkOperationsSummaryList).toMatchObject([{ BulkOperationArn: first }]);
  for (const wrong of [{ MaxResults: 26 }, { MaxResults: 0 }, { NextToken: '1' }]) {
    const refused = await failure(() => actions.ListBulkOperations!(wrong, request));
    expect(refused.code).toBe('ValidationException');
  }
  await clock.advance(90 * 24 * 3_600_000);
  expect((await actions.ListBulkOperations!({}, request)).BulkOperationsSummaryList).toEqual([]);
});

test('an operation writes no more than its write units a second, and can be cancelled between them', async () => {
  const lines = Array.from({ length: 3_000 }, (_, id) => lineOf(String(id), '1')).join('\n');
  objects.set('bulk/in/1.json', Buffer.from(lines));
  const { BulkOperationArn } = await start({ MaxWriteRequestUnits: 1_024 });
  await clock.advance(1_500);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await describe(BulkOperationArn)).toMatchObject({ ProcessedItemCount: 1_024 });
  const canceled = await actions.CancelBulkOperation!({ BulkOperationArn }, request);
  expect(canceled).toEqual({ BulkOperationArn, BulkOperationStatus: 'CANCELLING' });
  expect(await finished(BulkOperationArn)).toMatchObject({
    BulkOperationStatus: 'CANCELLED',
    FailureCode: 'Cancelled',
    ProcessedItemCount: 1_024,
  });
  expect((await failure(() => actions.CancelBulkOperation!({ BulkOperationArn }, request))).code).toBe(
    'ValidationException',
  );
});

test('by faults an operation fails partway, and an object stops', async () => {
  objects.set('bulk/in/1.json', Buffer.from(`${lineOf('a', '1')}\n`));
  objects.set('bulk/in/2.json', Buffer.from(`${lineOf('b', '1')}\n`));
  let begun = 0;
  faults = { fails: () => ++begun > 1, stops: () => false };
  const failed = await finished((await start()).BulkOperationArn);
  expect(failed).toMatchObject({ BulkOperationStatus: 'FAILED', ProcessedItemCount: 1 });
  faults = { fails: () => false, stops: () => true };
  const stopped = await finished((await start({ ClientToken: 'two' })).BulkOperationArn);
  expect(stopped).toMatchObject({ BulkOperationStatus: 'COMPLETED_WITH_ERRORS', FailedItemCount: 2 });
});

const { InputS3Configuration: input, OutputS3Configuration: output } = startInput() as Record<
  string,
  JsonObject
>;
test.each([
  [{ MaxWriteRequestUnits: 1_023 }, 'maxWriteRequestUnits'],
  [{ MaxWriteRequestUnits: 2_000.5 }, 'maxWriteRequestUnits'],
  [{ ClientToken: 'a$' }, 'clientToken'],
  [{ PerformanceTier: 'FAST' }, 'performanceTier'],
  [{ InputS3Configuration: { ...input, InputFormat: 'ION' } }, 'reads no Amazon Ion'],
  [{ InputS3Configuration: { ...input, InputFormat: 'CSV' } }, 'inputFormat'],
  [{ InputS3Configuration: { ...input, InputCompressionType: 'LZ4' } }, 'inputCompressionType'],
  [{ InputS3Configuration: { ...input, S3Bucket: '-' } }, 's3Bucket'],
  [{ InputS3Configuration: { ...input, S3KeyPrefix: 'none/' } }, 'no objects with the prefix'],
  [{ InputS3Configuration: undefined }, 'inputS3Configuration'],
  [{ OutputS3Configuration: { ...output, OutputType: [] } }, 'outputType'],
  [{ OutputS3Configuration: { ...output, OutputType: ['ALL'] } }, 'outputType'],
  [{ OutputS3Configuration: { ...output, S3KeyPrefix: 'x'.repeat(1_025) } }, 's3KeyPrefix'],
])('a request is refused for what is wrong in it: %j', async (changes, named) => {
  objects.set('bulk/in/1.json', Buffer.from(lineOf('a', '1')));
  const refused = await failure(() => start(changes));
  expect(refused.code).toBe('ValidationException');
  expect(refused.message).toContain(named);
});

test('a table that is missing, in a global table, or whose index is being built is refused', async () => {
  objects.set('bulk/in/1.json', Buffer.from(lineOf('a', '1')));
  expect((await failure(() => start({ TableName: 'Other' }))).code).toBe('ResourceNotFoundException');
  const table = database.store.table('Stock');
  database.setTable({ ...table, Replicas: [{ RegionName: 'eu-west-1' }] });
  expect((await failure(() => start())).message).toContain('global tables');
  database.setTable({ ...table, Replicas: [] });
  const index = { IndexName: 'ByCount', IndexStatus: 'CREATING' };
  Object.assign(database.store.table('Stock'), { GlobalSecondaryIndexes: [index] });
  expect((await failure(() => start())).code).toBe('ResourceInUseException');
});

test('calls are of actions of their own, and S3 is read and written as the caller', async () => {
  objects.set('bulk/in/1.json', Buffer.from(lineOf('a', '1')));
  const { BulkOperationArn } = await start();
  await finished(BulkOperationArn);
  await actions.ListBulkOperations!({}, request);
  expect(new Set(calls)).toEqual(
    new Set([
      `dynamodb:StartBulkPutItems ${database.store.table('Stock').TableArn}`,
      's3:ListBucket arn:aws:s3:::bulk',
      's3:GetObject arn:aws:s3:::bulk/in/*',
      's3:PutObject arn:aws:s3:::bulk/out/*',
      `dynamodb:DescribeBulkOperation ${String(BulkOperationArn)}`,
      'dynamodb:ListBulkOperations *',
    ]),
  );
});
