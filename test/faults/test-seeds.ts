import { builtFunctions } from '@groundcrew/functions/built';
import { expect, test } from 'vitest';
import { runSeeds } from './run-seeds.ts';
import type { OrderGuard } from './scenario.ts';

export interface SeedOptions {
  readonly first: number;
  readonly count: number;
  /** A part of `count`: the report of a test that fails is no longer than it can be read. */
  readonly perTest: number;
  /** Default: `files`. */
  readonly orderGuard?: OrderGuard;
}

/** The tests of `count` seeds, in one file: vitest runs files concurrently, and the seeds of one file in turn. */
export function testSeeds({ first, count, perTest, orderGuard = 'files' }: SeedOptions): void {
  const firstSeeds = Array.from({ length: count / perTest }, (_, index) => first + index * perTest);

  test.each(firstSeeds)(
    `the end state is the oracle's whatever the faults, with OrderGuard ${orderGuard}, under seed %i and the ${perTest - 1} after it`,
    { timeout: 1_800_000 },
    async (start) => {
      const seeds = Array.from({ length: perTest }, (_, index) => start + index);

      const bundles = await builtFunctions(['load-inventory', 'alert-no-stock']);

      const results = await runSeeds(seeds, { bundles, orderGuard });

      const broken = results.filter(({ differences }) => differences.length > 0);
      const report = broken.map(({ seed, differences }) => ({
        replay: `npm run faults -- --seed ${seed} --order-guard ${orderGuard}`,
        differences,
      }));
      expect(report).toEqual([]);
      expect(results.map(({ seed }) => seed)).toEqual(seeds);
      // Faults that never occur prove nothing.
      expect(results.reduce((sum, { eventCounts }) => sum + eventCounts.kills, 0)).toBeGreaterThan(0);
    },
  );
}
