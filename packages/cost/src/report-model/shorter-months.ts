import type { Day } from '../model.ts';
import { addMonths, daysInMonth, firstOfMonth } from '../periods/index.ts';
import { median } from './median.ts';
import type { Run } from './run.ts';
import type { SeriesModel } from './series-model.ts';

/** Days of known costs, and what the days before one of them let expect. */
export interface KnownCosts {
  readonly values: readonly number[];
  dayOf(index: number): Day;
  modelOf(first: number): SeriesModel;
}

/** After a month of 31 days, February's are 11% more; those of a month of 30 days are less than what is news. */
const MIN_RATIO = 1.06;
/** What the rest of the price may differ by. */
const TOLERANCE = 0.03;
/** A run may begin so many days before its month. */
const EARLY_DAYS = 3;
/** A day that is so many of its usual deviations above the price is another cost. */
const MAX_DEVIATION = 4.5;
/** Days on each side of the first of a month, by which its price per day is compared. */
const COMPARED_DAYS = 14;
/** Days that differ more than by this part don't show whether a price is one of a month. */
const EVEN = 0.01;

/**
 * Whether a run is only what a price per month costs more a day in a month that is shorter than the one before: a support plan or
 * storage costs 31/28 a day from 1 February on. All days of the month are then as much above those of the month before, and
 * earlier months do not contradict, as even costs do that were the same a day in months of 30 and 31 days.
 */
export function isOfShorterMonth(run: Run, costs: KnownCosts): boolean {
  const { values, dayOf, modelOf } = costs;
  // By chance, the first days of the month or the last ones of the month before may be beside the others.
  const month = firstOfMonth(dayOf(Math.min(run.last, run.first + EARLY_DAYS)));
  const ratio = daysInMonth(addMonths(month, -1)) / daysInMonth(month);
  if (ratio < MIN_RATIO) return false;
  let begin = run.first;
  while (begin > 0 && dayOf(begin - 1) >= month) begin -= 1;
  if (begin < COMPARED_DAYS) return false;
  const model = modelOf(begin);
  if (model.isSporadic || isContradicted(costs, begin)) return false;
  const next = addMonths(month, 1);
  const ratioOf = (index: number) => (dayOf(index) < month || dayOf(index) >= next ? 1 : ratio);
  let [charged, usual, explained] = [0, 0, 0];
  for (let index = begin; index <= run.last; index += 1) {
    // The days before the run, if it does not begin with the month.
    if (index === run.first && charged < usual + 0.5 * (explained - usual)) return false;
    const value = values[index]!;
    const due = model.expected(index) * ratioOf(index);
    if (value - due > MAX_DEVIATION * model.deviation(index, index)) return false;
    charged += value;
    usual += model.expected(index);
    explained += due;
  }
  return charged <= (1 + TOLERANCE) * explained;
}

/** Whether even costs did not change with the length of an earlier month. */
function isContradicted({ values, dayOf }: KnownCosts, end: number): boolean {
  for (let first = COMPARED_DAYS; first <= end - COMPARED_DAYS; first += 1) {
    const day = dayOf(first);
    if (day !== firstOfMonth(day)) continue;
    const change = Math.log(daysInMonth(addMonths(day, -1)) / daysInMonth(day));
    const before = evenLevelOf(values.slice(first - COMPARED_DAYS, first));
    const after = evenLevelOf(values.slice(first, first + COMPARED_DAYS));
    if (change === 0 || before === null || after === null) continue;
    if (Math.abs(Math.log(after / before) - change) > 0.5 * Math.abs(change)) return true;
  }
  return false;
}

/** `null`: the days are not even. */
function evenLevelOf(values: readonly number[]): number | null {
  const level = median(values);
  if (level <= 0) return null;
  return median(values.map((value) => Math.abs(value - level))) <= EVEN * level ? level : null;
}
