import { expect, test } from 'vitest';
import { sumCounts } from './event-counts.ts';
import { runTagSeeds } from './run-tag-seeds.ts';

const seedCount = 100;

test(
  `tags are as the plan makes them, and after the undo as they were, whatever goes wrong under ${seedCount} seeds`,
  {
    timeout: 600_000,
  },
  async () => {
    const seeds = Array.from({ length: seedCount }, (_, index) => 1 + index);

    const results = await runTagSeeds(seeds);

    const broken = results.filter(({ differences }) => differences.length > 0);
    const report = broken.map(({ seed, differences }) => ({
      replay: `npm run faults -- --suite tags --seed ${seed}`,
      differences: differences.slice(0, 10),
    }));
    expect(report).toEqual([]);
    expect(results.map(({ seed }) => seed)).toEqual(seeds);
    // What never happens proves nothing.
    const met = sumCounts(results.map((result) => result.eventCounts));
    const missed = Object.entries(met).filter(([name, times]) => times === 0 && name !== 'giveUps');
    expect(missed).toEqual([]);
  },
);
