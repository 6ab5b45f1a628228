import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type CallOptions, callService, isErrorNamed } from '../call.ts';
import { messageError } from './queue-errors.ts';

/** An attribute of a message, as SQS has it. */
export interface MessageAttribute {
  /** `String`, `Number`, `Binary`, with or without a custom suffix. */
  readonly dataType: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/** What is sent: a body with its attributes. */
export interface NewMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** Of FIFO queues. */
  readonly groupId?: string;
  /** Of FIFO queues: a second message with the same one within five minutes is accepted, and dropped. */
  readonly deduplicationId?: string;
}

/** A received message: nobody else receives it before its visibility timeout ends. */
export interface QueueMessage extends NewMessage {
  readonly id: string;
  readonly receipt: string;
  readonly sentAtMs: number;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
  /** The queue that SQS moved it from, if a redrive policy did. */
  readonly deadLetterSourceArn?: string;
}

/** The largest batch of each batch call, in messages (SQS Developer Guide, "Amazon SQS message quotas"). */
export const MAX_BATCH = 10;
/** The largest message, and the largest batch of a send, in bytes: bodies with names, types and values of attributes (same page). */
export const MAX_SEND_BYTES = 1_048_576;

export interface ReceiveOptions extends CallOptions {
  /** For how long the messages are received by nobody else, in seconds: up to 43,200. */
  readonly visibilitySeconds: number;
  /** How long to wait for a first message, in seconds: up to 20. */
  readonly waitSeconds?: number;
  /** Default: {@link MAX_BATCH}. */
  readonly most?: number;
}

/** What a receive returned. `isFull`: as many messages are in flight as the queue allows, and it returns no others. */
export interface Received {
  readonly messages: readonly QueueMessage[];
  readonly isFull: boolean;
}

/**
 * Receives up to ten messages.
 *
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.receive-failed`; the signal's reason if it is aborted
 */
export async function receiveMessages(
  client: SQSClient,
  url: string,
  { visibilitySeconds, waitSeconds = 0, most = MAX_BATCH, signal }: ReceiveOptions,
): Promise<Received> {
  return callService(
    signal,
    async (options) => {
      const command = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: most,
        VisibilityTimeout: visibilitySeconds,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      try {
        const { Messages = [] } = await client.send(command, options);
        return { messages: Messages.map(toQueueMessage), isFull: false };
      } catch (error) {
        if (!isErrorNamed(error, 'OverLimit')) throw error;
        return { messages: [], isFull: true };
      }
    },
    (error) => messageError(error, 'aws-sqs.receive-failed', `receive messages of the queue "${url}"`),
  );
}

/** Entries of a batch that failed, by their place in it. */
export type BatchFailures = ReadonlyMap<number, string>;

/**
 * Deletes up to ten messages by their receipts.
 *
 * @returns why each of those that failed did
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.delete-failed`; the signal's reason if it is aborted
 */
export async function deleteMessages(
  client: SQSClient,
  url: string,
  receipts: readonly string[],
  { signal }: CallOptions = {},
): Promise<BatchFailures> {
  const Entries = receipts.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
  return callService(
    signal,
    async (options) =>
      failuresOf(await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }), options)),
    (error) => messageError(error, 'aws-sqs.delete-failed', `delete messages of the queue "${url}"`),
  );
}

/**
 * Lets others receive up to ten messages after `afterSeconds`; at once by default.
 *
 * @returns why each of those that failed did
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.release-failed`; the signal's reason if it is aborted
 */
export async function releaseMessages(
  client: SQSClient,
  url: string,
  receipts: readonly string[],
  { signal, afterSeconds = 0 }: CallOptions & { readonly afterSeconds?: number } = {},
): Promise<BatchFailures> {
  const Entries = receipts.map((ReceiptHandle, index) => ({
    Id: String(index),
    ReceiptHandle,
    VisibilityTimeout: afterSeconds,
  }));
  return callService(
    signal,
    async (options) =>
      failuresOf(
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }), options),
      ),
    (error) => messageError(error, 'aws-sqs.release-failed', `release messages of the queue "${url}"`),
  );
}

/**
 * Sends up to ten messages, of up to {@link MAX_SEND_BYTES} together.
 *
 * @returns why each of those that were not accepted was not
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.send-failed`: some may have been accepted; the signal's reason
 */
export async function sendMessages(
  client: SQSClient,
  url: string,
  messages: readonly NewMessage[],
  { signal }: CallOptions = {},
): Promise<BatchFailures> {
  const Entries = messages.map(({ body, attributes, groupId, deduplicationId }, index) => ({
    Id: String(index),
    MessageBody: body,
    ...(attributes && { MessageAttributes: toAttributeValues(attributes) }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
  }));
  return callService(
    signal,
    async (options) =>
      failuresOf(await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }), options)),
    (error) => messageError(error, 'aws-sqs.send-failed', `send messages to the queue "${url}"`),
  );
}

/** The size of a message as SQS counts it: body, and names, types and values of attributes, in bytes. */
export function sizeBytesOf({ body, attributes = {} }: NewMessage): number {
  let size = Buffer.byteLength(body);
  for (const [name, { dataType, text = '', bytes }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(text);
    size += bytes?.byteLength ?? 0;
  }
  return size;
}

interface BatchResponse {
  readonly Failed?: readonly BatchResultErrorEntry[] | undefined;
}

function failuresOf({ Failed = [] }: BatchResponse): BatchFailures {
  return new Map(Failed.map(({ Id, Code, Message }) => [Number(Id), Message ?? Code ?? 'unknown']));
}

function toQueueMessage(message: Message): QueueMessage {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {}, MessageAttributes = {} } = message;
  const attributes = fromAttributeValues(MessageAttributes);
  const { MessageGroupId, MessageDeduplicationId, DeadLetterQueueSourceArn } = Attributes;
  return {
    id: MessageId,
    receipt: ReceiptHandle,
    body: Body,
    sentAtMs: Number(Attributes.SentTimestamp ?? 0),
    receiveCount: Number(Attributes.ApproximateReceiveCount ?? 1),
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
    ...(MessageDeduplicationId !== undefined && { deduplicationId: MessageDeduplicationId }),
    ...(DeadLetterQueueSourceArn !== undefined && { deadLetterSourceArn: DeadLetterQueueSourceArn }),
  };
}

function fromAttributeValues(values: Readonly<Record<string, MessageAttributeValue>>) {
  const entries = Object.entries(values).map(([name, { DataType = 'String', StringValue, BinaryValue }]) => {
    const attribute: MessageAttribute = {
      dataType: DataType,
      ...(StringValue !== undefined && { text: StringValue }),
      ...(BinaryValue !== undefined && { bytes: BinaryValue }),
    };
    return [name, attribute] as const;
  });
  return Object.fromEntries(entries);
}

function toAttributeValues(attributes: Readonly<Record<string, MessageAttribute>>) {
  const entries = Object.entries(attributes).map(([name, { dataType, text, bytes }]) => {
    const value: MessageAttributeValue = {
      DataType: dataType,
      ...(text !== undefined && { StringValue: text }),
      ...(bytes !== undefined && { BinaryValue: bytes }),
    };
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}
