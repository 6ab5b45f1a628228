import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDuckdb, quoteText } from '@groundcrew/duckdb';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { buildCommand } from '../../support/built-command.ts';
import { makeExport } from './make-export.ts';
import { month } from './questions.ts';

const run = promisify(execFile);
const cacheFolder = fileURLToPath(new URL('../../../.cache/bench/cost', import.meta.url));
const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const kinds = ['exact', 'one-scan', 'float', 'bare'] as const;
const MAX_MIB = 400;

interface Usage {
  readonly processorSeconds: number;
  readonly peakRssMib: number;
}

/** The whole command `cost report`, from its start, beside its questions written by hand; each a process of its own. */
export async function benchWholeReports({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const rounds = short ? 1 : 3;
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-bench-'));
  try {
    const command = await buildCommand(folder);
    const parquet = await makeExport(cacheFolder, short ? 50_000 : 10_000_000);
    const csv = await makeCsv(await makeExport(cacheFolder, short ? 50_000 : 2_000_000));
    const sources = [
      {
        title: 'Parquet',
        source: parquet,
        files: `${parquet}/data/BILLING_PERIOD=${month.period}/*.parquet`,
      },
      { title: 'CSV.gz', source: csv, files: csv },
    ];
    const rows: BenchRow[] = [];
    for (const { title, source, files } of sources) {
      printLine(`cost: the whole command, ${title}, ${rounds} rounds`);
      const measured = new Map<string, Usage[]>();
      const usageFile = join(folder, 'usage.json');
      const measure = async (name: string, words: readonly string[]) => {
        await run(process.execPath, ['--import', fileOf('report-usage.mjs'), ...words], {
          env: { ...process.env, USAGE_FILE: usageFile },
        });
        const usage = JSON.parse(await readFile(usageFile, 'utf8')) as Usage;
        measured.set(name, [...(measured.get(name) ?? []), usage]);
      };
      for (let round = 0; round < rounds; round++) {
        await measure('ours', [command, 'cost', 'report', '--period', month.period, '--source', source]);
        for (const kind of kinds) {
          // A CSV is parsed by each statement: nobody would ask four of it.
          if (title === 'CSV.gz' && kind !== 'one-scan' && kind !== 'bare') continue;
          await measure(kind, [fileOf('whole-by-hand.ts'), kind, files]);
        }
      }
      rows.push(...compare(title, measured, short));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rows of an export as one packed CSV file; made once. */
async function makeCsv(folder: string): Promise<string> {
  const file = `${folder}.csv.gz`;
  if ((await stat(file).catch(() => null)) !== null) return file;
  const duckdb = await openDuckdb();
  try {
    const from = `read_parquet(${quoteText(`${folder}/data/*/*.parquet`)}, hive_partitioning=false)`;
    await duckdb.query(
      `COPY (SELECT * REPLACE (to_json(Tags) AS Tags) FROM ${from}) TO ${quoteText(file)} (FORMAT csv, COMPRESSION gzip)`,
    );
  } finally {
    duckdb.close();
  }
  return file;
}

function compare(title: string, measured: ReadonlyMap<string, readonly Usage[]>, short: boolean): BenchRow[] {
  const of = (name: string, what: keyof Usage) =>
    median((measured.get(name) ?? []).map((usage) => usage[what]));
  const seconds = (name: string) => of(name, 'processorSeconds');
  const hands = ['exact', 'one-scan'].filter((name) => measured.has(name));
  const fastest = hands.toSorted((one, other) => seconds(one) - seconds(other))[0]!;
  const names: Readonly<Record<string, string>> = {
    exact: 'its questions by hand, a statement each',
    'one-scan': 'its questions by hand, in one scan',
    float: 'the same in floating point',
    bare: 'bare floating-point sum by service and day',
  };
  const times = seconds('ours') / seconds(fastest);
  return [
    {
      name: `whole report, ${title}: processor time`,
      value: seconds('ours'),
      unit: 's',
      ratio: times,
      against: names[fastest]!,
      ...(!short && { target: '≤ 1.5 ×', met: times <= 1.5 }),
    },
    {
      name: `whole report, ${title}: peak RSS`,
      value: of('ours', 'peakRssMib'),
      unit: 'MiB',
      target: `≤ ${MAX_MIB}`,
      met: of('ours', 'peakRssMib') <= MAX_MIB,
    },
    ...[...measured.keys()]
      .filter((name) => name !== 'ours')
      .flatMap((name): BenchRow[] => [
        {
          name: `${title}, ${names[name]!}: processor time`,
          value: seconds(name),
          unit: 's',
          ratio: seconds('ours') / seconds(name),
          against: 'ours divided by it',
        },
        { name: `${title}, ${names[name]!}: peak RSS`, value: of(name, 'peakRssMib'), unit: 'MiB' },
      ]),
  ];
}
