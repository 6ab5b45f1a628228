import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openJournal } from '../journal.ts';
import type { ServiceContext } from '../service.ts';
import { checkTopicAttributes } from './topic-attributes.ts';
import { invalidParameter, noSuchSubscription, noSuchTopic } from './errors.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface Topic {
  readonly arn: string;
  readonly name: string;
  attributes: Attributes;
}

export type SubscriptionProtocol = 'sqs' | 'http' | 'https' | 'file' | 'email' | 'email-json';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: SubscriptionProtocol;
  readonly endpoint: string;
  /** Required to confirm the subscription. */
  readonly token: string;
  isConfirmed: boolean;
  attributes: Attributes;
}

type Change =
  | { readonly type: 'topic-set'; readonly topic: Topic }
  | { readonly type: 'topic-deleted'; readonly arn: string }
  | { readonly type: 'subscription-set'; readonly subscription: Subscription }
  | { readonly type: 'subscription-deleted'; readonly arn: string };

/** All topics and their subscriptions. */
export interface TopicStore {
  list(): readonly Topic[];
  /** @throws AwsError `NotFound` */
  topic(arn: string): Topic;
  /** Creates a topic; creating it again is allowed, but not with other attributes. */
  create(name: string, attributes: Attributes): Topic;
  setAttribute(arn: string, name: string, value: string): void;
  /** Deletes a topic with its subscriptions; a missing one is not an error. */
  delete(arn: string): void;
  subscriptions(topicArn?: string): readonly Subscription[];
  /** @throws AwsError `NotFound` */
  subscription(arn: string): Subscription;
  /** The subscription of that endpoint, created if it is missing. */
  subscribe(
    request: Pick<Subscription, 'topicArn' | 'protocol' | 'endpoint' | 'attributes' | 'isConfirmed'>,
  ): Subscription;
  update(subscription: Subscription, change: Partial<Pick<Subscription, 'attributes' | 'isConfirmed'>>): void;
  unsubscribe(arn: string): void;
  close(): void;
}

export function createTopicStore({ region, accountId, dataDir }: Omit<ServiceContext, 'clock'>): TopicStore {
  const topics = new Map<string, Topic>();
  const subscriptions = new Map<string, Subscription>();

  const journal = openJournal<Change>(dataDir && join(dataDir, 'topics.jsonl'), {
    replay: apply,
    snapshot: () => [
      ...[...topics.values()].map((topic) => ({ type: 'topic-set' as const, topic })),
      ...[...subscriptions.values()].map((subscription) => ({
        type: 'subscription-set' as const,
        subscription,
      })),
    ],
  });

  function apply(change: Change): void {
    switch (change.type) {
      case 'topic-set':
        topics.set(change.topic.arn, change.topic);
        return;
      case 'topic-deleted':
        topics.delete(change.arn);
        for (const { arn, topicArn } of subscriptions.values()) {
          if (topicArn === change.arn) subscriptions.delete(arn);
        }
        return;
      case 'subscription-set':
        subscriptions.set(change.subscription.arn, change.subscription);
        return;
      case 'subscription-deleted':
        subscriptions.delete(change.arn);
        return;
    }
  }

  function commit(change: Change): void {
    journal.append(change);
    apply(change);
  }

  function topic(arn: string): Topic {
    const found = topics.get(arn);
    if (!found) throw noSuchTopic(arn);
    return found;
  }

  return {
    topic,
    list: () => [...topics.values()],
    create(name, attributes) {
      checkTopic(name, attributes);
      const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
      const existing = topics.get(arn);
      if (existing) {
        const other = Object.entries(attributes).find(([key, value]) => existing.attributes[key] !== value);
        if (other)
          throw invalidParameter(
            `Attributes Reason: Topic already exists with different attributes: ${other[0]}`,
          );
        return existing;
      }
      commit({ type: 'topic-set', topic: { arn, name, attributes } });
      return topic(arn);
    },
    setAttribute(arn, name, value) {
      const { attributes, ...rest } = topic(arn);
      if (name === 'FifoTopic')
        throw invalidParameter('AttributeName: FifoTopic can only be set when a topic is created');
      checkTopic(rest.name, { ...attributes, [name]: value });
      commit({ type: 'topic-set', topic: { ...rest, attributes: { ...attributes, [name]: value } } });
    },
    delete(arn) {
      if (topics.has(arn)) commit({ type: 'topic-deleted', arn });
    },
    subscriptions(topicArn) {
      return [...subscriptions.values()].filter((one) => topicArn === undefined || one.topicArn === topicArn);
    },
    subscription(arn) {
      const found = subscriptions.get(arn);
      if (!found) throw noSuchSubscription(arn);
      return found;
    },
    subscribe(request) {
      const { topicArn, protocol, endpoint } = request;
      const existing = [...subscriptions.values()].find(
        (one) => one.topicArn === topicArn && one.protocol === protocol && one.endpoint === endpoint,
      );
      if (existing) {
        const other = Object.entries(request.attributes).find(
          ([name, value]) => existing.attributes[name] !== value,
        );
        if (other === undefined) return existing;
        throw invalidParameter(
          `Attributes Reason: Subscription already exists with different attributes: ${other[0]}`,
        );
      }
      const subscription = {
        ...request,
        arn: `${topicArn}:${randomUUID()}`,
        token: randomUUID().replaceAll('-', ''),
      };
      commit({ type: 'subscription-set', subscription });
      return subscription;
    },
    update(subscription, change) {
      commit({ type: 'subscription-set', subscription: { ...subscription, ...change } });
    },
    unsubscribe(arn) {
      if (subscriptions.has(arn)) commit({ type: 'subscription-deleted', arn });
    },
    close: () => journal.close(),
  };
}

/** Rules: "CreateTopic" in the SNS API reference. */
function checkTopic(name: string, attributes: Attributes): void {
  if (!/^[\w-]{1,256}$|^[\w-]{1,251}\.fifo$/.test(name)) {
    throw invalidParameter(
      `Topic Name "${name}" must be 1 to 256 letters, digits, hyphens and underscores, and end with .fifo for a FIFO topic`,
    );
  }
  checkTopicAttributes(attributes);
  if ((attributes.FifoTopic === 'true') !== name.endsWith('.fifo')) {
    throw invalidParameter('Topic Name must end with .fifo if and only if FifoTopic is true');
  }
}
