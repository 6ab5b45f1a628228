import { parseArgs } from 'node:util';
import type { LocalEvent } from '@groundcrew/local';
import { testedFunctions } from '@groundcrew/functions/testing';
import { replayBackfillSeed, replayBackfillSeeds } from './backfill/replay-backfills.ts';
import { createRig, digestAboveOf, type SeedResult } from './rig.ts';
import { runSeeds } from './run-seeds.ts';
import { createScenario, type Scenario } from './scenario.ts';
import { replayScheduleSeeds } from './schedules/replay-schedules.ts';
import { replayTagSeed, replayTagSeeds } from './tags/replay-tags.ts';

const USAGE = `Usage: npm run faults -- [--suite NAME] --seed N
       npm run faults -- [--suite NAME] [--from N] [--count N]

Runs fault seeds on the embedded AWS and compares each end state with the sequential oracle.

  --suite NAME  inventory: stock files are loaded, and alerts sent (the default); tags: tags are planned, applied and undone;
                schedules: weeks of run-schedule; backfill: old files are backfilled, by the state machine
  --seed N      runs one seed, and prints its scenario, its faults and its events in order
  --from N      the first of many (default: 1)
  --count N     how many (default: 1000)
  --files N     of backfill: how many files there are (default: 24; 2000 take a minute)
  --days N      of schedules: how long each seed is played (default: 42; 365 is a year)
  --place PLACE of inventory and backfill: where functions run: workers (the default), or thread: of the process itself, as in npm test
  --order-guard GUARD  the setting OrderGuard: files (the default), item, none; with item and none, writes are carried out late
`;

const suites = ['inventory', 'tags', 'schedules', 'backfill'];
const DEFAULT_FILES = 24;
const places = ['workers', 'thread'] as const;
const orderGuards = ['files', 'item', 'none'] as const;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', default: 'inventory' },
      seed: { type: 'string' },
      from: { type: 'string', default: '1' },
      count: { type: 'string', default: '1000' },
      place: { type: 'string', default: 'workers' },
      'order-guard': { type: 'string', default: 'files' },
      days: { type: 'string' },
      files: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (!suites.includes(values.suite)) {
    process.stderr.write(`"${values.suite}" is not a suite; use ${suites.join(', ')}\n`);
    return 2;
  }
  const orderGuard = orderGuards.find((each) => each === values['order-guard']);
  if (orderGuard === undefined) {
    process.stderr.write(`"${values['order-guard']}" is not an order guard; use ${orderGuards.join(', ')}\n`);
    return 2;
  }
  const place = places.find((each) => each === values.place);
  if (place === undefined) {
    process.stderr.write(`"${values.place}" is not a place; use ${places.join(', ')}\n`);
    return 2;
  }
  const seeds = Array.from({ length: Number(values.count) }, (_, index) => Number(values.from) + index);
  if (values.suite === 'tags') {
    const one = values.seed === undefined ? undefined : Number(values.seed);
    const holds = await (one === undefined
      ? replayTagSeeds(seeds, printLine)
      : replayTagSeed(one, printLine));
    return holds ? 0 : 1;
  }
  if (values.suite === 'schedules') {
    const chosen = values.seed === undefined ? seeds : [Number(values.seed)];
    const days = values.days === undefined ? undefined : Number(values.days);
    return (await replayScheduleSeeds(chosen, printLine, days)) ? 0 : 1;
  }
  if (values.suite === 'backfill') {
    const files = values.files === undefined ? DEFAULT_FILES : Number(values.files);
    const holds = await (values.seed === undefined
      ? replayBackfillSeeds(seeds, { files, place }, printLine)
      : replayBackfillSeed(Number(values.seed), { files, place }, printLine));
    return holds ? 0 : 1;
  }
  const functions = await testedFunctions(place, ['load-inventory', 'alert-no-stock']);
  if (values.seed !== undefined) {
    const seed = Number(values.seed);
    printScenario(createScenario(seed, orderGuard));
    const digestAbove = digestAboveOf(seed);
    const rig = await createRig({ functions, digestAbove, orderGuard, onEvent: printEvent });
    try {
      return printResult(await rig.run(seed)) ? 0 : 1;
    } finally {
      await rig.close();
    }
  }
  let failed = 0;
  const results = await runSeeds(seeds, {
    functions,
    orderGuard,
    onResult(result) {
      if (result.differences.length > 0) failed++;
      if (result.differences.length > 0) printResult(result);
    },
  });
  const sum = (of: keyof SeedResult['eventCounts']): number =>
    results.reduce((total, { eventCounts }) => total + eventCounts[of], 0);
  process.stdout.write(
    `${seeds.length - failed} seeds hold, ${failed} do not; ${sum('failures')} invocations failed, ${sum('kills')} of them killed; ${sum('redriven')} events redriven\n`,
  );
  return failed === 0 ? 0 : 1;
}

function printScenario({ seed, rounds, faults, fileTime, vanished }: Scenario): void {
  printLine(`faults: ${faults}`);
  printLine(`FILE_TIME: ${fileTime}`);
  printLine(`FULL_VANISHED: ${vanished}`);
  printLine(`DIGEST_ABOVE: ${digestAboveOf(seed)}`);
  for (const [index, { uploads }] of rounds.entries()) {
    for (const { key, rows, rejectedLines, body, isShared } of uploads) {
      printLine(
        `round ${index + 1}: ${key}, ${rows.length} rows, ${rejectedLines.length} bad, ${body.length} bytes`,
      );
      if (isShared) for (const { store, item, count } of rows) printLine(`    ${store}, ${item}: ${count}`);
    }
  }
}

function printEvent(event: LocalEvent): void {
  printLine(`${(performance.now() / 1000).toFixed(3)} ${JSON.stringify(event)}`);
}

function printResult({ seed, differences, eventCounts }: SeedResult): boolean {
  printLine(
    `seed ${seed}: ${differences.length === 0 ? 'holds' : 'DOES NOT HOLD'} ${JSON.stringify(eventCounts)}`,
  );
  for (const difference of differences) printLine(`  ${difference}`);
  return differences.length === 0;
}

// A closed pipe, as by `head`, is not a failure.
process.stdout.on('error', () => process.exit());

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
