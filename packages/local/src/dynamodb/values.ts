import Big from 'big.js';
import { invalid } from './errors.ts';
import type { AttributeValue, Item } from './item.ts';

export type AttributeType = keyof AttributeValue;

const types: readonly string[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];
const MAX_NESTING_LEVELS = 32;
const MAX_NAME_BYTES = 65_535;
const MAX_DIGITS = 38;
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,10})?$/;

/** The type of a value that {@link readValue} returned. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new TypeError('an attribute value without a type');
}

export function isAttributeType(text: string): text is AttributeType {
  return types.includes(text);
}

/** An attribute of an item or map, never something that its prototype has. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/**
 * A value as the request has it, validated and normalized: numbers in their shortest decimal form, binaries in canonical
 * base64. Rules: "Supported data types and naming rules" in the developer guide, "AttributeValue" in the API reference.
 *
 * @throws AwsError `ValidationException`, `SerializationException`
 */
export function readValue(value: unknown, depth = 1): AttributeValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpectedType();
  if (depth > MAX_NESTING_LEVELS + 1) throw tooDeep();
  const given = Object.entries(value).filter(([, content]) => content !== null && content !== undefined);
  const known = given.filter(([type]) => types.includes(type));
  if (known.length > 1) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (known.length === 0) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  const [type, content] = known[0]!;
  switch (type) {
    case 'S':
      return { S: text(content) };
    case 'N':
      return { N: readNumber(text(content)) };
    case 'B':
      return { B: readBinary(text(content)) };
    case 'BOOL':
      if (typeof content !== 'boolean') throw unexpectedType();
      return { BOOL: content };
    case 'NULL':
      if (content !== true) {
        throw invalid(
          'One or more parameter values were invalid: Null attribute value types must have the value of true',
        );
      }
      return { NULL: true };
    case 'SS':
      return { SS: readSet(content, 'string', (member) => member) };
    case 'NS':
      return { NS: readSet(content, 'number', readNumber) };
    case 'BS':
      return { BS: readSet(content, 'binary', readBinary) };
    case 'L':
      if (!Array.isArray(content)) throw unexpectedType();
      return { L: content.map((member) => readValue(member, depth + 1)) };
    default:
      return { M: readItem(content, depth + 1) };
  }
}

/** The attributes of an item or a map. @throws AwsError as {@link readValue} */
export function readItem(value: unknown, depth = 1): Item {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpectedType();
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      return [checkedName(name, depth), readValue(member, depth)];
    }),
  );
}

/** The name of an attribute; in a map it may be empty. @throws AwsError `ValidationException` */
export function checkedName(name: string, depth = 1): string {
  if (name === '' && depth === 1) {
    throw invalid('One or more parameter values were invalid: Empty attribute name');
  }
  if (name.length * 3 > MAX_NAME_BYTES && Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw invalid(
      `One or more parameter values were invalid: Attribute name is too large, must be less than ${MAX_NAME_BYTES + 1} bytes`,
    );
  }
  return name;
}

/** A number in its shortest decimal form. @throws AwsError `ValidationException` */
export function readNumber(digits: string): string {
  if (/^(?:0|-?[1-9]\d{0,37})$/.test(digits)) return digits;
  if (digits === '') throw invalid('The parameter cannot be converted to a numeric value');
  if (!NUMBER.test(digits)) {
    throw invalid(`The parameter cannot be converted to a numeric value: ${digits}`);
  }
  return checkedNumber(new Big(digits.replace(/^\+/, '')));
}

/** The number as it is stored, if DynamoDB can store it. @throws AwsError `ValidationException` */
export function checkedNumber(number: Big): string {
  if (number.c.length > MAX_DIGITS) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  if (number.e > MAX_EXPONENT) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (number.e < MIN_EXPONENT) {
    throw invalid(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  const digits = number.toFixed();
  return digits === '-0' ? '0' : digits;
}

function readBinary(base64: string): string {
  // Node's decoder skips what is not base64: the service refuses it.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    throw serialization('Base64 encoded length is expected a multiple of 4 bytes of valid characters');
  }
  return Buffer.from(base64, 'base64').toString('base64');
}

function readSet(
  content: unknown,
  kind: 'string' | 'number' | 'binary',
  read: (member: string) => string,
): readonly string[] {
  if (!Array.isArray(content)) throw unexpectedType();
  const members = content.map((member) => read(text(member)));
  if (members.length === 0) {
    throw invalid(`One or more parameter values were invalid: An ${kind} set  may not be empty`);
  }
  if (new Set(members).size < members.length) {
    throw invalid(
      kind === 'string'
        ? `One or more parameter values were invalid: Input collection [${members.join(', ')}] contains duplicates.`
        : kind === 'number'
          ? 'Input collection contains duplicates'
          : `One or more parameter values were invalid: Input collection [${members.join(', ')}]of type BS contains duplicates.`,
    );
  }
  return members;
}

function text(content: unknown): string {
  if (typeof content === 'string') return content;
  throw unexpectedType();
}

/** Whether two values are equal: by type and content, sets without regard to order, maps and lists member by member. */
export function equal(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case 'SS':
    case 'NS':
    case 'BS': {
      const members = new Set<string>(a[type]);
      const others = b[type]!;
      return members.size === others.length && others.every((member) => members.has(member));
    }
    case 'L':
      return a.L!.length === b.L!.length && a.L!.every((member, index) => equal(member, b.L![index]!));
    case 'M': {
      const names = Object.keys(a.M!);
      if (names.length !== Object.keys(b.M!).length) return false;
      return names.every((name) => {
        const other = attributeOf(b.M!, name);
        return other !== undefined && equal(a.M![name]!, other);
      });
    }
    default:
      return a[type] === b[type];
  }
}

/**
 * Negative, zero or positive as `a` is less than, equal to or greater than `b`; `undefined` for values that have no order: of
 * different types, or of another type than string, number and binary. Strings and binaries are ordered by their bytes.
 */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareText(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(bytesOf(a.B), bytesOf(b.B));
  return undefined;
}

export function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const SAFE_INTEGER = /^-?\d{1,15}$/;

export function compareNumbers(a: string, b: string): number {
  return SAFE_INTEGER.test(a) && SAFE_INTEGER.test(b) ? Number(a) - Number(b) : new Big(a).cmp(b);
}

/** Bytes of an item. Rules: "DynamoDB item sizes and formats" in the developer guide. */
export function sizeOfItem(item: Item | undefined): number {
  let sizeBytes = 0;
  for (const name in item) sizeBytes += Buffer.byteLength(name) + sizeOfValue(item[name]!);
  return sizeBytes;
}

function sizeOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return sizeOfNumber(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + sizeOfItem(value.M);
  if (value.L !== undefined) return value.L.reduce((sum, member) => sum + 1 + sizeOfValue(member), 3);
  if (value.SS !== undefined) return value.SS.reduce((sum, member) => sum + Buffer.byteLength(member), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, member) => sum + sizeOfNumber(member), 0);
  if (value.BS !== undefined)
    return value.BS.reduce((sum, member) => sum + Buffer.byteLength(member, 'base64'), 0);
  return 1;
}

/** A number takes about a byte for two significant digits, and one more. */
function sizeOfNumber(digits: string): number {
  const significant = digits.replace(/^-?0?\.?0*|\.|0+$/g, '').length;
  return Math.min(21, Math.ceil(significant / 2) + 1 + (digits.startsWith('-') ? 1 : 0));
}

function tooDeep() {
  return invalid(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}

function unexpectedType() {
  return serialization('Unexpected value type in payload');
}

function serialization(message: string) {
  return invalid(message, 'SerializationException');
}
