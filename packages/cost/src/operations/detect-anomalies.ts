import type { CostAnswer, CostQuery, DateRange, Day } from '../model.ts';
import type { Money } from '../money/index.ts';
import { addMonths, type Period } from '../periods/index.ts';
import { type Anomaly, findAnomalies } from '../report-model/index.ts';
import { type QueryOptions, runQueries } from './run-queries.ts';

/** Each day is compared with the same day of this many months before it. */
const HISTORY_MONTHS = 3;

export interface AnomaliesResult {
  readonly anomalies: readonly Anomaly[];
  /** Notes of the source, and where its history is too short. */
  readonly notes: readonly string[];
}

export interface AnomaliesInput extends Pick<CostQuery, 'by' | 'metric' | 'filters'> {
  /** Days that are judged. */
  readonly period: Period;
  /** Minimum excess of a day, in the bill's currency; default: 10. */
  readonly minimum?: Money;
}

/**
 * Days of the period that cost far more than their own history lets expect.
 *
 * @throws GroundcrewError `cost.spend.exceeded`, and those of the source
 */
export async function detectAnomalies(
  { period: { range }, minimum, ...query }: AnomaliesInput,
  options: QueryOptions,
): Promise<AnomaliesResult> {
  const queried = { start: historyStartOf(range.start), end: range.end };
  const [answer] = await runQueries([{ ...query, granularity: 'daily', range: queried }], options);
  const { anomalies, notes } = anomaliesIn(answer, { queried, from: range.start, minimum });
  return { anomalies, notes: [...answer.notes, ...notes] };
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
  }: { readonly queried: DateRange; readonly from: Day; readonly minimum?: Money | undefined },
): AnomaliesResult {
  const range = knownRange(queried, answer);
  const notes =
    range.start > queried.start
      ? [
          `There are no costs before ${range.start}: the first three weeks from then on only serve as history.`,
        ]
      : [];
  return { anomalies: findAnomalies(answer, { range, from, ...(minimum && { minimum }) }), notes };
}

/** From the first day that has a charge: costs before it are unknown, not zero. */
function knownRange(queried: DateRange, { lines }: CostAnswer): DateRange {
  let first = lines.length === 0 ? queried.start : queried.end;
  for (const { day } of lines) if (day < first) first = day;
  return { start: first, end: queried.end };
}
