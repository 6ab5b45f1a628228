import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { days } from './groups.ts';
import type { ToldReport } from './told-report.ts';

const run = promisify(execFile);
/** As the command itself is started: see `scripts/groundcrew.mjs`. */
const nodeOptions = ['--max-semi-space-size=8', '--heap-growing-percent=10'];
const formats = ['table', 'json', 'csv', 'html'] as const;
const plain = 'plain script';

/** A report of many groups in each format, beside a plain script; each contender is a process of its own. */
export async function benchReports({ short, say }: BenchOptions): Promise<BenchRow[]> {
  const [groups, rounds] = short ? [500, 1] : [10_000, 3];
  say(`cost: reports of ${groups} groups × ${days.length} days, ${rounds} rounds`);
  const told = new Map<string, ToldReport[]>([plain, ...formats].map((name) => [name, []]));
  // Round by round, so that what else the machine does falls on all.
  for (let round = 0; round < rounds; round++) {
    told.get(plain)!.push(await measure('plain-report.ts', String(groups)));
    for (const format of formats) told.get(format)!.push(await measure('report.ts', String(groups), format));
  }
  return [...compareBuilding(told, groups), ...compareWriting(told, groups)];
}

async function measure(file: string, ...rest: string[]): Promise<ToldReport> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout } = await run(process.execPath, [...nodeOptions, path, ...rest]);
  const told = JSON.parse(stdout) as ToldReport;
  if (told.characters === 0) throw new Error(`${file} ${rest.join(' ')} wrote nothing`);
  return told;
}

type AllTold = ReadonlyMap<string, readonly ToldReport[]>;

function compareBuilding(told: AllTold, groups: number): BenchRow[] {
  const ours = formats.flatMap((format) => told.get(format)!);
  const theirs = told.get(plain)!;
  const lines = ours[0]!.lines;
  const speedOf = (all: readonly ToldReport[]): number =>
    Math.round(lines / median(all.map(({ buildSeconds }) => buildSeconds)));
  const rssOf = (all: readonly ToldReport[]): number => median(all.map(({ builtRssMib }) => builtRssMib));
  return [
    {
      name: `summary and report of ${groups} groups × ${days.length} days`,
      value: speedOf(ours),
      unit: 'lines/CPU-s',
    },
    { name: 'summary and report: peak RSS, lines included', value: rssOf(ours), unit: 'MiB' },
    {
      name: `${plain} that adds up by group and day`,
      value: speedOf(theirs),
      unit: 'lines/CPU-s',
      ratio: speedOf(theirs) / speedOf(ours),
      against: 'ours',
    },
    { name: `${plain}: peak RSS, lines included`, value: rssOf(theirs), unit: 'MiB' },
  ];
}

function compareWriting(told: AllTold, groups: number): BenchRow[] {
  const speedOf = (name: string): number =>
    Math.round(groups / median(told.get(name)!.map(({ writeSeconds }) => writeSeconds)));
  const mibOf = (name: string, what: (each: ToldReport) => number): number =>
    median(told.get(name)!.map(what));
  return [...formats, plain].flatMap((name) => [
    {
      name: name === plain ? `JSON.stringify of the ${plain}'s rows` : `${name}, ${groups} groups`,
      value: speedOf(name),
      unit: 'rows/CPU-s',
      ...(name !== plain && { ratio: speedOf(name) / speedOf(plain), against: 'JSON.stringify' }),
    },
    {
      name: `${name}: peak RSS of the process`,
      value: mibOf(name, ({ peakRssMib }) => peakRssMib),
      unit: 'MiB',
    },
    {
      name: `${name}: of that, on top of the report as data`,
      value: mibOf(name, ({ peakRssMib, builtRssMib }) => peakRssMib - builtRssMib),
      unit: 'MiB',
    },
  ]);
}
