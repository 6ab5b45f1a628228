import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestClock, startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
let clock: ReturnType<typeof createTestClock>;
let QueueUrl: string;
let dataDir: string;

beforeEach(async () => {
  clock = createTestClock();
  dataDir = mkdtempSync(join(tmpdir(), 'groundcrew-sqs-'));
  services = await startTestServices({ clock, dataDir });
  QueueUrl = await create('failures');
});
afterEach(async () => {
  await services.close();
  rmSync(dataDir, { recursive: true });
  expect(services.bugs).toEqual([]);
});

const send: TestServices['clients']['sqs']['send'] = ((command: never) =>
  services.clients.sqs.send(command)) as never;
const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
// The SDK checks the MD5s of what it sent and of what it receives.
const sendText = (MessageBody: string, more = {}, url = QueueUrl) =>
  send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...more }));
const receive = async (more = {}, url = QueueUrl) =>
  (await send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const bodies = async (more = {}, url = QueueUrl) => (await receive(more, url)).map(({ Body }) => Body);

test('a message is received with its attributes, and is gone once it is deleted', async () => {
  const MessageAttributes = {
    kind: { DataType: 'String', StringValue: '품절' },
    bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
    count: { DataType: 'Number.int', StringValue: '3' },
  };
  await sendText('out of stock: 봄 <&>', { MessageAttributes });

  const [message] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
  await send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle }));

  expect(message).toMatchObject({
    Body: 'out of stock: 봄 <&>',
    MessageAttributes,
    Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(clock.now()) },
  });
  clock.advance(60_000);
  expect(await receive()).toEqual([]);
});

test.each(['abc', '1e', '1.2.3', '', ' 1', '1e200', '1'.repeat(39)])(
  '%j is not a number, and is refused as a Number attribute',
  async (StringValue) => {
    const MessageAttributes = { n: { DataType: 'Number', StringValue } };
    await expect(sendText('x', { MessageAttributes })).rejects.toThrow(/number|non-empty/);
  },
);

test.each(['0', '-1', '+1.5', '.5', '1.', '1e-100', '0.0', '9'.repeat(38)])(
  '%s is a number',
  async (value) => {
    await sendText('x', { MessageAttributes: { n: { DataType: 'Number', StringValue: value } } });
  },
);

test('a message that is not deleted is received again after its visibility timeout', async () => {
  await sendText('x');
  const [first] = await receive({ VisibilityTimeout: 10 });
  expect(await bodies()).toEqual([]);
  clock.advance(10_000);
  expect(await bodies({ VisibilityTimeout: 10 })).toEqual(['x']);
  await send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: first!.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  expect(await bodies()).toEqual(['x']);
});

test('a waiting receive returns a message as soon as it arrives, or nothing after the wait', async () => {
  const waiting = bodies({ WaitTimeSeconds: 20 });
  while (services.calls.at(-1)?.operation !== 'ReceiveMessage')
    await new Promise((resolve) => setImmediate(resolve));
  services.services.sqs.send('failures', 'at last');
  expect(await waiting).toEqual(['at last']);

  const inVain = bodies({ WaitTimeSeconds: 20 });
  const calls = services.calls.length;
  while (services.calls.length === calls) await new Promise((resolve) => setImmediate(resolve));
  clock.advance(20_000);
  expect(await inVain).toEqual([]);
});

test('a delayed message is not seen before its time', async () => {
  await sendText('later', { DelaySeconds: 5 });
  expect(await bodies()).toEqual([]);
  clock.advance(5000);
  expect(await bodies()).toEqual(['later']);
});

test('a batch returns a result for each entry', async () => {
  const { Successful, Failed } = await send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'good', MessageBody: 'x' },
        { Id: 'bad', MessageBody: 'bell \u0007' },
      ],
    }),
  );
  const messages = await receive();
  const deleted = await send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'one', ReceiptHandle: messages[0]?.ReceiptHandle },
        { Id: 'two', ReceiptHandle: 'nonsense' },
      ],
    }),
  );

  expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
  expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
  expect(deleted.Successful?.map(({ Id }) => Id)).toEqual(['one']);
  expect(deleted.Failed?.map(({ Id }) => Id)).toEqual(['two']);
});

test('a batch is refused as a whole if it is invalid', async () => {
  const batch = (Entries: { Id: string; MessageBody: string }[]) =>
    send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const entry = (Id: string, MessageBody = 'x') => ({ Id, MessageBody });

  await expect(batch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
  await expect(batch(Array.from({ length: 11 }, (_, n) => entry(`e${n}`)))).rejects.toMatchObject({
    name: 'TooManyEntriesInBatchRequest',
  });
  await expect(batch([entry('a'), entry('a')])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
  await expect(batch([entry('a b')])).rejects.toMatchObject({ name: 'InvalidBatchEntryId' });
  await expect(
    batch([entry('a', 'x'.repeat(600_000)), entry('b', 'x'.repeat(600_000))]),
  ).rejects.toMatchObject({
    name: 'BatchRequestTooLong',
  });
  await expect(sendText('x'.repeat(1_048_577))).rejects.toMatchObject({
    name: expect.stringContaining('InvalidParameterValue'),
  });
});

test('a queue returns its attributes and accepts new ones', async () => {
  await sendText('x');
  await sendText('y');
  await receive({ MaxNumberOfMessages: 1 });
  await send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '77' } }));

  const { Attributes } = await send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));

  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    VisibilityTimeout: '77',
    QueueArn: 'arn:aws:sqs:us-east-1:000000000000:failures',
  });
  await expect(
    send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '-1' } })),
  ).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
});

test('queues are created, found, listed, purged and deleted', async () => {
  const other = await create('other', { DelaySeconds: '1' });
  expect(await create('other', { DelaySeconds: '1' })).toBe(other);
  await expect(create('other', { DelaySeconds: '2' })).rejects.toMatchObject({ name: 'QueueNameExists' });
  expect(await create('other')).toBe(other);
  expect(await create('other', { VisibilityTimeout: '30', DelaySeconds: '1' })).toBe(other);
  await expect(create('other', { VisibilityTimeout: '31' })).rejects.toThrow(
    'a different value for attribute VisibilityTimeout',
  );
  await expect(create('no spaces')).rejects.toThrow('is not the name of a queue');
  expect((await send(new GetQueueUrlCommand({ QueueName: 'other' }))).QueueUrl).toBe(other);

  const first = await send(new ListQueuesCommand({ MaxResults: 1 }));
  const second = await send(new ListQueuesCommand({ MaxResults: 1, NextToken: first.NextToken }));
  expect([first.QueueUrls, second.QueueUrls]).toEqual([[QueueUrl], [other]]);

  await sendText('x');
  await send(new PurgeQueueCommand({ QueueUrl }));
  expect(services.services.sqs.messages('failures')).toEqual([]);
  await send(new DeleteQueueCommand({ QueueUrl: other }));
  await expect(sendText('x', {}, other)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test('a message that is received too often is moved to the dead-letter queue', async () => {
  const dead = await create('dead');
  await send(
    new SetQueueAttributesCommand({
      QueueUrl,
      Attributes: {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
          maxReceiveCount: 2,
        }),
      },
    }),
  );
  await sendText('poison');
  for (const expected of [['poison'], ['poison'], []]) {
    expect(await bodies({ VisibilityTimeout: 1 })).toEqual(expected);
    clock.advance(1000);
  }
  expect(await bodies({}, dead)).toEqual(['poison']);
});

describe('a task that moves messages', () => {
  const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const redrive = (name: string) => ({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount: 1 }),
  });
  const start = (more = {}) => send(new StartMessageMoveTaskCommand({ SourceArn: arn('dead'), ...more }));
  const tasks = async (MaxResults?: number) =>
    (await send(new ListMessageMoveTasksCommand({ SourceArn: arn('dead'), MaxResults }))).Results!;
  const isDone = () =>
    vi.waitUntil(async () => (await tasks())[0]!.Status !== 'RUNNING', { timeout: 30_000 });
  const stored = (name: string) => services.services.sqs.messages(name).map(({ body }) => body);
  let dead: string;

  beforeEach(async () => {
    dead = await create('dead');
    await send(new SetQueueAttributesCommand({ QueueUrl, Attributes: redrive('dead') }));
  });

  /** Messages that were received once too often. */
  async function die(count: number): Promise<void> {
    for (let n = 0; n < count; n++) await sendText(`poison ${n}`);
    await receive({ VisibilityTimeout: 0 });
    await receive({ VisibilityTimeout: 0 });
    expect(stored('dead')).toHaveLength(count);
  }

  test('returns them to the queue that they came from', async () => {
    await die(2);
    const [first] = await receive({ MessageSystemAttributeNames: ['All'], VisibilityTimeout: 0 }, dead);
    expect(first!.Attributes).toMatchObject({ DeadLetterQueueSourceArn: arn('failures') });
    const { TaskHandle } = await start();
    expect(TaskHandle).toBeDefined();
    await isDone();

    expect(stored('failures')).toEqual(['poison 0', 'poison 1']);
    expect(stored('dead')).toEqual([]);
    const [task] = await tasks();
    expect(task).toEqual({
      Status: 'COMPLETED',
      SourceArn: arn('dead'),
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
      StartedTimestamp: clock.now(),
    });
  });

  test('moves them elsewhere at a rate, is the only one, and can be cancelled', async () => {
    await die(3);
    await create('elsewhere');
    const { TaskHandle } = await start({
      DestinationArn: arn('elsewhere'),
      MaxNumberOfMessagesPerSecond: 1,
    });
    await vi.waitUntil(() => stored('elsewhere').length === 1, { timeout: 30_000 });
    expect(await tasks()).toMatchObject([{ Status: 'RUNNING', TaskHandle, MaxNumberOfMessagesPerSecond: 1 }]);
    await expect(start()).rejects.toThrow('There is already a task running');
    clock.advance(1000);
    const { ApproximateNumberOfMessagesMoved } = await send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    clock.advance(5000);

    expect(ApproximateNumberOfMessagesMoved).toBe(2);
    expect([stored('elsewhere').length, stored('dead').length]).toEqual([2, 1]);
    expect(await tasks()).toMatchObject([{ Status: 'CANCELLED' }]);
    await expect(send(new CancelMessageMoveTaskCommand({ TaskHandle }))).rejects.toThrow('Only active tasks');
  });

  test('fails for a message that no queue moved there, unless a destination is named', async () => {
    await sendText('sent', {}, dead);
    await start();
    await isDone();
    expect(await tasks()).toMatchObject([
      { Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' },
    ]);
    await start({ DestinationArn: arn('failures') });
    await isDone();
    expect(stored('failures')).toEqual(['sent']);
    expect(await tasks(10)).toMatchObject([{ Status: 'COMPLETED' }, { Status: 'FAILED' }]);
  });

  test('moves FIFO messages within five minutes too: they are not duplicates of themselves', async () => {
    const source = await create('ordered.fifo', { FifoQueue: 'true' });
    const deadUrl = await create('dead.fifo', { FifoQueue: 'true' });
    await send(new SetQueueAttributesCommand({ QueueUrl: source, Attributes: redrive('dead.fifo') }));
    await sendText('once', { MessageGroupId: 'a', MessageDeduplicationId: '1' }, source);
    for (let n = 0; n < 2; n++) await receive({ VisibilityTimeout: 0 }, source);
    expect(stored('dead.fifo')).toEqual(['once']);
    await start({ SourceArn: arn('dead.fifo') });
    await vi.waitUntil(() => stored('ordered.fifo').length === 1, { timeout: 30_000 });
    expect(await bodies({}, deadUrl)).toEqual([]);
  });

  test.each([
    [{ SourceArn: undefined }, 'must contain the parameter SourceArn'],
    [{ SourceArn: 'dead' }, 'You must use this format to specify the SourceArn'],
    [{ SourceArn: arn('missing') }, "specified for the SourceArn parameter doesn't exist"],
    [{ SourceArn: arn('dead').replace('us-east-1', 'eu-west-1') }, "SourceArn parameter doesn't exist"],
    [{ SourceArn: arn('failures') }, 'Source queue must be configured as a Dead Letter Queue.'],
    [{ DestinationArn: arn('missing') }, "specified for the DestinationArn parameter doesn't exist"],
    [{ DestinationArn: arn('dead') }, 'cannot be the same'],
    [{ DestinationArn: arn('fifo.fifo') }, 'must be of the same queue type'],
    [{ MaxNumberOfMessagesPerSecond: 501 }, 'between 1 and 500'],
    [{ MaxNumberOfMessagesPerSecond: 0 }, 'between 1 and 500'],
  ])('is refused with %j', async (input, reason) => {
    await create('fifo.fifo', { FifoQueue: 'true' });
    await expect(start(input)).rejects.toThrow(reason);
    expect(await tasks()).toEqual([]);
  });

  test('is refused by name where it does not exist', async () => {
    const cancel = send(new CancelMessageMoveTaskCommand({ TaskHandle: 'none' }));
    await expect(cancel).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('its queues are listed, and a dead-letter queue has to exist and to be of the same type', async () => {
    const { queueUrls } = await send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
    expect(queueUrls).toEqual([QueueUrl]);
    await create('fifo.fifo', { FifoQueue: 'true' });
    await expect(create('one', redrive('missing'))).rejects.toThrow('Dead letter target does not exist.');
    await expect(create('two', redrive('fifo.fifo'))).rejects.toThrow('must be same type of queue');
  });

  test('what was moved is moved after a restart', async () => {
    await die(1);
    await start();
    await isDone();
    await services.close();
    services = await startTestServices({ clock, dataDir });
    expect([stored('failures'), stored('dead')]).toEqual([['poison 0'], []]);
  });
});

test('a FIFO queue preserves the order of a group and drops duplicates for five minutes', async () => {
  const url = await create('ordered.fifo', { FifoQueue: 'true' });
  const put = (body: string, MessageGroupId: string, MessageDeduplicationId: string) =>
    sendText(body, { MessageGroupId, MessageDeduplicationId }, url);
  await put('a1', 'a', '1');
  await put('a2', 'a', '2');
  await put('b1', 'b', '3');
  await put('again', 'a', '1');

  const [first] = await receive({ MaxNumberOfMessages: 1 }, url);
  expect(first?.Body).toBe('a1');
  expect(await bodies({}, url)).toEqual(['b1']);
  await send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first!.ReceiptHandle }));
  expect(await bodies({}, url)).toEqual(['a2']);
  clock.advance(5 * 60_000);
  await put('not a duplicate any more', 'c', '1');
  expect(await bodies({}, url)).toContain('not a duplicate any more');
});

test('messages survive a restart, deleted ones do not', async () => {
  await sendText('kept');
  await sendText('deleted');
  const messages = await receive();
  const deleted = messages.find(({ Body }) => Body === 'deleted');
  await send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: deleted!.ReceiptHandle }));
  await services.close();

  services = await startTestServices({ clock, dataDir });

  expect(services.services.sqs.messages('failures')).toMatchObject([{ body: 'kept', at: clock.now() }]);
});

test('a call is reported with its permission and its queue', async () => {
  await send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }] }));
  expect(services.calls.at(-1)).toMatchObject({
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:us-east-1:000000000000:failures',
    operation: 'SendMessageBatch',
  });
});
