import {
  type BatchResultErrorEntry,
  PublishBatchCommand,
  type PublishBatchRequestEntry,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { backoffMs, sleep as realSleep } from '@groundcrew/async';
import { isThrottle, isTransient, wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { sendOptions } from '../call.ts';
import { MAX_PAYLOAD_BYTES, messageBytes, splitBatches, toAttribute, toPayload } from './limits.ts';
import type { Message } from './message.ts';

export interface PublishOptions {
  readonly topicArn: string;
  /** Maximum attempts for a message that SNS failed to accept by a fault of its own; default: 5. */
  readonly maxAttempts?: number;
  /** Once it is aborted, nothing more is sent: the remaining messages count as failed. */
  readonly signal?: AbortSignal;
  /** For tests. */
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The result of one message. */
export type PublishResult =
  | { readonly published: true; readonly messageId: string }
  | { readonly published: false; readonly error: GroundcrewError };

/**
 * Publishes messages in as few calls as the limits allow, one call after the other, and returns the result of each
 * message in the given order. Never throws for errors of SNS: some messages may have been sent.
 *
 * Errors in the results: `aws-sns.message-too-large`, `aws-sns.publish-failed`. A call whose connection broke may
 * have been processed: a message of a failed or retried call can arrive twice.
 */
export async function publishMessages(
  client: SNSClient,
  messages: readonly Message[],
  options: PublishOptions,
): Promise<PublishResult[]> {
  const results = new Map<Message, PublishResult>();
  for (const message of messages) {
    const bytes = messageBytes(message);
    if (bytes > MAX_PAYLOAD_BYTES) {
      results.set(message, { published: false, error: tooLarge(bytes) });
    }
  }
  for (const batch of splitBatches(messages.filter((message) => !results.has(message)))) {
    for (const message of batch)
      results.set(message, { published: false, error: noResponse(options.topicArn) });
    await publishBatch(client, batch, options, results);
  }
  return messages.map((message) => results.get(message)!);
}

/** Sends the messages of one call, and retries those that SNS failed to accept until the attempts are used up. */
async function publishBatch(
  client: SNSClient,
  batch: readonly Message[],
  options: PublishOptions,
  results: Map<Message, PublishResult>,
): Promise<void> {
  const { maxAttempts = 5, signal, random = Math.random, sleep = realSleep } = options;
  let pending = batch;
  for (let attempt = 1; !signal?.aborted; attempt++) {
    pending = await publishOnce(client, pending, options, results);
    if (pending.length === 0 || attempt >= maxAttempts) return;
    try {
      await sleep(backoffMs(attempt, random), signal);
    } catch {
      // Aborted while waiting: the results already contain why each message failed.
      return;
    }
  }
}

/** Records the result of each message, and returns those to retry. */
async function publishOnce(
  client: SNSClient,
  batch: readonly Message[],
  { topicArn, signal }: PublishOptions,
  results: Map<Message, PublishResult>,
): Promise<readonly Message[]> {
  const context = { code: 'aws-sns.publish-failed', doing: `publish to topic "${topicArn}"` } as const;
  try {
    const command = new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: batch.map(toEntry),
    });
    const { Successful = [], Failed = [] } = await client.send(command, sendOptions(signal));
    const again: Message[] = [];
    for (const { Id, MessageId = '' } of Successful) {
      results.set(batch[Number(Id)]!, { published: true, messageId: MessageId });
    }
    for (const failure of Failed) {
      const message = batch[Number(failure.Id)]!;
      results.set(message, { published: false, error: entryError(failure, topicArn) });
      if (!failure.SenderFault || isThrottle({ name: failure.Code })) again.push(message);
    }
    return again;
  } catch (error) {
    for (const message of batch) {
      results.set(message, { published: false, error: wrapServiceError(error, context) });
    }
    return isThrottle(error) || isTransient(error) ? batch : [];
  }
}

function toEntry(message: Message, index: number): PublishBatchRequestEntry {
  const { subject, bodies, attributes, fifo } = message;
  return {
    Id: String(index),
    Message: toPayload(message),
    ...(bodies !== undefined && { MessageStructure: 'json' }),
    ...(subject !== undefined && { Subject: subject }),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, toAttribute(value)]),
    ),
    ...(fifo && { MessageGroupId: fifo.groupId, MessageDeduplicationId: fifo.deduplicationId }),
  };
}

function entryError(
  { Code = '', Message = '', SenderFault }: BatchResultErrorEntry,
  topicArn: string,
): GroundcrewError {
  const advice = SenderFault ? 'check the topic and its policy' : 'it is retried with the next delivery';
  return new GroundcrewError(
    'aws-sns.publish-failed',
    `could not publish to topic "${topicArn}": SNS refused one message of a batch (${Code}: ${Message}); ${advice}`,
    { fault: SenderFault ? 'user' : 'service', details: { awsError: Code, topicArn } },
  );
}

function noResponse(topicArn: string): GroundcrewError {
  return new GroundcrewError(
    'aws-sns.publish-failed',
    `could not publish to topic "${topicArn}": the time was up, or the response did not mention the message; try again`,
    { fault: 'service', details: { topicArn } },
  );
}

function tooLarge(bytes: number): GroundcrewError {
  return new GroundcrewError(
    'aws-sns.message-too-large',
    `a message of ${bytes} bytes is larger than SNS's maximum of ${MAX_PAYLOAD_BYTES} bytes; shorten it`,
    { fault: 'bug', details: { bytes } },
  );
}
