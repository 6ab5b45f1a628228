import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemBytes, MAX_ITEM_BYTES, requestBytes } from './limits.ts';

test('names and values count in UTF-8, numbers by pairs of digits, containers a little more', () => {
  expect(itemBytes({ Store: { S: 'Berlin' } })).toBe(5 + 6);
  expect(itemBytes({ 이름: { S: '서울' } })).toBe(6 + 6);
  expect(itemBytes({ N: { N: '1234' } })).toBe(1 + 3);
  expect(itemBytes({ N: { N: '-1200.50' } })).toBe(1 + 4);
  expect(itemBytes({ A: { NULL: true }, B: { BOOL: false } })).toBe(4);
  expect(itemBytes({ B: { B: 'AAAA' } })).toBe(1 + 3);
  expect(itemBytes({ L: { L: [{ S: 'ab' }, { S: 'c' }] } })).toBe(1 + 3 + 2 + 3);
  expect(itemBytes({ M: { M: { k: { S: 'v' } } } })).toBe(1 + 3 + 1 + 2);
  expect(itemBytes({ S: { SS: ['ab', 'c'] }, T: { NS: ['1'] }, U: { BS: ['AAAA'] } })).toBe(3 + 3 + 2 + 3);
});

test('an item is never larger than its JSON, so that a small item needs no counting', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((S) => ({ S })),
    fc.maxSafeInteger().map((number) => ({ N: String(number) })),
    fc.array(fc.string().map((S) => ({ S }))).map((L) => ({ L })),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), value), (item) => {
      const json = JSON.stringify(item);
      expect(itemBytes(item)).toBeLessThanOrEqual(Buffer.byteLength(json));
      expect(requestBytes(json, 'k')).toBeGreaterThanOrEqual(Buffer.byteLength(json));
    }),
  );
});

test('an item of exactly the maximum size is accepted, whatever the size of its JSON', () => {
  const filled = JSON.stringify({ A: { S: '\u0001'.repeat(MAX_ITEM_BYTES - 1) } });
  expect(Buffer.byteLength(filled)).toBeGreaterThan(2 * MAX_ITEM_BYTES);
  expect(requestBytes(filled, 'k')).toBeGreaterThan(Buffer.byteLength(filled));
});

test('one byte more is refused with the key and the size', () => {
  const json = JSON.stringify({ A: { S: 'x'.repeat(MAX_ITEM_BYTES) } });
  expect(() => requestBytes(json, 'Berlin\0Echo')).toThrow(
    expect.objectContaining({
      code: 'aws-dynamodb.item-too-large',
      message: expect.stringContaining(`has ${MAX_ITEM_BYTES + 1} bytes`),
      details: { key: 'Berlin\0Echo', sizeBytes: MAX_ITEM_BYTES + 1 },
    }),
  );
});
