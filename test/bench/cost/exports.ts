import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { makeExport } from './make-export.ts';
import type { Measurement } from './measurement.ts';
import { questions } from './questions.ts';

const run = promisify(execFile);
const cacheFolder = fileURLToPath(new URL('../../../.cache/bench/cost', import.meta.url));
const TARGET_RATIO = 1.2;

/** Questions to an export of a month, beside DuckDB alone and beside JavaScript; each contender is a process of its own. */
export async function benchExports({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const size = short
    ? { rows: 300_000, sample: 30_000, rounds: 1 }
    : { rows: 10_000_000, sample: 500_000, rounds: 5 };
  printLine(`cost: a Parquet export of ${size.rows} rows, made where it is not there yet`);
  const folder = await makeExport(cacheFolder, size.rows);
  const results: BenchRow[] = [];
  for (const name of Object.keys(questions)) {
    printLine(`cost: ${questions[name]!.title}, ${size.rounds} rounds`);
    results.push(...(await measureQuestion(name, folder, size, short)));
  }
  return results;
}

interface Size {
  readonly rows: number;
  readonly sample: number;
  readonly rounds: number;
}

async function measureQuestion(
  name: string,
  folder: string,
  size: Size,
  short: boolean,
): Promise<BenchRow[]> {
  const measure = async (file: string, ...rest: string[]): Promise<Measurement> => {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const { stdout } = await run(process.execPath, [path, name, folder, ...rest]);
    return JSON.parse(stdout) as Measurement;
  };
  const rounds: Round[] = [];
  // Round by round, so that what else the machine does falls on all.
  for (let round = 0; round < size.rounds; round++) {
    const measured: Round = {
      ours: await measure('read-export.ts'),
      exact: await measure('by-hand.ts', 'decimal'),
      float: await measure('by-hand.ts', 'float'),
      rowByRow: await measure('read-rows.ts', String(size.sample)),
    };
    const { ours, exact, rowByRow } = measured;
    if (ours.digest !== exact.digest) throw new Error(`${name}: the query by hand has other sums`);
    if (rowByRow.count !== size.sample)
      throw new Error(`${rowByRow.count} rows were read, not ${size.sample}`);
    rounds.push(measured);
  }
  return compare(questions[name]!.title, rounds, size, short);
}

interface Round {
  readonly ours: Measurement;
  readonly exact: Measurement;
  readonly float: Measurement;
  readonly rowByRow: Measurement;
}

function compare(
  title: string,
  rounds: readonly Round[],
  { rows, sample }: Size,
  short: boolean,
): BenchRow[] {
  const of = (who: keyof Round, what: 'seconds' | 'processorSeconds' | 'peakRssMib'): number =>
    median(rounds.map((round) => round[who][what]));
  const [seconds, bare] = [of('ours', 'seconds'), of('float', 'seconds')];
  const times = seconds / of('exact', 'seconds');
  const processorTimes = of('ours', 'processorSeconds') / of('exact', 'processorSeconds');
  const scaled = (of('rowByRow', 'seconds') * rows) / sample;
  const scaledProcessor = (of('rowByRow', 'processorSeconds') * rows) / sample;
  return [
    {
      name: `${title}, ${rows} rows: time`,
      value: seconds,
      unit: 's',
      ratio: times,
      against: 'the same in SQL by hand',
      // So few rows take less time than looking at the columns of a file.
      ...(!short && { target: `≤ ${TARGET_RATIO} ×`, met: times <= TARGET_RATIO }),
    },
    {
      name: `${title}: processor time`,
      value: of('ours', 'processorSeconds'),
      unit: 's',
      ratio: processorTimes,
      against: 'the same in SQL by hand',
    },
    { name: `${title}: peak RSS`, value: of('ours', 'peakRssMib'), unit: 'MiB' },
    { name: 'the same in SQL by hand: time', value: of('exact', 'seconds'), unit: 's' },
    { name: 'the same in SQL by hand: processor time', value: of('exact', 'processorSeconds'), unit: 's' },
    { name: 'the same in SQL by hand: peak RSS', value: of('exact', 'peakRssMib'), unit: 'MiB' },
    {
      name: 'bare sum of floating-point numbers: time',
      value: bare,
      unit: 's',
      ratio: bare / seconds,
      against: 'ours',
    },
    {
      name: 'bare sum of floating-point numbers: processor time',
      value: of('float', 'processorSeconds'),
      unit: 's',
      ratio: of('float', 'processorSeconds') / of('ours', 'processorSeconds'),
      against: 'ours',
    },
    { name: 'bare sum of floating-point numbers: peak RSS', value: of('float', 'peakRssMib'), unit: 'MiB' },
    {
      name: `rows added up in JavaScript, scaled from ${sample}: time`,
      value: scaled,
      unit: 's',
      ratio: scaled / seconds,
      against: 'ours',
    },
    {
      name: 'rows added up in JavaScript, scaled: processor time',
      value: scaledProcessor,
      unit: 's',
      ratio: scaledProcessor / of('ours', 'processorSeconds'),
      against: 'ours',
    },
    { name: 'rows added up in JavaScript: peak RSS', value: of('rowByRow', 'peakRssMib'), unit: 'MiB' },
  ];
}
