import type { Report } from '@groundcrew/report';
import { priceOf } from '../cost-explorer/spend.ts';
import {
  beginningNotes,
  beginningOf,
  type DeliveredPeriod,
  deliveredPeriod,
  deliveryNotes,
  holeNotes,
  holesWithin,
  lackAdvice,
  lackText,
} from '../delivery/index.ts';
import type {
  CostAnswer,
  CostQuery,
  CostSource,
  DateRange,
  Day,
  Delivery,
  DeliveryAnswer,
} from '../model.ts';
import { type Money, moneyText, sumMoney } from '../money/index.ts';
import { addDays, dayOf, daysBetween, dayText, type Period, periodText } from '../periods/index.ts';
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
  staleReason,
  tooShortReason,
  untaggedResources,
} from '../report-model/index.ts';
import { withAccountNames } from './account-names-of.ts';
import { deliveredPart } from './delivered-part.ts';
import { deliveryOf, earliestOf } from './delivery-of.ts';
import { anomaliesIn } from './detect-anomalies.ts';
import { forecastCosts } from './forecast-costs.ts';
import { partOfAnswer } from './part-of-answer.ts';
import {
  anomaliesFromOf,
  type CostReportInput,
  comparedRangeOf,
  granularityOf,
  hasBudget,
  hasForecast,
  planReport,
  type ReportPlan,
  type ReportQueries,
} from './plan-report.ts';
import { isOfRefusedDays, refusedDays } from './refused-days.ts';
import { type QueryOptions, runQueries, unsupportedReason } from './run-queries.ts';

export interface ReportCostsOptions extends QueryOptions {
  readonly nowMs: number;
}

export interface CostReportResult {
  /** With the notes and the price of all queries. */
  readonly summary: CostSummary;
  /** The delivered part of the period. */
  readonly period: Period;
  /** The newest delivered day; `undefined`: unknown. */
  readonly dataThrough: Day | undefined;
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
 * Reports what was spent: totals, comparison, groups, what has no tag, forecast, pace of the budget and anomalies, all of
 * them of the days that the source has delivered. The one place that decides these, for the command and for the scheduled
 * function.
 *
 * @throws GroundcrewError `cost.spend.exceeded` before the first query, and those of the source
 */
export async function reportCosts(
  asked: CostReportInput,
  options: ReportCostsOptions,
): Promise<CostReportResult> {
  const { source, nowMs } = options;
  const { query: input, accountNames } = await withAccountNames(asked, options);
  await source.prepare?.(Object.values(planReport(input, nowMs).queries), signalOf(options));
  const known = await knownDelivery(input, options);
  const planned = known && deliveredPeriod(input.period, known.delivery);
  const plan = await cheapestPlan(
    planned ? { ...input, period: planned.period, late: planned.late ?? undefined } : input,
    nowMs,
    source,
  );
  const { query } = plan;
  const { queries, notes: unsupported } = await supportedQueries(plan.queries, source);
  const method = hasForecast(input.period, nowMs) ? input.forecast : undefined;
  const deliveredBy = (costs: CostAnswer): Delivered => {
    const delivery = known ? known.delivery : deliveryOf(costs, queries.costs, nowMs);
    return {
      delivery,
      isKnown: known !== undefined,
      ...(planned ?? deliveredPeriod(input.period, delivery)),
    };
  };
  const answers = await answersOf(queries, options, {
    forecast: method === 'aws' ? query : undefined,
    // What was planned for days up to today is asked for those that are delivered, as soon as they are known.
    rangesOf: (costs) => rangesOf(input, deliveredBy(costs)),
  });
  const costs = answers.costs!;
  const delivered = deliveredBy(costs);
  const { period } = delivered;
  const history = historyOf(queries, answers, delivered, nowMs);

  const shape = { ...query, range: period.range, ...(input.top !== undefined && { top: input.top }) };
  const current = deliveredPart(costs, period.range, planned ? null : delivered.late);
  const { comparedWith, before, notes: comparison } = comparedOf(input, delivered, queries, answers);
  const summary = summarize(current, { ...shape, ...(before && { compareWith: before }) });
  const forecast =
    method &&
    (await forecastCosts(
      history.answer,
      { ...query, range: period.range },
      { ...options, ...history, method },
    ));
  const forecasts = forecast?.forecasts ?? [];
  const budget = budgetOf(input, { ...delivered, unknown: history.unknown }, summary, forecasts);
  const found =
    plan.anomaliesFrom === undefined
      ? { anomalies: [], notes: [] }
      : anomaliesIn(history.answer, {
          queried: {
            start: (queries.history ?? queries.costs).range.start,
            end: earlier(period.range.end, history.asOf),
          },
          from: anomaliesFromOf(period, nowMs),
          delivery: delivered.delivery,
        });

  const untagged = answers.untagged && {
    ...summarize(answers.untagged, { ...shape, ...queries.untagged!, range: period.range }),
    accountNames,
    ...languageOf(input),
  };
  const whole = withAllQueries(
    {
      ...summary,
      accountNames,
      holes: missingOf(wholeDelivery(input, delivered), period.range),
      ...languageOf(input),
      ...conversionOf(input, summary),
    },
    [...Object.entries(answers).map(withoutRepeats), ...(known ? [known] : [])],
    forecast?.paid,
  );
  const notes = withoutDoubles([
    ...deliveryNotes(delivered.delivery, delivered, { estimated: costs.estimated }),
    ...holeNotes(delivered.delivery, spanOf(period.range, comparedWith)),
    ...beginningNotes(wholeDelivery(input, delivered), period),
    ...unsupported,
    ...comparison,
    ...(forecast?.notes ?? []),
    ...budget.notes,
    ...conversionNotes(input, summary),
    ...found.notes,
    ...found.anomalies.map((anomaly) => anomalyText(anomaly, query.by, accountNames)),
  ]);
  return {
    summary: whole,
    period,
    dataThrough: delivered.delivery?.through,
    comparedWith,
    forecasts,
    paces: budget.paces,
    anomalies: found.anomalies,
    notes,
    report() {
      const report = costReport(whole, {
        period: period.label,
        ...(delivered.delivery && { dataThrough: delivered.delivery.through }),
        ...(comparedWith && { comparedWith: periodText(comparedWith) }),
        source: source.name,
        metric: query.metric,
        filters: query.filters,
        ...(untagged && { untagged }),
        forecasts,
        paces: budget.paces,
        notes,
      });
      const resources =
        answers.resources && untaggedResources(answers.resources, queries.untagged!.by[0]!, input.language);
      return resources ? { ...report, sections: [...report.sections, resources] } : report;
    },
  };
}

function withoutDoubles(notes: readonly string[]): string[] {
  return [...new Set(notes)];
}

function spanOf(range: DateRange, compared: DateRange = range): DateRange {
  return { start: earlier(range.start, compared.start), end: range.end };
}

/** Of the untagged resources, the notes on the untagged costs report it, and of all of them. */
function withoutRepeats([name, answer]: [string, CostAnswer]) {
  return name === 'resources' ? { paid: answer.paid } : answer;
}

function languageOf({ language }: CostReportInput) {
  return language === undefined ? {} : { language };
}

function signalOf({ signal }: QueryOptions) {
  return signal === undefined ? {} : { signal };
}

/** A bill in several currencies has no single rate, and one in the other currency needs none. */
function conversionOf({ conversion }: CostReportInput, { currencies }: CostSummary) {
  const [only, ...others] = currencies;
  const isUsed =
    conversion !== undefined &&
    only !== undefined &&
    others.length === 0 &&
    only.currency !== conversion.currency;
  return isUsed ? { conversion } : {};
}

function conversionNotes(input: CostReportInput, summary: CostSummary): string[] {
  const { conversion } = input;
  if (conversion === undefined) return [];
  const { currency, rates } = conversion;
  if (conversionOf(input, summary).conversion === undefined)
    return [`Nothing is converted to ${currency}: the bill is not in one other currency.`];
  const rate = rates instanceof Map ? 'the rates of its months' : `the rate ${moneyText(rates as Money)}`;
  return [
    `Amounts in ${currency} are converted by ${rate}; the bill is in ${summary.currencies[0]!.currency}.`,
  ];
}

/** The delivered part of the period, and what shows how far it goes. */
type Delivered = DeliveredPeriod & {
  readonly delivery: Delivery | null;
  /** Whether the source reported it, rather than the answer to a query. */
  readonly isKnown: boolean;
};

/**
 * How far the data go, before anything is queried. `undefined`: the costs by day will show it. Costs by month don't: there,
 * the days before today count as delivered, as the service refreshes them daily.
 */
async function knownDelivery(
  input: CostReportInput,
  { source, nowMs, signal }: ReportCostsOptions,
): Promise<DeliveryAnswer | undefined> {
  const { queries } = planReport(input, nowMs);
  if (source.delivery) {
    const since = earliestOf(Object.values(queries));
    return source.delivery({ since, ...(signal && { signal }) });
  }
  if (granularityOf(input) === 'daily') return undefined;
  const through = addDays(dayOf(nowMs), -1);
  const from = earliestOf(Object.values(queries));
  return { delivery: { from, through, partial: dayOf(nowMs), lastOther: null }, paid: priceOf(0) };
}

/** The days of the queries that depend on what is delivered. */
function rangesOf(
  input: CostReportInput,
  { period }: Delivered,
): Partial<Record<keyof ReportQueries, DateRange | undefined>> {
  return { before: comparedRangeOf(input, period), untagged: period.range, resources: period.range };
}

/** The daily costs before the first day that is not delivered, and since when there are any. */
function historyOf(
  queries: ReportQueries,
  answers: ReportAnswers,
  { delivery, isKnown, period }: Delivered,
  nowMs: number,
) {
  const query = queries.history ?? queries.costs;
  const answer = answers.history ?? answers.costs!;
  // Of a filtered answer, the first day is that of what was selected: no reason to trust its zeros before.
  const from = isKnown ? delivery?.from : answer.lines.map(({ day }) => day).sort()[0];
  const asOf = delivery === null ? dayOf(nowMs) : addDays(delivery.through, 1);
  const range = {
    start: from !== undefined && from > query.range.start ? from : query.range.start,
    end: asOf,
  };
  const holes = holesWithin(delivery, range);
  const unknown =
    missingReason(delivery, period.range) ?? tooShortReason(range) ?? staleReason(range, period.range);
  return { answer, range, asOf, holes, unknown };
}

/** What is known of all charges: of a filtered answer, the first day is that of what was selected. */
function wholeDelivery({ filters = [] }: CostReportInput, { delivery, isKnown }: Delivered): Delivery | null {
  return isKnown || filters.length === 0 ? delivery : null;
}

function missingOf(delivery: Delivery | null, range: DateRange): DateRange[] {
  return [beginningOf(delivery, range) ?? [], holesWithin(delivery, range)].flat();
}

/** Why the sum of days is unknown of which the source lacks some; `undefined`: it lacks none. */
function missingReason(delivery: Delivery | null, range: DateRange): string | undefined {
  const [hole] = holesWithin(delivery, range);
  return hole && lackText(hole, delivery);
}

function earlier(one: Day, other: Day): Day {
  return one < other ? one : other;
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

/**
 * @param rangesOf other days of the queries after the costs, by the answer to these
 * @param forecast what AWS's forecast is requested for, after the queries; left out: it is not
 */
async function answersOf(
  queries: ReportQueries,
  options: QueryOptions,
  {
    rangesOf: rangesBy,
    forecast,
  }: {
    readonly rangesOf: (costs: CostAnswer) => ReturnType<typeof rangesOf>;
    readonly forecast: CostQuery | undefined;
  },
): Promise<ReportAnswers> {
  const entries = Object.entries(queries) as [keyof ReportQueries, CostQuery][];
  const answers = await runQueries(
    entries.map(([, query]) => query),
    options,
    {
      optionalPrice: forecast && (await options.source.forecastPrice?.(forecast)),
      refine(query, index, [costs]) {
        const range = costs && rangesBy(costs)[entries[index]![0]];
        return range ? { ...query, range } : query;
      },
      instead: (error, index) =>
        entries[index]![0] === 'before' && isOfRefusedDays(error) ? refusedDays : undefined,
    },
  );
  return Object.fromEntries(entries.map(([name], index) => [name, answers[index]!]));
}

/**
 * The compared days and their costs. Against no costs at all, everything would be new, and against days from before the
 * first charge, most of it: nothing is compared then. Nor is it with days of which some are missing: the rest would be less.
 */
function comparedOf(
  input: CostReportInput,
  delivered: Delivered,
  queries: ReportQueries,
  answers: ReportAnswers,
) {
  const { period, hasDays, delivery } = delivered;
  const comparedRange = comparedRangeOf(input, period);
  if (comparedRange === undefined || !hasDays) return { notes: [] };
  const before = queries.before ? answers.before! : partOfAnswer(answers.costs!, comparedRange);
  if (before === refusedDays)
    return {
      notes: [
        `Nothing is compared: Cost Explorer refuses ${periodText(comparedRange)}; it has the costs of 14 months, unless more are enabled in its settings.`,
      ],
    };
  if (before.lines.length === 0)
    return { notes: [`Nothing is compared: there are no costs of ${periodText(comparedRange)}.`] };
  const since = firstChargeOf(input, delivered, queries.costs, answers.costs!, comparedRange.start);
  if (since !== undefined && since > comparedRange.start)
    return {
      notes: [
        `Nothing is compared: the data begin on ${dayText(since)}, within the days before (${periodText(comparedRange)}).`,
      ],
    };
  const [hole] = [comparedRange, period.range].flatMap((range) => holesWithin(delivery, range));
  if (hole !== undefined)
    return {
      notes: [`Nothing is compared: ${lackText(hole, delivery)}; ${lackAdvice(delivery)}.`],
    };
  return {
    comparedWith: comparedRange,
    before,
    notes: comparisonNotes(period.range, comparedRange, {
      complete: period.complete || delivery !== null,
    }),
  };
}

/** The first day with any charge; `undefined`: unknown, because the answer begins later or is filtered. */
function firstChargeOf(
  { filters = [] }: CostReportInput,
  { delivery, isKnown }: Delivered,
  { range, granularity }: CostQuery,
  { lines }: CostAnswer,
  since: Day,
): Day | undefined {
  if (isKnown) return delivery?.from;
  const isShown = granularity === 'daily' && filters.length === 0 && range.start <= since;
  return isShown ? lines.map(({ day }) => day).sort()[0] : undefined;
}

function budgetOf(
  input: CostReportInput,
  { unknown: reason, ...delivered }: Delivered & { readonly unknown: string | undefined },
  summary: CostSummary,
  forecasts: readonly CostForecast[],
): ReturnType<typeof budgetPaces> {
  const { budget, period: asked } = input;
  const { hasDays, period } = delivered;
  if (budget === undefined) return { paces: [], notes: [] };
  if (!hasBudget(asked))
    return { paces: [], notes: [`The budget is not compared: ${asked.label} does not consist of months.`] };
  const delivery = wholeDelivery(input, delivered);
  const begun = beginningOf(delivery, period.range);
  const ofDays = period.complete
    ? (missingReason(delivery, period.range) ?? (begun && `the data begin on ${dayText(begun.end)}`))
    : reason;
  const unknown = hasDays ? ofDays : 'none of its days is delivered yet';
  const missingDays = missingOf(delivery, period.range).reduce(
    (days, { start, end }) => days + daysBetween(start, end),
    0,
  );
  return budgetPaces(summary, {
    monthly: budget,
    forecasts,
    missingDays,
    isUndelivered: !hasDays,
    ...(unknown && { unknown }),
  });
}

/** All queries were paid for, and the notes of each count. */
function withAllQueries(
  summary: CostSummary,
  answers: readonly { readonly notes?: readonly string[]; readonly paid: CostAnswer['paid'] }[],
  forecastPaid: CostAnswer['paid'] | undefined,
): CostSummary {
  const paid = [...answers.map((answer) => answer.paid), ...(forecastPaid ? [forecastPaid] : [])];
  return {
    ...summary,
    notes: [...new Set(answers.flatMap(({ notes = [] }) => notes))],
    paid: {
      requests: paid.reduce((sum, { requests }) => sum + requests, 0),
      usd: sumMoney(paid.map(({ usd }) => usd)),
    },
  };
}
