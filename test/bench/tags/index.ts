import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MAX_IDS_PER_TAG_CALL } from '@groundcrew/aws/ec2/tagging';
import { buildBundle } from '@groundcrew/functions/build';
import type { BenchOptions, BenchRow } from '../bench-row.ts';
import type { Measurement } from './measurement.ts';

const run = promisify(execFile);
const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Size {
  readonly untagged: number;
  readonly mixedHundreds: number;
  /** Resources that the plain audit asks for. */
  readonly sample: number;
}

const fullSize: Size = { untagged: 10_000, mixedHundreds: 1_000, sample: 5_000 };
const shortSize: Size = { untagged: 500, mixedHundreds: 50, sample: 100 };

/**
 * Tags instances that all need the same, and audits an account with resources of all sorts, each beside the plain loop
 * over the SDK with one call a resource. Each contender is a process of its own, bundled the same way, and has an
 * embedded AWS of its own, in yet another one.
 */
export async function benchTags({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const size = short ? shortSize : fullSize;
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-tags-'));
  const measure = async (name: string, account: readonly [kind: string, size: number], ...rest: number[]) => {
    printLine(`tags: ${name}, ${account.join(' ')}`);
    return await measureIn(folder, name, account, rest);
  };
  try {
    const untagged = ['untagged', size.untagged] as const;
    const mixed = ['mixed', size.mixedHundreds] as const;
    return [
      ...compareApplies(await measure('apply', untagged), await measure('plain-apply', untagged)),
      ...compareAudits(await measure('audit', mixed), await measure('plain-audit', mixed, size.sample)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureIn(
  folder: string,
  name: string,
  account: readonly [kind: string, size: number],
  rest: readonly number[],
): Promise<Measurement> {
  const { directory } = await buildBundle(name, fileOf(`${name}.ts`), join(folder, name));
  const endpoint = spawn(process.execPath, [fileOf('endpoint.ts'), ...account.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [url] = (await once(endpoint.stdout, 'data')) as [Buffer];
    const { stdout } = await run(
      process.execPath,
      [join(directory, 'index.mjs'), String(url).trim(), ...rest.map(String)],
      { env: { PATH: process.env.PATH } },
    );
    return JSON.parse(stdout) as Measurement;
  } finally {
    endpoint.stdin.end();
  }
}

function compareApplies(ours: Measurement, plain: Measurement): BenchRow[] {
  if (ours.resources !== plain.resources) {
    throw new Error(`${ours.resources} resources were tagged, and ${plain.resources} by the plain loop`);
  }
  const fewest = Math.ceil(ours.resources / MAX_IDS_PER_TAG_CALL);
  return [
    {
      name: `apply, ${ours.resources} resources: calls that change`,
      value: ours.changing,
      unit: 'calls',
      ratio: ours.changing / fewest,
      against: 'the fewest possible',
      target: '1 ×',
      met: ours.changing === fewest,
    },
    { name: 'apply: all calls, with the reads before and after', value: ours.calls, unit: 'calls' },
    { name: 'apply: time', value: ours.seconds, unit: 's' },
    { name: 'apply: processor time', value: ours.processorSeconds, unit: 's' },
    { name: 'apply: peak RSS', value: ours.peakRssMib, unit: 'MiB' },
    {
      name: 'plain loop: calls that change',
      value: plain.changing,
      unit: 'calls',
      ratio: plain.changing / ours.changing,
      against: 'ours',
    },
    {
      name: 'plain loop: time',
      value: plain.seconds,
      unit: 's',
      ratio: plain.seconds / ours.seconds,
      against: 'ours',
    },
  ];
}

function compareAudits(ours: Measurement, plain: Measurement): BenchRow[] {
  const scale = ours.resources / plain.resources;
  return [
    { name: `audit, ${ours.resources} resources: calls`, value: ours.calls, unit: 'calls' },
    { name: 'audit: time', value: ours.seconds, unit: 's' },
    { name: 'audit: speed', value: ours.resources / ours.processorSeconds, unit: 'resources/CPU-s' },
    { name: 'audit: peak RSS', value: ours.peakRssMib, unit: 'MiB' },
    {
      name: `plain loop, scaled from ${plain.resources}: calls`,
      value: plain.calls * scale,
      unit: 'calls',
      ratio: (plain.calls * scale) / ours.calls,
      against: 'ours',
    },
    {
      name: 'plain loop, scaled: time',
      value: plain.seconds * scale,
      unit: 's',
      ratio: (plain.seconds * scale) / ours.seconds,
      against: 'ours',
    },
    {
      name: 'plain loop: speed',
      value: plain.resources / plain.processorSeconds,
      unit: 'resources/CPU-s',
      ratio: plain.resources / plain.processorSeconds / (ours.resources / ours.processorSeconds),
      against: 'ours',
    },
  ];
}
