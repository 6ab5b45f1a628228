import { expect, test } from 'vitest';
import { sumCounts } from './event-counts.ts';
import { runTagSeeds } from './run-tag-seeds.ts';

export interface TagSeedOptions {
  readonly count: number;
  /** Whether so many seeds have to meet all that can happen. */
  readonly meetsAll: boolean;
}

/** The test of the first `count` seeds. */
export function testTagSeeds({ count, meetsAll }: TagSeedOptions): void {
  test(
    `tags are as the plan makes them, and after the undo as they were, whatever goes wrong under ${count} seeds`,
    {
      timeout: 1_800_000,
    },
    async () => {
      const seeds = Array.from({ length: count }, (_, index) => 1 + index);

      const results = await runTagSeeds(seeds);

      const broken = results.filter(({ differences }) => differences.length > 0);
      const report = broken.map(({ seed, differences }) => ({
        replay: `npm run faults -- --suite tags --seed ${seed}`,
        differences: differences.slice(0, 10),
      }));
      expect(report).toEqual([]);
      expect(results.map(({ seed }) => seed)).toEqual(seeds);
      // Events that never occur prove nothing.
      const counts = sumCounts(results.map(({ eventCounts }) => eventCounts));
      const missed = Object.entries(counts).filter(([name, times]) => times === 0 && name !== 'giveUps');
      if (meetsAll) expect(missed).toEqual([]);
      else expect(missed.length).toBeLessThan(Object.keys(counts).length / 2);
    },
  );
}
