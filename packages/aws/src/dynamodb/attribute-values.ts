import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { GroundcrewError } from '@groundcrew/errors';

/** The value of an attribute. Whole numbers beyond the safe integers are read as `bigint`. */
export type ItemValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | ReadonlySet<string>
  | ReadonlySet<number>
  | readonly ItemValue[]
  | { readonly [name: string]: ItemValue };

/** An item, or its key, as plain values. */
export type Item = Readonly<Record<string, ItemValue>>;

/**
 * An item in the form of the DynamoDB API; members that are `undefined` are left out.
 *
 * @throws GroundcrewError `aws-dynamodb.value-unknown` for a value that DynamoDB has no type for
 */
export function marshallItem(
  item: Readonly<Record<string, ItemValue | undefined>>,
): Record<string, AttributeValue> {
  // From entries, not by assignment: an attribute may be named `__proto__`.
  return Object.fromEntries(
    Object.entries(item)
      .filter((entry): entry is [string, ItemValue] => entry[1] !== undefined)
      .map(([name, value]) => [name, marshallValue(value, name)]),
  );
}

/** One value in the form of the DynamoDB API; `name` is quoted in the error. */
export function marshallValue(value: ItemValue, name: string): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'bigint':
      return { N: value.toString() };
    case 'number':
      if (Number.isFinite(value)) return { N: String(value) };
      break;
    case 'object':
      return marshallObject(value, name);
  }
  throw new GroundcrewError(
    'aws-dynamodb.value-unknown',
    `attribute "${name}" is ${String(value)}, which DynamoDB has no type for`,
    {
      fault: 'bug',
    },
  );
}

function marshallObject(value: ItemValue & (object | null), name: string): AttributeValue {
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value };
  if (value instanceof Set) {
    const members = [...(value as ReadonlySet<string | number>)];
    return typeof members[0] === 'number' ? { NS: members.map(String) } : { SS: members.map(String) };
  }
  if (Array.isArray(value)) {
    return { L: (value as readonly ItemValue[]).map((member, i) => marshallValue(member, `${name}[${i}]`)) };
  }
  return { M: marshallItem(value as Item) };
}

/** An item as plain values. */
export function unmarshallItem(item: Readonly<Record<string, AttributeValue>>): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, unmarshallValue(value)]));
}

/** One attribute as a plain value. */
export function unmarshallValue(value: AttributeValue): ItemValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return numberOf(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return unmarshallItem(value.M);
  if (value.L !== undefined) return value.L.map(unmarshallValue);
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map(Number));
  if (value.B !== undefined) return value.B;
  if (value.BS !== undefined) return value.BS;
  return null;
}

function numberOf(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) || !/^-?\d+$/.test(digits) ? number : BigInt(digits);
}

/** An item in the form of the API as JSON, with binary values in Base64: as it is sent. */
export function storedItemJson(item: Readonly<Record<string, AttributeValue>>): string {
  // Not the value that is passed: of a Buffer that is its own JSON already.
  return JSON.stringify(item, function base64(this: Record<string, unknown>, name, value: unknown) {
    const own = this[name];
    return own instanceof Uint8Array ? Buffer.from(own).toString('base64') : value;
  });
}

/** The item that `storedItemJson` wrote. */
export function parseStoredItem(json: string): Record<string, AttributeValue> {
  const item = JSON.parse(json) as Record<string, AttributeValue>;
  return json.includes('"B":') || json.includes('"BS":') ? decodeBinary(item) : item;
}

/** Attributes that were parsed from JSON, with their Base64 texts as bytes: the SDK would encode a text of a set once more. */
export function decodeBinary(item: Readonly<Record<string, AttributeValue>>): Record<string, AttributeValue> {
  const decoded: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) setOwn(decoded, name, withBinary(value));
  return decoded;
}

/** A value with its Base64 texts as the bytes that they stand for. */
function withBinary(value: AttributeValue): AttributeValue {
  const bytes = (text: unknown): Uint8Array => Uint8Array.from(Buffer.from(text as string, 'base64'));
  if (value.B !== undefined) return { B: bytes(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(bytes) };
  if (value.L !== undefined) return { L: value.L.map(withBinary) };
  if (value.M === undefined) return value;
  return {
    M: Object.fromEntries(Object.entries(value.M).map(([name, member]) => [name, withBinary(member)])),
  };
}

/** Not by assignment: an attribute may be named `__proto__`. */
function setOwn(item: Record<string, AttributeValue>, name: string, value: AttributeValue): void {
  Object.defineProperty(item, name, { value, enumerable: true, configurable: true, writable: true });
}
