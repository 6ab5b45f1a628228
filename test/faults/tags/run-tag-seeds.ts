import { playTagSeed, type TagSeedResult } from './play-seed.ts';

/** Little is waited for but the processor: more at once would only take more memory. */
const CONCURRENCY = 4;

/** Plays seeds, some side by side; gives the results in the order of the seeds. */
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
