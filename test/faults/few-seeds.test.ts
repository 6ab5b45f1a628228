import { expect, test } from 'vitest';
import { fewSeeds } from './few-seeds.ts';
import { digestAboveOf } from './rig.ts';
import { createScenario, maxRates } from './scenario.ts';
import { testSeeds } from './test-seeds.ts';

testSeeds({ seeds: fewSeeds, place: 'thread' });

test('the few seeds have all faults, each setting six times, full exports and undone loads', () => {
  const scenarios = fewSeeds.map((seed) => createScenario(seed));
  const uploads = scenarios.flatMap(({ rounds }) => rounds.flatMap((round) => round.uploads));

  for (const fault of Object.keys(maxRates)) {
    expect(
      scenarios.some(({ faults }) => faults.includes(`,${fault}=`)),
      fault,
    ).toBe(true);
  }
  for (const own of Map.groupBy(fewSeeds, digestAboveOf).values()) expect(own).toHaveLength(6);
  expect(uploads.some(({ isFull }) => isFull)).toBe(true);
  expect(uploads.some(({ repairs }) => repairs)).toBe(true);
  expect(scenarios.some(({ undone }) => undone)).toBe(true);
});
