import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { formatRows } from './format-rows.ts';
import { peakRssSource } from './peak-rss.mjs';

type Bench = (options: BenchOptions) => Promise<BenchRow[]>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  parse: async () => (await import('./parse/index.ts')).benchParse,
  bulk: async () => (await import('./bulk/index.ts')).benchBulk,
  backfill: async () => (await import('./backfill/index.ts')).benchBackfill,
  write: async () => (await import('./write/index.ts')).benchWrite,
  memory: async () => (await import('./memory/index.ts')).benchMemory,
  stream: async () => (await import('./stream/index.ts')).benchStream,
  local: async () => (await import('./local/index.ts')).benchLocal,
  emulators: async () => (await import('./emulators/index.ts')).benchEmulators,
  fleet: async () => (await import('./fleet/index.ts')).benchFleet,
  tags: async () => (await import('./tags/index.ts')).benchTags,
  account: async () => (await import('./account/index.ts')).benchAccount,
  cost: async () => (await import('./cost/index.ts')).benchCost,
  'cost-report': async () => (await import('./cost/whole.ts')).benchWholeReports,
  'cost-series': async () => (await import('./cost-series/index.ts')).benchCostSeries,
  network: async () => (await import('./network/index.ts')).benchNetwork,
  schedule: async () => (await import('./schedule/index.ts')).benchSchedule,
  console: async () => (await import('./console/index.ts')).benchConsole,
  start: async () => (await import('./start/index.ts')).benchStart,
  'cold-start': async () => (await import('./cold-start/index.ts')).benchColdStart,
};

/** Only by name with `--short`. */
const NOT_SHORT: readonly string[] = ['emulators'];

const USAGE = `Usage: npm run bench -- [--short] [--only ${Object.keys(benches).join(',')}] [--out FILE]

Measures side by side, in one run on one machine; a figure from another machine or another
run cannot be compared with it. Prints a table and writes JSON.

  --short       a few seconds for each: shows that the benchmarks run, not how fast the code is; without
                ${NOT_SHORT.join(', ')}, which installs moto and MiniStack
  --only NAMES  some of them, separated by commas
  --out FILE    where the JSON goes (default: .cache/bench/bench.json)
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      only: { type: 'string' },
      out: { type: 'string', default: '.cache/bench/bench.json' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const names =
    values.only?.split(',') ??
    Object.keys(benches).filter((name) => !values.short || !NOT_SHORT.includes(name));
  const unknown = names.find((name) => !(name in benches));
  if (unknown !== undefined) {
    process.stderr.write(
      `there is no benchmark "${unknown}"; there are ${Object.keys(benches).join(', ')}\n`,
    );
    return 2;
  }

  const printLine = (line: string): void => void process.stderr.write(`${line}\n`);
  const results: Record<string, BenchRow[]> = {};
  const failures: string[] = [];
  for (const name of names) {
    printLine(`\n${name} …`);
    const startedAt = performance.now();
    try {
      const bench = await benches[name]!();
      const rows = await bench({ short: values.short, printLine });
      results[name] = rows;
      process.stdout.write(`\n${name}\n${formatRows(rows)}`);
    } catch (error) {
      failures.push(name);
      printLine(`${name} failed: ${isGroundcrewError(error) ? error.message : stackOf(error)}`);
    }
    printLine(`${name} took ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }

  const machine = {
    node: process.version,
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    peakMemory: peakRssSource,
    memoryGib: Math.round(os.totalmem() / 2 ** 30),
  };
  await mkdir(new URL('.', pathUrl(values.out)), { recursive: true });
  await writeFile(
    values.out,
    `${JSON.stringify({ at: new Date().toISOString(), short: values.short, machine, results }, null, 2)}\n`,
  );
  printLine(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; JSON in ${values.out}`);
  return failures.length === 0 ? 0 : 1;
}

function pathUrl(path: string): URL {
  return new URL(path, `file://${process.cwd()}/`);
}

function stackOf(error: unknown): string {
  return (error instanceof Error ? error.stack : undefined) ?? messageOf(error);
}

process.exitCode = await main();
