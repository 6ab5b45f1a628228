import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchOptions, BenchRow } from '../bench-row.ts';
import { contenders, quoteReaders } from './contenders.ts';
import type { Round } from './run-contender.ts';
import { type SampleName, samples } from './sample-files.ts';

const OURS = 'groundcrew';
const TARGET_ROWS_PER_SECOND = 1_000_000;
const WARM_UP_ROUNDS = 2;

/**
 * Decode, parse and validate: bytes in memory, in 64 KiB chunks, into checked row objects. Rows per second
 * of CPU time, that of the garbage collector's threads included: what one core does.
 */
export async function benchParse({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const size = { rows: short ? 10_000 : 500_000, rounds: short ? 1 : 12, printLine };
  const rows: BenchRow[] = [];
  for (const sample of Object.keys(samples) as SampleName[]) rows.push(...(await race(sample, size)));
  return rows;
}

async function race(
  sample: SampleName,
  { rows, rounds, printLine }: { rows: number; rounds: number; printLine: BenchOptions['printLine'] },
): Promise<BenchRow[]> {
  const { title, quoted } = samples[sample];
  const names = quoted ? quoteReaders : Object.keys(contenders);
  printLine(`${title}: ${rows} rows, ${rounds} rounds`);
  const runners = new Map(names.map((name) => [name, startRunner(name, sample, rows)]));
  const speeds = new Map<string, number[]>(names.map((name) => [name, []]));
  try {
    const sums = new Set<number>();
    // Round by round, so that what else the machine does falls on all; the first ones are for compilers to warm up.
    for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (const [name, runner] of runners) {
        const { tally, processorSeconds } = await runRound(runner, name);
        if (tally.rows !== rows) throw new Error(`${name} read ${tally.rows} of ${rows} rows (${title})`);
        sums.add(tally.sum);
        if (round >= 0) speeds.get(name)!.push(rows / processorSeconds);
      }
    }
    if (sums.size > 1) throw new Error(`the contenders' sums differ (${title}): ${[...sums].join(', ')}`);
  } finally {
    for (const runner of runners.values()) if (runner.connected) runner.disconnect();
  }
  return compare(sample, speeds);
}

/** A process of its own for each: what one does to the heap and to compiled code is not the others' affair. */
function startRunner(name: string, sample: SampleName, rows: number): ChildProcess {
  const script = fileURLToPath(new URL('run-contender.ts', import.meta.url));
  return fork(script, [name, sample, String(rows)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

async function runRound(runner: ChildProcess, name: string): Promise<Round> {
  runner.send('run');
  const ended = new AbortController();
  const [round] = (await Promise.race([
    once(runner, 'message', { signal: ended.signal }),
    once(runner, 'exit', { signal: ended.signal }).then(([code, signal]) => {
      throw new Error(`${name} ended with ${signal === null ? `exit code ${code}` : signal}`);
    }),
  ]).finally(() => ended.abort())) as [Round];
  return round;
}

function compare(sample: SampleName, speeds: ReadonlyMap<string, readonly number[]>): BenchRow[] {
  const { title } = samples[sample];
  // What else runs on the machine, and on its host, can only take time away.
  const speedOf = (name: string): number => Math.round(Math.max(...speeds.get(name)!));
  const others = [...speeds.keys()].filter((name) => name !== OURS);
  const ahead = others.every((name) => speedOf(name) < speedOf(OURS));
  const target =
    sample === 'plain'
      ? { target: '≥ 1,000,000 and ahead of each', met: ahead && speedOf(OURS) >= TARGET_ROWS_PER_SECOND }
      : { target: 'ahead of each', met: ahead };
  return [
    { name: `${title}: ${OURS}`, value: speedOf(OURS), unit: 'rows/CPU-s', ...target },
    ...others.map((name) => ({
      name: `${title}: ${name}`,
      value: speedOf(name),
      unit: 'rows/CPU-s',
      ratio: speedOf(name) / speedOf(OURS),
      against: OURS,
    })),
  ];
}
