import { buildFunctions } from '@groundcrew/functions/build';
import type { FunctionBundle } from '@groundcrew/lambda';
import { beforeAll, expect, test } from 'vitest';
import { runSeeds } from './run-seeds.ts';

const seedCount = 1_000;
const seedsPerTest = 250;

let bundles: readonly FunctionBundle[] = [];

beforeAll(async () => {
  bundles = await buildFunctions({ outDir: '.cache/faults' });
});

const firstSeeds = Array.from({ length: seedCount / seedsPerTest }, (_, index) => 1 + index * seedsPerTest);

test.each(firstSeeds)(
  `the end is the oracle's whatever goes wrong, under seed %i and the ${seedsPerTest - 1} after it`,
  { timeout: 1_800_000 },
  async (first) => {
    const seeds = Array.from({ length: seedsPerTest }, (_, index) => first + index);

    const results = await runSeeds(seeds, bundles);

    const broken = results.filter(({ differences }) => differences.length > 0);
    const report = broken.map(({ seed, differences }) => ({
      replay: `npm run faults -- --seed ${seed}`,
      differences,
    }));
    expect(report).toEqual([]);
    expect(results.map(({ seed }) => seed)).toEqual(seeds);
    // Faults that never happen prove nothing.
    expect(results.reduce((sum, { met }) => sum + met.kills, 0)).toBeGreaterThan(0);
  },
);
