import { expect, test } from 'vitest';
import { addDays, daysInMonth, weekdayOf } from '../periods/index.ts';
import { findRuns } from './anomalous-runs.ts';

const firstDay = '2026-06-01';
const STEP = 100;

function runsOf(costOf: (index: number) => number, begin = firstDay): string[] {
  const values = Array.from({ length: 150 }, (_, index) => costOf(index));
  const runs = findRuns(values, { firstDay: begin, from: 0, minimum: 10 });
  return runs.map(({ first, last }) => `${first}-${last}`);
}

test.each([
  [1000, 0.03, []],
  [1000, 0.05, ['100-149']],
  [1000, 0.07, ['100-149']],
  [20, 0.05, ['100-149']],
  // In 50 days, less than the minimum.
  [3, 0.06, []],
])('of a flat cost of %d, a step of %d is a run', (level, part, expected) => {
  expect(runsOf((index) => level * (index < STEP ? 1 : 1 + part))).toEqual(expected);
});

test('so it is of a flat rhythm of weeks, of a step that ends, and of a further one', () => {
  const weekly = (index: number) => ([0, 6].includes(weekdayOf(addDays(firstDay, index))) ? 400 : 1000);
  expect(runsOf((index) => weekly(index) * (index < STEP ? 1 : 1.05))).toEqual(['100-149']);
  expect(runsOf((index) => (index >= STEP && index < STEP + 10 ? 1050 : 1000))).toEqual(['100-109']);
  expect(runsOf((index) => (index >= STEP + 20 ? 1110 : index >= STEP ? 1050 : 1000))).toEqual([
    '100-119',
    '120-149',
  ]);
});

test.each([
  ['grows by the day', (index: number) => 1000 * 1.03 ** (index / 7)],
  ['grows by the week', (index: number) => 1000 * 1.03 ** Math.floor(index / 7)],
  ['begins to grow', (index: number) => 1000 * 1.02 ** (Math.max(0, index - STEP) / 7)],
  ['is not flat', (index: number) => (index < STEP ? 1000 : 1040) * (1 + 0.04 * Math.sin(index * 7.3))],
  ['is another level for five days', (index: number) => (index >= STEP && index < STEP + 5 ? 1050 : 1000)],
])('a cost that %s has no step', (_, costOf) => {
  expect(runsOf(costOf)).toEqual([]);
});

test.each(['2026-03-01', '2026-06-01', '2026-08-01'])(
  'the same price in each month is none in a shorter one, from %s on',
  (begin) => {
    expect(runsOf((index) => 3000 / daysInMonth(addDays(begin, index)), begin)).toEqual([]);
  },
);
