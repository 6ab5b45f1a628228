import { GroundcrewError } from '@groundcrew/errors';

// Source: Amazon DynamoDB API Reference, BatchWriteItem; Developer Guide, "Quotas" and "Item sizes and formats".
export const MAX_BATCH_ITEMS = 25;
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;
export const MAX_ITEM_BYTES = 400 * 1024;
// Source: Amazon DynamoDB API Reference, TransactWriteItems.
export const MAX_TRANSACTION_ITEMS = 100;
export const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

/** Maximum number of UTF-8 bytes for one UTF-16 code unit. */
const BYTES_PER_UNIT = 3;
/** `{"PutRequest":{"Item":}},` around each item of a request. */
const ENVELOPE_BYTES = 25;

/**
 * The bytes that an item takes in a request. For a small item it is an upper bound, so that nothing is counted.
 *
 * @throws GroundcrewError `aws-dynamodb.item-too-large`
 */
export function requestBytes(json: string, key: string): number {
  const maxBytes = json.length * BYTES_PER_UNIT;
  if (maxBytes <= MAX_ITEM_BYTES) return maxBytes + ENVELOPE_BYTES;
  const bytes = Buffer.byteLength(json);
  // An item is at most as large as its JSON, so only one near the limit has to be counted.
  if (bytes > MAX_ITEM_BYTES) {
    const size = itemBytes(JSON.parse(json) as Record<string, unknown>);
    if (size > MAX_ITEM_BYTES) {
      throw new GroundcrewError(
        'aws-dynamodb.item-too-large',
        `the item of key ${JSON.stringify(key)} has ${size} bytes; the maximum of DynamoDB is ${MAX_ITEM_BYTES}; ` +
          'shorten or remove attributes',
        { details: { key, sizeBytes: size } },
      );
    }
  }
  return bytes + ENVELOPE_BYTES;
}

/** The size of an item as DynamoDB counts it, from its DynamoDB JSON; for numbers, the minimum. */
export function itemBytes(item: Readonly<Record<string, unknown>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes += Buffer.byteLength(name) + valueBytes(value as Record<string, unknown>);
  }
  return bytes;
}

function valueBytes(value: Readonly<Record<string, unknown>>): number {
  const [type, content] = Object.entries(value)[0] ?? ['NULL', true];
  switch (type) {
    case 'S':
      return Buffer.byteLength(content as string);
    case 'N':
      return numberBytes(content as string);
    case 'B':
      return base64Bytes(content as string);
    case 'SS':
      return sum(content as string[], (text) => Buffer.byteLength(text));
    case 'NS':
      return sum(content as string[], numberBytes);
    case 'BS':
      return sum(content as string[], base64Bytes);
    case 'L':
      return 3 + sum(content as Record<string, unknown>[], (member) => 1 + valueBytes(member));
    case 'M': {
      const members = content as Record<string, Record<string, unknown>>;
      return 3 + Object.keys(members).length + itemBytes(members);
    }
    default:
      return 1;
  }
}

/** One byte per two significant digits, plus one. */
function numberBytes(digits: string): number {
  const significant = digits
    .replace(/e.*$/i, '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(significant.length / 2) + 1;
}

function base64Bytes(text: string): number {
  return Buffer.byteLength(text, 'base64');
}

function sum<T>(members: readonly T[], size: (member: T) => number): number {
  return members.reduce((total, member) => total + size(member), 0);
}
