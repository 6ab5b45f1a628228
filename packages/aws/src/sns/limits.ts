import type { Message } from './message.ts';

/** Entries of one call (API reference, PublishBatch). */
export const MAX_BATCH_ENTRIES = 10;

/**
 * Bytes of one message, and of all messages of one call together: 256 KiB. A topic may be set to take
 * more; every topic takes this (API reference, PublishBatch; topic attribute `MaximumMessageSize`).
 */
export const MAX_PAYLOAD_BYTES = 262_144;

/**
 * What SNS counts of a message: its body and, of each attribute, name, type and value (API reference,
 * MessageAttributeValue). The subject is counted too: the documentation doesn't say that it is free.
 */
export function messageBytes({ subject, body, attributes }: Message): number {
  let bytes = Buffer.byteLength(body) + Buffer.byteLength(subject ?? '');
  for (const [name, value] of Object.entries(attributes)) {
    const { DataType, StringValue } = toAttribute(value);
    bytes += Buffer.byteLength(name) + DataType.length + Buffer.byteLength(StringValue);
  }
  return bytes;
}

/** An attribute as the service takes it; an array is a JSON text, so that filter policies match any member. */
export function toAttribute(value: string | readonly string[]): { DataType: string; StringValue: string } {
  return typeof value === 'string'
    ? { DataType: 'String', StringValue: value }
    : { DataType: 'String.Array', StringValue: JSON.stringify(value) };
}

/** Cuts messages, in their order, into calls that keep both limits. A message too large on its own gets a call of its own. */
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
