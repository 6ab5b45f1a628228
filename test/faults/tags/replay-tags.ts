import { sumOf } from './met.ts';
import { playTagSeed, type TagSeedResult } from './play-seed.ts';
import { runTagSeeds } from './run-tag-seeds.ts';
import { createTagScenario } from './scenario.ts';

type Say = (line: string) => void;

/** Plays one seed, and tells its policy, its account, its faults and what happened; resolves with whether it holds. */
export async function replayTagSeed(seed: number, say: Say): Promise<boolean> {
  const { policyText, accounts, policy: _, ...course } = createTagScenario(seed);
  say(`policy: ${policyText}`);
  say(`account: ${JSON.stringify(accounts, null, 1)}`);
  say(`course: ${JSON.stringify(course, null, 1)}`);
  return tellResult(await playTagSeed(seed, say), say);
}

/** Plays many, and tells those that do not hold; resolves with whether all do. */
export async function replayTagSeeds(seeds: readonly number[], say: Say): Promise<boolean> {
  const results = await runTagSeeds(seeds, (result) => {
    if (result.differences.length > 0) tellResult(result, say);
  });
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  say(
    `${results.length - failed} seeds hold, ${failed} do not; ${JSON.stringify(sumOf(results.map(({ met }) => met)))}`,
  );
  return failed === 0;
}

function tellResult({ seed, differences, met }: TagSeedResult, say: Say): boolean {
  say(`seed ${seed}: ${differences.length === 0 ? 'holds' : 'DOES NOT HOLD'} ${JSON.stringify(met)}`);
  for (const difference of differences) say(`  ${difference}`);
  return differences.length === 0;
}
