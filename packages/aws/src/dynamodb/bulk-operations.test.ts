import {
  DescribeBulkOperationCommand,
  DynamoDBClient,
  DescribeTableCommand,
  ResourceNotFoundException,
  StartBulkPutItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { describeBulkOperation, isBulkOver, startBulkPut } from './bulk-operations.ts';
import { describeTable } from './tables.ts';
import { serviceError } from './testing/fake-table.ts';

const client = new DynamoDBClient({ region: 'eu-test-1' });
const mock = mockClient(client);
afterAll(() => mock.restore());
beforeEach(() => {
  mock.reset();
  mock.onAnyCommand().resolves({});
});

test('a bulk put is started with its token, and reports both kinds of items that were not written', async () => {
  mock.on(StartBulkPutItemsCommand).resolves({
    BulkOperationDescription: {
      BulkOperationArn: 'arn:1',
      BulkOperationStatus: 'IN_PROGRESS',
      StartTime: new Date(5_000),
    },
  });
  const place = { tableName: 'Stock', bucket: 'b', prefix: 'in/', outputPrefix: 'out/' };
  const started = await startBulkPut(client, {
    ...place,
    token: 't',
    compression: 'GZIP',
    maxWriteUnits: 2_048,
  });
  expect(started).toMatchObject({ arn: 'arn:1', status: 'IN_PROGRESS', processedItems: 0, startMs: 5_000 });
  expect(mock.commandCalls(StartBulkPutItemsCommand)[0]!.args[0].input).toEqual({
    TableName: 'Stock',
    ClientToken: 't',
    InputS3Configuration: {
      S3Bucket: 'b',
      S3KeyPrefix: 'in/',
      InputFormat: 'DYNAMODB_JSON',
      InputCompressionType: 'GZIP',
    },
    OutputS3Configuration: {
      S3Bucket: 'b',
      S3KeyPrefix: 'out/',
      OutputType: ['ERROR', 'CONDITION_CHECK_FAILURE'],
    },
    MaxWriteRequestUnits: 2_048,
  });
});

test('an operation is described with what it did and why it failed; one that is not known is undefined', async () => {
  mock.on(DescribeBulkOperationCommand).resolvesOnce({
    BulkOperationDescription: {
      BulkOperationArn: 'arn:1',
      BulkOperationStatus: 'FAILED',
      ProcessedItemCount: 7,
      FailedItemCount: 2,
      BulkOperationUsage: [{ BulkPutBytes: 100 }, { BulkPutBytes: 11 }],
      FailureCode: 'S3',
      FailureMessage: 'no object',
    },
  });
  const found = await describeBulkOperation(client, 'arn:1');
  expect(found).toMatchObject({
    status: 'FAILED',
    processedItems: 7,
    failedItems: 2,
    putBytes: 111,
    failure: 'S3: no object',
  });
  mock
    .on(DescribeBulkOperationCommand)
    .rejects(new ResourceNotFoundException({ message: 'no', $metadata: {} }));
  expect(await describeBulkOperation(client, 'arn:1')).toBeUndefined();
});

test.each([
  ['IN_PROGRESS', false],
  ['CANCELLING', false],
  ['CANCELLED', true],
  ['COMPLETED_WITH_ERRORS', true],
] as const)('%s: over is %s', (status, isOver) => {
  expect(isBulkOver({ status })).toBe(isOver);
});

test('what a call refuses has a code, and whether it is worth another try', async () => {
  mock.on(StartBulkPutItemsCommand).rejects(serviceError('ValidationException', 400));
  const input = {
    tableName: 'S',
    token: 't',
    bucket: 'b',
    prefix: 'p',
    compression: 'NONE',
    outputPrefix: 'o',
  } as const;
  await expect(startBulkPut(client, input)).rejects.toMatchObject({ code: 'aws-dynamodb.bulk-failed' });
  mock.on(StartBulkPutItemsCommand).rejects(serviceError('InternalServerError', 500));
  await expect(startBulkPut(client, input)).rejects.toMatchObject({ fault: 'service' });
});

test.each(['LimitExceededException', 'ResourceInUseException'])(
  'an operation that DynamoDB does not start now is worth another try: %s',
  async (name) => {
    mock.on(StartBulkPutItemsCommand).rejects(serviceError(name, 400));
    const place = { tableName: 'Stock', bucket: 'b', prefix: 'p', outputPrefix: 'o' };
    await expect(startBulkPut(client, { ...place, token: 't', compression: 'NONE' })).rejects.toMatchObject({
      code: 'aws-dynamodb.bulk-busy',
      fault: 'service',
      message: expect.stringMatching(`table "Stock".*${name}`) as string,
    });
  },
);

test('a table is described with what a bulk put depends on', async () => {
  mock.on(DescribeTableCommand).resolvesOnce({
    Table: {
      TableArn: 'arn:t',
      TableId: 'id',
      TableStatus: 'ACTIVE',
      KeySchema: [{ AttributeName: 'Store', KeyType: 'HASH' }],
      ProvisionedThroughput: { WriteCapacityUnits: 5 },
      Replicas: [{ RegionName: 'eu-west-1' }],
      GlobalSecondaryIndexes: [
        { IndexName: 'A', IndexStatus: 'ACTIVE' },
        { IndexName: 'B', IndexStatus: 'CREATING' },
      ],
    },
  });
  expect(await describeTable(client, 'Stock')).toEqual({
    arn: 'arn:t',
    id: 'id',
    status: 'ACTIVE',
    keys: ['Store'],
    writeUnits: 5,
    isGlobal: true,
    indexesInCreation: ['B'],
  });
  mock.on(DescribeTableCommand).resolves({
    Table: {
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ProvisionedThroughput: { WriteCapacityUnits: 0 },
    },
  });
  expect((await describeTable(client, 'Stock')).writeUnits).toBeUndefined();
});
