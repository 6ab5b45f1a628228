import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_PAYLOAD_BYTES } from './limits.ts';
import type { Message } from './message.ts';
import { type PublishOptions, publishMessages } from './publish.ts';

const topicArn = 'arn:aws:sns:us-east-1:000000000000:NoStock';
const sns = mockClient(SNSClient);
afterAll(() => sns.restore());
const waits: number[] = [];
const options: PublishOptions = {
  topicArn,
  random: () => 1,
  sleep: async (ms) => void waits.push(ms),
};

beforeEach(() => {
  sns.reset();
  waits.length = 0;
});

const messages = (count: number): Message[] =>
  Array.from({ length: count }, (_, index) => ({ body: `m${index}`, attributes: { kind: 'no-stock' } }));

/** Responds to each call with `failures` for the given bodies; every other message succeeds. */
function answer(...failures: Record<string, { Code: string; SenderFault: boolean }>[]): void {
  let call = 0;
  sns.on(PublishBatchCommand).callsFake((input: PublishBatchCommand['input']) => {
    const failing = failures[call++] ?? {};
    const entries = input.PublishBatchRequestEntries ?? [];
    return {
      Successful: entries
        .filter(({ Message = '' }) => !(Message in failing))
        .map(({ Id, Message }) => ({ Id, MessageId: `id-${Message}` })),
      Failed: entries
        .filter(({ Message = '' }) => Message in failing)
        .map(({ Id, Message = '' }) => ({ Id, ...failing[Message] })),
    };
  });
}

const bodiesOfCalls = (): string[][] =>
  sns
    .commandCalls(PublishBatchCommand)
    .map(({ args }) => (args[0].input.PublishBatchRequestEntries ?? []).map(({ Message = '' }) => Message));

const throttled = { Code: 'Throttled', SenderFault: false };

describe('publishMessages', () => {
  it('sends ten messages a call and returns the id of each', async () => {
    answer();

    const results = await publishMessages(new SNSClient({}), messages(23), options);

    expect(bodiesOfCalls().map((bodies) => bodies.length)).toEqual([10, 10, 3]);
    expect(results.map((result) => result.published && result.messageId)).toEqual(
      messages(23).map(({ body }) => `id-${body}`),
    );
  });

  it('writes subject, attributes and the ids of a FIFO topic', async () => {
    answer();
    const message: Message = {
      subject: 'Inventory Alert!',
      body: 'text',
      attributes: { store: 'Berlin', kind: ['no-stock', 'low-stock'] },
      fifo: { groupId: 'Berlin', deduplicationId: 'no-stock:1' },
    };

    await publishMessages(new SNSClient({}), [message], options);

    expect(sns.commandCalls(PublishBatchCommand)[0]!.args[0].input).toEqual({
      TopicArn: topicArn,
      PublishBatchRequestEntries: [
        {
          Id: '0',
          Message: 'text',
          Subject: 'Inventory Alert!',
          MessageAttributes: {
            store: { DataType: 'String', StringValue: 'Berlin' },
            kind: { DataType: 'String.Array', StringValue: '["no-stock","low-stock"]' },
          },
          MessageGroupId: 'Berlin',
          MessageDeduplicationId: 'no-stock:1',
        },
      ],
    });
  });

  it('sends the texts of some protocols beside the body of all others', async () => {
    answer();

    await publishMessages(
      new SNSClient({}),
      [{ body: 'a "b"', bodies: { https: '{}' }, attributes: {} }],
      options,
    );

    expect(sns.commandCalls(PublishBatchCommand)[0]!.args[0].input.PublishBatchRequestEntries).toMatchObject([
      { Message: '{"default":"a \\"b\\"","https":"{}"}', MessageStructure: 'json' },
    ]);
  });

  it('retries only the messages that SNS failed to accept, with growing delays', async () => {
    answer({ m1: throttled, m3: throttled }, { m3: throttled });

    const results = await publishMessages(new SNSClient({}), messages(4), options);

    expect(bodiesOfCalls()).toEqual([['m0', 'm1', 'm2', 'm3'], ['m1', 'm3'], ['m3']]);
    expect(results.every(({ published }) => published)).toBe(true);
    expect(waits).toEqual([50, 100]);
  });

  it('does not retry a message that is refused as a fault of the sender', async () => {
    answer({ m1: { Code: 'InvalidParameter', SenderFault: true } });

    const results = await publishMessages(new SNSClient({}), messages(3), options);

    expect(bodiesOfCalls()).toHaveLength(1);
    expect(results.map(({ published }) => published)).toEqual([true, false, true]);
    expect(results[1]).toMatchObject({
      error: {
        code: 'aws-sns.publish-failed',
        fault: 'user',
        message: expect.stringContaining('InvalidParameter'),
      },
    });
  });

  it('gives up a message after the maximum of attempts, and still sends the ones after it', async () => {
    answer({ m9: throttled }, { m9: throttled });

    const results = await publishMessages(new SNSClient({}), messages(12), { ...options, maxAttempts: 2 });

    expect(results.flatMap(({ published }, index) => (published ? [] : [index]))).toEqual([9]);
  });

  it('retries a call with a broken connection, and not one that is denied', async () => {
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    sns
      .on(PublishBatchCommand)
      .rejectsOnce(reset)
      .resolves({ Successful: [{ Id: '0', MessageId: 'a' }] });
    expect(await publishMessages(new SNSClient({}), messages(1), options)).toEqual([
      { published: true, messageId: 'a' },
    ]);

    sns.reset();
    const denied = Object.assign(new Error('not authorized'), {
      name: 'AuthorizationErrorException',
      $metadata: { httpStatusCode: 403 },
    });
    sns.on(PublishBatchCommand).rejects(denied);
    const [result] = await publishMessages(new SNSClient({}), messages(1), options);

    expect(result).toMatchObject({
      published: false,
      error: { code: 'aws-sns.publish-failed', fault: 'user' },
    });
    expect(bodiesOfCalls()).toHaveLength(1);
  });

  it('sends nothing once its signal is aborted', async () => {
    answer();

    const results = await publishMessages(new SNSClient({}), messages(11), {
      ...options,
      signal: AbortSignal.abort(),
    });

    expect(bodiesOfCalls()).toEqual([]);
    expect(results.map(({ published }) => published)).toEqual(Array(11).fill(false));
  });

  it('treats a message that the response does not mention as failed', async () => {
    sns.on(PublishBatchCommand).resolves({ Successful: [{ Id: '1', MessageId: 'b' }] });

    const results = await publishMessages(new SNSClient({}), messages(2), options);

    expect(results.map(({ published }) => published)).toEqual([false, true]);
  });

  it('does not send a message above the maximum size', async () => {
    answer();
    const large: Message = { body: 'x'.repeat(MAX_PAYLOAD_BYTES + 1), attributes: {} };

    const results = await publishMessages(new SNSClient({}), [...messages(1), large], options);

    expect(bodiesOfCalls()).toEqual([['m0']]);
    expect(results[1]).toMatchObject({ published: false, error: { code: 'aws-sns.message-too-large' } });
  });
});
