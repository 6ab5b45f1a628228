import { expect, test } from 'vitest';
import { type EventCounts, sumCounts } from './event-counts.ts';
import { runTagSeeds } from './run-tag-seeds.ts';

export interface TagSeedOptions {
  readonly seeds: readonly number[];
  /** What they need not meet of what can happen. */
  readonly unmet: readonly (keyof EventCounts)[];
}

/** The test of some seeds. */
export function testTagSeeds({ seeds, unmet }: TagSeedOptions): void {
  test(
    `tags are as the plan makes them, and after the undo as they were, whatever goes wrong under ${seeds.length} seeds`,
    {
      timeout: 1_800_000,
    },
    async () => {
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
      const missed = Object.entries(counts).filter(([, times]) => times === 0);
      expect(missed.filter(([name]) => !unmet.includes(name as keyof EventCounts))).toEqual([]);
    },
  );
}
