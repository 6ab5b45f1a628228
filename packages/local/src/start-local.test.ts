import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import type { LocalAws, LocalEvent, LocalOptions } from './index.ts';
import { startLocal } from './index.ts';
import { functionManifest, streamTrigger, testStack, writeBundle } from './test-stack.ts';

let local: LocalAws | undefined;

afterEach(async () => {
  await local?.close();
  local = undefined;
});

async function start(options: LocalOptions) {
  const events: LocalEvent[] = [];
  local = await startLocal({ onEvent: (event) => events.push(event), ...options });
  const connection = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return {
    local,
    events,
    dynamodb: new DynamoDBClient(connection),
    lambda: new LambdaClient(connection),
    s3: new S3Client({ ...connection, forcePathStyle: true }),
  };
}

const onRequest = { type: 'event-pattern', pattern: {} } as const;

function text(payload: Uint8Array | undefined): string {
  return Buffer.from(payload ?? []).toString();
}

test('a function is invoked with its environment, its context and nothing of the host', async () => {
  const { local, lambda } = await start({
    stack: testStack([
      functionManifest('look', onRequest, {
        environment: { TABLE: { resource: 'StockTable', attribute: 'arn' }, LIMIT: '25' },
      }),
    ]),
    bundles: [
      writeBundle(
        'look',
        `export const handler = async (event, context) => ({
          event,
          variables: process.env,
          request: context.awsRequestId.length,
          name: context.functionName,
          left: context.getRemainingTimeInMillis(),
        });`,
      ),
    ],
    settings: { TableName: 'Shelves' },
  });

  const output = await lambda.send(new InvokeCommand({ FunctionName: 'look', Payload: '{"a":"é"}' }));

  const result = JSON.parse(text(output.Payload));
  expect(result).toMatchObject({ event: { a: 'é' }, request: 36, name: 'look' });
  expect(result.left).toBeGreaterThan(0);
  expect(result.left).toBeLessThanOrEqual(10_000);
  expect(result.variables).toMatchObject({
    TABLE: 'arn:aws:dynamodb:us-east-1:000000000000:table/Shelves',
    LIMIT: '25',
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_LAMBDA_FUNCTION_NAME: 'look',
  });
  expect(result.variables).not.toHaveProperty('PATH');
});

test('rows written to a table reach the function that its stream feeds, in order for each partition', async () => {
  const { local, events, dynamodb } = await start({
    stack: testStack([functionManifest('watch', streamTrigger())]),
    bundles: [
      writeBundle(
        'watch',
        `export const handler = async ({ Records }) => ({
          seen: Records.map(({ eventName, dynamodb }) => [eventName, dynamodb.Keys.Store.S, dynamodb.NewImage.Count.N]),
        });`,
      ),
    ],
  });

  for (let count = 1; count <= 5; count++) {
    for (const store of ['Berlin', 'Seoul']) {
      const Item = { Store: { S: store }, Item: { S: 'Echo' }, Count: { N: String(count) } };
      await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
    }
  }
  await local.idle();

  const seen = events.flatMap((event) =>
    event.type === 'finished' ? (event.result as { seen: string[][] }).seen : [],
  );
  for (const store of ['Berlin', 'Seoul']) {
    expect(seen.filter(([, name]) => name === store)).toEqual([
      ['INSERT', store, '1'],
      ['MODIFY', store, '2'],
      ['MODIFY', store, '3'],
      ['MODIFY', store, '4'],
      ['MODIFY', store, '5'],
    ]);
  }
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'Stock' }));
  expect(Items).toHaveLength(2);
});

test('a function that takes too long is stopped, and the error says how long it had', async () => {
  const { lambda } = await start({
    stack: testStack([functionManifest('sleep', onRequest)]),
    bundles: [writeBundle('sleep', 'export const handler = () => { for (;;); };')],
    functions: { sleep: { timeoutMs: 200 } },
  });

  const output = await lambda.send(new InvokeCommand({ FunctionName: 'sleep' }));

  expect(output.FunctionError).toBe('Unhandled');
  expect(JSON.parse(text(output.Payload))).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/Task timed out after 0\.20 seconds$/),
  });
});

test('an asynchronous invocation that fails is tried twice more under the same request id', async () => {
  const { local, events, lambda } = await start({
    stack: testStack([functionManifest('fail', onRequest)]),
    bundles: [
      writeBundle('fail', "export const handler = async () => { throw new RangeError('no shelf'); };"),
    ],
    retryDelaysMs: [0, 0],
  });

  const { StatusCode } = await lambda.send(
    new InvokeCommand({ FunctionName: 'fail', InvocationType: 'Event', Payload: '{}' }),
  );
  await local.idle();

  expect(StatusCode).toBe(202);
  const failed = events.filter((event) => event.type === 'failed');
  expect(failed).toHaveLength(3);
  expect(failed[0]).toMatchObject({ errorType: 'RangeError', errorMessage: 'no shelf' });
  expect(new Set(failed.map(({ requestId }) => requestId)).size).toBe(1);
  expect(events.at(-1)).toMatchObject({ type: 'gave-up', condition: 'RetriesExhausted' });
});

test('an uploaded object reaches the function that its bucket triggers, with its key as S3 encodes it', async () => {
  const { local, events, s3 } = await start({
    stack: testStack([functionManifest('load', { type: 's3-object-created', bucket: 'StockBucket' })]),
    bundles: [
      writeBundle(
        'load',
        'export const handler = async ({ Records }) => Records.map(({ s3 }) => s3.object.key);',
      ),
    ],
  });

  const Bucket = local.resources.bucketName('StockBucket');
  await s3.send(new PutObjectCommand({ Bucket, Key: '봄 (1).csv', Body: 'store,item,count' }));
  await local.idle();

  expect(Bucket).toBe('groundcrew-stock-000000000000-us-east-1');
  expect(events.at(-1)).toMatchObject({
    type: 'finished',
    function: 'load',
    result: ['%EB%B4%84+%281%29.csv'],
  });
});
