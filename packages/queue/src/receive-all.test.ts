import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createSqsClient } from '@groundcrew/aws/sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createInFlightMessages, receiveAll } from './receive-all.ts';

const mock = mockClient(SQSClient);
afterAll(() => mock.restore());
beforeEach(() => {
  mock.reset();
  mock.on(ChangeMessageVisibilityBatchCommand).resolves({ Successful: [], Failed: [] });
});

interface Queue {
  /** The ids of each receive, one after the other; then none. */
  readonly receives?: readonly (readonly string[])[];
  readonly waiting?: number;
  readonly inFlight?: number;
  readonly limit?: number;
}

/** Receives all of a queue; returns how it ended, the ids of what was handled, and how often it was received. */
async function receive({ receives = [], waiting = 0, inFlight = 0, limit = 100 }: Queue) {
  let polls = 0;
  mock.on(ReceiveMessageCommand).callsFake(() => ({
    Messages: (receives[polls++] ?? []).map((id) => ({
      MessageId: id,
      ReceiptHandle: id,
      Body: id,
      Attributes: { SentTimestamp: '1', ApproximateReceiveCount: '1' },
    })),
  }));
  mock.on(GetQueueAttributesCommand).resolves({
    Attributes: {
      QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:dead',
      ApproximateNumberOfMessages: String(waiting),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
    },
  });
  const sqs = createSqsClient({ region: 'eu-west-1' });
  const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead';
  const handled: string[] = [];
  const end = await receiveAll({
    sqs,
    url,
    visibilitySeconds: 60,
    limit,
    concurrency: 1,
    signal: new AbortController().signal,
    inFlight: createInFlightMessages(sqs, url),
    onMessages: async (messages) => {
      handled.push(...messages.map(({ id }) => id));
      return true;
    },
  });
  return { end, handled, polls };
}

test('three polls without a message end it though SQS counts more, whose count is approximate', async () => {
  expect(await receive({ receives: [['a']], waiting: 5 })).toEqual({
    end: 'unread',
    handled: ['a'],
    polls: 4,
  });
  // A message in between begins the count anew.
  const receives = [[], [], ['a'], [], [], ['b']];
  expect(await receive({ receives, waiting: 5 })).toMatchObject({ handled: ['a', 'b'], polls: 9 });
});

test('one poll without a message is the end where SQS counts none', async () => {
  expect(await receive({ receives: [['a']] })).toEqual({ end: 'all', handled: ['a'], polls: 2 });
});

test.each([
  [115_000, 'in-flight-limit'],
  [114_999, 'unread'],
])('with %d messages in flight and none returned the end is %s', async (inFlight, end) => {
  expect((await receive({ waiting: 5, inFlight })).end).toBe(end);
});

test('what is received a second time does not count for the limit', async () => {
  expect(await receive({ receives: [['a'], ['a'], ['b'], ['c']], waiting: 9, limit: 2 })).toEqual({
    end: 'limit',
    handled: ['a', 'b'],
    polls: 3,
  });
});
