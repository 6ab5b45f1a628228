import type { Metric } from './metric-store.ts';

/** A value for each period that has any. */
export interface DataPoint {
  /** When the period begins, in milliseconds since 1970. */
  readonly timestamp: number;
  readonly value: number;
}

export interface StatisticQuery {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodSeconds: number;
  readonly statistic: Statistic;
  /** Omitted: values of any unit. */
  readonly unit?: string;
}

export type Statistic = (values: readonly number[]) => number;

const sum: Statistic = (values) => values.reduce((total, value) => total + value, 0);

const statistics: Readonly<Record<string, Statistic>> = {
  SampleCount: (values) => values.length,
  Sum: sum,
  Average: (values) => sum(values) / values.length,
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
};

export const statisticNames = [...Object.keys(statistics), 'p0.0 to p100'];

/** The statistic of that name; `undefined`: there is none here. */
export function statisticOf(name: string): Statistic | undefined {
  if (Object.hasOwn(statistics, name)) return statistics[name];
  const percent = Number(/^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1] ?? Number.NaN);
  if (!(percent >= 0 && percent <= 100)) return undefined;
  return (values) =>
    percentile(
      values.toSorted((a, b) => a - b),
      percent / 100,
    );
}

/** By nearest rank; CloudWatch interpolates where there are many values. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/** Oldest first. Periods begin at multiples of their length since 1970. */
export function dataPoints(
  { values }: Pick<Metric, 'values'>,
  { startMs, endMs, periodSeconds, statistic, unit }: StatisticQuery,
): DataPoint[] {
  const periodMs = periodSeconds * 1000;
  const firstMs = Math.floor(startMs / periodMs) * periodMs;
  const periods = new Map<number, number[]>();
  for (const { timestamp, value, unit: ownUnit } of values) {
    if (timestamp < firstMs || timestamp >= endMs || (unit !== undefined && unit !== ownUnit)) continue;
    const begin = Math.floor(timestamp / periodMs) * periodMs;
    const inPeriod = periods.get(begin);
    if (inPeriod) inPeriod.push(value);
    else periods.set(begin, [value]);
  }
  return [...periods]
    .toSorted(([a], [b]) => a - b)
    .map(([timestamp, inPeriod]) => ({ timestamp, value: statistic(inPeriod) }));
}
