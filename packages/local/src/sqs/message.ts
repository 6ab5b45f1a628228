import { createHash } from 'node:crypto';
import { invalidContents, invalidValue, missingParameter } from './errors.ts';

/** As on the wire; binary values are Base64. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message as it is sent. */
export interface NewMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly delayMs?: number;
  /** Of a FIFO queue its group; of a standard one the tenant of a fair queue. */
  readonly groupId?: string;
  /** Of a FIFO queue. */
  readonly deduplicationId?: string;
  /** The system attribute `AWSTraceHeader`. */
  readonly traceHeader?: string;
}

/** SQS's limit, for one message and for a batch. */
export const MAX_MESSAGE_BYTES = 1_048_576;
const MAX_ATTRIBUTES = 10;

/** The size of a message: its body, and names, types and values of its attributes, in bytes. */
export function sizeOf({ body, attributes = {} }: NewMessage): number {
  let sizeBytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    sizeBytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    sizeBytes +=
      BinaryValue === undefined
        ? Buffer.byteLength(StringValue ?? '')
        : Buffer.byteLength(BinaryValue, 'base64');
  }
  return sizeBytes;
}

/**
 * Checks whether SQS would accept it.
 *
 * Rules: "SendMessage" in the SQS API reference, with the characters of XML 1.0.
 *
 * @throws AwsError `InvalidMessageContents`, `InvalidParameterValue`, `MissingParameter`
 */
export function checkMessage(message: NewMessage, maxBytes: number): void {
  const { body, attributes = {} } = message;
  if (body === '') throw missingParameter('MessageBody');
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(body)) {
    throw invalidContents(
      'The message holds characters that are not allowed: see the #x9 #xA #xD #x20 of XML 1.0',
    );
  }
  const count = Object.keys(attributes).length;
  if (count > MAX_ATTRIBUTES) {
    throw invalidValue(
      `Number of message attributes [${count}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!isAttributeName(name)) throw invalidValue(`Invalid attribute name: "${name}"`);
    if (!/^(?:String|Number|Binary)(?:\..+)?$/.test(attribute.DataType ?? '')) {
      throw invalidValue(
        `The type "${attribute.DataType}" of the attribute "${name}" is not String, Number or Binary.`,
      );
    }
    const value = attribute.DataType.startsWith('Binary') ? attribute.BinaryValue : attribute.StringValue;
    if (!value) throw invalidValue(`The attribute "${name}" must hold a non-empty value of its type.`);
    if (attribute.DataType.startsWith('Number') && !isNumber(value)) {
      throw invalidValue(`Can't cast the value of message (user) attribute '${name}' to a number.`);
    }
  }
  if (sizeOf(message) > maxBytes) {
    throw invalidValue(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`,
    );
  }
}

/**
 * Rules: "Amazon SQS message metadata" of the SQS developer guide: letters, digits, underscores, hyphens and single periods between
 * them, up to 256, and no names of AWS's own.
 */
function isAttributeName(name: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)*$/.test(name) && name.length <= 256 && !/^(?:aws|amazon)(?:\.|$)/i.test(name);
}

/**
 * Positive or negative, with up to 38 digits and between 10^-128 and 10^126, as the developer guide has it ("Amazon SQS
 * message metadata", Number); the form of the error is unverified.
 */
function isNumber(text: string): boolean {
  const [, digits = '', fraction = ''] = /^[+-]?(\d*)\.?(\d*)(?:e[+-]?\d{1,4})?$/i.exec(text) ?? [];
  const significant = `${digits}${fraction}`.replace(/^0+/, '');
  if (digits + fraction === '' || significant.length > 38) return false;
  const size = Math.abs(Number(text));
  return size === 0 ? significant === '' : size >= 1e-128 && size <= 1e126;
}

export function md5Of(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/**
 * The digest that SDKs compare; `undefined` for no attributes.
 *
 * Rules: "Calculating the MD5 message digest for message attributes" in the SQS developer guide.
 */
export function md5OfAttributes(attributes: MessageAttributes | undefined): string | undefined {
  const names = Object.keys(attributes ?? {}).toSorted();
  if (!attributes || names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    if (DataType.startsWith('Binary')) {
      hash.update(Buffer.from([2]));
      add(Buffer.from(BinaryValue ?? '', 'base64'));
    } else {
      hash.update(Buffer.from([1]));
      add(Buffer.from(StringValue ?? ''));
    }
  }
  return hash.digest('hex');
}
