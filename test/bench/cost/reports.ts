import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { days } from './groups.ts';
import type { ReportMeasurement } from './report-measurement.ts';

const run = promisify(execFile);
const formats = ['table', 'json', 'csv', 'html'] as const;
const PLAIN_SCRIPT = 'plain script';

/** A report of many groups in each format, beside a plain script; each contender is a process of its own. */
export async function benchReports({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const [groups, rounds] = short ? [500, 1] : [10_000, 3];
  printLine(`cost: reports of ${groups} groups × ${days.length} days, ${rounds} rounds`);
  const measurements = new Map<string, ReportMeasurement[]>(
    [PLAIN_SCRIPT, ...formats].map((name) => [name, []]),
  );
  // Round by round, so that what else the machine does falls on all.
  for (let round = 0; round < rounds; round++) {
    measurements.get(PLAIN_SCRIPT)!.push(await measure('plain-report.ts', String(groups)));
    for (const format of formats)
      measurements.get(format)!.push(await measure('report.ts', String(groups), format));
  }
  return [...compareBuilding(measurements, groups), ...compareWriting(measurements, groups)];
}

async function measure(file: string, ...rest: string[]): Promise<ReportMeasurement> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout } = await run(process.execPath, [path, ...rest]);
  const measurement = JSON.parse(stdout) as ReportMeasurement;
  if (measurement.characters === 0) throw new Error(`${file} ${rest.join(' ')} wrote nothing`);
  return measurement;
}

type ReportMeasurements = ReadonlyMap<string, readonly ReportMeasurement[]>;

function compareBuilding(measurements: ReportMeasurements, groups: number): BenchRow[] {
  const ours = formats.flatMap((format) => measurements.get(format)!);
  const theirs = measurements.get(PLAIN_SCRIPT)!;
  const lines = ours[0]!.lines;
  const speedOf = (all: readonly ReportMeasurement[]): number =>
    Math.round(lines / median(all.map(({ buildSeconds }) => buildSeconds)));
  const rssOf = (all: readonly ReportMeasurement[]): number =>
    median(all.map(({ builtRssMib }) => builtRssMib));
  return [
    {
      name: `summary and report of ${groups} groups × ${days.length} days`,
      value: speedOf(ours),
      unit: 'lines/CPU-s',
    },
    { name: 'summary and report: peak RSS, lines included', value: rssOf(ours), unit: 'MiB' },
    {
      name: `${PLAIN_SCRIPT} that adds up by group and day`,
      value: speedOf(theirs),
      unit: 'lines/CPU-s',
      ratio: speedOf(theirs) / speedOf(ours),
      against: 'ours',
    },
    { name: `${PLAIN_SCRIPT}: peak RSS, lines included`, value: rssOf(theirs), unit: 'MiB' },
  ];
}

function compareWriting(measurements: ReportMeasurements, groups: number): BenchRow[] {
  const speedOf = (name: string): number =>
    Math.round(groups / median(measurements.get(name)!.map(({ writeSeconds }) => writeSeconds)));
  const mibOf = (name: string, what: (each: ReportMeasurement) => number): number =>
    median(measurements.get(name)!.map(what));
  return [...formats, PLAIN_SCRIPT].flatMap((name) => [
    {
      name:
        name === PLAIN_SCRIPT ? `JSON.stringify of the ${PLAIN_SCRIPT}'s rows` : `${name}, ${groups} groups`,
      value: speedOf(name),
      unit: 'rows/CPU-s',
      ...(name !== PLAIN_SCRIPT && {
        ratio: speedOf(name) / speedOf(PLAIN_SCRIPT),
        against: 'JSON.stringify',
      }),
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
