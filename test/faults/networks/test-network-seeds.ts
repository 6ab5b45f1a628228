import { expect, test } from 'vitest';
import { type NetworkSeedResult, playNetwork } from './play-network.ts';

/** The test of some seeds. */
export function testNetworkSeeds(seeds: readonly number[]): void {
  test(
    `a network is made once and taken away whole, whatever goes wrong under ${seeds.length} seeds`,
    { timeout: 1_800_000 },
    async () => {
      const results: NetworkSeedResult[] = [];
      for (const seed of seeds) results.push(await playNetwork(seed));
      expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
      // Events that never occur prove nothing. Calls are concurrent, so that which ones occur is not the same each time.
      const events = results.flatMap((result) => Object.values(result.events));
      expect(events.reduce((sum, times) => sum + times, 0)).toBeGreaterThan(0);
    },
  );
}
