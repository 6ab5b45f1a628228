import { type OptionValues, usageError } from '@groundcrew/cli';
import type { CostQuery, DateRange, Dimension } from '@groundcrew/cost/model';
import type { Money } from '@groundcrew/cost/money';
import {
  type Comparison,
  comparablePeriod,
  dayOf,
  daysBetween,
  firstOfMonth,
  type Period,
  wholeMonths,
} from '@groundcrew/cost/periods';
import { isLabel } from '@groundcrew/cost/query';
import { type queryOptions, readPeriod, readQuery } from './query-options.ts';
import { readAmount } from './read-amount.ts';

/** What `cost report` takes beside where and what it asks. */
export const reportOptions = {
  period: {
    type: 'text',
    value: 'PERIOD',
    description:
      'this-month (the default), last-month, last-7-days, last-3-months, this-year, 2026, 2026-10, 2026-10-03, ' +
      '2026-01..2026-06',
  },
  granularity: {
    type: 'text',
    value: 'UNIT',
    choices: ['daily', 'monthly'],
    description: 'what the trend is told by; else daily for up to 92 days, monthly for more',
  },
  compare: {
    type: 'text',
    value: 'WITH',
    choices: ['previous', 'year', 'none'],
    default: 'previous',
    description: 'the days before, the same days of the year before, or nothing',
  },
  top: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    description: 'how many groups stand for themselves; else 15 in a terminal, all elsewhere',
  },
  tag: {
    type: 'text',
    value: 'KEY',
    default: 'Project',
    description:
      'the tag that costs should carry, else the one of --by: what does not is told by service; empty: not told',
  },
  forecast: { type: 'flag', description: 'of this month so far: what it will have cost' },
  budget: {
    type: 'text',
    value: 'AMOUNT',
    description: "what a month may cost, in the bill's currency: whether spending keeps to it",
  },
} as const;

/** A report as it was asked for. */
export interface ReportRequest {
  readonly period: Period;
  readonly query: CostQuery;
  readonly comparedWith: DateRange | undefined;
  /** The tag whose lack is told; left out: none is. */
  readonly tag: Dimension | undefined;
  readonly forecast: boolean;
  readonly budget: Money | undefined;
}

const MAX_DAYS_DAILY = 92;

/** @throws GroundcrewError `cli.usage` */
export function readReportOptions(
  options: OptionValues<typeof reportOptions & typeof queryOptions>,
  nowMs: number,
): ReportRequest {
  const { by, metric, filters } = readQuery(options, 'service');
  const period = readPeriod(options.period, nowMs);
  const { range, complete } = period;
  const granularity =
    options.granularity ?? (daysBetween(range.start, range.end) <= MAX_DAYS_DAILY ? 'daily' : 'monthly');
  const budget = options.budget === undefined ? undefined : readAmount('--budget', options.budget);
  if (options.forecast && (complete || range.start !== firstOfMonth(dayOf(nowMs))))
    throw usageError(`--forecast is of this month so far, not of ${period.label}; leave out --period`);
  if (budget !== undefined && complete && wholeMonths(range) === 0)
    throw usageError(`--budget is of whole months or a month so far, not of ${period.label}; name a month`);
  if (budget !== undefined && !complete && firstOfMonth(range.start) !== range.start)
    throw usageError(`--budget is of months from their first day on, not of ${period.label}; name a month`);
  return {
    period,
    query: { range, granularity, by, metric, filters },
    comparedWith:
      options.compare === 'none'
        ? undefined
        : comparablePeriod(range, options.compare as Comparison, { complete }),
    tag: tagOf(options.tag, by, filters),
    forecast: options.forecast,
    budget,
  };
}

/** The one that costs are told apart by, if any. None where the report tells it already, or is of its values. */
function tagOf(key: string, by: readonly Dimension[], filters: CostQuery['filters']): Dimension | undefined {
  const label = by.find(isLabel);
  const tag: Dimension = label ?? `tag:${key.trim()}`;
  const isReported =
    (label !== undefined && by.length > 1) || filters.some(({ dimension }) => dimension === tag);
  return key.trim() === '' || isReported ? undefined : tag;
}
