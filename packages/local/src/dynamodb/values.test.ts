import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { sortText } from './keys.ts';
import { binaryText, numberText, plainText, value } from './testing/arbitraries.ts';
import { isSame, orderOf } from './testing/oracle.ts';
import { compare, equal, readItem, readNumber, readValue, sizeOfItem } from './values.ts';

test.each([
  ['1', '1'],
  ['+1', '1'],
  ['007', '7'],
  ['-0', '0'],
  ['1.50', '1.5'],
  ['.5', '0.5'],
  ['1e3', '1000'],
  ['-1.20E-2', '-0.012'],
  ['0e999', '0'],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ['1e125', `1${'0'.repeat(125)}`],
])('the number %s is stored as %s', (given, stored) => {
  expect(readNumber(given)).toBe(stored);
});

test.each([
  ['', /cannot be converted/],
  ['1,5', /cannot be converted/],
  ['0x10', /cannot be converted/],
  ['NaN', /cannot be converted/],
  ['123456789012345678901234567890123456789', /38 significant digits/],
  ['1e126', /overflow/i],
  ['1e-131', /underflow/i],
  ['1e9999999999', /overflow/i],
])('the number %j is refused', (given, message) => {
  expect(() => readNumber(given)).toThrow(message);
});

test.each<[string, unknown, RegExp]>([
  ['two types', { S: 'a', N: '1' }, /more than one datatypes/],
  ['no type', {}, /is empty/],
  ['an unknown type', { X: 'a' }, /is empty/],
  ['a null that is false', { NULL: false }, /must have the value of true/],
  ['an empty set', { SS: [] }, /may not be empty/],
  ['a set with a member twice', { SS: ['a', 'a'] }, /duplicates/],
  ['a set with one number in two forms', { NS: ['1', '1.0'] }, /duplicates/],
  ['a number that is not a text', { N: 1 }, /Unexpected value type/],
  ['what is not base64', { B: 'a b!' }, /Base64/],
  ['33 levels of lists', nested(33), /nested levels/],
  ['thousands of levels', nested(5_000), /nested levels/],
])('%s is refused', (_, given, message) => {
  expect(() => readItem({ a: given })).toThrow(message);
});

function nested(levels: number): unknown {
  let inner: unknown = { S: 'x' };
  for (let level = 0; level < levels; level++) inner = { L: [inner] };
  return inner;
}

test('32 levels are accepted', () => {
  expect(() => readItem({ a: nested(32) })).not.toThrow();
});

test('an attribute may have a name that objects have already', () => {
  const given = JSON.parse(
    '{"__proto__":{"S":"x"},"constructor":{"N":"1"},"toString":{"M":{"__proto__":{"S":"y"}}}}',
  );
  expect(JSON.stringify(readItem(given))).toBe(JSON.stringify(given));
});

test('values are equal, and ordered, as documented', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [left, right] = [readValue(a), readValue(b)];
      expect(equal(left, right)).toBe(isSame(a, b));
      const order = compare(left, right);
      expect(order === undefined ? undefined : Math.sign(order)).toBe(signOf(orderOf(a, b)));
    }),
    { numRuns: Math.max(100, 1_000 * inject('effort')) },
  );
});

test('the keys of the store sort as their values do', () => {
  const pair = fc.oneof(
    fc.tuple(numberText, numberText).map((texts) => texts.map((N) => ({ N }))),
    fc.tuple(plainText, plainText).map((texts) => texts.map((S) => ({ S }))),
    fc.tuple(binaryText, binaryText).map((texts) => texts.map((B) => ({ B }))),
    fc.tuple(anyText(), anyText()).map((texts) => texts.map((S) => ({ S }))),
  );
  fc.assert(
    fc.property(pair, (given) => {
      const [a, b] = given.map((one) => readValue(one)) as [object, object];
      const [left, right] = [sortText(a), sortText(b)];
      expect(left < right ? -1 : left > right ? 1 : 0).toBe(signOf(orderOf(a, b)));
    }),
    { numRuns: Math.max(100, 1_000 * inject('effort')) },
  );
});

function signOf(order: number | undefined): number | undefined {
  return order === undefined ? undefined : Math.sign(order);
}

test('an item takes the bytes of its names and values', () => {
  // "DynamoDB item sizes and formats" in the developer guide.
  expect(sizeOfItem({ 가: { S: '상품' }, n: { N: '100' }, b: { BOOL: true }, l: { L: [] } })).toBe(
    3 + 6 + (1 + 2) + (1 + 1) + (1 + 3),
  );
});
