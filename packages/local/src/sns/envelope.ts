import { type NewMessage, textFor } from './message.ts';
import type { Subscription } from './topics.ts';

/** An accepted message. */
export interface Publication extends NewMessage {
  readonly topicArn: string;
  readonly messageId: string;
  readonly publishedMs: number;
  /** Of a FIFO topic. */
  readonly sequenceNumber?: string;
}

/** Signatures can't be created here: clients that verify them refuse the message, as they should. */
const signature = {
  SignatureVersion: '1',
  Signature: 'bm90IHNpZ25lZA==',
  SigningCertURL: 'https://sns.us-east-1.amazonaws.com/groundcrew-local-signs-nothing.pem',
} as const;

/**
 * The body that a subscriber receives, in SNS's format.
 *
 * Rules: "Parsing Amazon SNS message formats" in the SNS developer guide.
 */
export function notificationOf(
  publication: Publication,
  subscription: Subscription,
  endpoint: string,
): string {
  const { messageId, topicArn, subject, attributes, publishedMs, sequenceNumber } = publication;
  const isEmpty = Object.keys(attributes).length === 0;
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: textFor(subscription.protocol, publication),
    Timestamp: new Date(publishedMs).toISOString(),
    ...signature,
    UnsubscribeURL: `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    ...(!isEmpty && {
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
      ),
    }),
  });
}

/** The first request to an HTTP endpoint: it confirms by visiting the link. */
export function confirmationOf(
  { topicArn, token }: Subscription,
  endpoint: string,
  messageId: string,
  nowMs: number,
): string {
  return JSON.stringify({
    Type: 'SubscriptionConfirmation',
    MessageId: messageId,
    Token: token,
    TopicArn: topicArn,
    Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: `${endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
    Timestamp: new Date(nowMs).toISOString(),
    ...signature,
  });
}
