import { expect, test } from 'vitest';
import { type Place, testedFunctions } from '@groundcrew/functions/testing';
import { runSeeds } from './run-seeds.ts';
import type { OrderGuard } from './scenario.ts';

export interface SeedOptions {
  readonly seeds: readonly number[];
  /** Default: `files`. */
  readonly orderGuard?: OrderGuard;
  readonly place: Place;
}

/** The test of some seeds, in a file of their own: vitest runs files concurrently. */
export function testSeeds({ seeds, orderGuard = 'files', place }: SeedOptions): void {
  test(
    `the end state is the oracle's whatever the faults, with OrderGuard ${orderGuard}, under the seeds ${seeds.join(', ')}`,
    { timeout: 1_800_000 },
    async () => {
      const functions = await testedFunctions(place, ['load-inventory', 'alert-no-stock']);

      const results = await runSeeds(seeds, { functions, orderGuard });

      const broken = results.filter(({ differences }) => differences.length > 0);
      const report = broken.map(({ seed, differences }) => ({
        replay: `npm run faults -- --seed ${seed} --order-guard ${orderGuard} --place ${place}`,
        differences,
      }));
      expect(report).toEqual([]);
      expect(results).toHaveLength(seeds.length);
      // Faults that never occur prove nothing.
      expect(results.reduce((sum, { eventCounts }) => sum + eventCounts.kills, 0)).toBeGreaterThan(0);
    },
  );
}
