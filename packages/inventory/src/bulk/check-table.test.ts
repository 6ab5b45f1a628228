import { expect, test } from 'vitest';
import { checkGuardSample, refusalOf } from './check-table.ts';

const facts = {
  arn: 'arn',
  id: 'id',
  keys: ['Store', 'Item'],
  isGlobal: false,
  indexesInCreation: [],
  status: 'ACTIVE',
} as const;

test('a table of stock items takes a bulk put', () => {
  expect(refusalOf('Stock', facts)).toBeUndefined();
});

test.each([
  [{ keys: ['Id'] }, 'the keys of table "Stock" are Id, not Store and Item'],
  [{ keys: ['Item', 'Store'] }, 'the keys of table "Stock" are Item and Store'],
  [{ isGlobal: true }, 'is a global table'],
  [{ indexesInCreation: ['ByItem'] }, 'index ByItem of table "Stock" is being created'],
])('another one does not: %j', (change, named) => {
  expect(refusalOf('Stock', { ...facts, ...change })).toContain(named);
});

test('a table is refused as soon as one item that was looked at has no time, unless it is adopted', () => {
  expect(() => checkGuardSample('Stock', { items: 0, unguarded: 0 }, false)).not.toThrow();
  expect(() => checkGuardSample('Stock', { items: 9, unguarded: 1 }, false)).toThrow('1 of 9 items');
  expect(() => checkGuardSample('Stock', { items: 9, unguarded: 9 }, true)).not.toThrow();
});
