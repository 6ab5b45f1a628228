import type { BenchOptions, BenchRow } from '../bench-row.ts';
import { type Detector, groundcrew, stl, threeSigma } from './detectors.ts';
import * as forecasts from './forecasts.ts';
import {
  type Incident,
  incidents,
  JUDGED,
  type LabelledSeries,
  makeSeries,
  type Rhythm,
  rhythms,
} from './series.ts';

const detectors: Readonly<Record<string, Detector>> = { groundcrew, '3 sigma': threeSigma, STL: stl };
const methods: Readonly<Record<string, forecasts.Forecast>> = {
  groundcrew: forecasts.groundcrew,
  'run-rate': forecasts.runRate,
  'last week': forecasts.lastWeek,
  'Holt-Winters': forecasts.holtWinters,
};
const MONTHS_JUDGED = JUDGED / 30.4;
// September and October of the series, whose first day is 1 June.
const MONTHS = [
  { start: 92, last: 121 },
  { start: 122, last: 152 },
];
const DAYS = [5, 10, 15, 20];

/** Anomalies and forecasts on labelled series: what is found, what is a false alarm, and how far a forecast is off. */
export async function benchCostSeries({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  // Of each kind; alarms are seldom, and their share of a dozen series is chance.
  const judged = seriesOf(short ? 1 : 40);
  const forecast = seriesOf(short ? 1 : 12);
  printLine(`${judged.length} series, ${forecast.length} of them forecast`);
  return [...anomalyRows(judged), ...forecastRows(forecast)];
}

function seriesOf(count: number): LabelledSeries[] {
  const seeds = Array.from({ length: count }, (_, index) => index + 1);
  return rhythms.flatMap((rhythm) =>
    incidents.flatMap((incident) => seeds.map((seed) => makeSeries(rhythm, incident, seed))),
  );
}

function anomalyRows(all: readonly LabelledSeries[]): BenchRow[] {
  const rows: BenchRow[] = [];
  for (const [name, detector] of Object.entries(detectors)) {
    const found = all.map((series) => ({ series, ...judged(series, detector) }));
    const isOurs = name === 'groundcrew';
    for (const rhythm of rhythms) {
      const those = found.filter(({ series }) => series.rhythm === rhythm);
      const alarms =
        those.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0) / those.length / MONTHS_JUDGED;
      rows.push({
        name: `${name}: false alarms, ${rhythm}`,
        value: alarms,
        unit: 'a series and month',
        ...(isOurs && { target: '≤ 0.5', met: alarms <= 0.5 }),
      });
      const labelled = those.filter(({ series }) => isFindable(series));
      const recall = (100 * labelled.filter(({ isFound }) => isFound).length) / labelled.length;
      rows.push({
        name: `${name}: recall, ${rhythm}`,
        value: recall,
        unit: '%',
        ...(isOurs && { target: '≥ 90', met: recall >= 90 }),
      });
    }
    for (const incident of incidents.filter((each) => each !== 'none')) {
      const those = found.filter(({ series }) => series.incident === incident && isFindable(series));
      const recall = (100 * those.filter(({ isFound }) => isFound).length) / those.length;
      rows.push({ name: `${name}: recall, ${incident}`, value: recall, unit: '%' });
    }
  }
  return rows;
}

/** The least excess that each detector reports. */
const MINIMUM = 10;

/** What adds nothing, as a sporadic cost that doubles on five days without one, or less than the minimum, is not to be found. */
function isFindable({ label, extra }: LabelledSeries): boolean {
  return label !== null && extra >= MINIMUM;
}

function judged({ label, ...series }: LabelledSeries, detector: Detector) {
  const runs = detector({ label, ...series });
  // It is the incident if at least half of its days are.
  const isHit = ([first, last]: readonly [number, number]) =>
    label !== null && 2 * (Math.min(last, label[1]) - Math.max(first, label[0]) + 1) >= last - first + 1;
  return {
    isFound: runs.some(isHit),
    falseAlarms: runs.filter((run) => !isHit(run) && (label === null || run[1] < label[0])).length,
  };
}

/** Mean absolute error of the month's cost, as a part of it: by rhythm or incident, and over all. */
function forecastRows(all: readonly LabelledSeries[]): BenchRow[] {
  const rows: BenchRow[] = [];
  const cases = casesOf(all);
  // A new service has no month to forecast before it begins.
  const kinds: readonly (readonly [string, (series: LabelledSeries) => boolean])[] = [
    ...rhythms.map(
      (rhythm: Rhythm) =>
        [rhythm, (series: LabelledSeries) => series.rhythm === rhythm && series.incident === 'none'] as const,
    ),
    ...incidents
      .filter((incident) => incident !== 'none')
      .map(
        (incident: Incident) => [incident, (series: LabelledSeries) => series.incident === incident] as const,
      ),
    ['all', () => true],
  ];
  for (const [kind, isOfKind] of kinds) {
    for (const day of kind === 'all' ? [...DAYS, 0] : [0]) {
      const those = cases.filter((each) => isOfKind(each.series) && (day === 0 || each.day === day));
      const errors = Object.keys(methods).map((name) => [name, meanError(those, name)] as const);
      const best = Math.min(...errors.slice(1).map(([, error]) => error));
      for (const [name, error] of errors) {
        const isOurs = name === 'groundcrew';
        const limit = kind === 'all' ? 1 : 1.1;
        rows.push({
          name: `${name}: forecast, ${kind}${day === 0 ? '' : `, day ${day}`}`,
          value: error * 100,
          unit: '% off',
          ...(isOurs && {
            ratio: error / best,
            against: 'best',
            target: `≤ ${limit} ×`,
            met: error <= limit * best,
          }),
        });
      }
    }
  }
  const inside = insideRange(cases) * 100;
  rows.push({
    name: 'groundcrew: truth within the 80% range',
    value: inside,
    unit: '%',
    target: '75 to 90',
    met: inside >= 75 && inside <= 90,
  });
  return rows;
}

/** A month of a series as seen on one of its days, and what each method expects of the rest. */
interface Case {
  readonly series: LabelledSeries;
  readonly day: number;
  readonly spent: number;
  readonly truth: number;
  readonly expected: Readonly<Record<string, ReturnType<forecasts.Forecast>>>;
}

function casesOf(all: readonly LabelledSeries[]): Case[] {
  return all.flatMap((series) =>
    MONTHS.flatMap(({ start, last }) =>
      DAYS.flatMap((day): Case[] => {
        const end = start + day;
        const spent = forecasts.sum(series.values.slice(start, end));
        const truth = forecasts.sum(series.values.slice(start, last + 1));
        const { incident, label } = series;
        // Nothing was spent yet. And what begins later can't be known.
        if (incident === 'new service' && forecasts.sum(series.values.slice(end - 7, end)) === 0) return [];
        if (truth === 0 || (label !== null && label[0] >= end && label[0] <= last)) return [];
        const expected = Object.fromEntries(
          Object.entries(methods).map(([name, method]) => [name, method(series, end, last, start)]),
        );
        return [{ series, day, spent, truth, expected }];
      }),
    ),
  );
}

function meanError(those: readonly Case[], method: string): number {
  const errors = those.map(
    ({ spent, truth, expected }) => Math.abs(spent + expected[method]!.cost - truth) / truth,
  );
  return forecasts.sum(errors) / errors.length;
}

function insideRange(those: readonly Case[]): number {
  const inside = those.filter(({ spent, truth, expected }) => {
    const { low = 0, high = 0 } = expected.groundcrew!;
    return truth - spent >= low && truth - spent <= high;
  });
  return inside.length / those.length;
}
