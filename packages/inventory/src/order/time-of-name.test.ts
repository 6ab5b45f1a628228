import { expect, test } from 'vitest';
import { timeOfName } from './time-of-name.ts';

test.each([
  ['stock-2026-03-01.csv', '2026-03-01T00:00:00Z'],
  ['stock_20260301.csv', '2026-03-01T00:00:00Z'],
  ['2026/03/01/berlin.csv', '2026-03-01T00:00:00Z'],
  ['재고 2026년 3월 1일.csv', '2026-03-01T00:00:00Z'],
  ['stock-20260301-0830.csv', '2026-03-01T08:30:00Z'],
  ['stock-20260301083059.csv', '2026-03-01T08:30:59Z'],
  ['export 2026-03-01 08.30.csv', '2026-03-01T08:30:00Z'],
  ['export_2026-03-01T08:30:59.123Z.csv', '2026-03-01T08:30:59Z'],
  ['2026-03-01T08:30:00+09:00.csv', '2026-02-28T23:30:00Z'],
  ['2026/03/01/stock-2026-03-01_0830.csv.gz', '2026-03-01T08:30:00Z'],
  // A number of another kind follows.
  ['stock-2026-03-01-001.csv', '2026-03-01T00:00:00Z'],
  ['stock-2026-03-01-9999.csv', '2026-03-01T00:00:00Z'],
  ['stock-2026-03-01T23:59:59.csv', '2026-03-01T23:59:59Z'],
  ['stock-2026-03-01T23:59:60.csv', '2026-03-01T00:00:00Z'],
  ['stock-2026-03-01T24:00.csv', '2026-03-01T00:00:00Z'],
  ['store 12345678 2024-02-29.csv', '2024-02-29T00:00:00Z'],
])('the time of %s is %s', (name, time) => {
  expect(timeOfName(name)).toEqual({ timeMs: Date.parse(time) });
});

test.each([
  'stock.csv',
  'stock-1000.csv',
  '03-04-2026.csv',
  '2026-13-01.csv',
  '2026-02-30.csv',
  '2026030112345678.csv',
])('%s has no date', (name) => {
  expect(timeOfName(name)).toEqual({ problem: 'none' });
});

test.each(['2026-03-01_2026-03-31.csv', '2026-03-01 0800 2026-03-01 0900.csv'])(
  '%s has two dates, of which none is chosen',
  (name) => {
    expect(timeOfName(name)).toEqual({ problem: 'several' });
  },
);
