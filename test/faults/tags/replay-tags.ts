import { sumCounts } from './event-counts.ts';
import { playTagSeed, type TagSeedResult } from './play-seed.ts';
import { runTagSeeds } from './run-tag-seeds.ts';
import { createTagScenario } from './scenario.ts';

type PrintLine = (line: string) => void;

/** Runs one seed, and prints its policy, its account, its faults and its events; resolves to whether it passes. */
export async function replayTagSeed(seed: number, printLine: PrintLine): Promise<boolean> {
  const { policyText, accounts, policy: _, ...course } = createTagScenario(seed);
  printLine(`policy: ${policyText}`);
  printLine(`account: ${JSON.stringify(accounts, null, 1)}`);
  printLine(`course: ${JSON.stringify(course, null, 1)}`);
  return printResult(await playTagSeed(seed, printLine), printLine);
}

/** Runs many, and prints those that fail; resolves to whether all pass. */
export async function replayTagSeeds(seeds: readonly number[], printLine: PrintLine): Promise<boolean> {
  const results = await runTagSeeds(seeds, (result) => {
    if (result.differences.length > 0) printResult(result, printLine);
  });
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  printLine(
    `${results.length - failed} seeds hold, ${failed} do not; ${JSON.stringify(sumCounts(results.map(({ eventCounts: met }) => met)))}`,
  );
  return failed === 0;
}

function printResult({ seed, differences, eventCounts }: TagSeedResult, printLine: PrintLine): boolean {
  printLine(
    `seed ${seed}: ${differences.length === 0 ? 'holds' : 'DOES NOT HOLD'} ${JSON.stringify(eventCounts)}`,
  );
  for (const difference of differences) printLine(`  ${difference}`);
  return differences.length === 0;
}
