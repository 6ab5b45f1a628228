import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createActivity } from '../activity.ts';
import { createTestClock, startTestServices, type TestServices } from '../testing/start-services.ts';

let services: TestServices;
let clock: ReturnType<typeof createTestClock>;
let dataDir: string;
let TopicArn: string;
let undelivered: string[];
let allowedEndpoints: string[];
let activity: ReturnType<typeof createActivity>;

beforeEach(async () => {
  clock = createTestClock();
  dataDir = mkdtempSync(join(tmpdir(), 'groundcrew-sns-'));
  undelivered = [];
  allowedEndpoints = [];
  activity = createActivity();
  await restart();
  TopicArn = services.services.sns.createTopic('NoStock');
});
afterEach(async () => {
  await services.close();
  rmSync(dataDir, { recursive: true });
  expect(services.bugs).toEqual([]);
});

async function restart(): Promise<void> {
  services = await startTestServices({
    clock,
    dataDir,
    allowedEndpoints,
    beginWork: activity.begin,
    onUndelivered: (_, reason) => undelivered.push(reason),
  });
}

const send: TestServices['clients']['sns']['send'] = ((command: never) =>
  services.clients.sns.send(command)) as never;
const publish = (Message: string, more = {}) => send(new PublishCommand({ TopicArn, Message, ...more }));
const subscribe = (Protocol: string, Endpoint: string, Attributes = {}) =>
  send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true }));
const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
const published = () => services.services.sns.published('NoStock');

describe('a topic', () => {
  test('is created once, returns its attributes, accepts new ones and is deleted', async () => {
    const { TopicArn: again } = await send(new CreateTopicCommand({ Name: 'NoStock' }));
    await subscribe('email', 'a@b.example');
    await send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: '품절 <&>' }),
    );

    const { Attributes } = await send(new GetTopicAttributesCommand({ TopicArn }));
    await send(new DeleteTopicCommand({ TopicArn }));

    expect(again).toBe(TopicArn);
    expect(Attributes).toMatchObject({
      DisplayName: '품절 <&>',
      SubscriptionsPending: '1',
      Owner: '000000000000',
    });
    await expect(publish('x')).rejects.toMatchObject({ name: 'NotFoundException' });
    expect((await send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  });

  test.each([
    ['with spaces', {}],
    ['ordered', { FifoTopic: 'true' }],
    ['ordered.fifo', {}],
    ['plain', { Colour: 'red' }],
    ['NoStock', { DisplayName: 'other' }],
  ])('cannot be created as %j with %j', async (Name, Attributes) => {
    await expect(send(new CreateTopicCommand({ Name, Attributes }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('is found on any page of the list', async () => {
    for (let n = 0; n < 250; n++) services.services.sns.createTopic(`topic-${n}`);
    const pages: string[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await send(new ListTopicsCommand({ NextToken }));
      pages.push((page.Topics ?? []).map((topic) => topic.TopicArn!));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);

    expect(pages.map((page) => page.length)).toEqual([100, 100, 51]);
    expect(new Set(pages.flat()).size).toBe(251);
  });
});

describe('a message', () => {
  test('is accepted as it was sent', async () => {
    const { MessageId } = await publish('서울 is out of stock of <Echo & "Plus">', {
      Subject: 'Inventory Alert!',
      MessageAttributes: { kind: attribute('no-stock'), store: attribute('서울+1') },
    });
    expect(published()).toEqual([
      {
        topicArn: TopicArn,
        messageId: MessageId,
        subject: 'Inventory Alert!',
        message: '서울 is out of stock of <Echo & "Plus">',
        attributes: { kind: 'no-stock', store: '서울+1' },
        groupId: undefined,
        deduplicationId: undefined,
        at: clock.now(),
      },
    ]);
  });

  test.each([
    ['an empty text', '', {}],
    ['a subject with a line separator', 'x', { Subject: 'a\u2028b' }],
    ['a subject with a line break', 'x', { Subject: 'a\nb' }],
    ['a subject of 101 characters', 'x', { Subject: 'a'.repeat(101) }],
    ['an empty subject', 'x', { Subject: '' }],
    ['262,145 bytes', `${'가'.repeat(87_381)}xx`, {}],
    ['an attribute without a value', 'x', { MessageAttributes: { a: attribute('') } }],
    ['an attribute of no type', 'x', { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } }],
    ['an invalid number', 'x', { MessageAttributes: { a: { DataType: 'Number', StringValue: 'x' } } }],
    ['a structure without a default', '{"email":"x"}', { MessageStructure: 'json' }],
  ])('with %s is refused', async (_, text, more) => {
    await expect(publish(text, more)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(published()).toEqual([]);
  });

  test('with a subject in another script is accepted', async () => {
    await publish('x', { Subject: '품절' });
    expect(published()).toMatchObject([{ subject: '품절' }]);
  });

  test('of exactly 262,144 bytes and a subject of exactly 100 characters is accepted', async () => {
    await publish('x'.repeat(262_144), { Subject: 'a'.repeat(100) });
    expect(published()).toHaveLength(1);
  });
});

describe('a batch', () => {
  const batch = (entries: { Id: string; Message?: string; Subject?: string }[]) =>
    send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: entries.map((entry) => ({ Message: 'x', ...entry })),
      }),
    );

  test('returns a result for each entry', async () => {
    const { Successful, Failed } = await batch([
      { Id: 'good' },
      { Id: 'bad', Subject: 'a\nb' },
      { Id: 'fine' },
    ]);
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good', 'fine']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameter', SenderFault: true }]);
    expect(published()).toHaveLength(2);
  });

  test('is refused as a whole if it is invalid', async () => {
    await expect(batch([])).rejects.toMatchObject({ name: 'EmptyBatchRequestException' });
    await expect(batch(Array.from({ length: 11 }, (_, n) => ({ Id: `e${n}` })))).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequestException',
    });
    await expect(batch([{ Id: 'a' }, { Id: 'a' }])).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinctException',
    });
    await expect(batch([{ Id: 'a b' }])).rejects.toMatchObject({ name: 'InvalidBatchEntryIdException' });
    await expect(
      batch([
        { Id: 'a', Message: 'x'.repeat(140_000) },
        { Id: 'b', Message: 'x'.repeat(140_000) },
      ]),
    ).rejects.toMatchObject({ name: 'BatchRequestTooLongException' });
    expect(published()).toEqual([]);
  });

  test('needs the permission to publish on its topic', async () => {
    await batch([{ Id: 'a' }]);
    expect(services.calls.at(-1)).toMatchObject({ action: 'sns:Publish', resource: TopicArn });
  });
});

describe('a FIFO topic', () => {
  beforeEach(() => {
    TopicArn = services.services.sns.createTopic('Ordered.fifo', { FifoTopic: 'true' });
  });

  test('accepts a message once within five minutes', async () => {
    const address = { MessageGroupId: 'Berlin', MessageDeduplicationId: 'Berlin/Echo/7' };
    const first = await publish('one', address);
    const second = await publish('one', address);
    clock.advance(5 * 60_000);
    const third = await publish('one', address);

    expect(second.MessageId).toBe(first.MessageId);
    expect(third.MessageId).not.toBe(first.MessageId);
    expect(services.services.sns.published(TopicArn)).toHaveLength(2);
    expect(services.services.sns.published('Ordered.fifo')[0]).toMatchObject({
      groupId: 'Berlin',
      deduplicationId: 'Berlin/Echo/7',
    });
  });

  test('requires a group, and a deduplication id', async () => {
    await expect(publish('x')).rejects.toThrow('MessageGroupId');
    await expect(publish('x', { MessageGroupId: 'a' })).rejects.toThrow('ContentBasedDeduplication');
    await send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: 'ContentBasedDeduplication',
        AttributeValue: 'true',
      }),
    );
    await publish('x', { MessageGroupId: 'a' });
    await publish('x', { MessageGroupId: 'a' });
    expect(services.services.sns.published(TopicArn)).toHaveLength(1);
  });
});

describe('a subscription', () => {
  const queueArn = 'arn:aws:sqs:us-east-1:000000000000:inbox';

  test('of a queue receives the message in its envelope, or raw', async () => {
    services.services.sqs.createQueue('inbox');
    const { SubscriptionArn } = await subscribe('sqs', queueArn);
    await publish('봄', { Subject: 'Hi', MessageAttributes: { kind: attribute('no-stock') } });
    await send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'RawMessageDelivery',
        AttributeValue: 'true',
      }),
    );
    await publish('raw', { MessageAttributes: { kind: attribute('no-stock') } });

    const [wrapped, raw] = services.services.sqs.messages('inbox');
    expect(JSON.parse(wrapped!.body)).toMatchObject({
      Type: 'Notification',
      TopicArn,
      Subject: 'Hi',
      Message: '봄',
      Timestamp: new Date(clock.now()).toISOString(),
      MessageAttributes: { kind: { Type: 'String', Value: 'no-stock' } },
    });
    expect(raw).toMatchObject({
      body: 'raw',
      attributes: { kind: { DataType: 'String', StringValue: 'no-stock' } },
    });
  });

  test('of a queue receives what its filter policy accepts, until that is changed', async () => {
    services.services.sqs.createQueue('inbox');
    const policy = JSON.stringify({ kind: ['no-stock', { prefix: 'low-' }] });
    const { SubscriptionArn } = await subscribe('sqs', queueArn, {
      FilterPolicy: policy,
      RawMessageDelivery: 'true',
    });
    const bodies = () => services.services.sqs.messages('inbox').map(({ body }) => body);
    for (const kind of ['no-stock', 'low-stock', 'back']) {
      await publish(kind, { MessageAttributes: { kind: attribute(kind) } });
    }
    await publish('without attributes');
    expect(bodies()).toEqual(['no-stock', 'low-stock']);

    const set = (AttributeName: string, AttributeValue: string) =>
      send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    await set('FilterPolicyScope', 'MessageBody');
    await publish('no-stock', { MessageAttributes: { kind: attribute('no-stock') } });
    await publish('{"kind":"no-stock"}');
    expect(bodies().slice(2)).toEqual(['{"kind":"no-stock"}']);

    const { Attributes } = await send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ FilterPolicy: policy, FilterPolicyScope: 'MessageBody' });
    await set('FilterPolicy', '{}');
    await publish('all');
    expect(bodies().at(-1)).toBe('all');
  });

  test.each([
    [
      { FilterPolicy: '{"a":[{"error":1}]}' },
      'Attributes Reason: FilterPolicy: Unrecognized match type error',
    ],
    [{ FilterPolicy: '{"a":{"b":["c"]}}' }, 'does not support nested filter policy'],
    [{ FilterPolicyScope: 'Body' }, 'Please use either MessageBody or MessageAttributes'],
    [{ RawMessageDelivery: 'yes' }, 'Must be true or false'],
    [{ DeliveryPolicy: '{}' }, 'supported: FilterPolicy, FilterPolicyScope, RawMessageDelivery'],
  ])('with %j is refused', async (Attributes, reason) => {
    services.services.sqs.createQueue('inbox');
    await expect(subscribe('sqs', queueArn, Attributes)).rejects.toThrow(reason);
    expect((await send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  });

  test('of an address that cannot receive raw messages, or of a FIFO queue, is refused', async () => {
    await expect(subscribe('email', 'a@b.example', { RawMessageDelivery: 'true' })).rejects.toThrow(
      'does not support raw message delivery',
    );
    await expect(subscribe('sqs', `${queueArn}.fifo`)).rejects.toThrow('FIFO SQS Queues');
  });

  test('that exists with other attributes is not made again', async () => {
    services.services.sqs.createQueue('inbox');
    const first = await subscribe('sqs', queueArn, { RawMessageDelivery: 'true' });
    const same = await subscribe('sqs', queueArn, { RawMessageDelivery: 'true' });
    expect(same.SubscriptionArn).toBe(first.SubscriptionArn);
    await expect(subscribe('sqs', queueArn, { RawMessageDelivery: 'false' })).rejects.toThrow(
      'already exists with different attributes',
    );
  });

  test('of a queue that refuses a message loses it, and the publisher is not notified', async () => {
    services.services.sqs.createQueue('inbox');
    await subscribe('sqs', queueArn, { RawMessageDelivery: 'true' });
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`a${n}`, attribute('x')]));
    await publish('too many', { MessageAttributes: many });
    await publish('bell \u0007');
    expect(services.services.sqs.messages('inbox')).toEqual([]);
    expect(undelivered).toEqual([
      expect.stringContaining('exceeds the allowed maximum [10]'),
      expect.stringContaining('characters that are not allowed'),
    ]);
  });

  test('of a missing queue loses the message, which is reported', async () => {
    await subscribe('sqs', queueArn);
    await publish('x');
    expect(undelivered).toEqual(['the queue "inbox" does not exist']);
  });

  test('of a file gets a line for each message', async () => {
    await subscribe('file', 'inbox.jsonl');
    await publish('one');
    await publish('two\nlines');
    const lines = readFileSync(join(dataDir, 'sns/inboxes/inbox.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).Message)).toEqual(['one', 'two\nlines']);
  });

  test('of an e-mail address stays pending', async () => {
    await send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@b.example' }));
    const { Subscriptions } = await send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([
      { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'a@b.example' },
    ]);
  });

  test('is the same one when it is created again, and is removed when it ends', async () => {
    const first = await subscribe('email', 'a@b.example');
    const second = await subscribe('email', 'a@b.example');
    expect(second.SubscriptionArn).toBe(first.SubscriptionArn);
    await send(new UnsubscribeCommand({ SubscriptionArn: first.SubscriptionArn }));
    await expect(
      send(new GetSubscriptionAttributesCommand({ SubscriptionArn: first.SubscriptionArn })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test.each([
    ['file', '../outside'],
    ['file', 'a/b'],
    ['file', '.hidden'],
    ['http', 'http://example.com/'],
    ['http', 'http://127.0.0.1.example.com/'],
    ['http', 'https://127.0.0.1/'],
    ['http', 'http://127.0.0.1:9/'],
    ['http', 'http://localhost/'],
    ['http', 'nonsense'],
    ['sqs', 'inbox'],
    ['email', 'nobody'],
    ['sms', '+4912345'],
  ])('of %s to %j is refused: nothing leaves this machine or its folder', async (protocol, endpoint) => {
    await expect(subscribe(protocol, endpoint)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(readdirSync(join(dataDir, 'sns'))).toEqual(['topics.jsonl']);
  });

  test('topics and subscriptions survive a restart', async () => {
    services.services.sqs.createQueue('inbox');
    await subscribe('sqs', queueArn);
    await services.close();
    await restart();
    await publish('still here');
    expect(services.services.sqs.messages('inbox')).toHaveLength(1);
  });
});

describe('an HTTP subscriber', () => {
  type Delivery = { headers: IncomingHttpHeaders; body: string };

  async function startSubscriber(answers: number[] = []) {
    const deliveries: Delivery[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        deliveries.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(answers.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    allowedEndpoints.push(`127.0.0.1:${port}`);
    return {
      url: `http://127.0.0.1:${port}/alerts`,
      deliveries,
      close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
    };
  }

  const idle = (ignored: 'waiting'[] = []) => activity.whenIdle(new Set(ignored));

  test('must confirm first, and then receives messages', async () => {
    const subscriber = await startSubscriber();
    await subscribe('http', subscriber.url);
    await idle();
    await publish('too early');
    const confirmation = JSON.parse(subscriber.deliveries[0]!.body);
    const answer = await fetch(confirmation.SubscribeURL);
    await publish('알림', { Subject: 'Inventory Alert!' });
    await idle();
    await subscriber.close();

    expect(confirmation).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn });
    expect(answer.status).toBe(200);
    expect(subscriber.deliveries).toHaveLength(2);
    expect(subscriber.deliveries[1]!.headers).toMatchObject({
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-topic-arn': TopicArn,
    });
    expect(JSON.parse(subscriber.deliveries[1]!.body)).toMatchObject({
      Message: '알림',
      Subject: 'Inventory Alert!',
    });
  });

  test('that fails is retried at most three times', async () => {
    const subscriber = await startSubscriber([200, 500, 503, 500, 500]);
    await subscribe('http', subscriber.url);
    await idle();
    await fetch(JSON.parse(subscriber.deliveries[0]!.body).SubscribeURL);
    await publish('x');
    for (let attempt = 1; attempt <= 3; attempt++) {
      await idle(['waiting']);
      expect([subscriber.deliveries.length, activity.count('waiting')]).toEqual([attempt + 1, 1]);
      clock.advance(20_000);
    }
    await idle();
    await subscriber.close();

    expect(subscriber.deliveries).toHaveLength(5);
    expect(undelivered).toEqual(['the endpoint returned 500']);
  });

  test('that is not allowed is refused with the option that allows it, also one of an earlier start', async () => {
    const subscriber = await startSubscriber();
    await subscribe('http', subscriber.url);
    await idle();
    await fetch(JSON.parse(subscriber.deliveries[0]!.body).SubscribeURL);
    const { host } = new URL(subscriber.url);

    allowedEndpoints.pop();
    await publish('x');
    await idle();
    const again = subscribe('http', `${subscriber.url}/more`);
    await expect(again).rejects.toThrow(`--allow-endpoint ${host}`);
    await subscriber.close();

    expect(subscriber.deliveries).toHaveLength(1);
    expect(undelivered).toEqual([expect.stringContaining(`--allow-endpoint ${host}`)]);
  });

  test('that fails permanently is not retried', async () => {
    const subscriber = await startSubscriber([200, 403]);
    await subscribe('http', subscriber.url);
    await idle();
    await fetch(JSON.parse(subscriber.deliveries[0]!.body).SubscribeURL);
    await publish('x');
    await idle();
    await subscriber.close();
    expect(undelivered).toEqual(['the endpoint returned 403']);
  });
});

test('a topic of the account file is not deleted, and keeps its tags', async () => {
  await services.close();
  services = await startTestServices({ topics: ['described'] });
  const arn = 'arn:aws:sns:us-east-1:000000000000:described';
  const tags = { TopicArn: arn, ResourceArn: arn, Tags: [{ Key: 'Project', Value: 'shop' }] };
  await send(new TagResourceCommand(tags));
  await expect(send(new DeleteTopicCommand({ TopicArn: arn }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('is of the account file (--from)'),
  });
  const { Tags } = await send(new ListTagsForResourceCommand({ ResourceArn: arn }));
  expect(Tags).toEqual([{ Key: 'Project', Value: 'shop' }]);
  await send(new DeleteTopicCommand({ TopicArn: `${arn}-not` }));
});
