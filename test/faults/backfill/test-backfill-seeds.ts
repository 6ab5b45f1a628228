import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { expect, test } from 'vitest';
import { playBackfill } from './rig.ts';
import { createScenario } from './scenario.ts';

export interface BackfillSeedOptions {
  readonly seeds: readonly number[];
  /** Old files; a twentieth as many are uploaded meanwhile. */
  readonly files: number;
}

/** A test of each seed: the table is the sequential oracle's, alerts are as promised, each row is accounted for. */
export function testBackfillSeeds({ seeds, files }: BackfillSeedOptions): void {
  test.each(seeds)(
    `a backfill of ${files} files ends as if they had been loaded one after the other, whatever the faults, under seed %i`,
    { timeout: 1_800_000 },
    async (seed) => {
      const bundles = await builtFunctions(stack.functions.map(({ name }) => name));
      const { differences, counts } = await playBackfill({ bundles, scenario: createScenario(seed, files) });
      expect(differences).toEqual([]);
      // Faults that never occur prove nothing.
      expect(counts.kills).toBeGreaterThan(0);
      expect(counts.stops).toBeGreaterThan(0);
    },
  );
}
