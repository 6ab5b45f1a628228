import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { Publication } from './envelope.ts';
import { invalidParameter } from './errors.ts';
import { checkMessage, type NewMessage } from './message.ts';
import type { Topic, TopicStore } from './topics.ts';

const DEDUPLICATION_MS = 5 * 60_000;

export interface Publisher {
  /**
   * Accepts a message and starts its delivery; a duplicate within five minutes on a FIFO topic gets the response of
   * the earlier one, and is not delivered.
   *
   * @throws AwsError `InvalidParameter`
   */
  publish(topic: Topic, message: NewMessage, endpoint: string): Publication;
}

export function createPublisher(options: {
  readonly clock: Clock;
  readonly store: TopicStore;
  readonly deliveries: Deliveries;
  readonly onPublish: (publication: Publication) => void;
}): Publisher {
  const { clock, store, deliveries, onPublish } = options;
  const seen = new Map<string, Publication>();
  let sequence = 0;

  /** The earlier message with that id; removes expired ones. */
  function findEarlier(key: string): Publication | undefined {
    const oldestMs = clock.now() - DEDUPLICATION_MS;
    // In the order of arrival: the first that has not expired ends the loop.
    for (const [old, { publishedMs }] of seen) {
      if (publishedMs > oldestMs) break;
      seen.delete(old);
    }
    return seen.get(key);
  }

  return {
    publish(topic, message, endpoint) {
      checkMessage(message);
      const isFifo = topic.name.endsWith('.fifo');
      const prepared = isFifo ? withDeduplicationId(message, topic) : message;
      if (!isFifo && message.deduplicationId !== undefined) {
        throw invalidParameter('MessageDeduplicationId is valid for FIFO topics only');
      }
      const key = `${topic.arn} ${prepared.deduplicationId}`;
      const earlier = isFifo ? findEarlier(key) : undefined;
      if (earlier) return earlier;
      const publication: Publication = {
        ...prepared,
        topicArn: topic.arn,
        messageId: randomUUID(),
        publishedMs: clock.now(),
        ...(isFifo && { sequenceNumber: `1${String(++sequence).padStart(19, '0')}` }),
      };
      if (isFifo) seen.set(key, publication);
      onPublish(publication);
      for (const subscription of store.subscriptions(topic.arn)) {
        deliveries.deliver(publication, subscription, endpoint);
      }
      return publication;
    },
  };
}

/** @throws AwsError `InvalidParameter` without a group, or without a deduplication id. */
function withDeduplicationId(message: NewMessage, topic: Topic): NewMessage {
  if (!message.groupId) throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  if (message.deduplicationId) return message;
  if (topic.attributes.ContentBasedDeduplication !== 'true') {
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { ...message, deduplicationId: createHash('sha256').update(message.message).digest('hex') };
}
