import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DEFAULT_SHARE } from '@groundcrew/aws/ec2';
import { buildBundle } from '@groundcrew/functions/build';
import type { BenchOptions, BenchRow } from '../bench-row.ts';
import type { Measurement } from './count-calls.ts';
import {
  type FleetSize,
  fewestCalls,
  fullSize,
  instancesOf,
  leastSeconds,
  regionNames,
  shortSize,
} from './fleet-size.ts';

const run = promisify(execFile);
const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** As `scripts/groundcrew.mjs` starts `ec2 list`. */
const nodeOptions = ['--max-semi-space-size=8'];
const commandEnv = { MALLOC_ARENA_MAX: '1' };
const TARGET_RATIO = 1.15;
const TARGET_MIB = 256;

/**
 * Lists a large account through EC2's token buckets, beside a plain loop of the SDK's paginators, and beside the same
 * calls whose pages are thrown away. Each of them is a process of its own, bundled the same way, and has a server of
 * recorded pages of its own, whose buckets are full.
 */
export async function benchFleet({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const size = short ? shortSize : fullSize;
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-fleet-'));
  try {
    printLine(`fleet: ${instancesOf(size)} instances in ${regionNames.length} regions`);
    const listed: Measurement[] = [];
    const received: Measurement[] = [];
    // In turns, so that what else the machine does falls on both.
    for (let round = 0; round < (short ? 1 : 3); round += 1) {
      listed.push(await measure('ours', folder, size, instancesOf(size)));
      received.push(await measure('receive', folder, size, fewestCalls(size) - 1));
    }
    printLine('fleet: the same by the paginators of the SDK');
    const plain = await measure('paginators', folder, size, instancesOf(size));
    return compare(middleOf(listed), middleOf(received), plain, size, short);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The measurement of the median time. */
function middleOf(measurements: readonly Measurement[]): Measurement {
  return measurements.toSorted((a, b) => a.seconds - b.seconds)[measurements.length >> 1]!;
}

async function measure(
  name: string,
  folder: string,
  size: FleetSize,
  expected: number,
): Promise<Measurement> {
  const { directory } = await buildBundle(name, fileOf(`${name}.ts`), join(folder, name));
  const endpoint = spawn(process.execPath, [fileOf('endpoint.ts'), JSON.stringify(size)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [url] = (await once(endpoint.stdout, 'data')) as [Buffer];
    const { stdout } = await run(
      process.execPath,
      [...nodeOptions, join(directory, 'index.mjs'), String(url).trim()],
      {
        env: { PATH: process.env.PATH, ...commandEnv },
      },
    );
    const measurement = JSON.parse(stdout) as Measurement;
    if (measurement.count !== expected)
      throw new Error(`${name} listed ${measurement.count}, not ${expected}`);
    return measurement;
  } finally {
    endpoint.stdin.end();
  }
}

function compare(
  ours: Measurement,
  received: Measurement,
  plain: Measurement,
  size: FleetSize,
  short: boolean,
): BenchRow[] {
  const fewest = fewestCalls(size);
  const least = leastSeconds(size, DEFAULT_SHARE);
  const all = `${instancesOf(size)} instances`;
  // A few pages lie in the bucket at the start.
  const besideLeast = ({ seconds }: Measurement) =>
    least === 0 ? {} : { ratio: seconds / least, against: `the bucket's minimum, ${least.toFixed(1)} s` };
  return [
    {
      name: `${all}: calls`,
      value: ours.calls,
      unit: 'calls',
      ratio: ours.calls / fewest,
      against: 'the fewest possible',
      target: '1 ×',
      met: ours.calls === fewest,
    },
    { name: 'throttles', value: ours.throttles, unit: 'answers', target: '0', met: ours.throttles === 0 },
    {
      name: 'time',
      value: ours.seconds,
      unit: 's',
      ...besideLeast(ours),
      ...(!short && { target: `≤ ${TARGET_RATIO} ×`, met: ours.seconds <= TARGET_RATIO * least }),
    },
    { name: 'processor time', value: ours.processorSeconds, unit: 's' },
    {
      name: 'peak RSS',
      value: ours.peakRssMib,
      unit: 'MiB',
      target: `≤ ${TARGET_MIB}`,
      met: ours.peakRssMib <= TARGET_MIB,
    },
    {
      name: 'pages received and thrown away: time',
      value: received.seconds,
      unit: 's',
      ...besideLeast(received),
    },
    { name: 'pages received and thrown away: processor time', value: received.processorSeconds, unit: 's' },
    { name: 'paginators: calls', value: plain.calls, unit: 'calls' },
    { name: 'paginators: throttles', value: plain.throttles, unit: 'answers' },
    {
      name: 'paginators: time',
      value: plain.seconds,
      unit: 's',
      ratio: plain.seconds / ours.seconds,
      against: 'ours',
    },
    { name: 'paginators: processor time', value: plain.processorSeconds, unit: 's' },
    { name: 'paginators: peak RSS', value: plain.peakRssMib, unit: 'MiB' },
  ];
}
