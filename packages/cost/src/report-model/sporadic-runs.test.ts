import { expect, test } from 'vitest';
import { findRuns } from './anomalous-runs.ts';

/** From 0 to 1, the same in each run. */
function roll(index: number): number {
  return ((Math.sin(index * 78.233) * 12_345.678) % 1) / 2 + 0.5;
}

/** 120 days, about a fourth of which cost 20 to 30 dollars. */
const usual = Array.from({ length: 120 }, (_, day) => (roll(day) < 0.25 ? 20 + 10 * roll(day + 500) : 0));
const largest = Math.max(...usual);

function runsWith(costs: Readonly<Record<number, number>>): string[] {
  const values = usual.map((value, day) => costs[day] ?? value);
  const runs = findRuns(values, { firstDay: '2026-06-01', from: 92, minimum: 10 });
  return runs.map(({ first, last }) => `${first}-${last}`);
}

test('a day that is above each one before is a run of its own, whatever the days beside it cost', () => {
  const busy = { 104: 25, 105: 25, 106: 25, 107: 25, 109: 25 };
  expect(runsWith(busy)).toEqual([]);
  expect(runsWith({ ...busy, 106: largest * 1.25 })).toEqual(['106-106']);
});

test('a day that is hardly above the largest one before is none', () => {
  expect(runsWith({ 110: largest * 1.1 })).toEqual([]);
  expect(runsWith({ 110: largest * 1.25 })).toEqual(['110-110']);
});
