import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { closeLocals, startTest, testStack } from '../testing/test-stack.ts';

afterEach(closeLocals);

const stack = testStack([]);

function put(dynamodb: DynamoDBClient, store: string, item: string, count = '1') {
  const Item = { Store: { S: store }, Item: { S: item }, Count: { N: count } };
  return dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
}

test('a table is active as soon as it is created, with the requested settings', async () => {
  const { dynamodb } = await startTest({
    stack: testStack([], {
      tables: [
        {
          id: 'Ledger',
          description: '',
          name: 'Ledger',
          partitionKey: 'Object',
          ttlAttribute: 'ExpiresAt',
          pointInTimeRecovery: true,
        },
      ],
    }),
  });
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: 'Other',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'N' }],
    }),
  );

  const { TableNames } = await dynamodb.send(new ListTablesCommand());
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'Ledger' }));
  const { TimeToLiveDescription } = await dynamodb.send(
    new DescribeTimeToLiveCommand({ TableName: 'Ledger' }),
  );
  const { ContinuousBackupsDescription } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName: 'Ledger' }),
  );

  expect(TableDescription?.TableStatus).toBe('ACTIVE');
  expect(TableNames).toEqual(['Ledger', 'Other']);
  expect(Table).toMatchObject({ TableStatus: 'ACTIVE', KeySchema: [{ AttributeName: 'Object' }] });
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ExpiresAt' });
  expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe(
    'ENABLED',
  );
});

test('a partition is queried in the order of its sort key, page by page, and backwards', async () => {
  const { dynamodb } = await startTest({ stack });
  for (const item of ['b', 'é', 'a', 'c', '상품']) await put(dynamodb, 'Berlin', item);
  await put(dynamodb, 'Seoul', 'z');
  const read = async (ScanIndexForward: boolean) => {
    const items: (string | undefined)[] = [];
    let ExclusiveStartKey: QueryCommand['input']['ExclusiveStartKey'];
    do {
      const page = await dynamodb.send(
        new QueryCommand({
          TableName: 'Stock',
          KeyConditionExpression: '#store = :store',
          ExpressionAttributeNames: { '#store': 'Store' },
          ExpressionAttributeValues: { ':store': { S: 'Berlin' } },
          Limit: 2,
          ScanIndexForward,
          ExclusiveStartKey,
        }),
      );
      items.push(...page.Items!.map((item) => item.Item!.S));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  };

  expect(await read(true)).toEqual(['a', 'b', 'c', 'é', '상품']);
  expect(await read(false)).toEqual(['상품', 'é', 'c', 'b', 'a']);
});

test('the segments of a scan contain each item once', async () => {
  const { dynamodb } = await startTest({ stack });
  for (let store = 0; store < 30; store++) await put(dynamodb, `Store ${store}`, 'Echo');

  const segments = await Promise.all(
    [0, 1, 2].map((Segment) =>
      dynamodb.send(new ScanCommand({ TableName: 'Stock', Segment, TotalSegments: 3 })),
    ),
  );

  const stores = segments.flatMap(({ Items }) => Items!.map((item) => item.Store!.S!));
  expect(stores).toHaveLength(30);
  expect(new Set(stores).size).toBe(30);
});

test('a condition that fails changes nothing and returns the current item', async () => {
  const { dynamodb, local } = await startTest({ stack });
  await put(dynamodb, 'Berlin', 'Echo', '5');
  const update = (TableName: string, item: string) =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { Store: { S: 'Berlin' }, Item: { S: item } },
        UpdateExpression: 'SET #count = :new',
        ConditionExpression: '#count = :old',
        ExpressionAttributeNames: { '#count': 'Count' },
        ExpressionAttributeValues: { ':new': { N: '0' }, ':old': { N: '4' } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );

  await expect(update('Stock', 'Echo')).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    Item: { Count: { N: '5' } },
  });
  const missing = await update('Stock', 'Dot').catch((error: unknown) => error);
  expect(missing).toMatchObject({ name: 'ConditionalCheckFailedException' });
  expect(missing).not.toHaveProperty('Item.Store');
  await expect(update('Other', 'Echo')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(local.streamRecords('Stock')).toHaveLength(1);
});

test('of two conditional writers of one item exactly one wins', async () => {
  const { dynamodb } = await startTest({ stack });
  const claim = (owner: string) =>
    dynamodb
      .send(
        new UpdateItemCommand({
          TableName: 'Stock',
          Key: { Store: { S: 'Berlin' }, Item: { S: 'Echo' } },
          UpdateExpression: 'SET #owner = :owner',
          ConditionExpression: 'attribute_not_exists(#owner)',
          ExpressionAttributeNames: { '#owner': 'Owner' },
          ExpressionAttributeValues: { ':owner': { S: owner } },
        }),
      )
      .then(() => true)
      .catch(() => false);

  const won = await Promise.all(Array.from({ length: 10 }, (_, index) => claim(`owner ${index}`)));

  expect(won.filter(Boolean)).toHaveLength(1);
});

test('a global index is updated and can be queried', async () => {
  const { dynamodb } = await startTest({});
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'Stock',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'Store', KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: 'Store', AttributeType: 'S' },
        { AttributeName: 'City', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'ByCity',
          KeySchema: [{ AttributeName: 'City', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  for (const city of ['Berlin', 'Seoul']) {
    const Item = { Store: { S: 'One' }, City: { S: city } };
    await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
  }
  const inCity = async (city: string) =>
    (
      await dynamodb.send(
        new QueryCommand({
          TableName: 'Stock',
          IndexName: 'ByCity',
          KeyConditionExpression: 'City = :city',
          ExpressionAttributeValues: { ':city': { S: city } },
        }),
      )
    ).Count;

  expect(await inCity('Berlin')).toBe(0);
  expect(await inCity('Seoul')).toBe(1);
});

test('keys of several tables are read in one request', async () => {
  const { dynamodb } = await startTest({ stack });
  await put(dynamodb, 'Berlin', 'Echo');
  const Keys = ['Echo', 'Dot'].map((item) => ({ Store: { S: 'Berlin' }, Item: { S: item } }));

  const { Responses } = await dynamodb.send(new BatchGetItemCommand({ RequestItems: { Stock: { Keys } } }));

  expect(Responses!.Stock!.map((item) => item.Item!.S)).toEqual(['Echo']);
});

const Statement = 'SELECT * FROM "Stock"';

// PartiQL, for one.
test.each([
  ['ExecuteStatement', new ExecuteStatementCommand({ Statement })],
  ['BatchExecuteStatement', new BatchExecuteStatementCommand({ Statements: [{ Statement }] })],
  ['ExecuteTransaction', new ExecuteTransactionCommand({ TransactStatements: [{ Statement }] })],
])('%s is not supported, and refused with the operations that are', async (name, command) => {
  const { dynamodb } = await startTest({ stack });

  const response = dynamodb.send(command as ExecuteStatementCommand);

  await expect(response).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringMatching(
      new RegExp(`does not support the operation "${name}"; it supports .*Query.*TransactWriteItems`),
    ),
  });
});
