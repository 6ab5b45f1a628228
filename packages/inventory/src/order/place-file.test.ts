import { expect, test } from 'vitest';
import { momentOf } from './place-file.ts';

const file = (name: string) => ({
  object: `s3://shop/${name}`,
  name,
  sequencer: 'A1',
  modifiedMs: undefined,
});

test.each([
  ['stock.csv', 'the name "stock.csv" has no date; name it like'],
  ['2026-03-01 to 2026-03-02.csv', 'has several dates or times; name it like'],
])('of a name without one date, %s, the time is unknown, and the message has why', (name, message) => {
  expect(() => momentOf(file(name), 'name')).toThrow(message);
});

test('of a file without a time of storage, the time is unknown', () => {
  expect(() => momentOf(file('stock.csv'), 'modified')).toThrow(
    'nothing states when s3://shop/stock.csv was stored',
  );
});
