import {
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocal } from '../start-local.ts';

let local: Awaited<ReturnType<typeof startLocal>>;
let client: DynamoDBClient;

const table = (TableName: string, more: object = {}): CreateTableCommandInput => ({
  TableName,
  KeySchema: [
    { AttributeName: 'p', KeyType: 'HASH' },
    { AttributeName: 's', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['p', 's', 'i'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  BillingMode: 'PAY_PER_REQUEST',
  LocalSecondaryIndexes: [
    {
      IndexName: 'local',
      KeySchema: [
        { AttributeName: 'p', KeyType: 'HASH' },
        { AttributeName: 'i', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  ...more,
});
const create = (name: string, more: object = {}) => client.send(new CreateTableCommand(table(name, more)));
const Item = { p: { S: 'a' }, s: { S: 'b' } };

beforeAll(async () => {
  local = await startLocal({});
  client = new DynamoDBClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  await create('Shelves');
});
afterAll(async () => {
  client.destroy();
  await local.close();
});

// "PutItem" of the DynamoDB API reference: sizes of item collections are those of tables with local indexes.
test('sizes of item collections, which are not known, are refused where there would be some', async () => {
  const ReturnItemCollectionMetrics = 'SIZE';
  const put = { TableName: 'Shelves', Item };
  const requests = [
    new PutItemCommand({ ...put, ReturnItemCollectionMetrics }),
    new BatchWriteItemCommand({
      RequestItems: { Shelves: [{ PutRequest: { Item } }] },
      ReturnItemCollectionMetrics,
    }),
    new TransactWriteItemsCommand({ TransactItems: [{ Put: put }], ReturnItemCollectionMetrics }),
  ];
  for (const request of requests)
    await expect(client.send(request as never)).rejects.toThrow(
      'ReturnItemCollectionMetrics SIZE is not supported',
    );
  await expect(
    client.send(new PutItemCommand({ ...put, ReturnItemCollectionMetrics: 'ALL' as 'SIZE' })),
  ).rejects.toThrow("Value 'ALL' at 'returnItemCollectionMetrics'");
  await client.send(new PutItemCommand({ ...put, ReturnItemCollectionMetrics: 'NONE' }));
});

test('a boolean is not a string', async () => {
  const query = {
    TableName: 'Shelves',
    KeyConditionExpression: 'p = :p',
    ExpressionAttributeValues: { ':p': { S: 'a' } },
    ScanIndexForward: 'false' as never,
  };
  await expect(client.send(new QueryCommand(query))).rejects.toMatchObject({
    name: 'SerializationException',
  });
  await expect(create('Kept', { DeletionProtectionEnabled: 'true' })).rejects.toMatchObject({
    name: 'SerializationException',
  });
});

// "ProvisionedThroughput" of the DynamoDB API reference.
test('tables and indexes have one unit at least, and no other throughput than is carried out', async () => {
  const units = (ReadCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits: 1 });
  const BillingMode = 'PROVISIONED';
  await expect(create('Few', { BillingMode, ProvisionedThroughput: units(0) })).rejects.toThrow(
    "Value '0' at 'provisionedThroughput.readCapacityUnits'",
  );
  const index = (more: object) => ({
    BillingMode,
    ProvisionedThroughput: units(1),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'global',
        KeySchema: [{ AttributeName: 'i', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
        ...more,
      },
    ],
  });
  await expect(create('Few', index({ ProvisionedThroughput: units(-1) }))).rejects.toThrow("Value '-1'");
  for (const more of [
    { WarmThroughput: { ReadUnitsPerSecond: 12_000 } },
    { OnDemandThroughput: { MaxReadRequestUnits: 1 } },
  ])
    await expect(create('Few', index(more))).rejects.toThrow(
      `${Object.keys(more)[0]} of an index is not supported`,
    );
});

test('a key of its own is not one that encrypts a table here', async () => {
  const SSESpecification = { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'alias/shop' } as const;
  await expect(create('Sealed', { SSESpecification })).rejects.toThrow('KMSMasterKeyId');
  await expect(
    client.send(new UpdateTableCommand({ TableName: 'Shelves', SSESpecification })),
  ).rejects.toThrow('KMSMasterKeyId');
});

test('the days of recovery are those that are described', async () => {
  const set = (RecoveryPeriodInDays: number) =>
    client.send(
      new UpdateContinuousBackupsCommand({
        TableName: 'Shelves',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays },
      }),
    );
  await expect(set(7)).rejects.toThrow('RecoveryPeriodInDays 7 is not supported');
  await set(35);
});
