import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, expect, test } from 'vitest';
import { createMovableClock } from '../movable-clock.ts';
import {
  closeLocals,
  functionManifest,
  onRequest,
  startTest,
  testStack,
  writeBundle,
} from '../testing/test-stack.ts';
import { startInWorker } from './execution-environment.ts';

afterEach(closeLocals);

const writeFailing = () =>
  writeBundle(
    'fail',
    "exports.handler = async (event) => { throw new RangeError('no shelf ' + event.shelf); };",
  );

test('a failed asynchronous invocation is retried after one and two minutes, then discarded', async () => {
  const clock = createMovableClock();
  const asynchronous = {
    maximumRetryAttempts: 2,
    maximumEventAgeSeconds: 3600,
    failureQueue: 'Failures',
  } as const;
  const { local, events, lambda } = await startTest({
    stack: testStack([functionManifest('fail', onRequest, { asynchronous })]),
    bundles: [writeFailing()],
    clock,
  });
  const attempts = () => events.filter(({ type }) => type === 'failed').length;

  await lambda.send(
    new InvokeCommand({ FunctionName: 'fail', InvocationType: 'Event', Payload: '{"shelf":7}' }),
  );
  await local.idle({ ignoreWaiting: true });
  const attemptsAt: number[] = [attempts()];
  for (const byMs of [59_999, 1, 119_999, 1]) {
    await clock.advance(byMs);
    await local.idle({ ignoreWaiting: true });
    attemptsAt.push(attempts());
  }

  expect(attemptsAt).toEqual([1, 1, 2, 2, 3]);
  const ids = events.flatMap((event) => (event.type === 'invoked' ? [event.requestId] : []));
  expect(new Set(ids).size).toBe(1);
  expect(events.at(-1)).toMatchObject({
    type: 'discarded',
    condition: 'RetriesExhausted',
    queue: 'failures',
  });
  expect(local.messages('Failures').map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      version: '1.0',
      requestContext: {
        requestId: ids[0],
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fail:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { shelf: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'RangeError', errorMessage: 'no shelf 7' },
    },
  ]);
});

test('an event that exceeds its maximum age is not retried', async () => {
  const clock = createMovableClock();
  const asynchronous = {
    maximumRetryAttempts: 2,
    maximumEventAgeSeconds: 59,
    failureQueue: 'Failures',
  } as const;
  const { local, events, lambda } = await startTest({
    stack: testStack([functionManifest('fail', onRequest, { asynchronous })]),
    bundles: [writeFailing()],
    clock,
  });

  await lambda.send(new InvokeCommand({ FunctionName: 'fail', InvocationType: 'Event', Payload: '{}' }));
  await local.idle({ ignoreWaiting: true });
  await clock.advance(60_000);
  await local.idle();

  expect(events.filter(({ type }) => type === 'invoked')).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: 'discarded', condition: 'EventAgeExceeded' });
});

test('a function that times out is stopped, and the error contains its time limit', async () => {
  const { lambda } = await startTest({
    stack: testStack([functionManifest('hang', onRequest)]),
    bundles: [writeBundle('hang', 'exports.handler = () => { for (;;); };')],
    functions: { hang: { timeoutMs: 200 } },
    startEnvironment: startInWorker,
  });

  const output = await lambda.send(new InvokeCommand({ FunctionName: 'hang' }));

  expect(output.FunctionError).toBe('Unhandled');
  expect(JSON.parse(output.Payload!.transformToString())).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/Task timed out after 0\.20 seconds$/),
  });
});

test.each([
  ['cannot be loaded', "throw new Error('bad module');", 'Error', 'bad module'],
  ['has no such export', 'exports.other = 1;', 'Runtime.HandlerNotFound', 'index.handler is undefined'],
  ['ends its process', 'exports.handler = () => process.exit(3);', 'Runtime.ExitError', 'exit status 3'],
  ['throws a text', "exports.handler = () => { throw 'no'; };", 'string', 'no'],
])(
  'a function that %s fails with the reason, and is loaded again the next time',
  async (_, code, type, message) => {
    const { lambda } = await startTest({
      stack: testStack([functionManifest('broken', onRequest)]),
      bundles: [writeBundle('broken', code)],
      startEnvironment: startInWorker,
    });

    for (let time = 1; time <= 2; time++) {
      const output = await lambda.send(new InvokeCommand({ FunctionName: 'broken' }));
      expect(output.FunctionError).toBe('Unhandled');
      expect(JSON.parse(output.Payload!.transformToString())).toMatchObject({
        errorType: type,
        errorMessage: expect.stringContaining(message),
      });
    }
  },
);

test('a function stays loaded between invocations and runs one at a time in each environment', async () => {
  const { lambda, events, local } = await startTest({
    stack: testStack([functionManifest('count', onRequest)]),
    bundles: [
      writeBundle(
        'count',
        `let runs = 0, now = 0;
         exports.handler = async () => {
           now++; runs++;
           if (now > 1) throw new Error('two at a time');
           await new Promise((resolve) => setTimeout(resolve, 20));
           now--;
           console.log('run ' + runs);
           return runs;
         };`,
      ),
    ],
  });

  const invoke = () => lambda.send(new InvokeCommand({ FunctionName: 'count' }));
  await invoke();
  const outputs = await Promise.all(Array.from({ length: 8 }, invoke));
  await local.idle();

  const runs = outputs.map((output) => Number(output.Payload!.transformToString()));
  expect(outputs.map(({ FunctionError }) => FunctionError)).not.toContain('Unhandled');
  expect(Math.max(...runs)).toBeGreaterThan(1);
  expect(events.filter(({ type }) => type === 'log').length).toBeGreaterThan(0);
});

test('invocations above the reserved concurrency are refused, those in the queue wait', async () => {
  const { lambda, local, events } = await startTest({
    stack: testStack([functionManifest('one', onRequest, { reservedConcurrency: 1 })]),
    bundles: [
      writeBundle('one', 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 100));'),
    ],
  });
  const invoke = (InvocationType: 'Event' | 'RequestResponse') =>
    lambda.send(new InvokeCommand({ FunctionName: 'one', InvocationType }));

  await invoke('Event');
  await invoke('Event');
  const refused = invoke('RequestResponse');

  await expect(refused).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  await local.idle();
  expect(events.filter(({ type }) => type === 'finished')).toHaveLength(2);
});

test.each([
  ['Event', 1024 * 1024 + 1],
  ['RequestResponse', 6 * 1024 * 1024 + 1],
] as const)('a payload above the limit of %s is refused', async (InvocationType, sizeBytes) => {
  const { lambda } = await startTest({
    stack: testStack([functionManifest('fail', onRequest)]),
    bundles: [writeFailing()],
  });

  const Payload = JSON.stringify('x'.repeat(sizeBytes - 2));
  const refused = lambda.send(new InvokeCommand({ FunctionName: 'fail', InvocationType, Payload }));

  await expect(refused).rejects.toMatchObject({ name: 'RequestTooLargeException' });
});

test('a missing function is not found, by name and by ARN', async () => {
  const { lambda } = await startTest({ stack: testStack([]), bundles: [] });

  for (const FunctionName of ['none', 'arn:aws:lambda:us-east-1:000000000000:function:none']) {
    await expect(lambda.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  }
});

test('a name with invalid encoding is refused', async () => {
  const { local, events } = await startTest({ stack: testStack([]), bundles: [] });

  const path = '/2015-03-31/functions/%zz/invocations';
  const response = await fetch(`${local.endpoint}${path}`, { method: 'POST', body: '{}' });

  expect(response.status).toBe(400);
  expect(events).toEqual([]);
});
