import { addMonths, daysInMonth, isFirstOfMonth } from '../periods/index.ts';
import { type FitOptions, MAX_RUN_DAYS, type Run } from './run.ts';

/** So many days at another level are no chance in a series that has none. */
const MIN_DAYS = 7;
/** What prices, rounding and the hours of a day move a flat cost by is below this part. */
const MIN_PART = 0.04;
/** Each day of a step is as much above the level before: what grows is none. */
const [LEAST, MOST] = [0.7, 1.4];
/** The day before it is not. */
const MAX_BEFORE = 0.3;

/**
 * A step of a cost that was the same for weeks: it is news though it is a small part, as such a cost moves by none of itself.
 */
export function stepRunFrom(
  values: readonly number[],
  first: number,
  { dayOf, minimum, modelBefore }: FitOptions,
): Run | undefined {
  const model = modelBefore(first);
  const excessOf = (index: number) => values[index]! - model.expected(index);
  const begin = excessOf(first);
  const part = begin / model.expected(first);
  if (!model.isFlat || !(part >= MIN_PART + partOfMonth(dayOf(first)))) return undefined;
  // It begins with the step, not within what a shorter month explains.
  if (values[first - 1]! - model.explained(first - 1) > MAX_BEFORE * begin) return undefined;
  let [last, expected, excess] = [first - 1, 0, 0];
  while (last + 1 < values.length && last + 1 - first < MAX_RUN_DAYS) {
    const next = excessOf(last + 1) / model.expected(last + 1);
    if (!(next >= LEAST * part && next <= MOST * part)) break;
    last += 1;
    expected += model.expected(last);
    excess += excessOf(last);
  }
  if (last - first + 1 < MIN_DAYS || excess < minimum) return undefined;
  return { first, last, expected, score: 0, isNew: false, isDaily: false, hasMonthly: false, model };
}

/** A price of a month, such as that of storage, costs more each day from the first of a month that is shorter than the one before. */
function partOfMonth(day: string): number {
  if (!isFirstOfMonth(day)) return 0;
  return Math.max(0, daysInMonth(addMonths(day, -1)) / daysInMonth(day) - 1);
}
