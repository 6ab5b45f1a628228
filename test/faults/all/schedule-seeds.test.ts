import { expect, test } from 'vitest';
import { playYear, SEED_DAYS } from '../schedules/play-year.ts';

const replayOf = (seed: number) => `npm run faults -- --suite schedules --seed ${seed}`;

test('a year of the embedded AWS ends as scheduled', { timeout: 1_800_000 }, async () => {
  const { wrong, events } = await playYear(1, 365);
  expect(wrong).toEqual([]);
  // Events that never occur prove nothing.
  expect(Object.values(events).every((count) => count > 0)).toBe(true);
});

test('weeks of six seeds end as scheduled', { timeout: 1_800_000 }, async () => {
  for (let seed = 2; seed <= 7; seed += 1) {
    const { wrong } = await playYear(seed, SEED_DAYS);
    expect({ replay: replayOf(seed), wrong }).toEqual({ replay: replayOf(seed), wrong: [] });
  }
});
