import type { Report } from '@groundcrew/report';
import type { CostAnswer, CostQuery, CostSource, DateRange } from '../model.ts';
import { sumMoney } from '../money/index.ts';
import { periodText } from '../periods/index.ts';
import {
  type Anomaly,
  anomalyText,
  type BudgetPace,
  budgetPaces,
  type CostForecast,
  type CostSummary,
  comparisonNotes,
  costReport,
  summarize,
  untaggedResources,
} from '../report-model/index.ts';
import { anomaliesIn } from './detect-anomalies.ts';
import { forecastCosts } from './forecast-costs.ts';
import { partOfAnswer } from './part-of-answer.ts';
import {
  type CostReportInput,
  hasBudget,
  hasForecast,
  planReport,
  type ReportPlan,
  type ReportQueries,
} from './plan-report.ts';
import { type QueryOptions, runQueries, unsupportedReason } from './run-queries.ts';

export interface ReportCostsOptions extends QueryOptions {
  readonly nowMs: number;
}

export interface CostReportResult {
  /** With the notes and the price of all queries. */
  readonly summary: CostSummary;
  /** The days compared with; `undefined`: nothing is compared. */
  readonly comparedWith: DateRange | undefined;
  /** By currency. */
  readonly forecasts: readonly CostForecast[];
  /** By currency; none without a budget. */
  readonly paces: readonly BudgetPace[];
  readonly anomalies: readonly Anomaly[];
  /** Notes beside those of the summary. */
  readonly notes: readonly string[];
  /** The report as data. A report is read once: each rendering takes a new one. */
  report(): Report;
}

/**
 * Reports what was spent: totals, comparison, groups, what has no tag, forecast, pace of the budget and anomalies. The
 * one place that decides these, for the command and for the scheduled function.
 *
 * @throws GroundcrewError `cost.spend.exceeded` before the first query, and those of the source
 */
export async function reportCosts(
  input: CostReportInput,
  options: ReportCostsOptions,
): Promise<CostReportResult> {
  const { source, nowMs } = options;
  const plan = await cheapestPlan(input, nowMs, source);
  const { query } = plan;
  const { queries, notes: unsupported } = await supportedQueries(plan.queries, source);
  const method = hasForecast(input.period, nowMs) ? input.forecast : undefined;
  const answers = await answersOf(queries, options, method === 'aws' ? query : undefined);
  const history = {
    answer: answers.history ?? answers.costs!,
    range: (queries.history ?? queries.costs).range,
  };

  const shape = { ...query, ...(input.top !== undefined && { top: input.top }) };
  const { comparedWith, before, notes: comparison } = comparedOf(plan, answers, input);
  const current = partOfAnswer(answers.costs!, query.range);
  const summary = summarize(current, { ...shape, ...(before && { compareWith: before }) });
  const forecast =
    method && (await forecastCosts(history.answer, query, { ...options, method, range: history.range }));
  const forecasts = forecast?.forecasts ?? [];
  const budget = budgetOf(input, summary, forecasts, nowMs);
  const found =
    plan.anomaliesFrom === undefined
      ? { anomalies: [], notes: [] }
      : anomaliesIn(history.answer, { queried: history.range, from: plan.anomaliesFrom });

  const untagged = answers.untagged && summarize(answers.untagged, { ...shape, ...queries.untagged! });
  const whole = withAllQueries(summary, Object.values(answers), forecast?.paid);
  const notes = [
    ...unsupported,
    ...comparison,
    ...(forecast?.notes ?? []),
    ...budget.notes,
    ...found.notes,
    ...found.anomalies.map(anomalyText),
  ];
  return {
    summary: whole,
    comparedWith,
    forecasts,
    paces: budget.paces,
    anomalies: found.anomalies,
    notes,
    report() {
      const report = costReport(whole, {
        period: input.period.label,
        ...(comparedWith && { comparedWith: periodText(comparedWith) }),
        source: source.name,
        metric: query.metric,
        filters: query.filters,
        ...(untagged && { untagged }),
        forecasts,
        paces: budget.paces,
        notes,
      });
      const resources = answers.resources && untaggedResources(answers.resources, queries.untagged!.by[0]!);
      return resources ? { ...report, sections: [...report.sections, resources] } : report;
    },
  };
}

type ReportAnswers = { readonly [Name in keyof ReportQueries]?: CostAnswer };

/** With many groups a day, queries of their own for the compared days and the forecast can take fewer pages. */
async function cheapestPlan(input: CostReportInput, nowMs: number, source: CostSource): Promise<ReportPlan> {
  const shared = planReport(input, nowMs);
  // Anomalies need the groups of the days before in any case.
  if (input.anomalies) return shared;
  const separate = planReport(input, nowMs, { isShared: false });
  const requestsOf = async ({ queries: { costs, before, history } }: ReportPlan) => {
    const queries = [costs, before, history].filter((query) => query !== undefined);
    const prices = await Promise.all(queries.map((query) => source.price(query)));
    return prices.reduce((sum, { requests }) => sum + requests, 0);
  };
  return (await requestsOf(separate)) < (await requestsOf(shared)) ? separate : shared;
}

/** A source without the tag, or without resources, still reports the costs. */
async function supportedQueries(
  { untagged, resources, ...queries }: ReportQueries,
  source: CostSource,
): Promise<{ readonly queries: ReportQueries; readonly notes: readonly string[] }> {
  if (!untagged) return { queries, notes: [] };
  const reason = await unsupportedReason(source, untagged);
  if (reason !== undefined) return { queries, notes: [`Untagged costs are not reported: ${reason}.`] };
  const hasResources = resources && (await unsupportedReason(source, resources)) === undefined;
  return { queries: { ...queries, untagged, ...(hasResources && { resources }) }, notes: [] };
}

/** @param forecast what AWS's forecast is requested for, after the queries; left out: it is not */
async function answersOf(
  queries: ReportQueries,
  options: QueryOptions,
  forecast: CostQuery | undefined,
): Promise<ReportAnswers> {
  const entries = Object.entries(queries) as [keyof ReportQueries, CostQuery][];
  const forecastPrice = forecast && (await options.source.forecastPrice?.(forecast));
  const answers = await runQueries(
    entries.map(([, query]) => query),
    options,
    forecastPrice,
  );
  return Object.fromEntries(entries.map(([name], index) => [name, answers[index]!]));
}

/** The compared days and their costs. Against no costs at all, everything would be new: nothing is compared then. */
function comparedOf(
  { query, queries, comparedRange }: ReportPlan,
  answers: ReportAnswers,
  { period }: CostReportInput,
) {
  if (comparedRange === undefined) return { notes: [] };
  const before = queries.before ? answers.before! : partOfAnswer(answers.costs!, comparedRange);
  if (before.lines.length === 0)
    return { notes: [`Nothing is compared: there are no costs of ${periodText(comparedRange)}.`] };
  return {
    comparedWith: comparedRange,
    before,
    notes: comparisonNotes(query.range, comparedRange, period),
  };
}

function budgetOf(
  { budget, period }: CostReportInput,
  summary: CostSummary,
  forecasts: readonly CostForecast[],
  nowMs: number,
): ReturnType<typeof budgetPaces> {
  if (budget === undefined) return { paces: [], notes: [] };
  if (!hasBudget(period))
    return { paces: [], notes: [`The budget is not compared: ${period.label} does not consist of months.`] };
  return budgetPaces(summary, { monthly: budget, nowMs, forecasts });
}

/** All queries were paid for, and the notes of each count. */
function withAllQueries(
  summary: CostSummary,
  answers: readonly CostAnswer[],
  forecastPaid: CostAnswer['paid'] | undefined,
): CostSummary {
  const paid = [...answers.map((answer) => answer.paid), ...(forecastPaid ? [forecastPaid] : [])];
  return {
    ...summary,
    notes: [...new Set(answers.flatMap(({ notes }) => notes))],
    paid: {
      requests: paid.reduce((sum, { requests }) => sum + requests, 0),
      usd: sumMoney(paid.map(({ usd }) => usd)),
    },
  };
}
