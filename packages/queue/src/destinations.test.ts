import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ListDeadLetterSourceQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createDestinations } from './destinations.ts';

const [sqs, lambda, sns] = [mockClient(SQSClient), mockClient(LambdaClient), mockClient(SNSClient)];
afterAll(() => [sqs, lambda, sns].forEach((mock) => mock.restore()));
beforeEach(() => [sqs, lambda, sns].forEach((mock) => mock.reset()));

const region = 'eu-west-1';
const arnOf = (service: string, resource: string, account = '111122223333') =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const dead = arnOf('sqs', 'dead');
const topic = arnOf('sns', 'topic');

const open = (more: { readonly functionName?: string; readonly toUrl?: string } = {}) =>
  createDestinations({
    sqs: new SQSClient({ region }),
    lambda: new LambdaClient({ region }),
    sns: new SNSClient({ region }),
    url: 'https://queue/dead',
    details: { arn: dead, isFifo: false, waiting: 0, inFlight: 0, delayed: 0, retentionSeconds: 60 },
    signal: new AbortController().signal,
    ...more,
  });

const functions = (...deadLetterArns: readonly (string | undefined)[]) =>
  lambda.on(ListFunctionsCommand).resolves({
    Functions: deadLetterArns.map((TargetArn, index) => ({
      FunctionName: `f${index}`,
      FunctionArn: arnOf('lambda', `function:f${index}`),
      ...(TargetArn !== undefined && { DeadLetterConfig: { TargetArn } }),
    })),
  });

test('an event goes to the one function that has the queue as its dead-letter queue, which is looked up once', async () => {
  functions(undefined, dead);
  const destinations = open();
  const expected = { type: 'function', name: arnOf('lambda', 'function:f1') };
  expect([await destinations.ofEvent(), await destinations.ofEvent()]).toEqual([expected, expected]);
  expect(lambda.commandCalls(ListFunctionsCommand)).toHaveLength(1);
});

test.each([
  ['none', [], 'no function'],
  ['two', [dead, dead], '2 functions'],
])('with %s, the function has to be named', async (_, arns, reason) => {
  functions(...arns);
  expect(await open().ofEvent()).toMatchObject({
    type: 'none',
    reason: expect.stringContaining(reason) as string,
  });
  expect(await open({ functionName: 'load' }).ofEvent()).toEqual({ type: 'function', name: 'load' });
});

const subscriptions = (...all: readonly { readonly protocol: string; readonly deadLetter?: string }[]) => {
  sns.on(ListSubscriptionsByTopicCommand, { TopicArn: topic }).resolves({
    Subscriptions: all.map(({ protocol }, index) => ({
      Protocol: protocol,
      Endpoint: arnOf(protocol, protocol === 'lambda' ? 'function:notify' : 'notes'),
      SubscriptionArn: `${topic}:${index}`,
    })),
  });
  for (const [index, { deadLetter }] of all.entries()) {
    const RedrivePolicy = deadLetter && JSON.stringify({ deadLetterTargetArn: deadLetter });
    sns
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: `${topic}:${index}` })
      .resolves({ Attributes: RedrivePolicy ? { RedrivePolicy } : {} });
  }
};

test('a notification goes to the endpoint of the subscription with this dead-letter queue', async () => {
  subscriptions({ protocol: 'sqs' }, { protocol: 'lambda', deadLetter: dead });
  expect(await open().ofNotification(topic)).toEqual({
    type: 'function',
    name: arnOf('lambda', 'function:notify'),
    subscriptionArn: `${topic}:1`,
  });
  subscriptions({ protocol: 'sqs', deadLetter: dead });
  sqs.on(GetQueueUrlCommand, { QueueName: 'notes' }).resolves({ QueueUrl: 'https://queue/notes' });
  expect(await open().ofNotification(topic)).toEqual({ type: 'queue', url: 'https://queue/notes' });
});

test.each([
  ['no subscription', [{ protocol: 'sqs' }], 'no subscription'],
  [
    'two',
    [
      { protocol: 'sqs', deadLetter: dead },
      { protocol: 'lambda', deadLetter: dead },
    ],
    '2 subscriptions',
  ],
  ['one that SNS alone can reach', [{ protocol: 'https', deadLetter: dead }], 'publish the message again'],
])('with %s, a notification has nowhere to go', async (_, all, reason) => {
  subscriptions(...all);
  expect(await open().ofNotification(topic)).toMatchObject({
    type: 'none',
    reason: expect.stringContaining(reason) as string,
  });
});

test.each([
  ['the one source', ['https://queue/orders'], { type: 'queue', url: 'https://queue/orders' }],
  ['none', [], { type: 'none' }],
  ['two', ['https://queue/a', 'https://queue/b'], { type: 'none' }],
])('a message that names no queue goes to %s', async (_, queueUrls, expected) => {
  sqs.on(ListDeadLetterSourceQueuesCommand).resolves({ queueUrls });
  expect(await open().ofMessage(undefined)).toMatchObject(expected);
});

test('a queue of another account is not taken for one of this account', async () => {
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://queue/orders' });
  expect(await open().ofMessage(arnOf('sqs', 'orders', '444455556666'))).toMatchObject({ type: 'none' });
  expect(await open().ofTarget(arnOf('sqs', 'orders', '444455556666'))).toMatchObject({ type: 'none' });
  expect(await open().ofMessage(arnOf('sqs', 'orders'))).toEqual({
    type: 'queue',
    url: 'https://queue/orders',
  });
  expect(await open({ toUrl: 'https://queue/x' }).ofMessage(arnOf('sqs', 'orders', '444455556666'))).toEqual({
    type: 'queue',
    url: 'https://queue/x',
  });
});

test('other targets than functions and queues are not reached', async () => {
  expect(await open().ofTarget(arnOf('states', 'stateMachine:x'))).toMatchObject({ type: 'none' });
  expect(await open().ofTarget(arnOf('lambda', 'function:f'))).toEqual({
    type: 'function',
    name: arnOf('lambda', 'function:f'),
  });
});
