import { playTagSeed, type TagSeedResult } from './play-seed.ts';

/** They mostly use the CPU: more concurrency would only need more memory. */
const CONCURRENCY = 4;

/** Runs seeds, some concurrently; returns the results in the order of the seeds. */
export async function runTagSeeds(
  seeds: readonly number[],
  onResult: (result: TagSeedResult) => void = () => {},
): Promise<TagSeedResult[]> {
  const results: TagSeedResult[] = [];
  const waiting = seeds.values();

  async function play(): Promise<void> {
    for (const seed of waiting) {
      const result = await playTagSeed(seed);
      results.push(result);
      onResult(result);
    }
  }

  await Promise.all(Array.from({ length: CONCURRENCY }, play));
  return results.sort((one, other) => one.seed - other.seed);
}
