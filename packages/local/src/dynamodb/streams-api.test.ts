import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-dynamodb-streams';
import { afterEach, expect, test } from 'vitest';
import { createMovableClock } from '../movable-clock.ts';
import { closeLocals, startTest, testStack } from '../testing/test-stack.ts';

afterEach(closeLocals);

const stack = testStack([]);
const echo = { Store: { S: 'Berlin' }, Item: { S: 'Echo' } };

async function streamArn(streams: DynamoDBStreamsClient): Promise<string> {
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName: 'Stock' }));
  return Streams!.at(-1)!.StreamArn!;
}

/** Records of all shards of the newest stream. */
async function readAll(
  streams: DynamoDBStreamsClient,
  ShardIteratorType: ShardIteratorType,
  SequenceNumber?: string,
) {
  const StreamArn = await streamArn(streams);
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const records = [];
  for (const { ShardId } of StreamDescription!.Shards!) {
    let { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn,
        ShardId,
        ShardIteratorType,
        ...(ShardIteratorType.endsWith('_SEQUENCE_NUMBER') && { SequenceNumber }),
      }),
    );
    for (let pages = 0; ShardIterator && pages < 10; pages++) {
      const { Records, NextShardIterator } = await streams.send(
        new GetRecordsCommand({ ShardIterator, Limit: 2 }),
      );
      records.push(...Records!);
      if (Records!.length === 0) break;
      ShardIterator = NextShardIterator;
    }
  }
  return records;
}

function put(dynamodb: DynamoDBClient, count: string) {
  const Item = { ...echo, Count: { N: count } };
  return dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
}

test('each change of an item is a record with both images; a write that changes nothing has none', async () => {
  const { dynamodb, streams } = await startTest({ stack });

  await put(dynamodb, '1');
  await put(dynamodb, '1.0');
  await dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: { Stock: [{ PutRequest: { Item: { ...echo, Count: { N: '1' } } } }] },
    }),
  );
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: 'Stock',
      Key: echo,
      UpdateExpression: 'SET #count = :zero',
      ExpressionAttributeNames: { '#count': 'Count' },
      ExpressionAttributeValues: { ':zero': { N: '0' } },
    }),
  );
  await dynamodb.send(new DeleteItemCommand({ TableName: 'Stock', Key: echo }));
  await dynamodb.send(new DeleteItemCommand({ TableName: 'Stock', Key: echo }));
  const records = await readAll(streams, 'TRIM_HORIZON');

  expect(
    records.map(({ eventName, dynamodb: change }) => [
      eventName,
      change?.OldImage?.Count?.N,
      change?.NewImage?.Count?.N,
    ]),
  ).toEqual([
    ['INSERT', undefined, '1'],
    ['MODIFY', '1', '0'],
    ['REMOVE', '0', undefined],
  ]);
  expect(records[0]).toMatchObject({
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: { Keys: echo, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const numbers = records.map(({ dynamodb: change }) => change!.SequenceNumber!);
  expect(numbers).toEqual([...numbers].sort());
  expect(new Set(numbers).size).toBe(3);
});

test('a reader starts at the requested position', async () => {
  const { dynamodb, streams } = await startTest({ stack });
  for (const count of ['1', '2', '3']) await put(dynamodb, count);
  const second = (await readAll(streams, 'TRIM_HORIZON'))[1]!.dynamodb!.SequenceNumber!;
  const counts = async (type: ShardIteratorType) =>
    (await readAll(streams, type, second)).map(({ dynamodb: change }) => change!.NewImage!.Count!.N);

  expect(await counts('AT_SEQUENCE_NUMBER')).toEqual(['2', '3']);
  expect(await counts('AFTER_SEQUENCE_NUMBER')).toEqual(['3']);
  expect(await counts('LATEST')).toEqual([]);
  await expect(readAll(streams, 'AT_SEQUENCE_NUMBER', '12')).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('all records of a partition key are in one shard, and shards are used evenly', async () => {
  const { dynamodb, local, streams } = await startTest({ stack });
  for (let store = 0; store < 40; store++) {
    const Item = { Store: { S: `Store ${store}` }, Item: { S: 'Echo' } };
    await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
  }
  const StreamArn = await streamArn(streams);
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));

  expect(StreamDescription!.Shards).toHaveLength(4);
  expect(await readAll(streams, 'TRIM_HORIZON')).toHaveLength(40);
  expect(local.streamRecords('StockTable')).toHaveLength(40);
});

test('expired items are deleted by the service as the clock advances', async () => {
  const clock = createMovableClock();
  const { dynamodb, streams } = await startTest({ stack, clock });
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName: 'Stock',
      TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
    }),
  );
  const nowSeconds = clock.now() / 1000;
  for (const [name, seconds] of [
    ['soon', nowSeconds + 30],
    ['later', nowSeconds + 3600],
    ['long ago', nowSeconds - 6 * 365 * 24 * 3600],
  ] as const) {
    const Item = { Store: { S: name }, Item: { S: 'Echo' }, ExpiresAt: { N: String(seconds) } };
    await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
  }

  await clock.advance(61_000);

  const removed = (await readAll(streams, 'TRIM_HORIZON')).filter(({ eventName }) => eventName === 'REMOVE');
  expect(removed).toMatchObject([
    {
      dynamodb: { Keys: { Store: { S: 'soon' } } },
      userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
    },
  ]);
});

test('a disabled stream can be read to its end; a new one continues the sequence numbers', async () => {
  const { dynamodb, streams } = await startTest({ stack });
  const update = (StreamSpecification: UpdateTableCommand['input']['StreamSpecification']) =>
    dynamodb.send(new UpdateTableCommand({ TableName: 'Stock', StreamSpecification }));
  await put(dynamodb, '1');
  const [before] = await readAll(streams, 'TRIM_HORIZON');

  await update({ StreamEnabled: false });
  await put(dynamodb, '2');
  const off = await readAll(streams, 'TRIM_HORIZON');
  const { TableDescription } = await update({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
  await put(dynamodb, '3');
  const on = await readAll(streams, 'TRIM_HORIZON');

  expect(off).toEqual([before]);
  expect(TableDescription?.LatestStreamArn).toBe(await streamArn(streams));
  expect(on).toHaveLength(1);
  expect(on[0]?.dynamodb).toMatchObject({ NewImage: { Count: { N: '3' } }, StreamViewType: 'NEW_IMAGE' });
  expect(on[0]?.dynamodb).not.toHaveProperty('OldImage');
  expect(on[0]!.dynamodb!.SequenceNumber! > before!.dynamodb!.SequenceNumber!).toBe(true);
});

test('a deleted table is gone, and one with its name can be created again', async () => {
  const { dynamodb } = await startTest({ stack });
  await put(dynamodb, '1');

  await dynamodb.send(new DeleteTableCommand({ TableName: 'Stock' }));

  await expect(put(dynamodb, '1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('requests that a stream cannot answer are refused', async () => {
  const { streams } = await startTest({ stack });
  const StreamArn = await streamArn(streams);
  const describe = (more: object) => streams.send(new DescribeStreamCommand({ StreamArn, ...more }));
  const { StreamDescription } = await describe({});
  const ShardId = StreamDescription!.Shards![0]!.ShardId!;
  const shards = async (more: object) => (await describe(more)).StreamDescription!.Shards;
  const filter = (Type: string, id: string) => ({ ShardFilter: { Type, ShardId: id } });

  expect(await shards(filter('CHILD_SHARDS', ShardId))).toEqual([]);
  expect(await shards({ ExclusiveStartShardId: 'x'.repeat(30) })).toEqual([]);
  await expect(describe(filter('PARENTS', ShardId))).rejects.toThrow(/CHILD_SHARDS/);
  await expect(describe(filter('CHILD_SHARDS', 'short'))).rejects.toThrow(/28 to 65/);
  await expect(describe({ StreamArn: 'x'.repeat(40) })).rejects.toThrow(/Invalid StreamArn/);
  await expect(streams.send(new ListStreamsCommand({ Limit: 0 }))).rejects.toThrow(/from 1 to 100/);
  const iterator = { StreamArn, ShardId, ShardIteratorType: 'LATEST', SequenceNumber: '1' } as const;
  await expect(streams.send(new GetShardIteratorCommand(iterator))).rejects.toThrow(/can't be given/);
});
