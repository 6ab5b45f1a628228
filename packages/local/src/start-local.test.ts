import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { startLocal } from './index.ts';
import { startInWorker } from './lambda/execution-environment.ts';
import { createMovableClock } from './movable-clock.ts';
import {
  closeLocals,
  createTestFolder,
  functionManifest,
  onRequest,
  startTest,
  streamTrigger,
  testStack,
  writeBundle,
} from './testing/test-stack.ts';

afterEach(closeLocals);

const echo = { Store: { S: 'Berlin' }, Item: { S: 'Echo' } };
const writeWatch = () =>
  writeBundle(
    'watch',
    'exports.handler = async ({ Records }) => Records.map(({ dynamodb }) => dynamodb.NewImage.Count.N);',
  );

test("a function is invoked with its environment and context, without the host's environment", async () => {
  const { local, lambda } = await startTest({
    stack: testStack([
      functionManifest('look', onRequest, {
        environment: {
          TABLE: { resource: 'StockTable', attribute: 'arn' },
          TOPIC: { resource: 'Alerts', attribute: 'arn' },
          QUEUE: { resource: 'Failures', attribute: 'url' },
          BUCKET: { resource: 'StockBucket', attribute: 'name' },
          LIMIT: '25',
        },
      }),
    ]),
    bundles: [
      writeBundle(
        'look',
        `exports.handler = async (event, context) => ({
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

  const result = JSON.parse(output.Payload!.transformToString());
  expect(result).toMatchObject({ event: { a: 'é' }, request: 36, name: 'look' });
  expect(result.left).toBeGreaterThan(0);
  expect(result.left).toBeLessThanOrEqual(10_000);
  expect(result.variables).toMatchObject({
    TABLE: 'arn:aws:dynamodb:us-east-1:000000000000:table/Shelves',
    TOPIC: 'arn:aws:sns:us-east-1:000000000000:Alerts',
    QUEUE: local.resources.queueUrl('Failures'),
    BUCKET: 'groundcrew-stock-000000000000-us-east-1',
    LIMIT: '25',
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_LAMBDA_FUNCTION_NAME: 'look',
  });
  expect(result.variables).not.toHaveProperty('PATH');
});

test('an uploaded object invokes the function that its bucket triggers, with its key encoded as by S3', async () => {
  const { local, events, s3 } = await startTest({
    stack: testStack([
      functionManifest('load', { type: 's3-object-created', bucket: 'StockBucket', prefix: 'in/' }),
    ]),
    bundles: [
      writeBundle('load', 'exports.handler = async ({ Records }) => Records.map(({ s3 }) => s3.object.key);'),
    ],
  });

  const Bucket = local.resources.bucketName('StockBucket');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'in/봄 (1).csv', Body: 'store', ContentLength: 5 }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'out/b.csv', Body: 'x', ContentLength: 1 }));
  await local.idle();

  const results = events.flatMap((event) => (event.type === 'finished' ? [event.result] : []));
  expect(results).toEqual([['in/%EB%B4%84+%281%29.csv']]);
});

test('calls are recorded with their caller, and functions are distinguished from other callers', async () => {
  const { local, lambda, dynamodb } = await startTest({
    stack: testStack([functionManifest('call', onRequest)]),
    bundles: [
      writeBundle(
        'call',
        `exports.handler = async () => {
          const scope = process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/dynamodb/aws4_request';
          const response = await fetch(process.env.AWS_ENDPOINT_URL, {
            method: 'POST',
            headers: {
              'x-amz-target': 'DynamoDB_20120810.DescribeTable',
              authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
            },
            body: '{"TableName":"Stock"}',
          });
          return response.status;
        };`,
      ),
    ],
  });

  await lambda.send(new InvokeCommand({ FunctionName: 'call' }));
  await dynamodb.send(new ScanCommand({ TableName: 'Stock' }));

  const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/Stock';
  expect(local.calls()).toMatchObject([
    { caller: 'external', action: 'lambda:InvokeFunction' },
    { caller: 'call', action: 'dynamodb:DescribeTable', resource: table },
    { caller: 'external', action: 'dynamodb:Scan', resource: table },
  ]);
});

test('a schedule fires by the test clock, in the time zone of a setting', async () => {
  const clock = createMovableClock();
  const report = functionManifest('report', {
    type: 'schedule',
    schedules: [{ expression: 'cron(0 9 * * ? *)' }],
    timeZone: { setting: 'TimeZone' },
    undelivered: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 60, failureQueue: 'Failures' },
  });
  const stack = testStack([report]);
  const { local, events } = await startTest({
    stack: {
      ...stack,
      settings: [...stack.settings, { name: 'TimeZone', description: '', default: 'Europe/London' }],
    },
    settings: { TimeZone: 'Asia/Seoul' },
    bundles: [writeBundle('report', 'exports.handler = async ({ time }) => time;')],
    clock,
  });

  await clock.advance(48 * 60 * 60_000);
  await local.idle();

  const results = events.flatMap((event) => (event.type === 'finished' ? [event.result] : []));
  expect(new Set(results)).toEqual(new Set(['2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z']));
  expect(results).toHaveLength(2);
});

test.each([
  ['ENABLED', 2],
  ['DISABLED', 0],
])('a schedule that a setting makes %s fires %i times in two days', async (state, times) => {
  const clock = createMovableClock();
  const report = functionManifest('report', {
    type: 'schedule',
    schedules: [{ expression: 'cron(0 9 * * ? *)' }],
    timeZone: 'UTC',
    state: { setting: 'State' },
    undelivered: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 60, failureQueue: 'Failures' },
  });
  const stack = testStack([report]);
  const settings = [...stack.settings, { name: 'State', description: '', default: '' }];
  const { local, events } = await startTest({
    stack: { ...stack, settings },
    settings: { State: state },
    bundles: [writeBundle('report', 'exports.handler = async () => {};')],
    clock,
  });

  await clock.advance(48 * 60 * 60_000);
  await local.idle();

  expect(events.filter(({ type }) => type === 'finished')).toHaveLength(times);
});

test('state in a folder survives a restart, and unprocessed records are delivered again', async () => {
  const dataDir = createTestFolder('data');
  const stack = testStack([functionManifest('watch', streamTrigger({ windowSeconds: 1 }))]);
  const first = await startTest({ stack, bundles: [writeWatch()], dataDir });
  for (const count of ['1', '2']) {
    await first.dynamodb.send(
      new PutItemCommand({ TableName: 'Stock', Item: { ...echo, Count: { N: count } } }),
    );
    if (count === '1') await first.local.idle();
  }
  const before = first.local.streamRecords('Stock');
  await closeLocals();

  const second = await startTest({ stack, bundles: [writeWatch()], dataDir });
  await second.local.idle();

  const { Item } = await second.dynamodb.send(new GetItemCommand({ TableName: 'Stock', Key: echo }));
  expect(Item).toEqual({ ...echo, Count: { N: '2' } });
  expect(second.local.streamRecords('Stock')).toEqual(before);
  expect(second.events.flatMap((event) => (event.type === 'finished' ? [event.result] : []))).toEqual([
    ['2'],
  ]);
});

test('records that a function was processing when all ended are delivered again after a restart', async () => {
  const dataDir = createTestFolder('data');
  const stack = testStack([functionManifest('watch', streamTrigger({ windowSeconds: 0 }))]);
  const hanging = writeBundle(
    'watch',
    "exports.handler = () => { console.log('up'); return new Promise(() => setInterval(() => {}, 1000)); };",
  );
  const first = await startTest({ stack, bundles: [hanging], dataDir });
  await first.dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item: { ...echo, Count: { N: '1' } } }));
  await expect.poll(() => first.events.some(({ type }) => type === 'log')).toBe(true);
  await closeLocals();

  const second = await startTest({ stack, bundles: [writeWatch()], dataDir });
  await second.local.idle();
  await closeLocals();
  const third = await startTest({ stack, bundles: [writeWatch()], dataDir });
  await third.local.idle();

  const resultsOf = (events: typeof second.events) =>
    events.flatMap((event) => (event.type === 'finished' ? [event.result] : []));
  expect(resultsOf(second.events)).toEqual([['1']]);
  expect(resultsOf(third.events)).toEqual([]);
});

test('an event that was not processed is tried again after a restart', async () => {
  const dataDir = createTestFolder('data');
  const stack = testStack([functionManifest('slow', onRequest)]);
  const hanging = writeBundle(
    'slow',
    "exports.handler = () => { console.log('up'); return new Promise(() => setInterval(() => {}, 1000)); };",
  );
  const first = await startTest({ stack, bundles: [hanging], dataDir });
  await first.lambda.send(
    new InvokeCommand({ FunctionName: 'slow', InvocationType: 'Event', Payload: '{"shelf":7}' }),
  );
  await expect.poll(() => first.events.some(({ type }) => type === 'log')).toBe(true);
  await closeLocals();

  const echoes = writeBundle('slow', 'exports.handler = async (event) => event;');
  const second = await startTest({ stack, bundles: [echoes], dataDir });
  await second.local.idle();
  await closeLocals();
  const third = await startTest({ stack, bundles: [echoes], dataDir });
  await third.local.idle();

  const resultsOf = (events: typeof second.events) =>
    events.flatMap((event) => (event.type === 'finished' ? [event.result] : []));
  expect(resultsOf(second.events)).toEqual([{ shelf: 7 }]);
  expect(resultsOf(third.events)).toEqual([]);
});

test('a killed function is started again for the retry', async () => {
  const { local, events, lambda } = await startTest({
    stack: testStack([functionManifest('hang', onRequest)]),
    bundles: [
      writeBundle(
        'hang',
        `const { existsSync, writeFileSync } = require('node:fs');
         const mark = process.env.LAMBDA_TASK_ROOT + '/ran';
         exports.handler = () => {
           if (existsSync(mark)) return 'done';
           writeFileSync(mark, '');
           console.log('hanging');
           return new Promise(() => setInterval(() => {}, 1000));
         };`,
      ),
    ],
    retryDelaysMs: [0],
    startEnvironment: startInWorker,
  });

  await lambda.send(new InvokeCommand({ FunctionName: 'hang', InvocationType: 'Event' }));
  while (!events.some(({ type }) => type === 'log')) await new Promise((resolve) => setTimeout(resolve, 5));
  await local.kill('hang');
  await local.idle();

  expect(events.map(({ type }) => type)).toEqual(['invoked', 'log', 'failed', 'invoked', 'finished']);
});

test('waiting for idle times out with the work still in progress', async () => {
  const { local, lambda } = await startTest({
    stack: testStack([functionManifest('slow', onRequest)]),
    bundles: [writeBundle('slow', 'exports.handler = () => new Promise((r) => setTimeout(r, 400));')],
  });
  await lambda.send(new InvokeCommand({ FunctionName: 'slow', InvocationType: 'Event' }));

  await expect(local.idle({ timeoutMs: 50 })).rejects.toMatchObject({
    code: 'local.busy',
    message: expect.stringContaining('invocation'),
  });
});

test.each([
  [
    'a setting that the stack does not have',
    { settings: { Tablename: 'A' } },
    'local.setting.unknown',
    '"Tablename"',
  ],
  [
    'a setting that its pattern refuses',
    { settings: { TableName: 'a b' } },
    'local.setting.refused',
    '"a b"',
  ],
  ['a function without a bundle', { bundles: [] }, 'local.bundle.missing', 'npm run build'],
  ['faults out of their bounds', { faults: { kill: 2 } }, 'local.faults.value', 'kill=2'],
])('%s is refused', async (_, options, code, part) => {
  const stack = testStack([functionManifest('watch', onRequest)]);
  await expect(startLocal({ stack, bundles: [writeWatch()], ...options })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(part),
  });
});

test('a port in use is refused with its number, and nothing is left open', async () => {
  const { local } = await startTest({});
  const port = Number(new URL(local.endpoint).port);

  await expect(startLocal({ port })).rejects.toMatchObject({
    code: 'local.port.taken',
    message: expect.stringContaining(String(port)),
  });
});
