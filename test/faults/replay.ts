import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { buildFunctions } from '@groundcrew/functions/build';
import type { LocalEvent } from '@groundcrew/local';
import { runSeed, type SeedResult } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';
import { createScenario } from './scenario.ts';

const usage = `Usage: npm run faults -- --seed N
       npm run faults -- [--from N] [--count N]

Plays fault seeds on the embedded AWS and holds each end against the sequential oracle.

  --seed N   plays one, and tells its files, its faults and what happened, event by event
  --from N   the first of many (default: 1)
  --count N  how many (default: 1000)
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      from: { type: 'string', default: '1' },
      count: { type: 'string', default: '1000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const bundles = await buildFunctions();
  if (values.seed !== undefined) {
    const seed = Number(values.seed);
    tellScenario(seed);
    return tellResult(await runSeed(seed, { bundles, onEvent: tellEvent })) ? 0 : 1;
  }
  const seeds = Array.from({ length: Number(values.count) }, (_, index) => Number(values.from) + index);
  let failed = 0;
  const results = await runSeeds(seeds, bundles, 4 * availableParallelism(), (result) => {
    if (result.differences.length > 0) failed++;
    if (result.differences.length > 0) tellResult(result);
  });
  const sum = (of: keyof SeedResult['met']): number => results.reduce((total, { met }) => total + met[of], 0);
  process.stdout.write(
    `${seeds.length - failed} seeds hold, ${failed} do not; ${sum('failures')} invocations failed, ${sum('kills')} of them killed; ${sum('redriven')} events redriven\n`,
  );
  return failed === 0 ? 0 : 1;
}

function tellScenario(seed: number): void {
  const { rounds, faults, loadEnvironment, alertEnvironment } = createScenario(seed);
  say(`faults: ${faults}`);
  say(`environment: ${JSON.stringify({ ...loadEnvironment, ...alertEnvironment })}`);
  for (const [index, { uploads }] of rounds.entries()) {
    for (const { key, rows, rejectedLines, body } of uploads) {
      say(
        `round ${index + 1}: ${key}, ${rows.length} rows, ${rejectedLines.length} bad, ${body.length} bytes`,
      );
    }
  }
}

function tellEvent(event: LocalEvent): void {
  say(JSON.stringify(event));
}

function tellResult({ seed, differences, met }: SeedResult): boolean {
  say(`seed ${seed}: ${differences.length === 0 ? 'holds' : 'DOES NOT HOLD'} ${JSON.stringify(met)}`);
  for (const difference of differences) say(`  ${difference}`);
  return differences.length === 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
