import { expect, test } from 'vitest';
import { findRuns } from './anomalous-runs.ts';

const daysOf = (count: number, cost: number) => Array<number>(count).fill(cost);

function runsOf(values: readonly number[]): string[] {
  const runs = findRuns(values, { firstDay: '2026-06-02', from: 0, minimum: 10 });
  return runs.map(({ first, last }) => `${first}-${last}`);
}

// 500 above what is expected in 6 days: three tenths of the average are 25.
test.each([
  [35, ['60-65']],
  [34, ['60-64', '65-65']],
])('the last day of a run has three tenths of its average excess at least: %d', (last, expected) => {
  expect(runsOf([...daysOf(60, 10), ...daysOf(5, 105), last, ...daysOf(10, 10)])).toEqual(expected);
});

test.each([
  ['in each week', [10, 14, 20], []],
  ['not in the last week', [10, 20, 20], ['21-36']],
  ['down again in the last week', [10, 22, 20], ['21-40']],
])('after a growth %s, a rise is news or more of the same', (_name, weeks, expected) => {
  expect(runsOf([...weeks.flatMap((cost) => daysOf(7, cost)), ...daysOf(10, 30), ...daysOf(10, 20)])).toEqual(
    expected,
  );
});
