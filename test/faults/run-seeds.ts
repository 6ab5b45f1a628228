import type { TestedFunctions } from '@groundcrew/functions/testing';
import { createRig, digestAboveOf, type SeedResult } from './rig.ts';
import type { OrderGuard } from './scenario.ts';

/** Seeds mostly wait between retries, so many more run concurrently than there are processors. */
const RIGS_PER_SETTING = 4;
/** On fewer seeds than this a rig would be started, with its functions, more for its start than for the seeds. */
const SEEDS_PER_RIG = 3;

export interface SeedsOptions {
  readonly functions: TestedFunctions;
  /** Default: `files`. */
  readonly orderGuard?: OrderGuard | undefined;
  readonly onResult?: (result: SeedResult) => void;
}

/** Runs seeds, some concurrently; returns the results in the order of the seeds. */
export async function runSeeds(
  seeds: readonly number[],
  { functions, orderGuard, onResult = () => {} }: SeedsOptions,
): Promise<SeedResult[]> {
  const results: SeedResult[] = [];

  async function play(digestAbove: number, left: number[]): Promise<void> {
    const rig = await createRig({ functions, digestAbove, orderGuard });
    try {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        const result = await rig.run(seed);
        results.push(result);
        onResult(result);
      }
    } finally {
      await rig.close();
    }
  }

  const bySetting = Map.groupBy(seeds, digestAboveOf);
  const players = [...bySetting].flatMap(([digestAbove, own]) => {
    const length = Math.min(RIGS_PER_SETTING, Math.ceil(own.length / SEEDS_PER_RIG));
    return Array.from({ length }, () => play(digestAbove, own));
  });
  await Promise.all(players);
  return results.sort((a, b) => a.seed - b.seed);
}
