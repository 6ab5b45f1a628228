import { expect, test } from 'vitest';
import { putItem } from './item-actions.ts';
import { query, scan } from './query-scan.ts';
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
  [
    'a key whose name is too long',
    { KeySchema: [{ AttributeName: 'x'.repeat(256), KeyType: 'HASH' }] },
    /between 1 and 255/,
  ],
  ['nothing for a definition', { AttributeDefinitions: [null] }, /Unexpected value type/],
  ['nothing for a key', { KeySchema: [null] }, /Unexpected value type/],
  ['a definition without a type', { AttributeDefinitions: [{ AttributeName: 'id' }] }, /attributeType/],
])('a table with %s is refused', (_, change, message) => {
  expect(() => databaseWith({ ...tableOf('T12', ['id:S']), ...change })).toThrow(message);
});

test('two indexes, a local and a global one, do not share a name', () => {
  const table = tableOf('Stock', ['id:S', 'at:N'], {
    global: { keys: ['owner:S'] },
    local: { keys: ['id:S', 'size:N'], isLocal: true },
  });
  const indexes = table.LocalSecondaryIndexes as object[];
  const LocalSecondaryIndexes = [{ ...indexes[0], IndexName: 'global' }];
  expect(() => databaseWith({ ...table, LocalSecondaryIndexes })).toThrow(/Duplicate index name: global/);
});

const create = (IndexName: string, attribute: string) => ({
  Create: {
    IndexName,
    KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
    Projection: { ProjectionType: 'ALL' },
  },
});

test.each<[string, object, RegExp]>([
  ['nothing', {}, /changes nothing/],
  ['an empty list of indexes', { GlobalSecondaryIndexUpdates: [] }, /changes nothing/],
  ['an index in no way', { GlobalSecondaryIndexUpdates: [{}] }, /exactly one of Create, Update, Delete/],
  [
    'a key that it does not define',
    { GlobalSecondaryIndexUpdates: [create('other', 'owner')] },
    /not defined/,
  ],
  [
    'the type of an attribute',
    {
      AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'N' }],
      GlobalSecondaryIndexUpdates: [create('other', 'owner')],
    },
    /cannot be redefined/,
  ],
  [
    'two indexes at once',
    { GlobalSecondaryIndexUpdates: [create('one', 'owner'), create('two', 'owner')] },
    /Only 1 online index/,
  ],
  [
    'a stream that it does not have',
    { StreamSpecification: { StreamEnabled: false } },
    /no stream to disable/,
  ],
])('an update of %s is refused', (_, change, message) => {
  const database = databaseWith(tableOf('Stock', ['id:S'], { 'by-owner': { keys: ['owner:S'] } }));
  expect(() => actionsOf(database).UpdateTable!({ TableName: 'Stock', ...change })).toThrow(message);
});

test('an index that is added later leaves out items whose value cannot be its key', () => {
  const database = databaseWith(tableOf('Stock', ['id:S']));
  for (const owner of [{ S: 'kim' }, { N: '1' }, { S: '' }, { S: 'x'.repeat(2049) }]) {
    putItem(database, { TableName: 'Stock', Item: { id: { S: JSON.stringify(owner).slice(0, 20) }, owner } });
  }
  actionsOf(database).UpdateTable!({
    TableName: 'Stock',
    AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [create('by-owner', 'owner')],
  });
  expect(scan(database, { TableName: 'Stock', IndexName: 'by-owner' })).toMatchObject({
    Items: [{ owner: { S: 'kim' } }],
  });
  const large = { id: { S: 'a' }, owner: { S: 'x'.repeat(2049) } };
  expect(() => putItem(database, { TableName: 'Stock', Item: large })).toThrow(/maximum size limit of2048/);
});

test('expiry is disabled by the name of the attribute that it is enabled for', () => {
  const database = databaseWith(tableOf('Stock', ['id:S']));
  const { UpdateTimeToLive } = actionsOf(database);
  const set = (AttributeName: string, Enabled: boolean) =>
    UpdateTimeToLive!({ TableName: 'Stock', TimeToLiveSpecification: { AttributeName, Enabled } });
  expect(() => set('', true)).toThrow(/between 1 and 255/);
  set('gone', true);
  expect(() => set('other', false)).toThrow(/current AttributeName is gone/);
  expect(set('gone', false)).toMatchObject({ TimeToLiveSpecification: { Enabled: false } });
});
