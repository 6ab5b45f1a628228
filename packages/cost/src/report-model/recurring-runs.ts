import { type Calendar, calendarOf } from './calendar.ts';
import type { Day } from '../model.ts';
import { median } from './median.ts';

/** Days in a row whose sum stands out, by their indexes in the series. */
export interface CostlyDays {
  readonly first: number;
  readonly last: number;
  /** What is expected of each of them, without costs that recur monthly. */
  readonly expected: readonly number[];
  /** What is more than the same before by this factor is not only the next of them. */
  readonly moreThanBefore: number;
}

/** A longer one is a level that changes. */
const MAX_DAYS = 7;
/** A single large day is not what some small ones repeat. */
const MAX_PEAK = 2;
/** A weekend or a holiday moves a payment by so many days. */
const MOVED_DAYS = 2;
const COMPARED_MONTHS = 3;
/** In so many of the months before, it is a cost of each month. */
const MIN_MONTHS = 2;
/** Days of a rhythm of a week, and of two. */
const rhythms = [7, 14];
/** In so many of them in a row, it is one of each. */
const MIN_CYCLES = 3;

/**
 * How often what costly days cost was there before: about as much around the same day of most months before, or on the same
 * days of each week, or each other week, before. A model that learns from usual days alone would take each of them for the first one.
 *
 * @param charged what each day cost, also the costly ones before
 */
export function recurrenceOf(
  charged: readonly number[],
  firstDay: Day,
  days: CostlyDays,
): 'monthly' | 'weekly' | null {
  const { first, last, expected, moreThanBefore } = days;
  if (last - first >= MAX_DAYS) return null;
  const above = (start: number) => expected.map((usual, at) => charged[start + at]! - usual);
  const excess = above(first);
  const isMonthly = (month: number) =>
    sameDaysOf(calendarOf(firstDay), days, month).some((start) =>
      isAlike(aboveUsual(charged, start, expected.length), excess, moreThanBefore),
    );
  if (countOf(COMPARED_MONTHS, isMonthly) >= MIN_MONTHS) return 'monthly';
  const isRhythm = rhythms.some(
    (length) =>
      countOf(
        MIN_CYCLES,
        (cycle) => first >= length * cycle && isAlike(above(first - length * cycle), excess, moreThanBefore),
      ) === MIN_CYCLES,
  );
  return isRhythm ? 'weekly' : null;
}

/** Of how many of the last months or cycles it holds, the latest being 1. */
function countOf(last: number, holds: (back: number) => boolean): number {
  return Array.from({ length: last }, (_, at) => at + 1).filter(holds).length;
}

/** Whether days before cost about as much, as evenly. */
function isAlike(before: readonly number[], now: readonly number[], moreThanBefore: number): boolean {
  const isEnough = sum(before) * moreThanBefore >= sum(now);
  return isEnough && Math.max(...before) <= MAX_PEAK * Math.max(...now);
}

/** The days around the first of some days, so many months before: by the day of the month, and by its end. */
function sameDaysOf(calendar: Calendar, { first, last }: CostlyDays, months: number): number[] {
  const same = calendar.monthsLater(first, -months);
  const fromEnd = calendar.daysToMonthEnd(first);
  const places = fromEnd <= MOVED_DAYS ? [same, calendar.monthEnd(same) - fromEnd] : [same];
  const around = places.flatMap((place) =>
    Array.from({ length: 2 * MOVED_DAYS + 1 }, (_, at) => place + at - MOVED_DAYS),
  );
  return around.filter((start) => start >= 0 && start + last - first < first);
}

/** What some days cost above the same weekdays around them. */
function aboveUsual(charged: readonly number[], start: number, count: number): number[] {
  return charged.slice(start, start + count).map((value, at) => {
    const around = [-14, -7, 7, 14].flatMap((days) => charged[start + at + days] ?? []);
    return value - median(around);
  });
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
