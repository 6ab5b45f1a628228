import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestClock, startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
let QueueUrl: string;
let clock: ReturnType<typeof createTestClock>;

beforeEach(async () => {
  clock = createTestClock();
  services = await startTestServices({ clock });
  QueueUrl = await create('plain');
});
afterEach(async () => {
  await services.close();
  expect(services.bugs).toEqual([]);
});

const send: TestServices['clients']['sqs']['send'] = ((command: never) =>
  services.clients.sqs.send(command)) as never;
const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
const sendText = (MessageBody: string, more = {}, url = QueueUrl) =>
  send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...more }));
const receive = async (more = {}) =>
  (await send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];

describe('of the type of a queue', () => {
  const id = { MessageDeduplicationId: '1' };
  const group = { MessageGroupId: 'shop' };
  const createFifo = (more = {}) => create('ordered.fifo', { FifoQueue: 'true', ...more });
  const invalid = { name: 'InvalidParameterValue' };

  // "SendMessage" of the SQS API reference: fair queues are standard queues with groups.
  test('a standard queue takes groups, which do not order, and no deduplication ids', async () => {
    await sendText('one', group);
    const sent = await sendText('two', group);
    const reason = 'Value 1 for parameter MessageDeduplicationId is invalid. Reason: The request include';
    await expect(sendText('x', id)).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining(reason),
    });

    const messages = await receive({ MessageSystemAttributeNames: ['All'] });
    expect(sent.SequenceNumber).toBeUndefined();
    expect(new Set(messages.map(({ Body }) => Body))).toEqual(new Set(['one', 'two']));
    expect(messages[0]?.Attributes).toMatchObject(group);
    expect(messages[0]?.Attributes).not.toHaveProperty('SequenceNumber');
  });

  test('a FIFO queue needs a group, and an id unless it is made of the body', async () => {
    const url = await createFifo();
    await expect(sendText('x', id, url)).rejects.toMatchObject({ name: 'MissingParameter' });
    await expect(sendText('x', group, url)).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining('should either have ContentBasedDeduplication enabled or'),
    });
    await send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { ContentBasedDeduplication: 'true' } }),
    );
    expect((await sendText('x', group, url)).SequenceNumber).toMatch(/^\d{20}$/);
  });

  test('only a FIFO queue itself has a delay', async () => {
    const url = await createFifo({ ContentBasedDeduplication: 'true' });
    await expect(sendText('x', { ...group, DelaySeconds: 1 }, url)).rejects.toMatchObject(invalid);
    await sendText('x', { ...group, DelaySeconds: 0 }, url);
  });

  test.each([
    ['MessageGroupId', ''],
    ['MessageGroupId', 'two words'],
    ['MessageGroupId', 'g'.repeat(129)],
  ])('%s of "%s" is refused', async (name, value) => {
    await expect(sendText('x', { [name]: value })).rejects.toMatchObject(invalid);
  });

  test.each([
    ['InvalidAttributeName', 'other', { ContentBasedDeduplication: 'true' }],
    ['InvalidAttributeName', 'other', { FifoThroughputLimit: 'perQueue' }],
    ['InvalidAttributeValue', 'x.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'yes' }],
    ['InvalidAttributeValue', 'x.fifo', { FifoQueue: 'true', DeduplicationScope: 'message' }],
  ])('%s: a queue "%s" is not created with %j', async (name, queue, attributes) => {
    await expect(create(queue, attributes)).rejects.toMatchObject({ name });
  });

  test('an entry of a batch that is not valid fails alone', async () => {
    const Entries = [
      { Id: 'a', MessageBody: 'sent' },
      { Id: 'b', MessageBody: 'x', ...id },
      { Id: 'c', MessageBody: 'x', DelaySeconds: 901 },
    ];
    const { Successful, Failed } = await send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
      ['b', 'InvalidParameterValue', true],
      ['c', 'InvalidParameterValue', true],
    ]);
  });
});

// "SendMessage" of the SQS API reference, `MessageSystemAttributes`.
test('the trace header of a message is received with it, and no other system attribute is sent', async () => {
  const of = (name: string, DataType = 'String') => ({
    MessageSystemAttributes: {
      [name]: { DataType, StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    },
  });
  await sendText('traced', of('AWSTraceHeader'));
  const [message] = await receive({ MessageSystemAttributeNames: ['AWSTraceHeader'] });
  expect(message?.Attributes).toEqual({ AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' });
  for (const other of [of('TraceHeader'), of('AWSTraceHeader', 'Number')])
    await expect(sendText('x', other)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

test('names of attributes that do not exist are refused', async () => {
  const name = 'InvalidAttributeName';
  await expect(receive({ MessageSystemAttributeNames: ['Age'] })).rejects.toMatchObject({ name });
  const AttributeNames = ['Age'] as never[];
  await expect(send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).rejects.toMatchObject({
    name,
  });
});

// "Amazon SQS message metadata" of the SQS developer guide.
test.each(['a b', '.a', 'a.', 'a..b', 'AWS.a', 'Amazon.a', 'a'.repeat(257)])(
  'an attribute of a message is not named "%s"',
  async (name) => {
    const MessageAttributes = { [name]: { DataType: 'String', StringValue: 'x' } };
    await expect(sendText('x', { MessageAttributes })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  },
);

// "SetQueueAttributes" of the SQS API reference.
test.each([
  { Policy: 'everyone' },
  { Policy: '[]' },
  { SqsManagedSseEnabled: 'yes' },
  { KmsDataKeyReusePeriodSeconds: '59' },
  { RedriveAllowPolicy: '{"redrivePermission":"some"}' },
  { RedriveAllowPolicy: '{"redrivePermission":"byQueue"}' },
  { RedriveAllowPolicy: '{"redrivePermission":"denyAll","sourceQueueArns":["a"]}' },
  { RedrivePolicy: '{"deadLetterTargetArn":"a","maxReceiveCount":1001}' },
])('the value of %j is refused', async (Attributes) => {
  await expect(send(new SetQueueAttributesCommand({ QueueUrl, Attributes }))).rejects.toMatchObject({
    name: 'InvalidAttributeValue',
  });
});

describe('a dead-letter queue', () => {
  const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const redriveTo = (deadLetterTargetArn: string) =>
    send(
      new SetQueueAttributesCommand({
        QueueUrl,
        Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }) },
      }),
    );
  const allow = (policy: object) => ({ RedriveAllowPolicy: JSON.stringify(policy) });

  test('is of the same region and account', async () => {
    await create('dead');
    for (const other of [
      arn('dead').replace('us-east-1', 'eu-west-1'),
      arn('dead').replace(/0{12}/, '1'.repeat(12)),
    ])
      await expect(redriveTo(other)).rejects.toThrow('Dead letter target does not exist.');
    await redriveTo(arn('dead'));
  });

  test('allows the queues of its policy', async () => {
    await create('none', allow({ redrivePermission: 'denyAll' }));
    await create('other', allow({ redrivePermission: 'byQueue', sourceQueueArns: [arn('x')] }));
    await create('this', allow({ redrivePermission: 'byQueue', sourceQueueArns: [arn('plain')] }));

    for (const name of ['none', 'other'])
      await expect(redriveTo(arn(name))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await redriveTo(arn('this'));
  });

  test('is no longer one when the policy is emptied', async () => {
    await create('dead');
    await redriveTo(arn('dead'));
    await send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy: '' } }));
    const { Attributes } = await send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).not.toHaveProperty('RedrivePolicy');
  });
});

test('a receipt handle of another queue deletes nothing, and is refused', async () => {
  const other = await create('other');
  await sendText('x');
  const [message] = await receive();
  const { ReceiptHandle } = message!;
  await expect(send(new DeleteMessageCommand({ QueueUrl: other, ReceiptHandle }))).rejects.toMatchObject({
    name: 'ReceiptHandleIsInvalid',
  });
  await send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  expect(services.services.sqs.messages('plain')).toEqual([]);
});

test('a queue of another account is not the one of that name', async () => {
  const url = QueueUrl.replace('000000000000', '111122223333');
  await expect(sendText('x', {}, url)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test('a token that no page returned is refused', async () => {
  const NextToken = 'page';
  for (const command of [
    new ListQueuesCommand({ NextToken }),
    new ListDeadLetterSourceQueuesCommand({ QueueUrl, NextToken }),
  ])
    await expect(send(command as never)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

// "PurgeQueue" of the SQS API reference.
test('a queue is purged once a minute', async () => {
  await send(new PurgeQueueCommand({ QueueUrl }));
  await expect(send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'PurgeQueueInProgress',
  });
  clock.advance(60_000);
  await send(new PurgeQueueCommand({ QueueUrl }));
});

test('a queue is not created with tags that it can not have', async () => {
  const command = new CreateQueueCommand({ QueueName: 'tagged', tags: { 'aws:x': 'y' } });
  await expect(send(command)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  expect(services.services.sqs.hasQueue('tagged')).toBe(false);
});
