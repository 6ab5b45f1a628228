import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { contenders, quoteReaders } from './contenders.ts';
import { sampleFiles } from './sample-files.ts';

const CHUNK_BYTES = 65_536;
const OURS = 'groundcrew';
const TARGET_ROWS_PER_SECOND = 1_000_000;

/**
 * Decode, parse and validate: bytes in memory, in 64 KiB chunks, into checked row objects. Rows per second
 * of CPU time, that of the garbage collector's threads included: what one core does.
 */
export async function benchParse({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const size = { rows: short ? 100_000 : 2_000_000, rounds: short ? 1 : 3, printLine };
  const everyone = Object.keys(contenders);
  return [
    ...(await race('plain', everyone, size)),
    ...(await race('quoted', quoteReaders, size)),
    ...(await race('koreanUtf8', everyone, size)),
    ...(await race('koreanCp949', [OURS], size)),
  ];
}

const titles: Record<keyof typeof sampleFiles, string> = {
  plain: 'Berlin,Echo Plus 12,0',
  quoted: 'every cell quoted',
  koreanUtf8: 'Korean, UTF-8',
  koreanCp949: 'Korean, CP949',
};

async function race(
  kind: keyof typeof sampleFiles,
  names: readonly string[],
  { rows, rounds, printLine }: { rows: number; rounds: number; printLine: BenchOptions['printLine'] },
): Promise<BenchRow[]> {
  printLine(`${titles[kind]}: ${rows} rows, ${rounds} rounds`);
  const file = sampleFiles[kind](rows);
  const warmUp = sampleFiles[kind](Math.min(rows, 100_000));
  const speeds = new Map<string, number[]>(names.map((name) => [name, []]));
  for (const name of names) await contenders[name]!(chunksOf(warmUp));
  // Round by round, so that what else the machine does falls on all.
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const chunks = chunksOf(file);
      const start = process.cpuUsage();
      const tally = await contenders[name]!(chunks);
      const { user, system } = process.cpuUsage(start);
      if (tally.rows !== rows)
        throw new Error(`${name} read ${tally.rows} of ${rows} rows (${titles[kind]})`);
      speeds.get(name)!.push(rows / ((user + system) / 1e6));
    }
  }
  const speedOf = (name: string): number => Math.round(median(speeds.get(name)!));
  return names.map((name) => {
    const row = { name: `${titles[kind]}: ${name}`, value: speedOf(name), unit: 'rows/CPU-s' };
    if (name !== OURS) return { ...row, ratio: speedOf(name) / speedOf(OURS), against: OURS };
    if (kind !== 'plain') return row;
    const met =
      speedOf(OURS) >= TARGET_ROWS_PER_SECOND && names.every((other) => speedOf(other) <= speedOf(OURS));
    return { ...row, target: '≥ 1,000,000 and ahead of each', met };
  });
}

/** A copy in chunks, one for each run: csv-parser writes into the bytes it is given. */
function chunksOf(file: Uint8Array): Uint8Array[] {
  const length = Math.ceil(file.length / CHUNK_BYTES);
  return Array.from({ length }, (_, i) => Buffer.from(file.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)));
}
