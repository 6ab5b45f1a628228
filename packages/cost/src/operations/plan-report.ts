import type { Language } from '@groundcrew/report/cost-messages';
import type { Conversion } from '../conversion/index.ts';
import type { CostFilter, CostQuery, DateRange, Day, Dimension, Metric } from '../model.ts';
import type { Money } from '../money/index.ts';
import {
  addDays,
  addMonths,
  type Comparison,
  comparablePeriod,
  dayOf,
  daysBetween,
  firstOfMonth,
  type Period,
  wholeMonths,
} from '../periods/index.ts';
import { isLabel } from '../query/index.ts';
import { MAX_UNTAGGED_RESOURCES } from '../report-model/index.ts';
import { historyStartOf } from './detect-anomalies.ts';

/** `own`: calculated from daily costs, the same for every source; `aws`: AWS's own forecast, a paid request. */
export type ForecastMethod = 'own' | 'aws';

/** All forecast methods. */
export const forecastMethods: readonly ForecastMethod[] = ['own', 'aws'];

/** What a cost report is to contain. Every surface builds one of these and leaves the decisions to `reportCosts`. */
export interface CostReportInput {
  readonly period: Period;
  /** None, one or two. */
  readonly by: readonly Dimension[];
  readonly metric: Metric;
  readonly filters?: readonly CostFilter[];
  /** Default: daily up to 92 days, monthly for more. */
  readonly granularity?: CostQuery['granularity'] | undefined;
  /** Default: `previous`. */
  readonly comparison?: Comparison | 'none';
  /** Tag or cost category whose absence is reported, unless `by` has one; default: none. */
  readonly tag?: Dimension | undefined;
  /** For the month so far only, see {@link hasForecast}; default: none. */
  readonly forecast?: ForecastMethod | undefined;
  /** Per month, in the bill's currency, see {@link hasBudget}; default: none. */
  readonly budget?: Money | undefined;
  /** Whether the report lists anomalies: of the whole period, or of its last days if it is not over. */
  readonly anomalies?: boolean;
  /** Days after the period whose charges other than usage are counted on its last day. */
  readonly late?: DateRange | undefined;
  /** Another currency that costs are shown in, too; default: none. */
  readonly conversion?: Conversion | undefined;
  /** Of titles and sentences; default: English. */
  readonly language?: Language | undefined;
  /** Groups that are listed, the others are folded into one; default: all. */
  readonly top?: number | undefined;
}

/** The queries of a report, and which days of their answers are which. */
export interface ReportPlan {
  /** Of the period itself. */
  readonly query: CostQuery;
  /** The days compared with; `undefined`: no comparison. */
  readonly comparedRange: DateRange | undefined;
  /** The first day whose anomalies are reported; `undefined`: none are. */
  readonly anomaliesFrom: Day | undefined;
  readonly queries: ReportQueries;
}

export interface ReportQueries {
  /** The period; by day, it begins as early as the comparison, the forecast and the anomalies need. */
  readonly costs: CostQuery;
  /** The compared days; left out: `costs` contains them. */
  readonly before?: CostQuery;
  /** Daily costs for the forecast and the anomalies; left out: `costs` contains them. */
  readonly history?: CostQuery;
  readonly untagged?: CostQuery;
  readonly resources?: CostQuery;
}

const MAX_DAYS_DAILY = 92;

/** Months before the current one that a forecast is calculated from. */
const FORECAST_MONTHS = 3;

/** Months before the current one that Cost Explorer has (user guide, "Best practices for the AWS Cost Explorer API"). */
const CERTAIN_MONTHS = 13;

/** The last ended days whose anomalies a running period reports: Cost Explorer may be a day late. */
const RECENT_DAYS = 2;

/** Whether the period can have a forecast: it is the month so far. */
export function hasForecast({ range, complete }: Period, nowMs: number): boolean {
  return !complete && range.start === firstOfMonth(dayOf(nowMs));
}

/** Whether the period can be compared with a monthly budget: whole months, or months so far. */
export function hasBudget({ range, complete }: Period): boolean {
  return complete ? wholeMonths(range) > 0 : firstOfMonth(range.start) === range.start;
}

/**
 * Decides which queries a report takes: as few as possible, because each may have a price.
 *
 * @param options.isShared whether `costs` may also contain the compared days and the history; default: yes. The results
 * are the same; with many groups a day, a query of its own without groups takes fewer pages.
 */
export function planReport(
  input: CostReportInput,
  nowMs: number,
  { isShared = true }: { readonly isShared?: boolean } = {},
): ReportPlan {
  const { period, by, metric, filters = [], comparison = 'previous', late } = input;
  const { range } = period;
  const granularity = granularityOf(input);
  const query: CostQuery = { range, granularity, by, metric, filters };
  const comparedRange = comparedRangeOf(input, period);
  const today = dayOf(nowMs);
  const anomaliesFrom = input.anomalies ? anomaliesFromOf(period, nowMs) : undefined;
  // The forecast needs rhythms of two weeks, and charges that recur each month.
  const historyStarts = [
    ...(input.forecast !== undefined && hasForecast(period, nowMs)
      ? [addMonths(firstOfMonth(today), -FORECAST_MONTHS)]
      : []),
    ...(anomaliesFrom === undefined ? [] : [historyStartOf(anomaliesFrom)]),
  ];
  const tag = untaggedDimension(input);

  const isByDay = granularity === 'daily' && isShared;
  // A query with days that Cost Explorer may refuse would have no costs of the period, either.
  const isCertain =
    comparedRange === undefined || comparedRange.start >= addMonths(firstOfMonth(today), -CERTAIN_MONTHS);
  const hasBefore = isByDay && isCertain && comparison === 'previous';
  const starts = [
    range.start,
    ...(comparedRange && hasBefore ? [comparedRange.start] : []),
    ...(isByDay ? historyStarts : []),
  ];
  const usage: CostFilter = { dimension: 'charge', values: ['usage'] };
  return {
    query,
    comparedRange,
    anomaliesFrom,
    queries: {
      costs: { ...query, range: { start: earliest(starts), end: range.end }, ...(late && { late }) },
      ...(comparedRange &&
        !hasBefore && { before: { ...query, range: comparedRange, granularity: 'monthly' } }),
      ...(historyStarts.length > 0 &&
        !isByDay && {
          history: {
            ...query,
            by: anomaliesFrom === undefined ? [] : by,
            granularity: 'daily',
            range: { start: earliest(historyStarts), end: range.end },
          },
        }),
      ...(tag && {
        // All usage, not only what has no tag, because the report shows its share.
        untagged: { ...query, granularity: 'monthly', by: [tag, 'service'], filters: [...filters, usage] },
        resources: {
          ...query,
          granularity: 'monthly',
          by: ['service', 'resource'],
          filters: [
            ...filters,
            usage,
            { dimension: tag, values: [null] },
            { dimension: 'resource', values: [null], negated: true },
          ],
          largest: MAX_UNTAGGED_RESOURCES,
        },
      }),
    },
  };
}

/** Daily up to 92 days, unless the input has another. */
export function granularityOf({ granularity, period: { range } }: CostReportInput): CostQuery['granularity'] {
  return granularity ?? (daysBetween(range.start, range.end) <= MAX_DAYS_DAILY ? 'daily' : 'monthly');
}

/** The days to compare a period with, or its delivered part; `undefined`: no comparison. */
export function comparedRangeOf(
  { comparison = 'previous' }: Pick<CostReportInput, 'comparison'>,
  { range, complete }: Period,
): DateRange | undefined {
  return comparison === 'none' ? undefined : comparablePeriod(range, comparison, { complete });
}

/** The first day whose anomalies are reported: of a period that is not over, only the last days are news. */
export function anomaliesFromOf({ range, complete }: Period, nowMs: number): Day {
  if (complete) return range.start;
  const end = range.end > dayOf(nowMs) ? dayOf(nowMs) : range.end;
  return addDays(end, -RECENT_DAYS);
}

/** The tag or cost category of `by`, otherwise that of the input. None if the groups or the filters already show it. */
function untaggedDimension({ by, tag, filters = [] }: CostReportInput): Dimension | undefined {
  if (tag === undefined) return undefined;
  const label = by.find(isLabel);
  const dimension = label ?? tag;
  const isShown =
    (label !== undefined && by.length > 1) || filters.some((filter) => filter.dimension === dimension);
  return isShown ? undefined : dimension;
}

function earliest(days: readonly Day[]): Day {
  return days.toSorted()[0]!;
}
