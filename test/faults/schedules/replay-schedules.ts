import { playYear, type PlayedYear, SEED_DAYS } from './play-year.ts';

type PrintLine = (line: string) => void;

/** Plays seeds of `days` each, and prints those that fail; resolves to whether all hold. */
export async function replayScheduleSeeds(
  seeds: readonly number[],
  printLine: PrintLine,
  days = SEED_DAYS,
): Promise<boolean> {
  let failed = 0;
  const sums: Record<string, number> = {};
  for (const seed of seeds) {
    const played = await playYear(seed, days);
    for (const [name, count] of Object.entries(played.events)) sums[name] = (sums[name] ?? 0) + count;
    if (played.wrong.length > 0) failed += 1;
    if (played.wrong.length > 0 || seeds.length === 1) printPlayed(played, printLine);
  }
  printLine(`${seeds.length - failed} seeds hold, ${failed} do not; ${JSON.stringify(sums)}`);
  return failed === 0;
}

function printPlayed({ seed, wrong, events }: PlayedYear, printLine: PrintLine): void {
  printLine(`seed ${seed}: ${wrong.length === 0 ? 'holds' : 'DOES NOT HOLD'} ${JSON.stringify(events)}`);
  for (const line of wrong) printLine(`  ${line}`);
}
