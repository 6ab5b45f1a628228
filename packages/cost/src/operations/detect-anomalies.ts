import type { CostAnswer, CostQuery, DateRange, Day, Delivery } from '../model.ts';
import type { Money } from '../money/index.ts';
import { addDays, addMonths, dayOf, type Period, periodText } from '../periods/index.ts';
import type { AccountNames } from '../accounts/index.ts';
import { deliveredPeriod, deliveryNotes, holeNotes } from '../delivery/index.ts';
import { type Anomaly, findAnomalies } from '../report-model/index.ts';
import { withAccountNames } from './account-names-of.ts';
import { deliveryOf } from './delivery-of.ts';
import { type QueryOptions, runQueries } from './run-queries.ts';

/** Each day is compared with the same day of this many months before it. */
const HISTORY_MONTHS = 3;
const DEFAULT_DAYS = 30;

export interface AnomaliesResult {
  readonly anomalies: readonly Anomaly[];
  /** Notes of the source, and where its history is too short. */
  readonly notes: readonly string[];
}

export interface DetectedAnomalies extends AnomaliesResult {
  /** The days that were asked for. */
  readonly period: Period;
  /** Whether any of them is delivered: without one, nothing was judged. */
  readonly hasDays: boolean;
  readonly accountNames: AccountNames;
}

export interface AnomaliesInput extends Pick<CostQuery, 'by' | 'metric' | 'filters'> {
  /** Days that are judged; default: the last thirty delivered ones. */
  readonly period?: Period | undefined;
  /** Minimum excess of a day, in the bill's currency; default: 10. */
  readonly minimum?: Money;
}

/**
 * Days of the period that cost far more than their own history lets expect.
 *
 * @throws GroundcrewError `cost.spend.exceeded`, and those of the source
 */
export async function detectAnomalies(
  { period: wanted, minimum, ...asked }: AnomaliesInput,
  options: QueryOptions & { readonly nowMs: number },
): Promise<DetectedAnomalies> {
  const { source, nowMs, signal } = options;
  const { query, accountNames } = await withAccountNames(asked, options);
  const latest = lastDays(addDays(dayOf(nowMs), -1));
  const since = historyStartOf((wanted ?? latest).range.start);
  const known = await source.delivery?.({ since, ...(signal && { signal }) });
  const period = wanted ?? (known?.delivery ? lastDays(known.delivery.through) : latest);
  const queried = { start: historyStartOf(period.range.start), end: period.range.end };
  const daily = { ...query, granularity: 'daily' as const, range: queried };
  const [answer] = await runQueries([daily], options);
  const delivery = known ? known.delivery : deliveryOf(answer, daily, nowMs);
  const delivered = deliveredPeriod(period, delivery);
  const { anomalies, notes } = anomaliesIn(answer, {
    queried: { start: queried.start, end: delivered.period.range.end },
    from: period.range.start,
    minimum,
    delivery,
  });
  const estimated = deliveryNotes(delivery, delivered, { estimated: answer.estimated });
  return {
    anomalies,
    period,
    hasDays: delivered.hasDays,
    accountNames,
    notes: [...new Set([...(known?.notes ?? []), ...answer.notes, ...estimated, ...notes])],
  };
}

/** The days up to the newest delivered one: what a bill that is late has is still to be judged. */
function lastDays(through: Day): Period {
  const end = addDays(through, 1);
  const range = { start: addDays(end, -DEFAULT_DAYS), end };
  return { range, label: periodText(range), complete: true };
}

/** The first day that a query needs in order to judge days from `from` on. */
export function historyStartOf(from: Day): Day {
  return addMonths(from, -HISTORY_MONTHS);
}

/** Anomalies from `from` on, in an answer by day that begins at {@link historyStartOf} of it or earlier. */
export function anomaliesIn(
  answer: CostAnswer,
  {
    queried,
    from,
    minimum,
    delivery = null,
  }: {
    readonly queried: DateRange;
    readonly from: Day;
    readonly minimum?: Money | undefined;
    /** With the days that the source lacks. */
    readonly delivery?: Delivery | null;
  },
): AnomaliesResult {
  const holes = delivery?.holes ?? [];
  // The same history for the same days, however much of it an answer has.
  const wanted = historyStartOf(from);
  const start = queried.start > wanted ? queried.start : wanted;
  const charged = knownRange({ start, end: queried.end }, answer);
  const range = withoutShortBeginning(charged, holes);
  const notes = [
    ...(charged.start > start
      ? [
          `There are no costs before ${charged.start}: the first three weeks from then on only serve as history.`,
        ]
      : []),
    ...holeNotes(delivery, { start, end: queried.end }),
  ];
  return { anomalies: findAnomalies(answer, { range, from, holes, ...(minimum && { minimum }) }), notes };
}

/** Days that show what the days of a hole after them would have cost. */
const DAYS_BEFORE_HOLE = 14;

/** The range from a hole on, if too little is known before it. */
function withoutShortBeginning(range: DateRange, holes: readonly DateRange[]): DateRange {
  const short = holes.find(
    ({ start, end }) => end > range.start && start < addDays(range.start, DAYS_BEFORE_HOLE),
  );
  if (short === undefined) return range;
  return { start: short.end < range.end ? short.end : range.end, end: range.end };
}

/** From the first day that has a charge: costs before it are unknown, not zero. */
function knownRange(queried: DateRange, { lines }: CostAnswer): DateRange {
  let first = lines.length === 0 ? queried.start : queried.end;
  for (const { day } of lines) if (day < first) first = day;
  return { start: first < queried.start ? queried.start : first, end: queried.end };
}
