import { GetMetricDataCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { createMovableClock } from '../movable-clock.ts';
import {
  closeLocals,
  functionManifest,
  onRequest,
  startTest,
  streamTrigger,
  testStack,
  writeBundle,
} from '../testing/test-stack.ts';

afterEach(closeLocals);

const nowMs = Date.UTC(2026, 10, 5, 7);

const failing = `exports.handler = async ({ fail, Records }) => {
  if (fail || Records) throw new Error('no');
};`;

async function start() {
  const clock = createMovableClock(nowMs);
  const trigger = streamTrigger({ maximumRetryAttempts: 0, onFailure: { bucket: 'StockBucket' } });
  const { local, lambda, dynamodb } = await startTest({
    clock,
    stack: testStack([functionManifest('watch', trigger), functionManifest('work', onRequest)]),
    bundles: [writeBundle('watch', failing), writeBundle('work', failing)],
    retryDelaysMs: [0],
  });
  const config = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const cloudwatch = new CloudWatchClient(config);
  const sqs = new SQSClient(config);
  onTestFinished(() => {
    cloudwatch.destroy();
    sqs.destroy();
  });
  async function valuesOf(
    Namespace: string,
    MetricName: string,
    Name: string,
    Value: string,
    Stat = 'Sum',
  ): Promise<number[] | undefined> {
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(nowMs),
        EndTime: new Date(nowMs + 3_600_000),
        MetricDataQueries: [
          {
            Id: 'm1',
            MetricStat: {
              Metric: { Namespace, MetricName, Dimensions: [{ Name, Value }] },
              Period: 3_600,
              Stat,
            },
          },
        ],
      }),
    );
    return MetricDataResults?.[0]?.Values;
  }
  return { local, lambda, dynamodb, sqs, clock, valuesOf };
}

test('invocations, errors and their durations are measured, and nothing of a function that did not run', async () => {
  const { lambda, valuesOf } = await start();
  for (const fail of [true, false, false]) {
    await lambda.send(new InvokeCommand({ FunctionName: 'work', Payload: JSON.stringify({ fail }) }));
  }

  expect(await valuesOf('AWS/Lambda', 'Invocations', 'FunctionName', 'work')).toEqual([3]);
  expect(await valuesOf('AWS/Lambda', 'Errors', 'FunctionName', 'work')).toEqual([1]);
  expect(await valuesOf('AWS/Lambda', 'Throttles', 'FunctionName', 'work')).toEqual([0]);
  expect(await valuesOf('AWS/Lambda', 'Duration', 'FunctionName', 'work', 'SampleCount')).toEqual([3]);
  expect(await valuesOf('AWS/Lambda', 'Invocations', 'FunctionName', 'watch')).toEqual([]);
});

test('what a stream gave up is measured by its mapping, and the age of its records by its function', async () => {
  const { local, lambda, dynamodb, valuesOf } = await start();
  const Item = { Store: { S: 'Berlin' }, Item: { S: 'Echo' }, Count: { N: '0' } };
  await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
  await local.idle();
  const { EventSourceMappings } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: 'watch' }),
  );
  const id = EventSourceMappings![0]!.UUID!;

  const given = await valuesOf(
    'AWS/Lambda',
    'OnFailureDestinationDeliveredEventCount',
    'EventSourceMappingUUID',
    id,
  );
  expect(given).toEqual([1]);
  expect(await valuesOf('AWS/Lambda', 'DroppedEventCount', 'EventSourceMappingUUID', id)).toEqual([]);
  expect(await valuesOf('AWS/Lambda', 'IteratorAge', 'FunctionName', 'watch', 'Maximum')).toEqual([0]);
});

test('a queue has its depth and the age of its oldest message when it is asked for', async () => {
  const { local, sqs, clock, valuesOf } = await start();
  const QueueUrl = local.resources.queueUrl('Failures');
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  await clock.advance(60_000);

  expect(
    await valuesOf('AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'failures', 'Maximum'),
  ).toEqual([1]);
  expect(
    await valuesOf('AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', 'failures', 'Maximum'),
  ).toEqual([60]);
});

test('writes take units by the size of their items, and what a table did not take is counted', async () => {
  const { local, dynamodb, valuesOf } = await start();
  const put = (Note: string) =>
    dynamodb.send(
      new PutItemCommand({
        TableName: 'Stock',
        Item: { Store: { S: 'Berlin' }, Item: { S: 'Echo' }, Count: { N: '0' }, Note: { S: Note } },
      }),
    );
  await put('');
  await put('x'.repeat(2_000));
  await put('');
  local.setFaults({ seed: 1, throttle: 1, functionsOnly: 0 });
  await put('').catch(() => {});
  local.setFaults(undefined);

  expect(await valuesOf('AWS/DynamoDB', 'ConsumedWriteCapacityUnits', 'TableName', 'Stock')).toEqual([5]);
  expect((await valuesOf('AWS/DynamoDB', 'WriteThrottleEvents', 'TableName', 'Stock'))![0]).toBeGreaterThan(
    0,
  );
});
