import { DynamoDBClient, ListTablesCommand, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createDynamoDBClient } from './client.ts';
import { listTables, tableTags } from './tables.ts';

const dynamodb = mockClient(DynamoDBClient);
afterAll(() => dynamodb.restore());
const client = createDynamoDBClient({ region: 'eu-west-1' });
const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Inventory';

beforeEach(() => {
  dynamodb.reset();
});

test('all pages of tables are listed', async () => {
  dynamodb
    .on(ListTablesCommand, { Limit: 100 })
    .resolves({ TableNames: ['A', 'B'], LastEvaluatedTableName: 'B' })
    .on(ListTablesCommand, { ExclusiveStartTableName: 'B' })
    .resolves({ TableNames: ['C'] });
  expect(await collectPages(listTables(client))).toEqual(['A', 'B', 'C']);
});

test('all pages of the tags of a table are read', async () => {
  dynamodb
    .on(ListTagsOfResourceCommand, { ResourceArn: arn })
    .resolves({ Tags: [{ Key: 'Project', Value: 'shop' }], NextToken: '2' })
    .on(ListTagsOfResourceCommand, { ResourceArn: arn, NextToken: '2' })
    .resolves({ Tags: [{ Key: 'Owner', Value: '' }] });
  expect(await tableTags(client, arn)).toEqual({ Project: 'shop', Owner: '' });
});

test.each([
  ['ResourceNotFoundException', 'aws-dynamodb.table-not-found'],
  ['AccessDeniedException', 'aws-dynamodb.read-failed'],
])('%s is %s', async (name, code) => {
  dynamodb.on(ListTagsOfResourceCommand).rejects(Object.assign(new Error('no'), { name }));
  await expect(tableTags(client, arn)).rejects.toMatchObject({ code });
});

test('a refused list is an error', async () => {
  dynamodb.on(ListTablesCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  await expect(collectPages(listTables(client))).rejects.toMatchObject({
    code: 'aws-dynamodb.list-failed',
    details: { reason: 'access-denied' },
  });
});
