import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { sendEvent } from '@groundcrew/aws/lambda';
import { receiveMessages } from '@groundcrew/aws/sqs';
import { expect, test } from 'vitest';
import { createDelivery, createDestinations, lookAtQueue, moveMessages, redriveMessages } from './index.ts';
import { openQueues, queueArn, testFolder } from './testing/open-queues.ts';

type Queues = Awaited<ReturnType<typeof openQueues>>;

async function redrive(
  queues: Queues,
  url: string,
  more: {
    readonly match?: string;
    readonly limit?: number;
    readonly toUrl?: string;
    readonly functionName?: string;
    readonly isTargetInputWhole?: boolean;
  } = {},
) {
  const details = await queues.details(url);
  const destinations = createDestinations({ ...queues, url, details, ...more });
  const deliver = createDelivery({ ...queues, destinations, isTargetInputWhole: false, ...more });
  return redriveMessages({
    sqs: queues.sqs,
    url,
    details,
    deliver,
    limit: 1_000,
    now: queues.clock.now,
    sleep: async () => {},
    waitSeconds: queues.waitSeconds,
    signal: queues.signal,
    ...more,
  });
}

/** Fails as long as the file is not there; then counts what it got in it. */
const needsFile = `
const { appendFileSync, existsSync } = require('node:fs');
exports.handler = async (event) => {
  if (!existsSync(process.env.FLAG)) throw new TypeError('no table "Stock" in request ' + event.n);
  appendFileSync(process.env.FLAG, JSON.stringify(event) + '\\n');
};`;

test('failed invocations are shown by cause, and invoked again once the cause is fixed', async () => {
  const flag = join(testFolder(), 'fixed');
  const queues = await openQueues({ load: { code: needsFile, environment: { FLAG: flag } } });
  for (const n of [1, 2, 3]) await sendEvent(queues.lambda, 'load', JSON.stringify({ n }));
  await queues.local.idle();
  const url = queues.local.resources.queueUrl('Failures');

  const look = await lookAtQueue({ ...queues, url, limit: 100 });
  expect(look).toMatchObject({ examined: 3, matched: 3, end: 'all' });
  expect(look.causes).toMatchObject([
    { kind: 'invocation', messages: 3, error: 'TypeError: no table … in request …' },
  ]);

  // Not fixed: each invocation is accepted by Lambda, fails, and its record comes back.
  const early = await redrive(queues, url);
  expect(early.accepted).toBe(3);
  await queues.local.idle();
  expect(queues.bodies('failures')).toHaveLength(3);

  writeFileSync(flag, '');
  const late = await redrive(queues, url, { match: 'request 2' });
  expect(late).toMatchObject({ accepted: 1, unmatched: 2, left: [], end: 'all' });
  expect(late.acceptedBy).toEqual({ 'arn:aws:lambda:us-east-1:000000000000:function:load:$LATEST': 1 });
  await queues.local.idle();
  expect(queues.bodies('failures')).toHaveLength(2);
  expect(existsSync(flag)).toBe(true);
});

test('an event that Lambda dropped for its size is left', async () => {
  const queues = await openQueues();
  const url = queues.local.resources.queueUrl('Failures');
  const requestContext = {
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:load:$LATEST',
    condition: 'RetriesExhausted',
  };
  await queues.send(url, JSON.stringify({ requestContext }));
  expect(await redrive(queues, url)).toMatchObject({
    accepted: 0,
    left: [{ messages: 1, reason: expect.stringContaining('Lambda dropped the event') as string }],
  });
  expect(queues.bodies('failures')).toHaveLength(1);
});

test('the records of a stream are read again, and the function has to process each', async () => {
  const flag = join(testFolder(), 'fixed');
  const trigger = {
    type: 'dynamodb-stream',
    table: 'Stock',
    batchSize: 10,
    windowSeconds: 0,
    parallelizationFactor: 1,
    bisectOnError: false,
    maximumRetryAttempts: 0,
    maximumRecordAgeSeconds: -1,
    onFailure: { queue: 'Failures' },
  } as const;
  const queues = await openQueues({ watch: { code: needsFile, trigger, environment: { FLAG: flag } } });
  const dynamodb = createDynamoDBClient(queues.connection);
  const Item = {
    Store: { S: 'Seoul' },
    Item: { S: '봄' },
    Count: { N: '0' },
    Photo: { B: Buffer.from([1, 2]) },
  };
  await dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item }));
  await queues.local.idle();
  dynamodb.destroy();
  const url = queues.local.resources.queueUrl('Failures');
  const streamed = queues.local.streamRecords('Stock');

  expect(await redrive(queues, url)).toMatchObject({
    accepted: 0,
    left: [{ reason: expect.stringContaining('the function threw TypeError') as string }],
  });

  writeFileSync(flag, '');
  const [failed] = queues.bodies('failures');
  const more = JSON.parse(failed!) as { DDBStreamBatchInfo: { batchSize: number } };
  more.DDBStreamBatchInfo.batchSize = 2;
  const partial = await queues.createQueue('partial');
  await queues.send(partial, JSON.stringify(more));
  expect(await redrive(queues, partial)).toMatchObject({
    accepted: 0,
    left: [{ reason: 'the stream has 1 of the 2 records' }],
  });

  expect(await redrive(queues, url)).toMatchObject({ accepted: 1, left: [] });
  const [line] = readFileSync(flag, 'utf8').trim().split('\n');
  const { Records } = JSON.parse(line!) as { Records: { eventSourceARN: string; dynamodb: unknown }[] };
  expect(Records).toHaveLength(1);
  expect(Records[0]).toMatchObject(JSON.parse(JSON.stringify(streamed[0])) as object);
  expect(Records[0]!.eventSourceARN).toContain('table/Stock/stream/');
});

test('SQS moves what it moved itself, and reports how many', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead');
  const orders = await queues.createQueue('orders', {
    VisibilityTimeout: '0',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 }),
  });
  for (const n of [1, 2, 3]) await queues.send(orders, `order ${n}`);
  for (let n = 0; n < 3; n += 1) await receiveMessages(queues.sqs, orders, { visibilitySeconds: 0 });
  expect(queues.bodies('dead')).toHaveLength(3);

  const look = await lookAtQueue({ ...queues, url: dead, limit: 10 });
  expect(look.causes).toMatchObject([{ kind: 'message', failed: queueArn('orders'), messages: 3 }]);
  await expect(lookAtQueue({ ...queues, url: orders, limit: 10 })).rejects.toMatchObject({
    code: 'queue.receives-counted',
  });

  const task = await moveMessages({
    sqs: queues.sqs,
    details: await queues.details(dead),
    sleep: async (ms) => {
      await queues.clock.advance(ms);
    },
    signal: queues.signal,
  });
  expect(task).toMatchObject({ status: 'COMPLETED', moved: 3 });
  expect(queues.bodies('orders')).toHaveLength(3);
});

test('an interruption cancels a move, and a second move is refused while one runs', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead');
  const orders = await queues.createQueue('orders', {
    VisibilityTimeout: '0',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 }),
  });
  for (let n = 0; n < 20; n += 1) await queues.send(orders, `order ${n}`);
  while (queues.bodies('dead').length < 20)
    await receiveMessages(queues.sqs, orders, { visibilitySeconds: 0 });
  const details = await queues.details(dead);
  const controller = new AbortController();
  const options = { sqs: queues.sqs, details, maxPerSecond: 5 };
  let second: unknown;
  const interrupted = moveMessages({
    ...options,
    sleep: async () => {
      const again = moveMessages({ ...options, sleep: async () => {}, signal: queues.signal });
      second = await again.catch((error: unknown) => error);
      controller.abort(new Error('enough'));
      controller.signal.throwIfAborted();
    },
    signal: controller.signal,
  });
  await expect(interrupted).rejects.toThrow('enough');
  expect(second).toMatchObject({ code: 'queue.move.running' });
  await queues.clock.advance(60_000);
  expect(queues.bodies('dead').length).toBeGreaterThan(0);
  expect(queues.bodies('dead').length + queues.bodies('orders').length).toBe(20);
});

test('single messages of a dead-letter queue go to the queue that they name, with their attributes', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead');
  const orders = await queues.createQueue('orders');
  await queues.send(dead, 'order 1', {
    MessageAttributes: { Kind: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) } },
  });
  await queues.send(dead, 'order 2');
  expect(await redrive(queues, dead)).toMatchObject({
    left: [{ messages: 2, reason: expect.stringContaining('pass --to') as string }],
  });
  expect(await redrive(queues, dead, { toUrl: orders, match: 'order 1' })).toMatchObject({
    accepted: 1,
    unmatched: 1,
  });
  expect(queues.local.messages('orders')).toMatchObject([
    { body: 'order 1', attributes: { Kind: { DataType: 'Binary', BinaryValue: 'AP8=' } } },
  ]);
  expect(queues.bodies('dead')).toEqual(['order 2']);
});

test('ten failures in a row end a redrive', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead');
  for (let n = 0; n < 150; n += 1) await queues.send(dead, `order ${n}`);
  const result = await redrive(queues, dead);
  expect(result).toMatchObject({ accepted: 0, end: 'stopped' });
  expect(result.examined).toBeLessThan(40);
  expect(queues.bodies('dead')).toHaveLength(150);
});

test('of messages that are delivered one by one, the tenth failure in a row is the last', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead.fifo', { FifoQueue: 'true' });
  for (let n = 0; n < 12; n += 1) {
    const ids = { MessageGroupId: String(n), MessageDeduplicationId: String(n) };
    await queues.send(dead, `order ${n}`, ids);
  }
  expect(await redrive(queues, dead)).toMatchObject({ examined: 10, accepted: 0, end: 'stopped' });
});

test('a success begins the count of failures anew', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead.fifo', { FifoQueue: 'true' });
  for (let n = 0; n < 19; n += 1) {
    const ids = { MessageGroupId: String(n), MessageDeduplicationId: String(n) };
    await queues.send(dead, `order ${n}`, ids);
  }
  let delivered = 0;
  const result = await redriveMessages({
    sqs: queues.sqs,
    url: dead,
    details: await queues.details(dead),
    deliver: async () => {
      delivered += 1;
      return delivered === 10 ? { isAccepted: true, by: 'x' } : { isAccepted: false, reason: 'no' };
    },
    limit: 1_000,
    now: queues.clock.now,
    sleep: async () => {},
    waitSeconds: queues.waitSeconds,
    signal: queues.signal,
  });
  expect(result).toMatchObject({ examined: 19, accepted: 1, left: [{ messages: 18 }] });
});

test('two messages with one text that were there before are not taken for one that came back', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead.fifo', { FifoQueue: 'true' });
  const toUrl = await queues.createQueue('orders');
  for (const id of ['1', '2'])
    await queues.send(dead, 'order', { MessageGroupId: 'shop', MessageDeduplicationId: id });
  await queues.clock.advance(1_000);
  expect(await redrive(queues, dead, { toUrl })).toMatchObject({ accepted: 2, returned: 0 });
});

test('what waits for its turn until another may have received it is left', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead.fifo', { FifoQueue: 'true' });
  for (let n = 0; n < 3; n += 1) {
    const ids = { MessageGroupId: 'shop', MessageDeduplicationId: String(n) };
    await queues.send(dead, `order ${n}`, ids);
  }
  const result = await redriveMessages({
    sqs: queues.sqs,
    url: dead,
    details: await queues.details(dead),
    deliver: async () => {
      await queues.clock.advance(400_000);
      return { isAccepted: true, by: 'x' };
    },
    limit: 1_000,
    now: queues.clock.now,
    sleep: async () => {},
    waitSeconds: queues.waitSeconds,
    signal: queues.signal,
  });
  // The third would begin after 800 of 900 seconds.
  expect(result).toMatchObject({ examined: 2, accepted: 2 });
  expect(queues.bodies('dead.fifo')).toEqual(['order 2']);
});

test('messages that come back end a redrive', async () => {
  const queues = await openQueues();
  const url = await queues.createQueue('loop');
  for (let n = 0; n < 5; n += 1) await queues.send(url, `order ${n}`);
  // Whatever is sent is sent to the queue itself: it comes back at once.
  const result = await redrive(queues, url, { toUrl: url });
  expect(result).toMatchObject({ end: 'stopped', returned: 3 });
  expect(queues.bodies('loop')).toHaveLength(5);
});

test('plain messages are sent in a tenth of the calls', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead');
  const toUrl = await queues.createQueue('orders');
  for (let n = 0; n < 40; n += 1) await queues.send(dead, `order ${n}`);
  let calls = 0;
  queues.sqs.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === 'SendMessageBatchCommand') calls += 1;
      return next(args);
    },
    { step: 'initialize' },
  );
  expect(await redrive(queues, dead, { toUrl })).toMatchObject({ accepted: 40, left: [] });
  expect(calls).toBe(4);
});

test('an interruption makes what was received and not delivered visible again', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead');
  for (let n = 0; n < 30; n += 1) await queues.send(dead, `order ${n}`);
  const controller = new AbortController();
  let delivered = 0;
  const interrupted = redriveMessages({
    sqs: queues.sqs,
    url: dead,
    details: await queues.details(dead),
    deliver: async () => {
      delivered += 1;
      if (delivered === 5) controller.abort(new Error('enough'));
      controller.signal.throwIfAborted();
      return { isAccepted: true, by: 'x' };
    },
    limit: 1_000,
    now: queues.clock.now,
    sleep: async () => {},
    waitSeconds: queues.waitSeconds,
    signal: controller.signal,
  });
  await expect(interrupted).rejects.toThrow('enough');
  expect(await queues.details(dead)).toMatchObject({ waiting: 26, inFlight: 0 });
});

test('the event of a rule is sent as it is only if that is agreed to', async () => {
  const queues = await openQueues();
  const dead = await queues.createQueue('dead');
  await queues.createQueue('events');
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  await queues.send(dead, '{"detail":{}}', {
    MessageAttributes: {
      RULE_ARN: text('arn:rule'),
      TARGET_ARN: text(queueArn('events')),
      ERROR_CODE: text('X'),
    },
  });
  expect(await redrive(queues, dead)).toMatchObject({
    accepted: 0,
    left: [{ reason: expect.stringContaining('--as-it-stands') as string }],
  });
  expect(await redrive(queues, dead, { isTargetInputWhole: true })).toMatchObject({ accepted: 1 });
  expect(queues.local.messages('events')).toMatchObject([{ body: '{"detail":{}}' }]);
});

test('the order of each group of a FIFO queue is kept, and a failure holds back what follows it', async () => {
  const queues = await openQueues();
  const fifo = { FifoQueue: 'true' };
  const dead = await queues.createQueue('dead.fifo', fifo);
  const orders = await queues.createQueue('orders.fifo', fifo);
  for (let n = 0; n < 25; n += 1) {
    await queues.send(dead, `${n}`, { MessageGroupId: `g${n % 3}`, MessageDeduplicationId: `${n}` });
  }
  // 4 does not match: 7, 10, … of its group stay behind it.
  const details = await queues.details(dead);
  const deliver = createDelivery({
    ...queues,
    destinations: createDestinations({ ...queues, url: dead, details, toUrl: orders }),
    isTargetInputWhole: false,
  });
  const result = await redriveMessages({
    sqs: queues.sqs,
    url: dead,
    details,
    deliver: async (message, failure) =>
      message.body === '4' ? { isAccepted: false, reason: 'not now' } : deliver(message, failure),
    limit: 1_000,
    now: queues.clock.now,
    sleep: async () => {},
    waitSeconds: queues.waitSeconds,
    signal: queues.signal,
  });
  const sent = queues.bodies('orders.fifo').map(Number);
  for (const group of [0, 2]) {
    const expected = Array.from({ length: 25 }, (_, n) => n).filter((n) => n % 3 === group);
    expect(sent.filter((n) => n % 3 === group)).toEqual(expected);
  }
  expect(sent.filter((n) => n % 3 === 1)).toEqual([1]);
  expect(result.left.map(({ reason }) => reason)).toContain('not now');
  expect(queues.bodies('dead.fifo').map(Number)).toEqual([4, 7, 10, 13, 16, 19, 22]);
});
