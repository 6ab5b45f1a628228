import { formatCount, formatDuration, type Report, type Row } from '@groundcrew/report';
import type { MetricsReading, SeriesValues } from './read-metrics.ts';

export interface MetricsFacts {
  readonly reading: MetricsReading;
  readonly startMs: number;
  readonly endMs: number;
  readonly periodSeconds: number;
  /** Shows the values of one series, period by period. */
  readonly only?: SeriesValues | undefined;
}

const NO_DATA = 'no data';

/** The report of `inventory metrics`. */
export function metricsReport({ reading, startMs, endMs, periodSeconds, only }: MetricsFacts): Report {
  const { series, isStreamFound } = reading;
  const isEmpty = series.every(({ points }) => points.length === 0);
  return {
    title: 'Figures of the inventory flow',
    catalog: 'inventory',
    csv: only === undefined ? 'metrics' : 'series',
    sections: [
      {
        kind: 'facts',
        key: 'time',
        columns: [
          { key: 'from', title: 'From' },
          { key: 'to', title: 'To' },
          { key: 'periodMs', title: 'Period', unit: 'duration' },
        ],
        values: { from: timeOf(startMs), to: timeOf(endMs), periodMs: periodSeconds * 1_000 },
      },
      only === undefined
        ? {
            kind: 'table',
            key: 'metrics',
            columns: [
              { key: 'group', title: 'About', words: true },
              { key: 'metric', title: 'Figure', words: true, wrap: true },
              { key: 'value', title: 'In all this time', words: true, printed: 'shownValue' },
              { key: 'latest', title: 'In the last period', words: true, printed: 'shownLatest', yields: 1 },
              { key: 'key', title: 'Key', yields: 2 },
              { key: 'statistic', title: 'Statistic', hidden: true },
              { key: 'unit', title: 'Unit', hidden: true },
            ],
            rows: series.map((each) => rowOf(each, lastPeriodOf(endMs, periodSeconds))),
          }
        : {
            kind: 'table',
            key: 'series',
            title: only.title,
            columns: [
              { key: 'time', title: 'Period from' },
              { key: 'value', title: 'Value', words: true, printed: 'shownValue' },
              { key: 'unit', title: 'Unit', hidden: true },
            ],
            rows: periodsOf(startMs, endMs, periodSeconds).map((timeMs) => {
              const value = only.points.find((point) => point.timeMs === timeMs)?.value;
              return {
                time: timeOf(timeMs),
                value: value ?? null,
                shownValue: shown(value, only),
                unit: only.unit,
              };
            }),
          },
    ],
    notes: [
      ...(isEmpty
        ? [
            'CloudWatch has no data of this flow in this time. Is the stack in this account and region, and was there an upload?',
          ]
        : []),
      ...(isStreamFound
        ? []
        : [
            'The stream of alert-no-stock was not found: what it gave up, and the figures of functions, may be missing.',
          ]),
    ],
  };
}

function rowOf(series: SeriesValues, lastPeriodMs: number): Row {
  const { key, group, title, total, points, statistic, unit } = series;
  const latest = points.find(({ timeMs }) => timeMs === lastPeriodMs)?.value;
  return {
    group,
    metric: title,
    value: total ?? null,
    shownValue: shown(total, series),
    latest: latest ?? null,
    shownLatest: shown(latest, series),
    key,
    statistic,
    unit,
  };
}

function shown(value: number | undefined, { unit }: Pick<SeriesValues, 'unit'>): string {
  if (value === undefined) return NO_DATA;
  if (unit === 'count') return formatCount(value);
  return formatDuration(unit === 'seconds' ? value * 1_000 : value);
}

/** When each period begins; CloudWatch's periods begin at multiples of their length since 1970. */
function periodsOf(startMs: number, endMs: number, periodSeconds: number): number[] {
  const periodMs = periodSeconds * 1_000;
  const first = Math.floor(startMs / periodMs) * periodMs;
  return Array.from({ length: Math.ceil((endMs - first) / periodMs) }, (_, at) => first + at * periodMs);
}

function lastPeriodOf(endMs: number, periodSeconds: number): number {
  const periodMs = periodSeconds * 1_000;
  return (Math.ceil(endMs / periodMs) - 1) * periodMs;
}

const timeOf = (ms: number): string => new Date(ms).toISOString();
