import type { XmlElements } from '../xml.ts';
import { type Action, entriesOf, needText, pageOf } from './action.ts';
import type { Deliveries } from './deliveries.ts';
import { checkEndpoint } from './endpoints.ts';
import { invalidParameter } from './errors.ts';
import type { Attributes, Subscription, TopicStore } from './topics.ts';

/** Creates a subscription; those of queues and files are confirmed immediately, since both are local. */
export function subscribe(
  store: TopicStore,
  request: {
    readonly topicArn: string;
    readonly protocol: string;
    readonly endpoint: string;
    readonly attributes: Attributes;
  },
  canWriteFiles: boolean,
): Subscription {
  const { topicArn, endpoint, attributes } = request;
  store.topic(topicArn);
  const protocol = checkEndpoint(request.protocol, endpoint, canWriteFiles);
  checkAttributes(attributes);
  const isConfirmed = protocol === 'sqs' || protocol === 'file';
  return store.subscribe({ topicArn, protocol, endpoint, attributes, isConfirmed });
}

/** The actions on subscriptions. */
export function createSubscriptionActions(
  deliveries: Deliveries,
  canWriteFiles: boolean,
): Readonly<Record<string, Action>> {
  return {
    Subscribe({ form, store, endpoint: ownEndpoint }) {
      const subscription = subscribe(
        store,
        {
          topicArn: needText(form, 'TopicArn'),
          protocol: needText(form, 'Protocol'),
          endpoint: needText(form, 'Endpoint'),
          attributes: form.map('Attributes'),
        },
        canWriteFiles,
      );
      const { isConfirmed, protocol, arn } = subscription;
      if (!isConfirmed && protocol.startsWith('http')) deliveries.confirm(subscription, ownEndpoint);
      const returnsArn = isConfirmed || form.text('ReturnSubscriptionArn') === 'true';
      return { SubscriptionArn: returnsArn ? arn : 'pending confirmation' };
    },

    ConfirmSubscription({ form, store }) {
      const topic = store.topic(needText(form, 'TopicArn'));
      const token = needText(form, 'Token');
      const subscription = store.subscriptions(topic.arn).find((one) => one.token === token);
      if (!subscription) throw invalidParameter('Token');
      store.update(subscription, { isConfirmed: true });
      return { SubscriptionArn: subscription.arn };
    },

    Unsubscribe({ form, store }) {
      store.unsubscribe(needText(form, 'SubscriptionArn'));
      return {};
    },

    ListSubscriptions({ form, store }) {
      return listed(pageOf(store.subscriptions(), form.text('NextToken')));
    },

    ListSubscriptionsByTopic({ form, store }) {
      const { arn } = store.topic(needText(form, 'TopicArn'));
      return listed(pageOf(store.subscriptions(arn), form.text('NextToken')));
    },

    GetSubscriptionAttributes({ form, store }) {
      const { arn, topicArn, protocol, endpoint, isConfirmed, attributes } = store.subscription(
        needText(form, 'SubscriptionArn'),
      );
      return {
        Attributes: entriesOf({
          RawMessageDelivery: 'false',
          ...attributes,
          SubscriptionArn: arn,
          TopicArn: topicArn,
          Protocol: protocol,
          Endpoint: endpoint,
          Owner: ownerOf(arn),
          PendingConfirmation: String(!isConfirmed),
        }),
      };
    },

    SetSubscriptionAttributes({ form, store }) {
      const subscription = store.subscription(needText(form, 'SubscriptionArn'));
      const change = { [needText(form, 'AttributeName')]: form.text('AttributeValue') ?? '' };
      checkAttributes(change);
      store.update(subscription, { attributes: { ...subscription.attributes, ...change } });
      return {};
    },
  };
}

function checkAttributes(attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    if (name !== 'RawMessageDelivery') {
      throw invalidParameter(
        `the subscription attribute "${name}" is not supported by the embedded AWS; supported: RawMessageDelivery`,
      );
    }
  }
}

function listed({ page, NextToken }: ReturnType<typeof pageOf<Subscription>>): XmlElements {
  return {
    Subscriptions: {
      member: page.map(({ arn, topicArn, protocol, endpoint, isConfirmed }) => ({
        SubscriptionArn: isConfirmed ? arn : 'PendingConfirmation',
        Owner: ownerOf(arn),
        Protocol: protocol,
        Endpoint: endpoint,
        TopicArn: topicArn,
      })),
    },
    NextToken,
  };
}

function ownerOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
