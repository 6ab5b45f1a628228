import { type DynamoDBStreamsClient, readStreamRecords } from '@groundcrew/aws/dynamodb-streams';
import { invoke, type LambdaClient, sendEvent } from '@groundcrew/aws/lambda';
import type { NewMessage, QueueMessage, SQSClient } from '@groundcrew/aws/sqs';
import { isGroundcrewError } from '@groundcrew/errors';
import type { Destination, Destinations } from './destinations.ts';
import type { FailedEvent } from './failed-event.ts';
import { createBatchedSend } from './send-batches.ts';

/** What became of a message: accepted by its destination, or why not. */
export type Outcome =
  | { readonly isAccepted: true; readonly by: string }
  | { readonly isAccepted: false; readonly reason: string };

export interface DeliverOptions {
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
  readonly streams: DynamoDBStreamsClient;
  readonly destinations: Destinations;
  /** Whether the target of a rule gets the event as it is; if not, such messages are left. */
  readonly isTargetInputWhole: boolean;
  readonly functionName?: string | undefined;
  readonly signal: AbortSignal;
}

const refused = (reason: string): Outcome => ({ isAccepted: false, reason });

/** Delivers messages: each to where it failed to go. */
export function createDelivery(
  options: DeliverOptions,
): (message: QueueMessage, failure: FailedEvent) => Promise<Outcome> {
  const { sqs, lambda, streams, destinations, isTargetInputWhole, functionName, signal } = options;

  const send = createBatchedSend(sqs, signal);

  async function deliver(message: QueueMessage, failure: FailedEvent): Promise<Outcome> {
    switch (failure.kind) {
      case 'invocation':
        if (failure.payload === undefined)
          return refused('Lambda dropped the event, because the record would have been too large');
        return toFunction(functionName ?? failure.functionArn, failure.payload);
      case 'event':
        return to(await destinations.ofEvent(), message, message.body);
      case 'stream-batch':
        return deliverBatch(failure);
      case 'schedule-target':
        if (failure.isTruncated) return refused('the scheduler truncated the payload');
        return to(await destinations.ofTarget(failure.targetArn), { body: message.body }, message.body);
      case 'rule-target':
        if (!isTargetInputWhole)
          return refused(
            'a rule may make another input of an event; pass --as-it-stands if this one does not',
          );
        return to(await destinations.ofTarget(failure.targetArn), { body: message.body }, message.body);
      case 'notification':
        return deliverNotification(message, failure.topicArn);
      case 'message':
        return to(await destinations.ofMessage(failure.sourceArn), message, message.body);
    }
  }

  async function to(destination: Destination, message: NewMessage, event: string): Promise<Outcome> {
    if (destination.type === 'none') return refused(destination.reason);
    if (destination.type === 'function') return toFunction(destination.name, event);
    const { body, attributes, groupId } = message;
    const isFifo = destination.url.endsWith('.fifo');
    if (isFifo && groupId === undefined)
      return refused('a FIFO queue needs a message group, and the message has none');
    const reason = await send(destination.url, {
      body,
      ...(attributes && { attributes }),
      // By the message, so that a repeated redrive does not send it twice; not by its own id of deduplication, by which the
      // queue would drop it within five minutes of the first time.
      ...(isFifo && { groupId, deduplicationId: `redrive-${(message as Partial<QueueMessage>).id}` }),
    });
    return reason === undefined
      ? { isAccepted: true, by: destination.url.split('/').at(-1)! }
      : refused(reason);
  }

  async function toFunction(name: string, event: string): Promise<Outcome> {
    await sendEvent(lambda, name, event, { signal });
    return { isAccepted: true, by: name };
  }

  async function deliverNotification({ body }: QueueMessage, topicArn: string): Promise<Outcome> {
    const destination = await destinations.ofNotification(topicArn);
    const { subscriptionArn = '' } = destination as { subscriptionArn?: string };
    return to(destination, { body }, notificationEvent(body, subscriptionArn));
  }

  /** Waits for the function: nothing would return to the queue what it failed to process. */
  async function deliverBatch(failure: FailedEvent & { readonly kind: 'stream-batch' }): Promise<Outcome> {
    const name = functionName ?? failure.functionArn;
    if (failure.payload === undefined && failure.service !== 'dynamodb') {
      return refused('the records of a Kinesis stream are not read; only those of DynamoDB are');
    }
    const records =
      failure.payload === undefined ? await readStreamRecords(streams, failure, { signal }) : [];
    if (failure.payload === undefined && records.length !== failure.records) {
      return refused(`the stream has ${records.length} of the ${failure.records} records`);
    }
    const event = failure.payload ?? JSON.stringify({ Records: records });
    const { payload, isError } = await invoke(lambda, name, event, { signal });
    if (isError) return refused(thrownBy(payload));
    const failed = batchItemFailures(payload);
    return failed === 0
      ? { isAccepted: true, by: name }
      : refused(`the function failed to process ${failed} of the records`);
  }

  return async (message, failure) => {
    try {
      return await deliver(message, failure);
    } catch (error) {
      signal.throwIfAborted();
      if (isGroundcrewError(error) && error.fault !== 'bug') return refused(error.message);
      throw error;
    }
  };
}

/**
 * The event of a function that is subscribed to a topic: two names differ from those in the notification (Lambda Developer
 * Guide, "Invoking Lambda functions with Amazon SNS notifications").
 */
function notificationEvent(envelope: string, subscriptionArn: string): string {
  const { SigningCertURL, UnsubscribeURL, ...others } = JSON.parse(envelope) as Record<string, unknown>;
  const Sns = { ...others, SigningCertUrl: SigningCertURL, UnsubscribeUrl: UnsubscribeURL };
  return JSON.stringify({
    Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscriptionArn, Sns }],
  });
}

function thrownBy(payload: string): string {
  try {
    const { errorType = 'Error', errorMessage = '' } = JSON.parse(payload) as Record<string, string>;
    return `the function threw ${errorType}: ${errorMessage}`;
  } catch {
    return 'the function failed';
  }
}

/** How many records a function reports as failed, if it reports them one by one. */
function batchItemFailures(payload: string): number {
  try {
    const result = JSON.parse(payload) as { batchItemFailures?: unknown } | null;
    return Array.isArray(result?.batchItemFailures) ? result.batchItemFailures.length : 0;
  } catch {
    return 0;
  }
}
