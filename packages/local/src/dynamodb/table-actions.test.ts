import { expect, test } from 'vitest';
import { putItem } from './item-actions.ts';
import { query } from './query-scan.ts';
import { actionsOf, databaseWith, tableOf } from './testing/tables.ts';

const owner = (name: string) => ({ owner: { S: name } });
const byOwner = {
  TableName: 'Stock',
  IndexName: 'by-owner',
  KeyConditionExpression: '#o = :o',
  ExpressionAttributeNames: { '#o': 'owner' },
  ExpressionAttributeValues: { ':o': { S: 'kim' } },
};

test('an index that is added later has the items that were there, and is gone when it is deleted', () => {
  const database = databaseWith(tableOf('Stock', ['id:S']));
  const { UpdateTable } = actionsOf(database);
  putItem(database, { TableName: 'Stock', Item: { id: { S: 'a' }, ...owner('kim') } });
  putItem(database, { TableName: 'Stock', Item: { id: { S: 'b' } } });

  UpdateTable!({
    TableName: 'Stock',
    AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName: 'by-owner',
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      },
    ],
  });
  putItem(database, { TableName: 'Stock', Item: { id: { S: 'c' }, ...owner('kim'), more: { S: 'x' } } });

  expect(query(database, byOwner)).toMatchObject({
    Count: 2,
    Items: expect.arrayContaining([
      { id: { S: 'a' }, ...owner('kim') },
      { id: { S: 'c' }, ...owner('kim') },
    ]),
  });
  expect(() => query(database, { ...byOwner, ConsistentRead: true })).toThrow(/not supported on global/);
  UpdateTable!({ TableName: 'Stock', GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-owner' } }] });
  expect(() => query(database, byOwner)).toThrow(/does not have the specified index/);
});

test('an item whose index key is empty, or of another type, is refused', () => {
  const database = databaseWith(tableOf('Stock', ['id:S'], { 'by-owner': { keys: ['owner:S'] } }));
  const put = (value: object) => () =>
    putItem(database, { TableName: 'Stock', Item: { id: { S: 'a' }, owner: value } });
  expect(put({ S: '' })).toThrow(/IndexKey: owner/);
  expect(put({ N: '1' })).toThrow(/Type mismatch for Index Key owner/);
});

test('a protected table is not deleted', () => {
  const database = databaseWith({ ...tableOf('Stock', ['id:S']), DeletionProtectionEnabled: true });
  const { DeleteTable, UpdateTable } = actionsOf(database);
  expect(() => DeleteTable!({ TableName: 'Stock' })).toThrow(/protected against deletion/);
  UpdateTable!({ TableName: 'Stock', DeletionProtectionEnabled: false });
  expect(DeleteTable!({ TableName: 'Stock' })).toMatchObject({
    TableDescription: { TableStatus: 'DELETING' },
  });
});

test('a table is named by its ARN as well', () => {
  const database = databaseWith(tableOf('T12', ['id:S']));
  const TableName = 'arn:aws:dynamodb:us-east-1:000000000000:table/T12';
  expect(actionsOf(database).DescribeTable!({ TableName })).toMatchObject({ Table: { TableName: 'T12' } });
});

test.each<[string, object, RegExp]>([
  [
    'a definition that no key uses',
    {
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'x', AttributeType: 'S' },
      ],
    },
    /number of attributes/i,
  ],
  ['a key without definition', { AttributeDefinitions: [] }, /defined|definitions/i],
  ['a range key first', { KeySchema: [{ AttributeName: 'id', KeyType: 'RANGE' }] }, /not a HASH key/],
  ['a name that is too short', { TableName: 'ab' }, /at least 3 characters/],
])('a table with %s is refused', (_, change, message) => {
  expect(() => databaseWith({ ...tableOf('T12', ['id:S']), ...change })).toThrow(message);
});
