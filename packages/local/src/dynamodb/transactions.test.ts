import { beforeEach, expect, test } from 'vitest';
import type { AwsError } from '../service.ts';
import type { Database } from './database.ts';
import type { Item } from './item.ts';
import type { JsonObject } from '../json-object.ts';
import { databaseWith, tableOf } from './testing/tables.ts';
import { createTransactionTokens, transactGetItems, transactWriteItems } from './transactions.ts';

let database: Database;
let nowMs: number;
let tokens: ReturnType<typeof createTransactionTokens>;

beforeEach(() => {
  database = databaseWith(tableOf('Stock', ['id:S']));
  nowMs = 0;
  tokens = createTransactionTokens(() => nowMs);
});

const put = (id: string, count = '1', more: JsonObject = {}) => ({
  Put: { TableName: 'Stock', Item: { id: { S: id }, count: { N: count } }, ...more },
});
const ifNew = { ConditionExpression: 'attribute_not_exists(id)' };

function write(TransactItems: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return transactWriteItems(database, { TransactItems, ...more }, tokens);
}

function failure(act: () => unknown): AwsError {
  try {
    act();
  } catch (error) {
    return error as AwsError;
  }
  throw new Error('it was carried out');
}

function stored(): Item[] {
  return [...database.store.itemsOf('Stock').entries()].map(([, item]) => item);
}

test('all writes are carried out, or none, with a reason for each', () => {
  write([put('a')]);

  const canceled = failure(() =>
    write([put('b'), put('a', '2', { ...ifNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })]),
  );
  expect(canceled).toMatchObject({
    code: 'TransactionCanceledException',
    message: expect.stringContaining('[None, ConditionalCheckFailed]'),
    details: {
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { id: { S: 'a' }, count: { N: '1' } } },
      ],
    },
  });
  expect(stored()).toEqual([{ id: { S: 'a' }, count: { N: '1' } }]);
});

test('puts, updates, deletions and checks are one unit', () => {
  write([put('a'), put('b'), put('c')]);
  write([
    {
      Update: {
        TableName: 'Stock',
        Key: { id: { S: 'a' } },
        UpdateExpression: 'ADD #c :v',
        ExpressionAttributeNames: { '#c': 'count' },
        ExpressionAttributeValues: { ':v': { N: '4' } },
      },
    },
    { Delete: { TableName: 'Stock', Key: { id: { S: 'b' } } } },
    {
      ConditionCheck: {
        TableName: 'Stock',
        Key: { id: { S: 'c' } },
        ConditionExpression: 'attribute_exists(id)',
      },
    },
  ]);
  expect(Object.fromEntries(stored().map((item) => [item.id!.S, item.count!.N]))).toEqual({ a: '5', c: '1' });
});

test('one item may be in a transaction once', () => {
  expect(() => write([put('a'), put('a')])).toThrow(/multiple operations on one item/);
});

test('an update that its item does not allow cancels the transaction', () => {
  const wrong = { Update: { TableName: 'Stock', Key: { id: { S: 'a' } }, UpdateExpression: 'SET x = y' } };
  expect(failure(() => write([put('b'), wrong])).message).toContain('[None, ValidationError]');
  expect(stored()).toEqual([]);
});

test('a write whose key the table does not take cancels the transaction, and no other is looked at', () => {
  const number = { Put: { TableName: 'Stock', Item: { id: { N: '1' } } } };
  const canceled = failure(() =>
    write([number, number, put('a', '1', { ConditionExpression: 'attribute_exists(id)' })]),
  );
  expect(canceled).toMatchObject({
    code: 'TransactionCanceledException',
    details: {
      CancellationReasons: [
        { Code: 'ValidationError', Message: expect.stringContaining('Type mismatch for key id') as string },
        { Code: 'None' },
        { Code: 'None' },
      ],
    },
  });
  expect(stored()).toEqual([]);
});

test('a token makes a repeated request the same one for ten minutes', () => {
  const token = { ClientRequestToken: 'token' };
  const add = {
    Update: {
      TableName: 'Stock',
      Key: { id: { S: 'a' } },
      UpdateExpression: 'ADD x :v',
      ExpressionAttributeValues: { ':v': { N: '1' } },
    },
  };
  write([add], token);
  write([add], token);
  expect(stored()[0]!.x).toEqual({ N: '1' });
  expect(failure(() => write([put('b')], token)).code).toBe('IdempotentParameterMismatchException');

  nowMs = 10 * 60_000 + 1;
  write([add], token);
  expect(stored()[0]!.x).toEqual({ N: '2' });
});

test('items are read together, in the order of the request', () => {
  write([put('a'), put('b')]);
  const get = (id: string, more: JsonObject = {}) => ({
    Get: { TableName: 'Stock', Key: { id: { S: id } }, ...more },
  });
  const output = transactGetItems(database, {
    TransactItems: [get('b', { ProjectionExpression: 'id' }), get('none'), get('a')],
    ReturnConsumedCapacity: 'TOTAL',
  });
  expect(output).toEqual({
    Responses: [{ Item: { id: { S: 'b' } } }, {}, { Item: { id: { S: 'a' }, count: { N: '1' } } }],
    ConsumedCapacity: [{ TableName: 'Stock', CapacityUnits: 6 }],
  });
});

test.each<[string, readonly JsonObject[], RegExp]>([
  [
    'an unknown return value',
    [put('a', '1', { ...ifNew, ReturnValuesOnConditionCheckFailure: 'none' })],
    /returnValuesOnConditionCheckFailure/,
  ],
  ['none', [], /greater than or equal to 1/],
  [
    'more than a hundred',
    Array.from({ length: 101 }, (_, index) => put(String(index))),
    /less than or equal to 100/,
  ],
  [
    'two actions in one',
    [{ ...put('a'), Delete: { TableName: 'Stock', Key: { id: { S: 'a' } } } }],
    /can only contain one/,
  ],
])('a transaction with %s is refused', (_, items, message) => {
  expect(() => write(items)).toThrow(message);
});
