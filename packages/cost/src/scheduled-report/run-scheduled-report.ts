import type { CostExplorer } from '@groundcrew/aws-cost-explorer';
import { type GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import { render } from '@groundcrew/report';
import { createCostExplorerSource } from '../cost-explorer/index.ts';
import { priceOf } from '../cost-explorer/spend.ts';
import type { CostAnswer, CostQuery, CostSource, Dimension, Metric } from '../model.ts';
import { type Money, moneyText, sumMoney } from '../money/index.ts';
import {
  addDays,
  addMonths,
  comparablePeriod,
  dayOf,
  firstOfMonth,
  parsePeriod,
  periodText,
} from '../periods/index.ts';
import {
  type BudgetPace,
  budgetPaces,
  type CostForecast,
  type CostSummary,
  comparisonNotes,
  costReport,
  findAnomalies,
  forecastMonth,
  summarize,
} from '../report-model/index.ts';
import { countRequests } from './count-requests.ts';
import { partOfAnswer } from './part-of-answer.ts';
import { anomalyText, type ReportMessage, reportMessage } from './report-message.ts';
import { type ReportKind, readSpending, writeSpending } from './spending.ts';

/** Where reports are kept: a bucket. */
export interface ReportStore {
  /** `undefined`: there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, contentType: string, chunks: AsyncIterable<string> | Iterable<string>): Promise<void>;
  /** Where people find it: `s3://bucket/key`. */
  addressOf(key: string): string;
}

export interface ScheduledReportDeps {
  readonly costExplorer: CostExplorer;
  readonly store: ReportStore;
  /** Tells people. */
  readonly tell: (message: ReportMessage) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

export interface ScheduledReportSettings {
  /** `daily`: the running month so far; `monthly`: the month before. */
  readonly kind: ReportKind;
  /** What the schedule calls this run; a run that comes a second time is not paid for again. Left out: it is done. */
  readonly run?: string;
  /** One or two. */
  readonly by: readonly Dimension[];
  readonly metric: Metric;
  /** A month's, in the bill's currency; left out: none. */
  readonly budget?: Money;
  /** All that reports may spend on Cost Explorer in a month, in US dollars. */
  readonly maxSpendUsd: Money;
}

/** What came of a run. */
export type ScheduledReport =
  | {
      readonly status: 'done';
      readonly summary: CostSummary;
      readonly pace: BudgetPace | undefined;
      readonly reportKey: string;
      readonly dataKey: string;
    }
  | { readonly status: 'repeated' }
  /** The month's maximum does not allow it: that is told, and trying again would not help. */
  | { readonly status: 'spent'; readonly error: GroundcrewError };

const spendingKey = 'spending.json';
/** Ended days of which a daily report says what stands out: Cost Explorer may be a day late. */
const recentDays = 2;

/**
 * Reports costs by Cost Explorer, keeps the report and tells people. One query by day has both the period and the one
 * that it is compared with; the running month takes a forecast more. What was paid for is counted, also where the run
 * fails, and no month's reports spend more than its maximum.
 *
 * Runs at the same moment don't see each other's requests: schedules should be minutes apart.
 *
 * @throws GroundcrewError `cost.spending.unreadable`, and what the dependencies throw
 */
export async function runScheduledReport(
  settings: ScheduledReportSettings,
  deps: ScheduledReportDeps,
): Promise<ScheduledReport> {
  const { kind, run, maxSpendUsd } = settings;
  const { store, now } = deps;
  const spending = readSpending(await store.read(spendingKey), dayOf(now()).slice(0, 'YYYY-MM'.length));
  if (run !== undefined && spending.done[kind] === run) return { status: 'repeated' };
  const { costExplorer, requests } = countRequests(deps.costExplorer);
  const source = createCostExplorerSource({
    costExplorer,
    maxSpendUsd: maxSpendUsd.minus(priceOf(spending.requests).usd),
    now,
  });
  let done = spending.done;
  try {
    const report = await reportCosts(settings, { ...deps, source, requests });
    if (run !== undefined) done = { ...done, [kind]: run };
    return report;
  } catch (error) {
    if (!isSpendExceeded(error)) throw error;
    const paid = priceOf(spending.requests + requests());
    await deps.tell({
      subject: 'The cost report could not run: the maximum for Cost Explorer is reached',
      text:
        `Costs were not reported: ${paid.requests} requests to Cost Explorer, $${moneyText(paid.usd)}, were paid for ` +
        `in ${spending.month}, and the maximum of a month is $${moneyText(maxSpendUsd)}. ` +
        'Raise it in the settings, or let the reports run less often.\n',
    });
    return { status: 'spent', error };
  } finally {
    const all = spending.requests + requests();
    await store.write(spendingKey, 'application/json', [writeSpending({ ...spending, requests: all, done })]);
  }
}

interface ReportDeps extends ScheduledReportDeps {
  readonly source: CostSource;
  readonly requests: () => number;
}

async function reportCosts(
  { kind, by, metric, budget }: ScheduledReportSettings,
  deps: ReportDeps,
): Promise<ScheduledReport> {
  const { source, requests, store, tell, now, signal } = deps;
  const nowMs = now();
  const period = parsePeriod(kind === 'daily' ? 'this-month' : 'last-month', { nowMs });
  const earlier = comparablePeriod(period.range, 'previous', period);
  const query: CostQuery = {
    range: { start: earlier.start, end: period.range.end },
    granularity: 'daily',
    by,
    metric,
    filters: [],
  };
  const answer = await source.query(query, signal && { signal });
  const { forecasts, notes } = period.complete
    ? { forecasts: [], notes: [] }
    : await forecastsOf(answer, query, nowMs, deps);
  const shown = { ...query, range: period.range };
  const before = partOfAnswer(answer, earlier);
  // Against nothing at all, everything would be new.
  const compareWith = before.lines.length === 0 ? undefined : before;
  const summary: CostSummary = {
    ...summarize(partOfAnswer(answer, period.range), { ...shown, ...(compareWith && { compareWith }) }),
    paid: priceOf(requests()),
  };
  const held =
    budget === undefined
      ? { paces: [], notes: [] }
      : budgetPaces(summary, { monthly: budget, nowMs, forecasts });
  const [pace] = held.paces;
  const anomalies = findAnomalies(answer, {
    range: query.range,
    from: period.complete ? period.range.start : addDays(dayOf(nowMs), -recentDays),
  });
  const comparison = compareWith && { comparedWith: periodText(earlier) };
  const comparing = compareWith ? comparisonNotes(period.range, earlier, period) : [];
  const report = () =>
    costReport(summary, {
      period: period.label,
      ...comparison,
      source: source.name,
      metric,
      forecasts,
      paces: held.paces,
      notes: [...comparing, ...held.notes, ...notes, ...anomalies.map(anomalyText)],
    });
  const name = kind === 'daily' ? dayOf(nowMs) : periodText(period.range);
  const reportKey = `reports/${kind}/${name}.html`;
  const dataKey = `reports/${kind}/${name}.json`;
  await store.write(reportKey, 'text/html; charset=utf-8', render(report(), 'html'));
  await store.write(dataKey, 'application/json', render(report(), 'json'));
  const { subject, text } = reportMessage({
    summary,
    complete: period.complete,
    period: period.label,
    ...comparison,
    forecasts,
    pace,
    anomalies,
  });
  await tell({ subject, text: `${text}\nThe whole report: ${store.addressOf(reportKey)}\n` });
  return { status: 'done', summary, pace, reportKey, dataKey };
}

/**
 * What the running month will have cost: by Cost Explorer, and worked out of the answer where that has none or the
 * request is one too many. A report without its forecast is worth more than none.
 */
async function forecastsOf(
  answer: CostAnswer,
  query: CostQuery,
  nowMs: number,
  { source, signal }: ReportDeps,
): Promise<{ readonly forecasts: readonly CostForecast[]; readonly notes: readonly string[] }> {
  const today = dayOf(nowMs);
  const month = { start: firstOfMonth(today), end: addMonths(firstOfMonth(today), 1) };
  const workedOut = () => forecastMonth(answer, { nowMs, range: query.range });
  try {
    const rest = await source.forecast?.(
      { ...query, range: { start: today, end: month.end } },
      signal && { signal },
    );
    if (!rest) return { forecasts: workedOut(), notes: [] };
    const { currency, cost, low, high } = rest;
    const lines = partOfAnswer(answer, month).lines.filter((line) => line.currency === currency);
    const over = sumMoney(lines.filter(({ day }) => day < today).map((line) => line.cost));
    const forecast: CostForecast = {
      currency,
      range: month,
      spent: sumMoney(lines.map((line) => line.cost)),
      cost: over.plus(cost),
      low: over.plus(low),
      high: over.plus(high),
      basis: `what was spent before ${today}, and what Cost Explorer expects from then on`,
    };
    return { forecasts: [forecast], notes: [] };
  } catch (error) {
    if (!isGroundcrewError(error)) throw error;
    return { forecasts: workedOut(), notes: [`Cost Explorer gave no forecast: ${messageOf(error)}`] };
  }
}

function isSpendExceeded(error: unknown): error is GroundcrewError {
  return isGroundcrewError(error) && error.code === 'cost.spend.exceeded';
}
