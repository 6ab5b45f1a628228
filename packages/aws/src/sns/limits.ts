import type { Message } from './message.ts';

/** Entries of one call (API reference, PublishBatch). */
export const MAX_BATCH_ENTRIES = 10;

/**
 * Maximum size of one message, and of all messages of one call together: 256 KiB. A topic may be set to accept
 * more;
 * every topic accepts this (API reference, PublishBatch; topic attribute `MaximumMessageSize`).
 */
export const MAX_PAYLOAD_BYTES = 262_144;

/**
 * The size of a message as SNS counts it: its body and, for each attribute, name, type and value (API reference,
 * MessageAttributeValue). The subject is counted too: the documentation doesn't exclude it.
 */
export function messageBytes(message: Message): number {
  const { subject, attributes } = message;
  let bytes = Buffer.byteLength(toPayload(message)) + Buffer.byteLength(subject ?? '');
  for (const [name, value] of Object.entries(attributes)) {
    const { DataType, StringValue } = toAttribute(value);
    bytes += Buffer.byteLength(name) + DataType.length + Buffer.byteLength(StringValue);
  }
  return bytes;
}

/** What is sent: the body, or, with texts for some protocols, JSON of all (API reference, Publish: MessageStructure). */
export function toPayload({ body, bodies }: Message): string {
  return bodies === undefined ? body : JSON.stringify({ default: body, ...bodies });
}

/** An attribute in the form of the API; an array becomes JSON, so that filter policies match any member. */
export function toAttribute(value: string | readonly string[]): { DataType: string; StringValue: string } {
  return typeof value === 'string'
    ? { DataType: 'String', StringValue: value }
    : { DataType: 'String.Array', StringValue: JSON.stringify(value) };
}

/** Splits messages, in order, into calls within both limits. A message that is too large gets a call of its own. */
export function splitBatches(messages: readonly Message[]): Message[][] {
  const batches: Message[][] = [];
  let batchBytes = 0;
  for (const message of messages) {
    const bytes = messageBytes(message);
    const last = batches.at(-1);
    if (last !== undefined && last.length < MAX_BATCH_ENTRIES && batchBytes + bytes <= MAX_PAYLOAD_BYTES) {
      last.push(message);
      batchBytes += bytes;
    } else {
      batches.push([message]);
      batchBytes = bytes;
    }
  }
  return batches;
}
