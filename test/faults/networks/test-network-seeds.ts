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
      // Events that never occur prove nothing.
      for (const name of ['crashes', 'failures'] as const) {
        expect(results.reduce((sum, { events }) => sum + events[name], 0)).toBeGreaterThan(0);
      }
    },
  );
}
