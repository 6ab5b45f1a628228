import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import type { AttributeValue, Item } from '../item.ts';
import { attributeName, createRenderer, item, value } from '../testing/arbitraries.ts';
import { isSame } from '../testing/oracle.ts';
import { readItem } from '../values.ts';
import { applyUpdate } from './apply-update.ts';
import { parseUpdate } from './parse-update.ts';
import { createPlaceholders } from './token-reader.ts';

function update(before: Item, expression: string, values?: Record<string, AttributeValue>): Item {
  return applyUpdate(before, parseUpdate(expression, createPlaceholders(undefined, values)));
}

test.each<[string, RegExp]>([
  ['SET _abc = :v', /Syntax error; token: "_"/],
  ['SET a[99999999999999] = :v', /List index is not within the allowable range/],
  ['SET a = list_append(list_append(b, c), :v)', /not allowed to be used this way.*list_append/],
])('%s is refused', (expression, message) => {
  expect(() => update({}, expression, { ':v': { S: 'x' } })).toThrow(message);
});

const list = (...numbers: number[]): AttributeValue => ({ L: numbers.map((n) => ({ N: String(n) })) });

test.each<[string, Item, string, Record<string, AttributeValue>, Item]>([
  ['sets an attribute', {}, 'SET a = :v', { ':v': { S: 'x' } }, { a: { S: 'x' } }],
  ['adds to a number', { a: { N: '5' } }, 'SET a = a + :v', { ':v': { N: '2.5' } }, { a: { N: '7.5' } }],
  [
    'subtracts without rounding',
    { a: { N: '0.3' } },
    'SET a = a - :v',
    { ':v': { N: '0.1' } },
    { a: { N: '0.2' } },
  ],
  [
    'reads what was there before, in every action',
    { a: { N: '1' }, b: { N: '2' } },
    'SET a = b, b = a',
    {},
    { a: { N: '2' }, b: { N: '1' } },
  ],
  [
    'starts a counter that is not there',
    {},
    'SET a = if_not_exists(a, :zero) + :one',
    { ':zero': { N: '0' }, ':one': { N: '1' } },
    { a: { N: '1' } },
  ],
  [
    'appends to a list that is not there',
    {},
    'SET a = list_append(if_not_exists(a, :none), :more)',
    { ':none': { L: [] }, ':more': list(1) },
    { a: list(1) },
  ],
  [
    'puts members before a list',
    { a: list(2) },
    'SET a = list_append(:v, a)',
    { ':v': list(1) },
    { a: list(1, 2) },
  ],
  [
    'appends a member that is set beyond the end',
    { a: list(1) },
    'SET a[9] = :v',
    { ':v': { N: '2' } },
    { a: list(1, 2) },
  ],
  ['closes up a list', { a: list(0, 1, 2, 3) }, 'REMOVE a[1], a[2]', {}, { a: list(0, 3) }],
  [
    'removes by the indexes of before',
    { a: list(0, 1, 2) },
    'REMOVE a[0] SET a[2] = :v',
    { ':v': { N: '9' } },
    { a: list(1, 9) },
  ],
  ['removes an attribute that is not there', { a: { N: '1' } }, 'REMOVE b', {}, { a: { N: '1' } }],
  [
    'sets within a map',
    { a: { M: {} } },
    'SET a.b = :v',
    { ':v': { N: '1' } },
    { a: { M: { b: { N: '1' } } } },
  ],
  ['ADD begins with zero', {}, 'ADD a :v', { ':v': { N: '3' } }, { a: { N: '3' } }],
  [
    'ADD joins sets',
    { a: { SS: ['x'] } },
    'ADD a :v',
    { ':v': { SS: ['x', 'y'] } },
    { a: { SS: ['x', 'y'] } },
  ],
  [
    'DELETE takes members away',
    { a: { SS: ['x', 'y'] } },
    'DELETE a :v',
    { ':v': { SS: ['x', 'z'] } },
    { a: { SS: ['y'] } },
  ],
  [
    'a set that has no members left is gone',
    { a: { SS: ['x'] } },
    'DELETE a :v',
    { ':v': { SS: ['x'] } },
    {},
  ],
  ['DELETE of what is not there does nothing', {}, 'DELETE a :v', { ':v': { SS: ['x'] } }, {}],
])('%s', (_, before, expression, values, after) => {
  const untouched = structuredClone(before);
  const given = Object.keys(values).length > 0 ? values : undefined;
  expect(update(before, expression, given)).toEqual(after);
  expect(before).toEqual(untouched);
});

test.each<[string, Item, string, Record<string, AttributeValue> | undefined, RegExp]>([
  ['an operand that is not there', {}, 'SET a = b', undefined, /refers to an attribute that does not exist/],
  ['a sum with a text', { b: { S: 'x' } }, 'SET a = b + :v', { ':v': { N: '1' } }, /incorrect data type/],
  ['a number that grows out of range', { a: { N: '9e125' } }, 'SET a = a + a', undefined, /overflow/i],
  [
    'more than 38 digits',
    { a: { N: '1e38' } },
    'SET a = a + :v',
    { ':v': { N: '1' } },
    /38 significant digits/,
  ],
  ['ADD of a number to a set', { a: { SS: ['x'] } }, 'ADD a :v', { ':v': { N: '1' } }, /incorrect data type/],
  ['a path through what is not there', {}, 'SET a.b = :v', { ':v': { N: '1' } }, /document path/],
  ['a path through a text', { a: { S: 'x' } }, 'SET a.b = :v', { ':v': { N: '1' } }, /document path/],
  ['two paths that overlap', {}, 'SET a = :v, a.b = :v', { ':v': { N: '1' } }, /overlap/],
  ['a section twice', {}, 'SET a = :v SET b = :v', { ':v': { N: '1' } }, /can only be used once/],
  ['a reserved word', {}, 'SET count = :v', { ':v': { N: '1' } }, /reserved keyword/],
  ["a condition's function", {}, 'SET a = size(a)', undefined, /not allowed in an update/],
  ['nothing', {}, ' ', undefined, /cannot be empty/],
])('refuses %s', (_, before, expression, values, message) => {
  expect(() => update(before, expression, values)).toThrow(message);
});

test('a value that is set is read back from its path, and nothing else changes', () => {
  fc.assert(
    fc.property(item, attributeName, value, (before, name, stored) => {
      const renderer = createRenderer();
      const expression = `SET ${renderer.path([name])} = ${renderer.literal(stored)}`;
      const { ExpressionAttributeNames, ExpressionAttributeValues } = renderer.request();

      const after = applyUpdate(
        readItem(before),
        parseUpdate(expression, createPlaceholders(ExpressionAttributeNames, ExpressionAttributeValues)),
      );

      const expected = Object.fromEntries([...Object.entries(before), [name, stored]]) as Item;
      expect(isSame({ M: after }, { M: expected })).toBe(true);
    }),
    { numRuns: Math.max(100, 300 * inject('effort')) },
  );
});
