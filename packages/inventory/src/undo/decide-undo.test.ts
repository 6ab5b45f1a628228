import type { StoredItem } from '@groundcrew/aws/dynamodb';
import { expect, test } from 'vitest';
import { decideUndo } from './decide-undo.ts';

const key = { Store: { S: 'Berlin' }, Item: { S: 'Echo' } };
const count = (value: number, rest: StoredItem = {}): StoredItem => ({
  Count: { N: String(value) },
  ...rest,
});
const limit = { LowStockAt: { N: '5' } };
const red = { Color: { S: 'red' } };
const decide = (before: StoredItem | null, after: StoredItem | null, current: StoredItem | null) =>
  decideUndo({ store: 'Berlin', item: 'Echo', before, after: [after] }, current, key);

test('a count is put back on the condition that it is what the load wrote', () => {
  expect(decide(count(3), count(5), { Count: { N: '5.0' } })).toEqual({
    kind: 'put-back',
    write: {
      expected: { values: count(5), absent: [] },
      change: { kind: 'update', set: count(3), remove: [] },
    },
  });
});

test('attributes that the load dropped come back, and those that it added go', () => {
  expect(decide(count(3, limit), count(3, red), count(3, red))).toEqual({
    kind: 'put-back',
    write: {
      expected: { values: count(3, red), absent: ['LowStockAt'] },
      change: { kind: 'update', set: limit, remove: ['Color'] },
    },
  });
});

test('an attribute that somebody added since stays', () => {
  expect(decide(count(3), count(5), count(5, red))).toMatchObject({
    write: { change: { kind: 'update', set: count(3), remove: [] } },
  });
});

test('a shelf that the load made is removed, unless somebody added something to it', () => {
  expect(decide(null, count(5), count(5))).toEqual({
    kind: 'put-back',
    write: { expected: { values: count(5), absent: [] }, change: { kind: 'delete' } },
  });
  expect(decide(null, count(5), count(5, red))).toEqual({
    kind: 'changed-since',
    why: 'the load made it, and Color was added since',
  });
});

test('a shelf that the load removed is made again, unless there is another one', () => {
  expect(decide(count(3, limit), null, null)).toEqual({
    kind: 'put-back',
    write: { expected: undefined, change: { kind: 'put', item: { ...count(3, limit), ...key } } },
  });
  expect(decide(count(3), null, count(9))).toMatchObject({ kind: 'changed-since' });
});

test.each([
  [count(3), count(5), count(3)],
  [null, count(5), null],
  [count(3, red), count(5), count(3, { ...red, ...limit })],
])('what is as before is left: %j, %j, %j', (before, after, current) => {
  expect(decide(before, after, current)).toEqual({ kind: 'as-before' });
});

test.each([
  [count(3), count(5), count(4), 'it was changed since'],
  [count(3), count(5), null, 'it was removed since'],
  [count(3, limit), count(5), count(5, { LowStockAt: { N: '7' } }), 'it was changed since'],
  [count(3), count(5, red), count(5, { Color: { S: 'blue' } }), 'it was changed since'],
])('what was changed since is left: %j, %j, %j', (before, after, current, why) => {
  expect(decide(before, after, current)).toEqual({ kind: 'changed-since', why });
});

test('of several values that the load wrote any may be there', () => {
  const shelf = { store: 'Berlin', item: 'Echo', before: count(3), after: [count(5), count(7), count(3)] };
  for (const value of [5, 7]) {
    expect(decideUndo(shelf, count(value), key)).toMatchObject({
      kind: 'put-back',
      write: { expected: { values: count(value) } },
    });
  }
  expect(decideUndo(shelf, count(3), key)).toEqual({ kind: 'as-before' });
});

test('numbers of many digits are the same only if all of them are', () => {
  const digits = '12345678901234567890';
  const other = '12345678901234567891';
  expect(decide(count(1), { Count: { N: digits } }, { Count: { N: other } })).toMatchObject({
    kind: 'changed-since',
  });
  expect(decide(count(1), { Count: { N: digits } }, { Count: { N: digits } })).toMatchObject({
    kind: 'put-back',
  });
});

test('a shelf that has all of what was there before is as before, whatever else a record in between had', () => {
  const after = [count(5, red), count(3)];
  const current = count(3, { Color: { S: 'blue' } });
  const shelf = { store: 'Berlin', item: 'Echo', before: count(3), after };
  expect(decideUndo(shelf, current, key)).toEqual({ kind: 'as-before' });
});
