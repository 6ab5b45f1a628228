import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { AlertEntry } from './alert-store.ts';
import { createDynamoDBAlertStore } from './dynamodb-alert-store.ts';

const dynamodb = mockClient(DynamoDBClient);
afterAll(() => dynamodb.restore());
const nowSeconds = 1_800_000_000;
const daySeconds = 86_400;
const store = createDynamoDBAlertStore({
  client: new DynamoDBClient({}),
  tableName: 'InventoryAlerts',
  now: () => nowSeconds * 1000,
});

beforeEach(() => {
  dynamodb.reset();
});

const entries: AlertEntry[] = [
  { type: 'claim', key: 'no-stock:a', sent: false },
  { type: 'claim', key: 'no-stock:b', sent: true },
  { type: 'claim', key: 'no-stock:c', sent: false, digest: 'digest:d' },
  { type: 'digest', key: 'digest:d', sent: false, message: '{"body":"서울"}' },
  { type: 'digest', key: 'digest:e', sent: true },
  { type: 'digest', key: 'digest:v', sent: false, isVoid: true },
  { type: 'shelf', key: 'shelf:f', level: 'empty', sequenceNumber: '100000000000000000000001' },
  { type: 'shelf', key: 'shelf:g', level: 'stocked', sequenceNumber: '7' },
];

describe('createDynamoDBAlertStore', () => {
  it('reads every entry as it was stored', async () => {
    dynamodb.on(BatchWriteItemCommand).resolves({});
    await store.put(entries);
    const stored = dynamodb
      .commandCalls(BatchWriteItemCommand)
      .flatMap(({ args }) => args[0].input.RequestItems?.InventoryAlerts ?? [])
      .map(({ PutRequest }) => PutRequest?.Item ?? {});
    dynamodb.on(BatchGetItemCommand).resolves({ Responses: { InventoryAlerts: stored } });

    const found = await store.get(entries.map(({ key }) => key));

    expect([...found.values()]).toEqual(entries);
    expect([...found.keys()]).toEqual(entries.map(({ key }) => key));
  });

  it('creates a digest only where there is none', async () => {
    const refused = new ConditionalCheckFailedException({ message: '', $metadata: {} });
    dynamodb.on(PutItemCommand).rejectsOnce(refused).resolves({});

    await store.create([
      { type: 'digest', key: 'digest:d', sent: false, message: '{}' },
      { type: 'digest', key: 'digest:v', sent: false, isVoid: true },
    ]);

    const inputs = dynamodb.commandCalls(PutItemCommand).map(({ args }) => args[0].input);
    expect(inputs.map(({ Item }) => Item?.DedupeKey?.S)).toEqual(['digest:d', 'digest:v']);
    for (const { ConditionExpression } of inputs)
      expect(ConditionExpression).toBe('attribute_not_exists(DedupeKey)');
  });

  it('reads consistently', async () => {
    dynamodb.on(BatchGetItemCommand).resolves({});

    expect(await store.get(['no-stock:a'])).toEqual(new Map());

    expect(dynamodb.commandCalls(BatchGetItemCommand)[0]?.args[0].input.RequestItems).toMatchObject({
      InventoryAlerts: { ConsistentRead: true, Keys: [{ DedupeKey: { S: 'no-stock:a' } }] },
    });
  });

  it('expires claims before the digest that they refer to, and an empty shelf never', async () => {
    dynamodb.on(BatchWriteItemCommand).resolves({});

    await store.put(entries);

    const expiries = new Map(
      dynamodb
        .commandCalls(BatchWriteItemCommand)
        .flatMap(({ args }) => args[0].input.RequestItems?.InventoryAlerts ?? [])
        .map(({ PutRequest }) => [PutRequest?.Item?.DedupeKey?.S, PutRequest?.Item?.ExpiresAt?.N]),
    );
    expect(expiries.get('no-stock:c')).toBe(String(nowSeconds + 14 * daySeconds));
    expect(expiries.get('digest:d')).toBe(String(nowSeconds + 15 * daySeconds));
    expect(expiries.get('shelf:f')).toBeUndefined();
    expect(expiries.get('shelf:g')).toBe(String(nowSeconds + 14 * daySeconds));
  });
});
