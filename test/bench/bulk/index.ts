import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { contenders } from './contenders.ts';

const PLAIN = 'a plain loop, gzip';
const OURS = 'groundcrew, zstd';
const TARGET_ROWS_PER_SECOND = 400_000;
const CHUNK_BYTES = 65_536;
const stores = ['Berlin', 'Seoul', 'Barcelona', 'Kathmandu'];

/**
 * Rows into compressed lines of a bulk put, parsing included: rows per second of CPU time, that of the threads that compress included.
 * Round by round in one process; the first one is for compilers to warm up.
 */
export async function benchBulk({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const rows = short ? 50_000 : 400_000;
  const rounds = short ? 1 : 5;
  const chunks = fileOf(rows);
  const speeds = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    printLine(`round ${round} of ${rounds}`);
    for (const [name, convert] of Object.entries(contenders)) {
      const start = process.cpuUsage();
      if ((await convert(chunks)) === 0) throw new Error(`${name} wrote nothing`);
      const { user, system } = process.cpuUsage(start);
      if (round > 0) speeds.get(name)!.push(rows / ((user + system) / 1e6));
    }
  }
  const plain = speeds.get(PLAIN)!;
  return [...speeds].map(([name, found]) => ({
    name: `rows into lines: ${name}`,
    value: Math.round(median(found)),
    unit: 'rows/CPU-s',
    ...(name !== PLAIN && {
      ratio: median(found.map((speed, round) => speed / plain[round]!)),
      against: PLAIN,
    }),
    ...(name === OURS && {
      target: `≥ ${TARGET_ROWS_PER_SECOND.toLocaleString('en-US')}`,
      met: median(found) >= TARGET_ROWS_PER_SECOND,
    }),
  }));
}

/** Sorted by nothing: each shelf once, as a file should be. */
function fileOf(rows: number): Uint8Array[] {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${stores[i % stores.length]},Echo Plus ${Math.floor(i / stores.length)},${i % 37}\n`,
  );
  const bytes = Buffer.from(`store,item,count\n${lines.join('')}`);
  const length = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length }, (_, i) => bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
}
