import { collectPages, parseArn } from '@groundcrew/aws-core';
import { listFunctions, type LambdaClient } from '@groundcrew/aws/lambda';
import {
  listSubscriptions,
  type SNSClient,
  type Subscription,
  subscriptionDelivery,
} from '@groundcrew/aws/sns';
import { deadLetterSources, type QueueDetails, queueUrl, type SQSClient } from '@groundcrew/aws/sqs';

/** Where a message can be sent: to a queue, or as an event to a function. */
export type Destination =
  | { readonly type: 'queue'; readonly url: string }
  /** `subscriptionArn`: as a subscriber of a topic. */
  | { readonly type: 'function'; readonly name: string; readonly subscriptionArn?: string }
  /** `reason`: why there is none, for people. */
  | { readonly type: 'none'; readonly reason: string };

export interface DestinationsOptions {
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  readonly url: string;
  readonly details: QueueDetails;
  /** The queue for messages, whatever they name. */
  readonly toUrl?: string | undefined;
  /** The function for events, whatever they name. */
  readonly functionName?: string | undefined;
  readonly signal: AbortSignal;
}

export interface Destinations {
  /** Of a plain message, by the queue that it names. */
  ofMessage(sourceArn: string | undefined): Promise<Destination>;
  /** Of a bare event: the function that has this queue as its dead-letter queue. */
  ofEvent(): Promise<Destination>;
  /** Of a target of a rule or schedule. */
  ofTarget(arn: string): Promise<Destination>;
  /** Of a notification: the endpoint of the subscription that has this queue as its dead-letter queue. */
  ofNotification(topicArn: string): Promise<Destination>;
}

/** Looks up, each once, where messages of a queue came from. */
export function createDestinations(options: DestinationsOptions): Destinations {
  const { sqs, lambda, sns, url, details, toUrl, functionName, signal } = options;
  const found = new Map<string, Promise<Destination>>();
  const once = (key: string, find: () => Promise<Destination>): Promise<Destination> => {
    const known = found.get(key);
    if (known) return known;
    const finding = find();
    found.set(key, finding);
    return finding;
  };
  const none = (reason: string): Destination => ({ type: 'none', reason });
  const toFunction = (name: string) => ({ type: 'function' as const, name: functionName ?? name });

  async function toQueue(arn: string): Promise<Destination> {
    const parsed = parseArn(arn);
    if (parsed === undefined) return none(`"${arn}" is not the ARN of a queue`);
    const here = parseArn(details.arn);
    if (parsed.accountId !== here?.accountId || parsed.region !== here?.region) {
      return none(`${arn} is in another account or region; pass --to`);
    }
    return { type: 'queue', url: await queueUrl(sqs, parsed.resource, { signal }) };
  }

  async function findSource(): Promise<Destination> {
    const urls = (await collectPages(deadLetterSources(sqs, url, { signal }))).filter((each) => each !== url);
    const [only, ...others] = urls;
    if (only !== undefined && others.length === 0) return { type: 'queue', url: only };
    return none(
      only === undefined
        ? 'the message does not name the queue that it came from; pass --to'
        : `the message does not name which of ${urls.length} queues it came from; pass --to`,
    );
  }

  async function findFunction(): Promise<Destination> {
    const functions = await collectPages(listFunctions(lambda, { signal }));
    const [only, ...others] = functions.filter(({ deadLetterArn }) => deadLetterArn === details.arn);
    if (only !== undefined && others.length === 0) return toFunction(only.arn);
    return none(
      only === undefined
        ? 'no function has this queue as its dead-letter queue any more; pass --function'
        : `${others.length + 1} functions have this queue as their dead-letter queue; pass --function`,
    );
  }

  async function findSubscriber(topicArn: string): Promise<Destination> {
    const fitting: Subscription[] = [];
    for await (const page of listSubscriptions(sns, topicArn, { signal })) {
      for (const subscription of page) {
        if (!subscription.isConfirmed) continue;
        const { deadLetterArn } = await subscriptionDelivery(sns, subscription.arn, { signal });
        if (deadLetterArn === details.arn) fitting.push(subscription);
      }
    }
    const [only, ...others] = fitting;
    if (only === undefined)
      return none(`no subscription of ${topicArn} has this queue as its dead-letter queue`);
    if (others.length > 0) {
      return none(
        `${fitting.length} subscriptions of ${topicArn} have this queue as their dead-letter queue`,
      );
    }
    if (only.protocol === 'sqs') return toQueue(only.endpoint);
    if (only.protocol === 'lambda') return { ...toFunction(only.endpoint), subscriptionArn: only.arn };
    return none(`a subscription by ${only.protocol} gets messages from SNS alone; publish the message again`);
  }

  return {
    async ofMessage(sourceArn) {
      if (toUrl !== undefined) return { type: 'queue', url: toUrl };
      return sourceArn === undefined ? once('source', findSource) : once(sourceArn, () => toQueue(sourceArn));
    },
    async ofEvent() {
      return functionName === undefined ? once('function', findFunction) : toFunction(functionName);
    },
    async ofTarget(arn) {
      if (functionName !== undefined) return toFunction(functionName);
      const { service } = parseArn(arn) ?? {};
      if (service === 'lambda') return toFunction(arn);
      if (service === 'sqs') return once(arn, () => toQueue(arn));
      return none(`a target such as ${arn} can be reached from the rule or schedule alone`);
    },
    ofNotification: (topicArn) => once(topicArn, () => findSubscriber(topicArn)),
  };
}
