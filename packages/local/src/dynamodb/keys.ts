import { hash } from 'node:crypto';
import Big from 'big.js';
import { InvalidItem } from './errors.ts';
import type { AttributeValue, Item } from './item.ts';
import type { KeyDefinition } from './table-schema.ts';
import { attributeOf, bytesOf, typeOf } from './values.ts';

/*
 * Keys of the store are texts that sort as DynamoDB sorts: by the hash of the partition key, then within a partition by the sort
 * key (strings by their UTF-8 bytes, numbers by value, binaries by their bytes). JavaScript compares texts by UTF-16 code units.
 */

const HASH_DIGITS = 6;

/** The text that every key of one partition begins with; its first six digits are the partition's hash. */
export function partitionPrefix(value: AttributeValue): string {
  const text = scalarText(value);
  const digest = hash('md5', `${typeOf(value)}\0${text}`).slice(0, HASH_DIGITS);
  return `${digest}/${text.length}:${text}/`;
}

/** The sort key's part of a key. */
export function sortText(value: AttributeValue): string {
  if (value.S !== undefined) return inCodePointOrder(value.S);
  if (value.N !== undefined) return orderedNumber(value.N);
  return bytesOf(value.B!).toString('latin1');
}

function scalarText(value: AttributeValue): string {
  return (value.S ?? value.N ?? value.B)!;
}

const HAS_SURROGATE_OR_ABOVE = /[\ud800-\uffff]/;

/** Maps code units so that their order is the order of code points, which is that of UTF-8 bytes. */
function inCodePointOrder(text: string): string {
  if (!HAS_SURROGATE_OR_ABOVE.test(text)) return text;
  let mapped = '';
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    mapped += String.fromCharCode(unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
  }
  return mapped;
}

const EXPONENT_OFFSET = 500;

/** Sign, exponent, digits: of negative numbers all complemented, so that texts sort by value. */
function orderedNumber(digits: string): string {
  const number = new Big(digits);
  if (number.eq(0)) return '1';
  const exponent = String(number.e + EXPONENT_OFFSET).padStart(3, '0');
  const mantissa = number.c.join('');
  if (number.s > 0) return `2${exponent}${mantissa}`;
  const complemented = `${exponent}${mantissa}`.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${complemented}~`;
}

export const MAX_PARTITION_KEY_BYTES = 2048;
export const MAX_SORT_KEY_BYTES = 1024;

/**
 * The store's key of an item, its key attributes validated.
 *
 * @throws AwsError `ValidationException`
 */
export function keyOfItem(item: Item, { partition, sort }: KeyDefinition): string {
  for (const { name, type } of sort ? [partition, sort] : [partition]) {
    const value = attributeOf(item, name);
    if (value === undefined) {
      throw new InvalidItem(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    }
    if (typeOf(value) !== type) {
      throw new InvalidItem(
        `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
      );
    }
  }
  return toKey(item, { partition, sort });
}

/**
 * The store's key of a request's `Key`, which has to contain the key attributes and nothing else.
 *
 * @throws AwsError `ValidationException`
 */
export function keyOfKey(key: Item, { partition, sort }: KeyDefinition): string {
  const definitions = sort ? [partition, sort] : [partition];
  const matches = definitions.every(({ name, type }) => {
    const value = attributeOf(key, name);
    return value !== undefined && typeOf(value) === type;
  });
  if (!matches || Object.keys(key).length !== definitions.length) {
    throw new InvalidItem('The provided key element does not match the schema');
  }
  return toKey(key, { partition, sort });
}

function toKey(item: Item, { partition, sort }: KeyDefinition): string {
  const partitionValue = item[partition.name]!;
  checkContent(partition.name, partitionValue);
  checkSize('hash', partitionValue, MAX_PARTITION_KEY_BYTES);
  if (!sort) return partitionPrefix(partitionValue);
  const sortValue = item[sort.name]!;
  checkContent(sort.name, sortValue);
  checkSize('range', sortValue, MAX_SORT_KEY_BYTES);
  return partitionPrefix(partitionValue) + sortText(sortValue);
}

/** The key of an item that is stored, or that was validated. */
export function storedKey(item: Item, { partition, sort }: KeyDefinition): string {
  const prefix = partitionPrefix(item[partition.name]!);
  return sort ? prefix + sortText(item[sort.name]!) : prefix;
}

function checkContent(name: string, value: AttributeValue): void {
  if (value.S === '' || value.B === '') {
    throw new InvalidItem(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${value.S === '' ? 'string' : 'binary'} value. Key: ${name}`,
    );
  }
}

/** Bytes of a key attribute as its limits count them; numbers are always within them. */
export function keySizeOf({ S, B }: AttributeValue): number {
  return S !== undefined ? Buffer.byteLength(S) : B !== undefined ? Buffer.byteLength(B, 'base64') : 0;
}

function checkSize(kind: 'hash' | 'range', value: AttributeValue, maxBytes: number): void {
  if (keySizeOf(value) <= maxBytes) return;
  throw new InvalidItem(
    kind === 'hash'
      ? `One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of${maxBytes} bytes`
      : `One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${maxBytes} bytes`,
  );
}

/** Whether the attributes of an index key may be stored. @throws AwsError `ValidationException` */
export function checkIndexKeys(
  item: Item,
  indexes: readonly { readonly name: string; readonly key: KeyDefinition }[],
): void {
  for (const { name: indexName, key } of indexes) {
    for (const { name, type } of key.sort ? [key.partition, key.sort] : [key.partition]) {
      const value = attributeOf(item, name);
      if (value === undefined) continue;
      if (typeOf(value) !== type) {
        throw new InvalidItem(
          `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
        );
      }
      if (value.S === '' || value.B === '') {
        throw new InvalidItem(
          `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${value.S === '' ? 'string' : 'binary'} value. IndexName: ${indexName}, IndexKey: ${name}`,
        );
      }
      checkSize(
        name === key.sort?.name ? 'range' : 'hash',
        value,
        name === key.sort?.name ? MAX_SORT_KEY_BYTES : MAX_PARTITION_KEY_BYTES,
      );
    }
  }
}
