import { expect, test } from 'vitest';
import { meets } from './expressions/evaluate-condition.ts';
import { getItem, putItem, updateItem } from './item-actions.ts';
import { readLegacyConditions, readLegacyUpdates } from './legacy-conditions.ts';
import { query } from './query-scan.ts';
import { databaseWith, tableOf } from './testing/tables.ts';

const n = (number: number) => ({ N: String(number) });

test.each<[string, object, RegExp]>([
  [
    'a list to compare with',
    { ComparisonOperator: 'LE', AttributeValueList: [{ L: [n(1)] }] },
    /LE is not valid for L/,
  ],
  [
    'a set to look for',
    { ComparisonOperator: 'CONTAINS', AttributeValueList: [{ NS: ['1'] }] },
    /not valid for NS/,
  ],
  [
    'a number to begin with',
    { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [n(3)] },
    /not valid for N/,
  ],
  [
    'members of two types',
    { ComparisonOperator: 'IN', AttributeValueList: [n(3), { S: 'a' }] },
    /must be of same type/,
  ],
  [
    'a range upside down',
    { ComparisonOperator: 'BETWEEN', AttributeValueList: [n(4), n(3)] },
    /lower bound is greater/,
  ],
  [
    'an operator and a presence',
    { ComparisonOperator: 'EQ', Exists: false, AttributeValueList: [n(3)] },
    /cannot be used together/,
  ],
  [
    'a value and a list',
    { ComparisonOperator: 'EQ', Value: n(3), AttributeValueList: [n(3)] },
    /cannot be used together/,
  ],
  ['a list without an operator', { AttributeValueList: [n(3)] }, /only be used with a ComparisonOperator/],
])('a condition with %s is refused', (_, condition, message) => {
  expect(() => readLegacyConditions({ a: condition }, undefined)).toThrow(message);
});

test.each([undefined, {}])(
  'an operator between conditions without any, as in %j, is refused',
  (conditions) => {
    expect(() => readLegacyConditions(conditions, 'OR')).toThrow(
      /ConditionalOperator cannot be used without/,
    );
  },
);

test('a missing attribute neither contains a value nor meets NOT_CONTAINS', () => {
  const condition = (ComparisonOperator: string) =>
    readLegacyConditions({ a: { ComparisonOperator, AttributeValueList: [n(1)] } }, undefined)!;
  expect(meets({}, condition('CONTAINS'))).toBe(false);
  expect(meets({}, condition('NOT_CONTAINS'))).toBe(false);
  expect(meets({ a: { NS: ['2'] } }, condition('NOT_CONTAINS'))).toBe(true);
});

test.each(['DELETE', 'ADD'])('%s of a string is refused, as only sets and numbers have members', (Action) => {
  expect(() => readLegacyUpdates({ a: { Action, Value: { S: 'x' } } })).toThrow(
    `${Action} action with value is not supported for the type S`,
  );
});

test.each([
  ['an expression', { UpdateExpression: 'REMOVE a' }],
  ['a parameter', { AttributeUpdates: { a: { Action: 'DELETE' } } }],
])('an update that only removes, by %s, creates no item', (_, change) => {
  const database = databaseWith(tableOf('Stock', ['id:S']));
  const key = { TableName: 'Stock', Key: { id: { S: 'a' } } };
  expect(updateItem(database, { ...key, ...change, ReturnValues: 'ALL_NEW' })).toEqual({});
  expect(getItem(database, key)).toEqual({});
});

test('KeyConditions may stand beside expressions for the rest, but not beside one for the key', () => {
  const database = databaseWith(tableOf('Stock', ['id:S']));
  putItem(database, { TableName: 'Stock', Item: { id: { S: 'a' }, b: n(1), c: n(2) } });
  const request = {
    TableName: 'Stock',
    KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } },
  };
  expect(query(database, { ...request, ProjectionExpression: 'b' })).toMatchObject({ Items: [{ b: n(1) }] });
  const values = { ExpressionAttributeValues: { ':i': { S: 'a' } } };
  expect(() => query(database, { ...request, KeyConditionExpression: 'id = :i', ...values })).toThrow(/both/);
});
