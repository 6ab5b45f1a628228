import type { Report } from '@groundcrew/report';
import { priceOf } from '../cost-explorer/spend.ts';
import type { CostQuery, Dimension, Metric } from '../model.ts';
import type { Money } from '../money/index.ts';
import { addDays, comparablePeriod, dayOf, parsePeriod, periodText } from '../periods/index.ts';
import {
  type BudgetPace,
  budgetPaces,
  type CostSummary,
  comparisonNotes,
  costReport,
  findAnomalies,
  summarize,
} from '../report-model/index.ts';
import { type AskOptions, forecastsOf } from './forecasts.ts';
import { partOfAnswer } from './part-of-answer.ts';
import { anomalyText, type ReportMessage, reportMessage } from './report-message.ts';
import type { ReportKind } from './spending.ts';

export interface ReportSettings {
  /** `daily`: the running month so far; `monthly`: the month before. */
  readonly kind: ReportKind;
  /** One or two. */
  readonly by: readonly Dimension[];
  readonly metric: Metric;
  /** A month's, in the bill's currency; left out: none. */
  readonly budget?: Money;
}

export interface MadeReport {
  /** Of the day, or the month, that it is about: `2026-11-21`, `2026-10`. */
  readonly name: string;
  readonly summary: CostSummary;
  readonly pace: BudgetPace | undefined;
  /** A report is read once: each rendering takes a new one. */
  readonly report: () => Report;
  readonly message: ReportMessage;
}

/** Ended days of which a daily report says what stands out: Cost Explorer may be a day late. */
const RECENT_DAYS = 2;

/**
 * Asks for all that a report takes, in as few requests as there are: one query by day has both the period and the one
 * that it is compared with, and the history of what stands out.
 *
 * @param options.requests how many were paid for so far
 * @throws what the source throws
 */
export async function makeReport(
  { kind, by, metric, budget }: ReportSettings,
  options: AskOptions & { readonly requests: () => number },
): Promise<MadeReport> {
  const { source, nowMs, signal, requests } = options;
  const period = parsePeriod(kind === 'daily' ? 'this-month' : 'last-month', { nowMs });
  const { range, complete } = period;
  const earlier = comparablePeriod(range, 'previous', period);
  const query: CostQuery = {
    range: { start: earlier.start, end: range.end },
    granularity: 'daily',
    by,
    metric,
    filters: [],
  };
  const answer = await source.query(query, signal && { signal });
  const { forecasts, notes } = complete
    ? { forecasts: [], notes: [] }
    : await forecastsOf(answer, query, options);

  const before = partOfAnswer(answer, earlier);
  // Against nothing at all, everything would be new.
  const compareWith = before.lines.length === 0 ? undefined : before;
  const shape = { by, range, granularity: query.granularity, ...(compareWith && { compareWith }) };
  const summary = { ...summarize(partOfAnswer(answer, range), shape), paid: priceOf(requests()) };
  const { paces, notes: ofBudget } =
    budget === undefined
      ? { paces: [], notes: [] }
      : budgetPaces(summary, { monthly: budget, nowMs, forecasts });
  const [pace] = paces;
  const anomalies = findAnomalies(answer, {
    range: query.range,
    from: complete ? range.start : addDays(dayOf(nowMs), -RECENT_DAYS),
  });
  const about = { period: period.label, ...(compareWith && { comparedWith: periodText(earlier) }) };
  return {
    name: complete ? periodText(range) : dayOf(nowMs),
    summary,
    pace,
    report: () =>
      costReport(summary, {
        ...about,
        source: source.name,
        metric,
        forecasts,
        paces,
        notes: [
          ...(compareWith ? comparisonNotes(range, earlier, period) : []),
          ...ofBudget,
          ...notes,
          ...anomalies.map(anomalyText),
        ],
      }),
    message: reportMessage({ summary, complete, ...about, forecasts, pace, anomalies }),
  };
}
