import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions, BenchRow } from '../bench-row.ts';
import { buildCommand } from '../../support/built-command.ts';
import { BENCH_POLICY, writeBenchSnapshot } from './write-snapshot.ts';

const FULL_SIZE = 100_000;
const SHORT_SIZE = 1_000;
const reportUsage = new URL('report-usage.mjs', import.meta.url).href;

interface Usage {
  readonly peakRssMib: number;
  readonly cpuSeconds: number;
}

/** An audit and a plan of a snapshot, each by the command as it is installed, in a process of its own. */
export async function benchAccount({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const resources = short ? SHORT_SIZE : FULL_SIZE;
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-account-'));
  const measure = async (name: string, ...words: string[]) => {
    printLine(`account: ${name}, ${resources} resources`);
    return await usageOf(command, words, folder);
  };
  const command = await buildCommand(folder);
  try {
    const [snapshot, policy] = [join(folder, 'snapshot.jsonl'), join(folder, 'policy.yaml')];
    await writeBenchSnapshot(snapshot, resources);
    await writeFile(policy, BENCH_POLICY);
    const common = ['--policy', policy, '--from', snapshot];
    const audit = await measure('audit', 'tags', 'audit', ...common, '--output', 'json');
    const plan = await measure('plan', 'tags', 'plan', ...common, '--out', join(folder, 'plan.json'));
    const diff = await measure('diff', 'account', 'diff', snapshot, snapshot);
    return [
      ...rowsOf(`audit of ${resources}`, audit, { mib: 286, resources }),
      ...rowsOf(`plan of ${resources}`, plan, { mib: 477, cpuSeconds: 6, resources }),
      ...rowsOf(`diff of ${resources}`, diff, { resources }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Bars {
  readonly resources: number;
  /** 300 MB are 286 MiB. */
  readonly mib?: number;
  readonly cpuSeconds?: number;
}

function rowsOf(name: string, { peakRssMib, cpuSeconds }: Usage, bars: Bars): BenchRow[] {
  const bar = (value: number, most: number | undefined) =>
    most === undefined ? {} : { target: `≤ ${most}`, met: value <= most };
  return [
    { name: `${name}: peak RSS`, value: peakRssMib, unit: 'MiB', ...bar(peakRssMib, bars.mib) },
    { name: `${name}: processor time`, value: cpuSeconds, unit: 's', ...bar(cpuSeconds, bars.cpuSeconds) },
    { name: `${name}: speed`, value: bars.resources / cpuSeconds, unit: 'resources/CPU-s' },
  ];
}

/** What a command took; what it prints is not kept. */
async function usageOf(command: string, words: readonly string[], folder: string): Promise<Usage> {
  const usageFile = join(folder, 'usage.json');
  const child = spawn(process.execPath, [command, ...words], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { PATH: process.env.PATH, NODE_OPTIONS: `--import=${reportUsage}`, USAGE_FILE: usageFile },
  });
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`groundcrew ${words.join(' ')} ended with ${child.exitCode}`);
  return JSON.parse(await readFile(usageFile, 'utf8')) as Usage;
}
