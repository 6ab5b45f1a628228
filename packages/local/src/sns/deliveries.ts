import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@groundcrew/errors';
import type { Clock } from '../clock.ts';
import { AwsError } from '../service.ts';
import type { MessageAttributes, Sqs } from '../sqs/index.ts';
import { type AllowedEndpoints, refusedUrl } from './endpoints.ts';
import { confirmationOf, notificationOf, type Publication } from './envelope.ts';
import { acceptsMessage } from './filter-policy.ts';
import { textFor } from './message.ts';
import type { Subscription } from './topics.ts';

export interface DeliveryContext {
  readonly clock: Clock;
  readonly queues: Pick<Sqs, 'hasQueue' | 'send'>;
  readonly dataDir?: string | undefined;
  readonly allowed: AllowedEndpoints;
  /** Called when work begins that must end before the server is idle; the returned function ends it. */
  readonly beginWork: (work: 'delivery' | 'waiting') => () => void;
  /** Called for a message that can't be delivered to a subscriber. */
  readonly onUndelivered: (subscription: Subscription, reason: string) => void;
}

export interface Deliveries {
  /** Starts the delivery of a message; `endpoint` is this server's own, for links. */
  deliver(publication: Publication, subscription: Subscription, endpoint: string): void;
  confirm(subscription: Subscription, endpoint: string): void;
  close(): void;
}

/** SNS's default delivery policy. */
const HTTP_RETRIES = 3;
const HTTP_RETRY_DELAY_MS = 20_000;
const HTTP_TIMEOUT_MS = 15_000;

export function createDeliveries(context: DeliveryContext): Deliveries {
  const { clock, queues, dataDir, allowed, beginWork, onUndelivered } = context;
  const shutdown = new AbortController();

  function toQueue(publication: Publication, subscription: Subscription, endpoint: string): void {
    const queueName = subscription.endpoint.split(':').at(-1) ?? '';
    if (!queues.hasQueue(queueName)) {
      onUndelivered(subscription, `the queue "${queueName}" does not exist`);
      return;
    }
    const { groupId, deduplicationId, attributes } = publication;
    const isFifo = queueName.endsWith('.fifo');
    const options = {
      ...(isRaw(subscription) && { attributes: queueAttributes(attributes) }),
      ...(groupId !== undefined && { groupId }),
      ...(isFifo && deduplicationId !== undefined && { deduplicationId }),
    };
    try {
      queues.send(queueName, bodyFor(publication, subscription, endpoint), options);
    } catch (error) {
      // What a queue refuses is lost for it: the publisher's call succeeds anyway. What can't be stored is not accepted.
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      onUndelivered(subscription, error.message);
    }
  }

  function toFile(publication: Publication, subscription: Subscription, endpoint: string): void {
    const folder = join(dataDir ?? '', 'inboxes');
    const path = join(folder, subscription.endpoint);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      appendFileSync(path, `${notificationOf(publication, subscription, endpoint)}\n`, { mode: 0o600 });
    } catch (error) {
      throw new AwsError(
        500,
        'InternalError',
        `the embedded AWS could not write the message to ${path}: ${messageOf(error)}; free some space, then try again`,
      );
    }
  }

  async function post(
    subscription: Subscription,
    type: string,
    messageId: string,
    body: string,
    attempt = 0,
  ) {
    // Subscriptions of an earlier start are still there: its options are not.
    const refused = refusedUrl(new URL(subscription.endpoint), allowed.endpoints);
    if (refused !== undefined) {
      onUndelivered(subscription, refused);
      return;
    }
    const end = beginWork('delivery');
    const failure = await tryPost(subscription, type, messageId, body, shutdown.signal);
    if (failure && shutdown.signal.aborted) {
      end();
      return;
    }
    if (failure?.isPermanent === false && attempt < HTTP_RETRIES) {
      const endWait = beginWork('waiting');
      clock.after(HTTP_RETRY_DELAY_MS, () => {
        void post(subscription, type, messageId, body, attempt + 1);
        endWait();
      });
    } else if (failure) {
      onUndelivered(subscription, failure.reason);
    }
    end();
  }

  return {
    deliver(publication, subscription, endpoint) {
      if (!subscription.isConfirmed || !acceptsMessage(subscription, publication)) return;
      switch (subscription.protocol) {
        case 'sqs':
          return toQueue(publication, subscription, endpoint);
        case 'file':
          return toFile(publication, subscription, endpoint);
        case 'http':
        case 'https':
          void post(
            subscription,
            'Notification',
            publication.messageId,
            bodyFor(publication, subscription, endpoint),
          );
          return;
        case 'email':
        case 'email-json':
          // No mail is sent; such a subscription stays pending.
          return;
      }
    },
    confirm(subscription, endpoint) {
      const messageId = randomUUID();
      const body = confirmationOf(subscription, endpoint, messageId, clock.now());
      void post(subscription, 'SubscriptionConfirmation', messageId, body);
    },
    close: () => shutdown.abort(),
  };
}

function queueAttributes(attributes: Publication['attributes']): MessageAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, value }]) => [
      name,
      type.startsWith('Binary')
        ? { DataType: type, BinaryValue: value }
        : { DataType: type, StringValue: value },
    ]),
  );
}

function isRaw({ attributes }: Subscription): boolean {
  return attributes.RawMessageDelivery === 'true';
}

function bodyFor(publication: Publication, subscription: Subscription, endpoint: string): string {
  return isRaw(subscription)
    ? textFor(subscription.protocol, publication)
    : notificationOf(publication, subscription, endpoint);
}

interface Failure {
  readonly reason: string;
  /** Whether a retry would fail as well. */
  readonly isPermanent: boolean;
}

async function tryPost(
  subscription: Subscription,
  type: string,
  messageId: string,
  body: string,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  try {
    const response = await fetch(subscription.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'user-agent': 'Amazon Simple Notification Service Agent',
        'x-amz-sns-message-type': type,
        'x-amz-sns-message-id': messageId,
        'x-amz-sns-topic-arn': subscription.topicArn,
        ...(type === 'Notification' && { 'x-amz-sns-subscription-arn': subscription.arn }),
        ...(isRaw(subscription) && { 'x-amz-sns-rawdelivery': 'true' }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(HTTP_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    if (response.ok) return undefined;
    // SNS treats other 4xx responses as permanent failures.
    const isPermanent = response.status >= 400 && response.status < 500 && response.status !== 429;
    return { reason: `the endpoint returned ${response.status}`, isPermanent };
  } catch (error) {
    return { reason: messageOf(error), isPermanent: false };
  }
}
