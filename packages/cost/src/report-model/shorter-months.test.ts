import { expect, test } from 'vitest';
import { addDays, daysBetween, daysInMonth } from '../periods/index.ts';
import { findRuns } from './anomalous-runs.ts';

const firstDay = '2025-11-01';

/** The first and last days of the runs of costs up to a day, of those that are judged from 25 days before. */
function runsOf(costOf: (day: string) => number, lastDay: string): string[] {
  const length = daysBetween(firstDay, lastDay) + 1;
  const values = Array.from({ length }, (_, index) => costOf(addDays(firstDay, index)));
  const runs = findRuns(values, { firstDay, from: length - 25, minimum: 10 });
  return runs.map(({ first, last }) => `${addDays(firstDay, first)}..${addDays(firstDay, last)}`);
}

/** A price of a month, spread over its days. */
const monthly = (day: string) => 30_000 / daysInMonth(day);
/** Deviates by up to 2 %, by no chance that changes from test to test. */
const unevenly = (day: string) => 1 + 0.02 * Math.sin(daysBetween(firstDay, day) * 7.3);

test.each([
  ['flat', monthly],
  ['uneven', (day: string) => monthly(day) * unevenly(day)],
  ['growing', (day: string) => monthly(day) * 1.001 ** daysBetween(firstDay, day)],
])('a price per month is not an anomaly on any day of February and March: %s', (_, costOf) => {
  const found = Array.from({ length: 59 }, (__, at) => runsOf(costOf, addDays('2026-02-01', at))).flat();
  expect(found).toEqual([]);
});

test.each([
  ['is as much more a day as a price per month', (day: string) => (day < '2026-02-01' ? 1000 : 1107), '01'],
  ['begins within February', (day: string) => (day < '2026-02-10' ? 1000 : 1090), '10'],
  ['is beside a price per month', (day: string) => monthly(day) * (day < '2026-02-01' ? 1 : 1.15), '01'],
])('a step is found that %s', (_, costOf, from) => {
  expect(runsOf(costOf, '2026-02-28')).toEqual([`2026-02-${from}..2026-02-28`]);
});

test('a day that costs more is found beside a price per month', () => {
  const costOf = (day: string) => monthly(day) * (day === '2026-02-05' ? 2 : 1);
  const [run] = runsOf(costOf, '2026-02-28');
  expect(run).toBeDefined();
  const [first, last] = run!.split('..') as [string, string];
  expect(first <= '2026-02-05' && last >= '2026-02-05').toBe(true);
});
