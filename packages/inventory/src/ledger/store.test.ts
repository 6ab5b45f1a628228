import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createLedgerStore, type LedgerEntry } from './index.ts';

const dynamodb = mockClient(DynamoDBClient);
afterAll(() => dynamodb.restore());
const store = createLedgerStore(new DynamoDBClient({ region: 'us-east-1' }), 'Loads');
const entry: LedgerEntry = {
  object: 's3://shop/stock.csv',
  revision: 3,
  writeId: 'w3',
  newest: 'A2',
  sequencer: 'A1',
  status: 'running',
  lease: { owner: 'me', untilMs: 1_700_000_000_000 },
  checkpoint: undefined,
  summary: undefined,
  expiresAt: 1_700_000_000,
};
const item = {
  Object: { S: 's3://shop/stock.csv' },
  Revision: { N: '3' },
  WriteId: { S: 'w3' },
  Newest: { S: 'A2' },
  Sequencer: { S: 'A1' },
  Status: { S: 'running' },
  Lease: { M: { owner: { S: 'me' }, untilMs: { N: '1700000000000' } } },
  ExpiresAt: { N: '1700000000' },
};

beforeEach(() => {
  dynamodb.reset();
});

test('an entry is read consistently', async () => {
  dynamodb.on(GetItemCommand).resolves({ Item: item });
  expect(await store.read(entry.object)).toEqual(entry);
  expect(dynamodb.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({ ConsistentRead: true });
});

test('an entry replaces only the revision before it', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});
  expect(await store.replace(entry)).toEqual({ stored: true });
  const { input } = dynamodb.commandCalls(UpdateItemCommand)[0]!.args[0];
  expect(input).toMatchObject({
    TableName: 'Loads',
    Key: { Object: item.Object },
    ConditionExpression: '#revision = :before',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  expect(input.ExpressionAttributeNames).toMatchObject({ '#revision': 'Revision' });
  expect(input.ExpressionAttributeValues).toMatchObject({ ':before': { N: '2' } });
  expect(Object.values(input.ExpressionAttributeNames!)).toEqual(
    expect.arrayContaining(['Checkpoint', 'Summary']),
  );
  expect(input.UpdateExpression).toContain('REMOVE ');
});

test('the first entry of an object is stored only if there is none', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});
  await store.replace({ ...entry, revision: 1 });
  expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    ConditionExpression: 'attribute_not_exists(#object)',
  });
});

test('a write that lost the race receives the current entry', async () => {
  dynamodb
    .on(UpdateItemCommand)
    .rejects(new ConditionalCheckFailedException({ $metadata: {}, message: 'm', Item: item }));
  expect(await store.replace({ ...entry, writeId: 'mine' })).toEqual({ stored: false, current: entry });
});
