import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { sleep } from '@groundcrew/async';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { batchGet, batchPut } from './batches.ts';
import { getItem, putItem, updateItem } from './items.ts';
import { queryPages, scanPages } from './listings.ts';
import { serviceError } from './testing/fake-table.ts';

const client = new DynamoDBClient({ region: 'eu-test-1' });
const mock = mockClient(client);
afterAll(() => mock.restore());
const tableName = 'Ledger';
const withoutPauses = { random: () => 0, sleep: async () => {} };

beforeEach(() => {
  mock.reset();
  mock.onAnyCommand().resolves({});
});

test('an item is read as plain values, and a missing one is undefined', async () => {
  mock
    .on(GetItemCommand)
    .resolvesOnce({ Item: { Id: { S: 'a' }, Count: { N: '3' } } })
    .resolves({});
  expect(await getItem(client, { tableName, key: { Id: 'a' }, consistent: true })).toEqual({
    Id: 'a',
    Count: 3,
  });
  expect(mock.commandCalls(GetItemCommand)[0]!.args[0].input).toEqual({
    TableName: tableName,
    Key: { Id: { S: 'a' } },
    ConsistentRead: true,
  });
  expect(await getItem(client, { tableName, key: { Id: 'b' } })).toBeUndefined();
});

test('a call without a response times out, and ends when its signal aborts', async () => {
  const { signal } = new AbortController();
  await getItem(client, { tableName, key: { Id: 'a' }, signal });
  const [, options] = mock.call(0).args as unknown[];
  expect(options).toEqual({ requestTimeout: 15_000, abortSignal: signal });
});

test('a missing table is reported with its name and region', async () => {
  mock.on(GetItemCommand).rejects(new ResourceNotFoundException({ message: 'no', $metadata: {} }));
  await expect(getItem(client, { tableName, key: { Id: 'a' } })).rejects.toMatchObject({
    code: 'aws-dynamodb.table-not-found',
    message: expect.stringContaining('read from table "Ledger": it does not exist in region eu-test-1'),
  });
});

test('an update sets and removes attributes whatever their names, together with a condition', async () => {
  mock.on(UpdateItemCommand).resolves({ Attributes: { Id: { S: 'a' }, Status: { S: 'done' } } });
  const outcome = await updateItem(client, {
    tableName,
    key: { Id: 'a' },
    set: { Status: 'done', Skipped: undefined },
    remove: ['Owner'],
    condition: { expression: '#owner = :me', names: { '#owner': 'Owner' }, values: { ':me': 'worker-1' } },
  });
  expect(outcome).toEqual({ applied: true, item: { Id: 'a', Status: 'done' } });
  expect(mock.commandCalls(UpdateItemCommand)[0]!.args[0].input).toEqual({
    TableName: tableName,
    Key: { Id: { S: 'a' } },
    UpdateExpression: 'SET #gcSet0 = :gcSet0 REMOVE #gcRemove0',
    ConditionExpression: '#owner = :me',
    ExpressionAttributeNames: { '#gcSet0': 'Status', '#gcRemove0': 'Owner', '#owner': 'Owner' },
    ExpressionAttributeValues: { ':gcSet0': { S: 'done' }, ':me': { S: 'worker-1' } },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
});

test('an update that only removes sends no empty values, which DynamoDB would refuse', async () => {
  mock.on(UpdateItemCommand).resolves({});
  await updateItem(client, { tableName, key: { Id: 'a' }, remove: ['Owner'] });
  const { input } = mock.commandCalls(UpdateItemCommand)[0]!.args[0];
  expect(input.ExpressionAttributeValues).toBeUndefined();
  expect(input.ConditionExpression).toBeUndefined();
});

test('a condition that does not hold is an outcome, with the stored item', async () => {
  const refusal = new ConditionalCheckFailedException({
    message: 'no',
    $metadata: {},
    Item: { Owner: { S: 'worker-2' } },
  });
  mock.on(UpdateItemCommand).rejects(refusal);
  mock.on(PutItemCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));
  const condition = { expression: 'attribute_not_exists(Id)' };
  expect(await updateItem(client, { tableName, key: { Id: 'a' }, set: { A: 1 }, condition })).toEqual({
    applied: false,
    item: { Owner: 'worker-2' },
  });
  expect(await putItem(client, { tableName, item: { Id: 'a' }, condition })).toEqual({ applied: false });
});

test('a write that fails for another reason is an error', async () => {
  mock.on(PutItemCommand).rejects(serviceError('ValidationException', 400, 'bad key'));
  await expect(putItem(client, { tableName, item: { Id: 'a' } })).rejects.toMatchObject({
    code: 'aws-dynamodb.write-failed',
    message: expect.stringContaining('bad key'),
  });
});

test('many keys are read 100 at a time, and unprocessed ones are retried', async () => {
  const keys = Array.from({ length: 150 }, (_, i) => ({ Id: String(i) }));
  let calls = 0;
  mock.on(BatchGetItemCommand).callsFake((input: { RequestItems: Record<string, { Keys: object[] }> }) => {
    const asked = input.RequestItems[tableName]!.Keys;
    const answered = calls++ === 0 ? asked.slice(0, 60) : asked;
    const left = asked.slice(answered.length);
    return {
      Responses: { [tableName]: answered },
      UnprocessedKeys: left.length > 0 ? { [tableName]: { Keys: left } } : {},
    };
  });
  const items = await batchGet(client, { tableName, keys, ...withoutPauses });
  expect(items).toEqual(keys);
  expect(mock.calls()).toHaveLength(3);
});

test('items are put 25 at a time; unprocessed and throttled ones are retried', async () => {
  const stored: string[] = [];
  let calls = 0;
  mock
    .on(BatchWriteItemCommand)
    .callsFake(
      (input: { RequestItems: Record<string, { PutRequest: { Item: { Id: { S: string } } } }[]> }) => {
        const requests = input.RequestItems[tableName]!;
        calls++;
        if (calls === 1) throw serviceError('ProvisionedThroughputExceededException', 400);
        const left = calls === 2 ? requests.slice(20) : [];
        stored.push(
          ...requests.slice(0, requests.length - left.length).map(({ PutRequest }) => PutRequest.Item.Id.S),
        );
        return { UnprocessedItems: left.length > 0 ? { [tableName]: left } : {} };
      },
    );
  const items = Array.from({ length: 30 }, (_, i) => ({ Id: String(i) }));
  await batchPut(client, { tableName, items, ...withoutPauses });
  expect(stored).toEqual(items.map(({ Id }) => Id));
  expect(calls).toBe(4);
});

test('a batch with a final error throws it', async () => {
  mock.on(BatchWriteItemCommand).rejects(serviceError('AccessDeniedException', 400));
  await expect(batchPut(client, { tableName, items: [{ Id: 'a' }], ...withoutPauses })).rejects.toMatchObject(
    {
      code: 'aws-dynamodb.write-failed',
      details: { reason: 'access-denied' },
    },
  );
});

test('a batch that is backing off ends when its signal aborts', async () => {
  mock.on(BatchWriteItemCommand).rejects(serviceError('ThrottlingException', 400));
  const controller = new AbortController();
  const put = batchPut(client, {
    tableName,
    items: [{ Id: 'a' }],
    random: () => 1,
    sleep: (ms, signal) => {
      controller.abort();
      return sleep(ms, signal);
    },
    signal: controller.signal,
  });
  await expect(put).rejects.toMatchObject({
    code: 'aws-dynamodb.write-failed',
    details: { reason: 'aborted' },
  });
});

test('a query reads page after page', async () => {
  const next = { Store: { S: 'Berlin' }, Item: { S: 'b' } };
  mock
    .on(QueryCommand)
    .resolvesOnce({ Items: [{ Item: { S: 'a' } }], LastEvaluatedKey: next })
    .resolvesOnce({ Items: [{ Item: { S: 'c' } }] });
  const items = await collectPages(
    queryPages(client, {
      tableName,
      keyCondition: '#store = :store',
      names: { '#store': 'Store' },
      values: { ':store': 'Berlin' },
    }),
  );
  expect(items).toEqual([{ Item: 'a' }, { Item: 'c' }]);
  const [first, second] = mock.commandCalls(QueryCommand).map(({ args }) => args[0].input);
  expect(first).toMatchObject({ KeyConditionExpression: '#store = :store', ScanIndexForward: true });
  expect(first!.ExclusiveStartKey).toBeUndefined();
  expect(second!.ExclusiveStartKey).toEqual(next);
});

test('a scan in segments reads each once and yields every item once', async () => {
  mock.on(ScanCommand).callsFake((input: { Segment: number; ExclusiveStartKey?: object }) => ({
    Items: [{ Id: { S: `${input.Segment}-${input.ExclusiveStartKey ? 2 : 1}` } }],
    ...(input.ExclusiveStartKey === undefined && { LastEvaluatedKey: { Id: { S: String(input.Segment) } } }),
  }));
  const items = await collectPages(scanPages(client, { tableName, segments: 3 }));
  expect(items).toHaveLength(6);
  expect(new Set(items.map(({ Id }) => Id))).toEqual(new Set(['0-1', '0-2', '1-1', '1-2', '2-1', '2-2']));
  expect(mock.commandCalls(ScanCommand).every(({ args }) => args[0].input.TotalSegments === 3)).toBe(true);
});

test('a scan that fails in one segment is one error', async () => {
  mock.on(ScanCommand).callsFake((input: { Segment: number }) => {
    if (input.Segment === 1) throw serviceError('AccessDeniedException', 400);
    return { Items: [{ Id: { S: 'x' } }], LastEvaluatedKey: { Id: { S: String(mock.calls().length) } } };
  });
  await expect(collectPages(scanPages(client, { tableName, segments: 2 }))).rejects.toMatchObject({
    code: 'aws-dynamodb.read-failed',
  });
});

test('a scan that its consumer leaves early requests no further pages', async () => {
  mock.on(ScanCommand).callsFake(() => ({
    Items: [{ Id: { S: 'x' } }],
    LastEvaluatedKey: { Id: { S: String(mock.calls().length) } },
  }));
  for await (const _ of scanPages(client, { tableName, segments: 2 })) break;
  const asked = mock.calls().length;
  await new Promise((resolve) => setImmediate(resolve));
  expect(mock.calls()).toHaveLength(asked);
  expect(asked).toBeLessThanOrEqual(4);
});
