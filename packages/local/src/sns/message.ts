import type { Form } from '../form.ts';
import { invalidParameter } from './errors.ts';

/** As on the wire; binary values are Base64. */
export interface MessageAttribute {
  readonly type: string;
  readonly value: string;
}

/** A message as it is published. */
export interface NewMessage {
  readonly message: string;
  readonly subject?: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** `json`: the message contains a text for each protocol. */
  readonly structure?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** SNS's limit, for one message and for a batch. */
export const MAX_MESSAGE_BYTES = 262_144;

/** Reads the parameters that Publish and an entry of PublishBatch share. */
export function readMessage(form: Form): NewMessage {
  const subject = form.text('Subject');
  const structure = form.text('MessageStructure');
  const groupId = form.text('MessageGroupId');
  const deduplicationId = form.text('MessageDeduplicationId');
  const attributes = form.entries('MessageAttributes').map((entry) => [
    entry.text('Name') ?? '',
    {
      type: entry.text('Value.DataType') ?? '',
      value: entry.text('Value.StringValue') ?? entry.text('Value.BinaryValue') ?? '',
    },
  ]);
  return {
    message: form.text('Message') ?? '',
    attributes: Object.fromEntries(attributes),
    ...(subject !== undefined && { subject }),
    ...(structure !== undefined && { structure }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}

/** The size of a message: its text, and names, types and values of its attributes, in bytes. */
export function sizeOf({ message, attributes }: NewMessage): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { type, value }]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(type) +
      Buffer.byteLength(value, type.startsWith('Binary') ? 'base64' : 'utf8'),
    Buffer.byteLength(message),
  );
}

/**
 * Checks whether SNS would accept it.
 *
 * Rules: "Publish" in the SNS API reference and "Amazon SNS message attributes" in its developer guide.
 *
 * @throws AwsError `InvalidParameter`
 */
export function checkMessage(published: NewMessage): void {
  const { message, subject, attributes, structure } = published;
  if (message === '') throw invalidParameter('Empty message');
  if (subject !== undefined) checkSubject(subject);
  for (const [name, { type, value }] of Object.entries(attributes)) {
    if (!/^[\w.-]{1,256}$/.test(name) || /^\.|\.$|\.\./.test(name)) {
      throw invalidParameter(
        `Message attribute name "${name}" may only have letters, digits, underscores, hyphens and single periods`,
      );
    }
    if (!/^(?:String|String\.Array|Number|Binary)$/.test(type)) {
      throw invalidParameter(
        `The message attribute "${name}" has an invalid message attribute type "${type}"`,
      );
    }
    if (value === '')
      throw invalidParameter(`The message attribute "${name}" must contain a non-empty value`);
    if (type === 'Number' && !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value)) {
      throw invalidParameter(`Could not cast message attribute "${name}" value to number: "${value}"`);
    }
  }
  if (structure !== undefined) checkStructure(message, structure);
  const sizeBytes = sizeOf(published);
  if (sizeBytes > MAX_MESSAGE_BYTES) {
    throw invalidParameter(`Message too long: ${sizeBytes} bytes; at most ${MAX_MESSAGE_BYTES} are allowed`);
  }
}

/** In any script: API reference, Publish. */
function checkSubject(subject: string): void {
  const isFit = /^[^\p{Cc}\p{Z}][^\p{Cc}\p{Zl}\p{Zp}]*$/u.test(subject) && subject.length <= 100;
  if (isFit) return;
  throw invalidParameter(
    `Subject "${subject}" must be 1 to 100 characters, without line breaks, control characters or a leading space`,
  );
}

function checkStructure(message: string, structure: string): void {
  if (structure !== 'json')
    throw invalidParameter(`MessageStructure "${structure}" is not supported; use json`);
  if (typeof byProtocol(message)?.default !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  }
}

/** The text for subscribers of a protocol. */
export function textFor(protocol: string, { message, structure }: NewMessage): string {
  if (structure !== 'json') return message;
  const texts = byProtocol(message);
  const text = texts?.[protocol] ?? texts?.default;
  return typeof text === 'string' ? text : message;
}

function byProtocol(message: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const texts: unknown = JSON.parse(message);
    return typeof texts === 'object' && texts !== null ? (texts as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
