import type { XmlElements } from '../xml.ts';
import { type Action, entriesOf, needText, pageOf } from './action.ts';
import type { Deliveries } from './deliveries.ts';
import { type AllowedEndpoints, checkEndpoint } from './endpoints.ts';
import { invalidParameter } from './errors.ts';
import { findPolicyProblem } from './filter-policy.ts';
import type { Attributes, Subscription, SubscriptionProtocol, TopicStore } from './topics.ts';

/** Creates a subscription; those of queues and files are confirmed immediately, since both are local. */
export function subscribe(
  store: TopicStore,
  request: {
    readonly topicArn: string;
    readonly protocol: string;
    readonly endpoint: string;
    readonly attributes: Attributes;
  },
  allowed: AllowedEndpoints,
): Subscription {
  const { topicArn, endpoint, attributes } = request;
  store.topic(topicArn);
  const protocol = checkEndpoint(request.protocol, endpoint, allowed);
  if (protocol === 'sqs' && endpoint.endsWith('.fifo') && !topicArn.endsWith('.fifo')) {
    throw invalidParameter('Endpoint Reason: FIFO SQS Queues cannot be subscribed to standard SNS topics');
  }
  const problem = findAttributesProblem(attributes, protocol);
  if (problem !== undefined) throw invalidParameter(`Attributes Reason: ${problem}`);
  const isConfirmed = protocol === 'sqs' || protocol === 'file';
  return store.subscribe({ topicArn, protocol, endpoint, attributes, isConfirmed });
}

/** The actions on subscriptions. */
export function createSubscriptionActions(
  deliveries: Deliveries,
  allowed: AllowedEndpoints,
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
        allowed,
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
      const arn = needText(form, 'SubscriptionArn');
      if (arn.split(':').length < 6) {
        throw invalidParameter(`SubscriptionArn Reason: "${arn}" is not the ARN of a subscription`);
      }
      store.unsubscribe(arn);
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
          ...(attributes.FilterPolicy !== undefined && { FilterPolicyScope: 'MessageAttributes' }),
          ...attributes,
          SubscriptionArn: arn,
          TopicArn: topicArn,
          Protocol: protocol,
          Endpoint: endpoint,
          Owner: ownerOf(arn),
          PendingConfirmation: String(!isConfirmed),
          ConfirmationWasAuthenticated: String(protocol === 'sqs'),
        }),
      };
    },

    SetSubscriptionAttributes({ form, store }) {
      const subscription = store.subscription(needText(form, 'SubscriptionArn'));
      const change = { [needText(form, 'AttributeName')]: form.text('AttributeValue') ?? '' };
      const attributes = { ...subscription.attributes, ...change };
      const problem = findAttributesProblem(attributes, subscription.protocol);
      if (problem !== undefined) throw invalidParameter(problem);
      store.update(subscription, { attributes });
      return {};
    },
  };
}

/** Rules: "SetSubscriptionAttributes" of the SNS API reference. */
function findAttributesProblem(attributes: Attributes, protocol: SubscriptionProtocol): string | undefined {
  const unknown = Object.keys(attributes).find((name) => !supportedAttributes.includes(name));
  if (unknown !== undefined) {
    return `the subscription attribute "${unknown}" is not supported by the embedded AWS; supported: ${supportedAttributes.join(', ')}`;
  }
  const { RawMessageDelivery, FilterPolicy, FilterPolicyScope = 'MessageAttributes' } = attributes;
  if (RawMessageDelivery !== undefined && !/^(?:true|false)$/.test(RawMessageDelivery)) {
    return `RawMessageDelivery: Invalid value [${RawMessageDelivery}]. Must be true or false.`;
  }
  if (RawMessageDelivery === 'true' && !rawProtocols.includes(protocol)) {
    return `Delivery protocol [${protocol}] does not support raw message delivery.`;
  }
  if (FilterPolicyScope !== 'MessageAttributes' && FilterPolicyScope !== 'MessageBody') {
    return `FilterPolicyScope: Invalid value [${FilterPolicyScope}]. Please use either MessageBody or MessageAttributes`;
  }
  return FilterPolicy === undefined ? undefined : findPolicyProblem(FilterPolicy, FilterPolicyScope);
}

const supportedAttributes = ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery'];
const rawProtocols: readonly string[] = ['sqs', 'http', 'https'];

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
