export type { SNSClient } from '@aws-sdk/client-sns';
export { createSnsClient } from './client.ts';
export { findTopicArn } from './find-topic.ts';
export { MAX_BATCH_ENTRIES, MAX_PAYLOAD_BYTES, messageBytes, splitBatches } from './limits.ts';
export type { Message } from './message.ts';
export { type PublishOptions, type PublishResult, publishMessages } from './publish.ts';
export {
  type Delivery,
  listSubscriptions,
  type Subscription,
  subscriptionDelivery,
} from './subscriptions.ts';
export { isFifoTopic, toFifoId, toMessageText, toSubject } from './text.ts';
export { listTopics, topicTags } from './topic-tags.ts';
