import type { FunctionBundle } from '@groundcrew/lambda';
import { runSeed, type SeedResult } from './run-seed.ts';

/** Plays many seeds, some side by side: most of their time is waiting. */
export async function runSeeds(
  seeds: readonly number[],
  bundles: readonly FunctionBundle[],
  concurrency: number,
  onResult: (result: SeedResult) => void = () => {},
): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  const left = [...seeds];
  const work = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      const result = await runSeed(seed, { bundles });
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results.sort((a, b) => a.seed - b.seed);
}
