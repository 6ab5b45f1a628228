import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  SNSClient,
} from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { listSubscriptions, type Subscription, subscriptionDelivery } from './subscriptions.ts';

const topicArn = 'arn:aws:sns:us-east-1:111122223333:NoStock';
const subscription = (protocol: string, endpoint: string, arn = `${topicArn}:1`) => ({
  Protocol: protocol,
  Endpoint: endpoint,
  SubscriptionArn: arn,
});

async function collect(client: SNSClient) {
  const all: Subscription[] = [];
  for await (const page of listSubscriptions(client, topicArn)) all.push(...page);
  return all;
}

test('the subscriptions of all pages are listed, and which of them are not confirmed', async () => {
  const client = new SNSClient({});
  mockClient(client)
    .on(ListSubscriptionsByTopicCommand, { TopicArn: topicArn })
    .resolves({ Subscriptions: [subscription('email', 'a@example.org')], NextToken: 'more' })
    .on(ListSubscriptionsByTopicCommand, { TopicArn: topicArn, NextToken: 'more' })
    .resolves({ Subscriptions: [subscription('email', 'b@example.org', 'PendingConfirmation')] });
  expect(await collect(client)).toEqual([
    { arn: `${topicArn}:1`, protocol: 'email', endpoint: 'a@example.org', isConfirmed: true },
    { arn: 'PendingConfirmation', protocol: 'email', endpoint: 'b@example.org', isConfirmed: false },
  ]);
});

test('a topic that does not exist is an error of its own', async () => {
  const client = new SNSClient({});
  mockClient(client).rejects(new NotFoundException({ message: 'Topic does not exist', $metadata: {} }));
  await expect(collect(client)).rejects.toMatchObject({
    code: 'aws-sns.topic.not-found',
  });
});

test.each([
  [{}, { isRaw: false }],
  [
    { RedrivePolicy: '{"deadLetterTargetArn":"arn:queue"}', RawMessageDelivery: 'true' },
    { isRaw: true, deadLetterArn: 'arn:queue' },
  ],
])('the attributes %j of a subscription are %j', async (Attributes, delivery) => {
  const client = new SNSClient({});
  const sns = mockClient(client);
  sns.on(GetSubscriptionAttributesCommand, { SubscriptionArn: 'arn:1' }).resolves({ Attributes });
  expect(await subscriptionDelivery(client, 'arn:1')).toEqual(delivery);
});
