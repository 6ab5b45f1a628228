import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AttributeValue, type Item, sameItem } from './item.ts';

const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.record({ S: fc.string() }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ BOOL: fc.boolean() }),
    fc.record({ SS: fc.uniqueArray(fc.string(), { minLength: 1 }) }),
    fc.record({ L: fc.array(tie('value'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }) }),
  ),
}));
const item = fc.dictionary(fc.string({ minLength: 1 }), value, { maxKeys: 4 });

test('an item equals its copy with attributes and set members in another order', () => {
  fc.assert(fc.property(item, (original) => sameItem(original, reordered(original))));
});

test('items are equal exactly if their data is', () => {
  fc.assert(
    fc.property(item, item, (a, b) => {
      expect(sameItem(a, b)).toBe(canonical(a) === canonical(b));
    }),
  );
});

test.each<[string, AttributeValue, AttributeValue]>([
  ['a text and a number', { S: '1' }, { N: '1' }],
  ['true and false', { BOOL: true }, { BOOL: false }],
  ['sets of which one is larger', { SS: ['a'] }, { SS: ['a', 'b'] }],
  ['lists in another order', { L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] }],
  ['null and false', { NULL: true }, { BOOL: false }],
  ['other bytes', { B: 'AA==' }, { B: 'AQ==' }],
])('%s are not equal', (_, a, b) => {
  expect(sameItem({ a }, { a: b })).toBe(false);
});

test('an additional attribute makes items different', () => {
  expect(sameItem({ a: { S: 'x' } }, { a: { S: 'x' }, b: { S: 'y' } })).toBe(false);
  expect(sameItem({ a: { S: 'x' }, b: { S: 'y' } }, { a: { S: 'x' } })).toBe(false);
});

function reordered(original: Item): Item {
  return Object.fromEntries(
    Object.entries(original)
      .toReversed()
      .map(([name, member]) => [name, member.SS ? { SS: member.SS.toReversed() } : member]),
  );
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (name, member: unknown) => {
    // An attribute may have this name, too.
    if (name === 'SS' && Array.isArray(member)) return (member as string[]).toSorted();
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
