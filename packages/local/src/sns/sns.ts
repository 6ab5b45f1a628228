import { join } from 'node:path';
import type { Form } from '../form.ts';
import { createQueryService, type QueryAction } from '../query-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import type { Service, ServiceContext } from '../service.ts';
import { type Action, needText } from './action.ts';
import { createDeliveries, type DeliveryContext } from './deliveries.ts';
import type { Publication } from './envelope.ts';
import { invalidParameter } from './errors.ts';
import { createPublishActions } from './publish-actions.ts';
import { createPublisher } from './publisher.ts';
import { createSubscriptionActions, subscribe } from './subscription-actions.ts';
import { createTagActions } from './tag-actions.ts';
import { topicActions } from './topic-actions.ts';
import { type Attributes, createTopicStore, type Subscription } from './topics.ts';

/** A message published to a topic. */
export interface PublishedMessage {
  readonly topicArn: string;
  readonly messageId: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** Values as strings; binary ones are Base64. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Of FIFO topics. */
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface SnsOptions extends ServiceContext {
  readonly registry: ResourceRegistry;
  readonly queues: DeliveryContext['queues'];
  /** `HOST:PORT` of this machine that messages may be posted to; default: none. */
  readonly allowedEndpoints?: readonly string[];
  readonly onPublish?: (message: PublishedMessage) => void;
  /** Called for a message that can't be delivered to a subscriber. */
  readonly onUndelivered?: (subscription: Subscription, reason: string) => void;
  /** Called when a delivery or a wait before a retry begins; the returned function ends it. */
  readonly beginWork?: (work: 'delivery' | 'waiting') => () => void;
}

export interface Sns extends Service {
  /** Creates a topic, unless it exists; returns its ARN. */
  createTopic(name: string, attributes?: Attributes): string;
  /** Returns the subscription's ARN. */
  subscribe(topicArn: string, protocol: string, endpoint: string): string;
  /** The messages published to a topic (its ARN or its name) since the start, oldest first; at most the newest 100,000. */
  published(topic: string): readonly PublishedMessage[];
}

const MAX_PUBLISHED_MESSAGES = 100_000;

/** SNS by its query protocol, in memory or in `dataDir`/sns. */
export function createSns(options: SnsOptions): Sns {
  const { clock, queues, region, accountId, registry } = options;
  const dataDir = options.dataDir === undefined ? undefined : join(options.dataDir, 'sns');
  const allowed = { files: dataDir !== undefined, endpoints: options.allowedEndpoints ?? [] };
  const store = createTopicStore({ region, accountId, ...(dataDir !== undefined && { dataDir }) });
  registry.register('sns:topic', () => store.list().map(({ name }) => ({ name, createdMs: 0 })));
  const messagesByTopic = new Map<string, PublishedMessage[]>();
  const deliveries = createDeliveries({
    clock,
    queues,
    dataDir,
    allowed,
    beginWork: options.beginWork ?? (() => () => {}),
    onUndelivered: options.onUndelivered ?? (() => {}),
  });
  const publisher = createPublisher({
    clock,
    store,
    deliveries,
    onPublish(publication) {
      const message = publishedMessage(publication);
      const messages = messagesByTopic.get(message.topicArn) ?? [];
      messagesByTopic.set(message.topicArn, messages);
      messages.push(message);
      if (messages.length > MAX_PUBLISHED_MESSAGES) messages.shift();
      options.onPublish?.(message);
    },
  });
  const arnOf = (name: string) => `arn:aws:sns:${region}:${accountId}:${name}`;
  const actions: Readonly<Record<string, Action>> = {
    ...topicActions,
    ...createSubscriptionActions(deliveries, allowed),
    ...createPublishActions(publisher),
  };

  return {
    ...createQueryService({
      name: 'sns',
      namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
      links: ['ConfirmSubscription', 'Unsubscribe'],
      actions: {
        ...Object.fromEntries(
          Object.entries(actions).map(([name, action]) => [name, toQueryAction(name, action)]),
        ),
        ...createTagActions(registry),
      },
    }),
    createTopic(name, attributes = {}) {
      const existing = store.list().find((topic) => topic.name === name);
      return (existing ?? store.create(name, attributes)).arn;
    },
    subscribe: (topicArn, protocol, endpoint) =>
      subscribe(store, { topicArn, protocol, endpoint, attributes: {} }, allowed).arn,
    published: (topic) => messagesByTopic.get(topic.startsWith('arn:') ? topic : arnOf(topic)) ?? [],
    async close() {
      deliveries.close();
      store.close();
    },
  };

  /** Not in SNS: success would be a lie, as the topic would stay. */
  function refuseDescribed(arn: string): void {
    if (!registry.isDescribed(arn)) return;
    throw invalidParameter(
      `TopicArn: "${arn}" is of the account file (--from), which the embedded AWS does not change; remove it there`,
    );
  }

  function toQueryAction(name: string, action: Action): QueryAction {
    return async (form, request) => {
      await request.reportCall({
        // A batch needs the permission of a single call.
        action: `sns:${name === 'PublishBatch' ? 'Publish' : name}`,
        resource: resourceOf(name, form, arnOf),
        operation: name,
      });
      if (name === 'DeleteTopic') refuseDescribed(needText(form, 'TopicArn'));
      return action({
        form,
        request,
        store,
        tags: registry.tags,
        endpoint: `http://${request.headers.host ?? '127.0.0.1'}`,
      });
    };
  }
}

/** The topic of an action. */
function resourceOf(action: string, form: Form, arnOf: (name: string) => string): string {
  if (action === 'ListSubscriptions') return '*';
  if (action === 'CreateTopic') return arnOf(needText(form, 'Name'));
  const subscriptionArn = form.text('SubscriptionArn');
  if (subscriptionArn !== undefined) return subscriptionArn.split(':').slice(0, 6).join(':');
  return form.text('TopicArn') ?? form.text('TargetArn') ?? '*';
}

function publishedMessage(publication: Publication): PublishedMessage {
  const { topicArn, messageId, subject, message, attributes, groupId, deduplicationId, publishedMs } =
    publication;
  return {
    topicArn,
    messageId,
    subject,
    message,
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value])),
    groupId,
    deduplicationId,
    at: publishedMs,
  };
}
