import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { buildCommand } from '../../support/built-command.ts';

const run = promisify(execFile);
const MAX_RATIO = 3;

/**
 * How long commands of the built package take from their start to their end, beside a Node that does nothing. The
 * contenders take turns; the figures are medians. Node's compile cache is warm, as it is from the second start on.
 */
export async function benchStart({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-start-'));
  try {
    printLine('building the package …');
    const command = await buildCommand(folder);
    const nothing = { name: 'node -e 0', words: ['-e', '0'], samples: [] as number[] };
    const commands = [
      { name: 'groundcrew --help', words: [command, '--help'], samples: [] as number[] },
      { name: 'groundcrew ec2 type m7g.large', words: [command, 'ec2', 'type', 'm7g.large'], samples: [] },
    ];
    for (const { words } of commands) await timeOf(words);
    for (let round = 0; round < (short ? 5 : 41); round += 1) {
      for (const { words, samples } of [nothing, ...commands]) samples.push(await timeOf(words));
    }
    const least = median(nothing.samples);
    return [
      { name: nothing.name, value: least, unit: 'ms' },
      ...commands.map(({ name, samples }) => {
        const ratio = median(samples) / least;
        return {
          name,
          value: median(samples),
          unit: 'ms',
          ratio,
          against: nothing.name,
          target: `≤ ${MAX_RATIO} ×`,
          met: ratio <= MAX_RATIO,
        };
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeOf(words: readonly string[]): Promise<number> {
  const started = performance.now();
  await run(process.execPath, [...words]);
  return performance.now() - started;
}
