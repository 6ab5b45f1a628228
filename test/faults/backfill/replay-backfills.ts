import type { Place } from '@groundcrew/functions/testing';
import { type BackfillSeedResult, playBackfill } from './rig.ts';
import { createScenario, sizeOf } from './scenario.ts';

type PrintLine = (line: string) => void;

export interface BackfillReplay {
  readonly files: number;
  readonly place: Place;
}

/** Runs one seed, and prints its scenario and its events; resolves to whether it passes. */
export async function replayBackfillSeed(
  seed: number,
  { files, place }: BackfillReplay,
  printLine: PrintLine,
): Promise<boolean> {
  const scenario = createScenario(seed, sizeOf(files));
  const { old, live, ...course } = scenario;
  printLine(`course: ${JSON.stringify(course)}`);
  for (const { key, rows, badLines, isBroken, repairs } of [...old, ...live]) {
    const kind = isBroken ? ', broken' : repairs === undefined ? '' : `, repairs ${repairs.key}`;
    printLine(`${key}: ${rows.length} rows, ${badLines} bad${kind}`);
  }
  const onEvent = (event: unknown) =>
    printLine(`${(performance.now() / 1000).toFixed(3)} ${JSON.stringify(event)}`);
  return printResult(await playBackfill({ place, scenario, onEvent }), printLine);
}

/** Runs many, one after the other, and prints how each went; resolves to whether all pass. */
export async function replayBackfillSeeds(
  seeds: readonly number[],
  { files, place }: BackfillReplay,
  printLine: PrintLine,
): Promise<boolean> {
  let failed = 0;
  for (const seed of seeds) {
    const scenario = createScenario(seed, sizeOf(files));
    if (!printResult(await playBackfill({ place, scenario }), printLine)) failed += 1;
  }
  printLine(`${seeds.length - failed} seeds hold, ${failed} do not`);
  return failed === 0;
}

function printResult({ seed, differences, counts }: BackfillSeedResult, printLine: PrintLine): boolean {
  printLine(
    `seed ${seed}: ${differences.length === 0 ? 'holds' : 'DOES NOT HOLD'} ${JSON.stringify(counts)}`,
  );
  for (const difference of differences) printLine(`  ${difference}`);
  return differences.length === 0;
}
