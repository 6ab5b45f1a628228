import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Item,
  type ItemValue,
  marshallItem,
  parseStoredItem,
  storedItemJson,
  unmarshallItem,
} from './attribute-values.ts';

const { value: values } = fc.letrec<{ value: ItemValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.maxSafeInteger(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((number) => !Number.isInteger(number) || Number.isSafeInteger(number))
      .map((number) => number + 0),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 70n }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.uniqueArray(fc.string(), { minLength: 1 }).map((members) => new Set(members)),
    fc.uniqueArray(fc.integer(), { minLength: 1 }).map((members) => new Set(members)),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
  ),
}));

test('an item is unchanged after marshalling and unmarshalling', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), values, { noNullPrototype: true }), (item) => {
      expect(unmarshallItem(marshallItem(item))).toEqual(item);
    }),
  );
});

test('each kind of value gets its DynamoDB type', () => {
  const item: Item = {
    s: 'text',
    n: 1.5,
    big: 12345678901234567890n,
    yes: true,
    none: null,
    b: new Uint8Array([1]),
    ss: new Set(['a']),
    ns: new Set([1]),
    l: ['x', 1],
    m: { k: 'v' },
  };
  expect(marshallItem({ ...item, absent: undefined })).toEqual({
    s: { S: 'text' },
    n: { N: '1.5' },
    big: { N: '12345678901234567890' },
    yes: { BOOL: true },
    none: { NULL: true },
    b: { B: new Uint8Array([1]) },
    ss: { SS: ['a'] },
    ns: { NS: ['1'] },
    l: { L: [{ S: 'x' }, { N: '1' }] },
    m: { M: { k: { S: 'v' } } },
  });
});

test('a whole number that a double cannot represent keeps all its digits', () => {
  expect(unmarshallItem({ n: { N: '9007199254740993' } })).toEqual({ n: 9007199254740993n });
  expect(unmarshallItem({ n: { N: '9007199254740991' } })).toEqual({ n: 9007199254740991 });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, (() => 1) as unknown as ItemValue])(
  '%s is refused with the name of its attribute',
  (value) => {
    expect(() => marshallItem({ Count: value as ItemValue })).toThrow(
      expect.objectContaining({
        code: 'aws-dynamodb.value-unknown',
        message: expect.stringContaining('"Count"'),
      }),
    );
  },
);

test('a stored item is unchanged after it was JSON', () => {
  const item = {
    B: { B: new Uint8Array([0, 1, 2]) },
    N: { N: '12345678901234567890.5' },
    M: { M: { ['__proto__']: { L: [{ BS: [new Uint8Array([7])] }] }, NS: { NS: ['1', '2.50'] } } },
    S: { S: '"B":' },
  };
  const json = storedItemJson(item);
  expect(parseStoredItem(json)).toEqual(item);
  expect(storedItemJson(parseStoredItem(json))).toBe(json);
});
