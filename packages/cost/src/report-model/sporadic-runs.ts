import { median } from './median.ts';
import { type FitOptions, MAX_RUN_DAYS, type Run } from './run.ts';
import type { SeriesModel } from './series-model.ts';

// A cost on each of so many days has this chance, if most days before had none.
const MAX_DAILY_CHANCE = 1e-5;
// A day that costs less than this part of the smallest one before is none of those.
const SMALL_PART = 0.5;

/**
 * A cost on each day of a run, where most days before cost nothing: beside sporadic costs, a small new one does not show in a
 * sum. Days that cost as much as single ones before are taken as such; what the others cost is the excess.
 */
export function dailyRunFrom(
  values: readonly number[],
  first: number,
  { minimum, modelBefore }: FitOptions,
): Run | undefined {
  let end = first;
  while (end < values.length && end - first < MAX_RUN_DAYS && values[end]! > 0) end += 1;
  const days = end - first;
  // At least as many as zeros have to be a third of the days of a sporadic cost.
  if (days < 5 || values[first - 1]! > 0) return undefined;
  const model = modelBefore(first);
  if (!model.isSporadic) return undefined;
  const history = values.slice(first - model.historyDays, first).filter((value) => value > 0);
  const rate = (history.length + 1) / (model.historyDays + 2);
  const score = (days * Math.log(rate)) / Math.log(MAX_DAILY_CHANCE);
  if (history.length === 0 || score < 1) return undefined;
  const run = values.slice(first, end);
  const small = run.filter((value) => value < SMALL_PART * Math.min(...history));
  if (2 * small.length < days) return undefined;
  const usual = median(small);
  const expected = run.reduce((sum, value) => sum + (small.includes(value) ? 0 : value - usual), 0);
  const excess = run.reduce((sum, value) => sum + value, 0) - expected;
  if (excess < minimum) return undefined;
  return { first, last: end - 1, expected, score, isNew: false, isDaily: true, hasMonthly: false, model };
}

/** A run of {@link dailyRunFrom} with the days before `end` on which it continues: those like it are all excess. */
export function prolongedDaily(values: readonly number[], run: Run, end: number): Run {
  let { last, expected } = run;
  let total = 0;
  for (let index = run.first; index <= last; index += 1) total += values[index]!;
  const usual = (total - expected) / (last + 1 - run.first);
  for (; last + 1 < end && values[last + 1]! > 0; last += 1) {
    const value = values[last + 1]!;
    if (value > 2 * usual) expected += value - usual;
  }
  return { ...run, last, expected };
}

// Of costs that come on single days, this many show how large one can be.
const MIN_PEAKS = 8;
// A day that is above the largest of them by this factor is seldom chance, whatever the days beside it cost.
const ABOVE_PEAK = 1.2;

/** A day of sporadic costs that is above each one before: in the sum of a longer run it may not show. */
export function peakRunFrom(
  values: readonly number[],
  first: number,
  { minimum, modelBefore }: FitOptions,
): Run | undefined {
  const model = modelBefore(first);
  if (values[first]! <= peakOfDays(values, first, model)) return undefined;
  const expected = model.expected(first);
  const excess = values[first]! - expected;
  if (excess < minimum) return undefined;
  const score = excess / Math.max(model.deviation(first, first), minimum / 20);
  const hasMonthly = model.monthly(first) > 0;
  return { first, last: first, expected, score, isNew: false, isDaily: false, hasMonthly, model };
}

/** What a sporadic cost of a day hardly exceeds; Infinity: unknown, or no cost is sporadic. */
export function peakOfDays(values: readonly number[], first: number, model: SeriesModel): number {
  if (!model.isSporadic) return Infinity;
  const costs = values.slice(first - model.historyDays, first).filter((value) => value > 0);
  return costs.length < MIN_PEAKS ? Infinity : ABOVE_PEAK * Math.max(...costs);
}
