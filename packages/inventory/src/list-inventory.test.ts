import { DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { listInventory } from './list-inventory.ts';
import { collect } from './stock-file/testing/read-all.ts';

const dynamodb = mockClient(DynamoDBClient);
afterAll(() => dynamodb.restore());
const deps = { client: new DynamoDBClient({ region: 'us-east-1' }), tableName: 'Inventory' };
const item = (store: string, name: string, count: string) => ({
  Store: { S: store },
  Item: { S: name },
  Count: { N: count },
});

beforeEach(() => {
  dynamodb.reset();
});

test('all shelves are listed, over every page', async () => {
  dynamodb
    .on(ScanCommand)
    .resolvesOnce({ Items: [item('Berlin', 'Echo', '1')], LastEvaluatedKey: item('Berlin', 'Echo', '1') })
    .resolvesOnce({ Items: [item('Nagoya', 'Kindle', '0')] });
  const found = await collect(listInventory({}, deps));
  expect(found).toEqual([
    { store: 'Berlin', item: 'Echo', count: 1 },
    { store: 'Nagoya', item: 'Kindle', count: 0 },
  ]);
});

test('the shelves of one store are queried by its key', async () => {
  dynamodb.on(QueryCommand).resolves({ Items: [item('Berlin', 'Echo', '1')] });
  expect(await collect(listInventory({ store: 'Berlin', low: 3 }, deps))).toHaveLength(1);
  expect(dynamodb.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
    KeyConditionExpression: '#store = :store',
    FilterExpression: '#count <= :most',
    ExpressionAttributeNames: { '#store': 'Store', '#count': 'Count' },
    ExpressionAttributeValues: { ':store': { S: 'Berlin' }, ':most': { N: '3' } },
  });
});

test('empty shelves are those with a count of zero or less', async () => {
  dynamodb.on(ScanCommand).resolves({ Items: [] });
  await collect(listInventory({ outOfStock: true }, deps));
  expect(dynamodb.commandCalls(ScanCommand)[0]?.args[0].input).toMatchObject({
    FilterExpression: '#count <= :most',
    ExpressionAttributeValues: { ':most': { N: '0' } },
  });
});
