import { addDays } from '../periods/index.ts';
import { median } from './median.ts';
import { type CostlyDays, recurrenceOf } from './recurring-runs.ts';
import { type FitOptions, MAX_RUN_DAYS, type Run, type RunOptions } from './run.ts';
import { fitSeries, type SeriesModel } from './series-model.ts';
import { isOfShorterMonth } from './shorter-months.ts';
import { dailyRunFrom, peakOfDays, peakRunFrom, prolongedDaily } from './sporadic-runs.ts';
import { stepRunFrom } from './step-runs.ts';
import { modelOfKnownDays, type UnknownDays, withExpectedDays } from './unknown-days.ts';

const MIN_HISTORY_DAYS = 21;
const NEW_AFTER_DAYS = 14;
// What lasts that long is the level of the days after it.
const NEW_LEVEL_DAYS = 28;
// A dip that is shorter may have ended some days before its end shows as a run.
const dipStarts = [NEW_LEVEL_DAYS, NEW_LEVEL_DAYS + 7];
// The level before it is above the one that a run is compared with by most of what the run is.
const MIN_RETURNED = 0.5;
const MIN_SCORE = 4.5;
// Sums of sporadic costs are compared with the largest of before, too, as a deviation means little for them.
const MIN_SPORADIC_SCORE = 3.3;
// A run is over after as many days that are as expected.
const ENDED_DAYS = 4;
// Growth shows after this many days; before, only a large rise is none.
const LONG_HISTORY_DAYS = 70;
// Beside a growth that is not known for sure, a sum is above it by this part.
const MIN_PART_ABOVE_GROWTH = 0.3;
// A run that costs little more than expected is not news, however regular the days before were.
const MIN_PART = 0.07;
// The longer it lasts, the less: a level moves by itself.
const MIN_PART_A_WEEK = 0.015;
// A run begins at once: a cost that rises slowly from what is expected has a growth that was not known.
const MIN_ONSET = 0.5;
// Sums of as many days have been as much above the expected ones before: by this factor, it is more.
const MORE_THAN_BEFORE = 1.25;
// Of single days at random, the largest sum is better known: a tenth more is seldom chance.
const SPORADIC_MORE_THAN_BEFORE = 1.1;

/**
 * The runs of days that cost more than the days before let expect: each day in turn is taken as the first of a run, whose
 * excess over what the days before it let expect is added up, day by day, until it is most above the usual deviation of
 * such a sum. A large one stands out on its first day, a small one once it has accumulated. Days of a run that was found are
 * no history of later ones; after nine weeks they are. A run continues after days that are unknown, and has nothing of these.
 */
export function findRuns(
  values: readonly number[],
  { firstDay, from, minimum, unknown = noDays }: RunOptions,
): Run[] {
  const runs: Run[] = [];
  const charged = withExpectedDays(values, firstDay, unknown);
  const whole = [...charged];
  /** The index of each known day in the whole series: below, days are counted among these. */
  const indexes = [...values.keys()].filter((index) => !unknown.has(index));
  const known = indexes.map((index) => values[index]!);
  const begun = known.findIndex((value) => value !== 0);
  if (begun === -1) return [];
  /** Where the present level began. */
  let since = 0;
  // A cost that begins after two weeks without it is new; one that begins earlier has no history until three weeks later.
  const start = begun >= NEW_AFTER_DAYS ? begun : begun + MIN_HISTORY_DAYS;
  const modelOf = (first: number) => {
    const model = fitSeries(whole, firstDay, indexes[first]!, since, charged);
    return unknown.size === 0 ? model : modelOfKnownDays(model, indexes, first);
  };
  const dayOf = (at: number) => addDays(firstDay, indexes[at]!);
  for (let first = start; first < known.length; first += 1) {
    if (known[first]! <= usualOf(whole, indexes[first]!) || !isEnough(known, first, minimum)) continue;
    const options = { dayOf, minimum, modelBefore: latestKept(modelOf) };
    const run =
      dailyRunFrom(known, first, options) ??
      peakRunFrom(known, first, options) ??
      sumRunFrom(known, first, options) ??
      stepRunFrom(known, first, options);
    if (run === undefined || isReturn(known, run, modelOf)) continue;
    if (isOfShorterMonth(run, { values: known, dayOf, modelOf })) continue;
    const recurrence = recurrenceOf(charged, firstDay, costlyDaysOf(run));
    if (recurrence !== null) {
      // The level of other days has nothing of a cost of each month; that of each week is a rhythm of theirs.
      if (recurrence === 'monthly') forget(run);
      continue;
    }
    runs.push(run);
    if (run.last - run.first + 1 >= NEW_LEVEL_DAYS) since = indexes[run.first]!;
    else forget(run);
    first = Math.max(first, run.last);
  }
  return runs.flatMap((run, at) => {
    if (indexes[run.last]! < from) return [];
    const { first, last, ...rest } = prolonged(known, run, runs[at + 1]?.first ?? known.length);
    return [{ ...rest, first: indexes[first]!, last: indexes[last]! }];
  });

  function costlyDaysOf({ first, last, model }: Run): CostlyDays {
    const days = { first: indexes[first]!, last: indexes[last]! };
    // What is unknown is filled with what is expected.
    const expected = charged.slice(days.first, days.last + 1);
    for (let at = first; at <= last; at += 1)
      expected[indexes[at]! - days.first] = model.expected(at) - model.monthly(at);
    return { ...days, expected, moreThanBefore: moreThanBefore(model) };
  }

  /** What the days after a run are judged by has the expected costs in its place. */
  function forget({ first, last, model }: Run): void {
    for (let at = first; at <= last; at += 1) whole[indexes[at]!] = known[at] = model.expected(at);
    if (unknown.size === 0) return;
    const filled = withExpectedDays(whole, firstDay, unknown);
    for (const index of unknown) whole[index] = filled[index]!;
  }
}

const noDays: UnknownDays = new Set();

/** A function that computes its latest result once: each kind of run asks for the model of the same days. */
function latestKept<Result>(compute: (index: number) => Result): (index: number) => Result {
  let latest: { readonly index: number; readonly result: Result } | undefined;
  return (index) => {
    if (latest?.index !== index) latest = { index, result: compute(index) };
    return latest.result;
  };
}

/** A run that is usual by now, as it lasted for {@link MAX_RUN_DAYS}, with the days on which it still continues. */
function prolonged(values: readonly number[], run: Run, end: number): Run {
  if (run.last - run.first + 1 < MAX_RUN_DAYS) return run;
  return run.isDaily ? prolongedDaily(values, run, end) : extended(values, run, end);
}

/** The run from this day whose sum stands out. */
function sumRunFrom(values: readonly number[], first: number, options: FitOptions): Run | undefined {
  const found = runFrom(values, first, options);
  if (found === undefined) return undefined;
  const run = withBestStart(values, found, options);
  return extended(values, run, Math.min(values.length, run.first + MAX_RUN_DAYS));
}

/**
 * The run with all days on which it continues, though its sum no longer stands out more by them.
 *
 * @param end index after the last day that may be one of it
 */
function extended(values: readonly number[], run: Run, end: number): Run {
  const { first, model } = run;
  const peak = peakOfDays(values, first, model);
  let { last, expected } = run;
  let total = 0;
  for (let index = first; index <= last; index += 1) total += values[index]!;
  while (last + 1 < end) {
    const excess = (total - expected) / (last + 1 - first);
    const next = last + 1;
    if (isAnother(values[next]! - model.expected(next), excess, next - first, model)) break;
    if (values[next]! > peak) break;
    if (isOver(values, model, first, next, excess, ENDED_DAYS)) break;
    last = next;
    total += values[next]!;
    expected += model.expected(next);
  }
  // The days that showed that it is over are none of it.
  while (
    last > run.last &&
    values[last]! - model.expected(last) < (0.3 * (total - expected)) / (last + 1 - first)
  ) {
    total -= values[last]!;
    expected -= model.expected(last);
    last -= 1;
  }
  return { ...run, last, expected };
}

/** Whether a day is so far above the days of a run that it is the first of another one. */
function isAnother(excess: number, usualExcess: number, days: number, { isSporadic }: SeriesModel): boolean {
  return !isSporadic && days >= 5 && excess > 5 * usualExcess;
}

/**
 * Whether a run is only what the days before a dip let expect: a service that was off or less used for some days is at its
 * level again. The dip is in the days that the run was compared with.
 */
function isReturn(
  values: readonly number[],
  { first, last, expected }: Run,
  modelOf: (first: number) => SeriesModel,
): boolean {
  let total = 0;
  for (let index = first; index <= last; index += 1) total += values[index]!;
  return dipStarts.some((days) => {
    if (first - days < MIN_HISTORY_DAYS) return false;
    const before = modelOf(first - days);
    if (before.isSporadic || before.historyDays < MIN_HISTORY_DAYS) return false;
    let usual = 0;
    for (let index = first; index <= last; index += 1) usual += before.expected(index);
    return total < (1 + MIN_PART) * usual && usual - expected > MIN_RETURNED * (total - expected);
  });
}

/** What the same weekdays before a day cost: a cheap check before a model is fitted, as most days can't begin a run. */
function usualOf(values: readonly number[], index: number): number {
  return median([7, 14, 21, 28].flatMap((back) => (index - back < 0 ? [] : [values[index - back]!])));
}

function isEnough(values: readonly number[], first: number, minimum: number): boolean {
  let total = 0;
  for (let index = first; index < Math.min(values.length, first + MAX_RUN_DAYS); index += 1)
    total += values[index]!;
  return total >= minimum;
}

/** Usual days before a run may be above what is expected, and begin it too early: without them it stands out more. */
function withBestStart(values: readonly number[], found: Run, options: FitOptions): Run {
  let best = found;
  for (let first = found.first + 1; first <= Math.min(found.first + 14, found.last); first += 1) {
    const later = runFrom(values, first, options);
    if (later !== undefined && later.last >= found.last && later.score > best.score) best = later;
  }
  return best;
}

function runFrom(
  values: readonly number[],
  first: number,
  { dayOf, minimum, modelBefore }: FitOptions,
): Run | undefined {
  const model = modelBefore(first);
  const begin = values[first]! - model.expected(first);
  if (begin <= 0) return undefined;
  const isNew = values.slice(0, first).every((value) => value === 0);
  if (
    isNew &&
    dayOf(first).endsWith('-01') &&
    first < 31 &&
    values.slice(first + 1, first + 3).every((value) => value === 0)
  )
    return undefined;
  const before = peaksBefore(values, first, model);
  const peak = peakOfDays(values, first, model);
  // As many days without cost as before do not end sporadic ones.
  const ended = Math.max(ENDED_DAYS, model.longestGap + 1);
  let best: Run | undefined;
  const growth = growthBefore(values, first, model);
  let [total, expected, grown, hasMonthly] = [0, 0, 0, false];
  // A short history does not predict a longer time.
  const end = Math.min(
    values.length,
    first + (isNew ? MAX_RUN_DAYS : Math.min(MAX_RUN_DAYS, Math.max(7, first >> 1))),
  );
  for (let last = first; last < end; last += 1) {
    total += values[last]!;
    expected += model.expected(last);
    grown += growth(last);
    hasMonthly ||= model.monthly(last) > 0;
    const excess = total - expected;
    const days = last - first + 1;
    const soFar = total - values[last]! - (expected - model.expected(last));
    if (isAnother(values[last]! - model.expected(last), soFar / Math.max(1, days - 1), days - 1, model))
      break;
    if (last > first && values[last]! > peak) break;
    // The run is over once its days no longer add to it.
    if (excess <= 0 || isOver(values, model, first, last, excess / days, ended)) break;
    if (
      excess < minimum ||
      excess <
        (model.historyDays < LONG_HISTORY_DAYS ? 0.3 : MIN_PART + (MIN_PART_A_WEEK * days) / 7) * expected
    )
      continue;
    if (total < (1 + MIN_PART_ABOVE_GROWTH) * grown) continue;
    const deviation = Math.max(model.deviation(first, last), minimum / 20);
    const score = excess / deviation;
    const minScore = model.isSporadic ? MIN_SPORADIC_SCORE : MIN_SCORE;
    if (score < minScore || excess < moreThanBefore(model) * before(days)) continue;
    // Its first day is one of it, and so is its last.
    if (begin < (0.4 * excess) / days || values[last]! - model.expected(last) < (0.3 * excess) / days)
      continue;
    if (!model.isSporadic && days >= 14 && onsetOf(values, model, first, days) < (MIN_ONSET * excess) / days)
      continue;
    if (best === undefined || score >= best.score)
      best = { first, last, expected, score, isNew, isDaily: false, hasMonthly, model };
  }
  return best;
}

/**
 * What a day costs if the weeks before a run, too few or too uneven for a growth that is beyond chance, continue to grow as they did:
 * a cost that grew in each week from its beginning is not known to stop. 0: it did not.
 */
function growthBefore(
  values: readonly number[],
  first: number,
  model: SeriesModel,
): (index: number) => number {
  const none = () => 0;
  const count = Math.floor(model.historyDays / 7);
  if (model.isSporadic || model.weeklyGrowth !== 0 || count < 2) return none;
  const sumOf = (costs: (index: number) => number, week: number) => {
    let total = 0;
    for (let index = first - 7 * (week + 1); index < first - 7 * week; index += 1) total += costs(index);
    return total;
  };
  const weeks = Array.from({ length: count }, (_, week) => sumOf((index) => values[index]!, week));
  const level = sumOf(model.explained, 0);
  const isGrowing = weeks.every((week, at) => week > (weeks[at + 1] ?? 0));
  if (!isGrowing || level <= 0) return none;
  const slope = Math.log(weeks[0]! / weeks.at(-1)!) / (count - 1);
  return (index) =>
    ((model.expected(index) * weeks[0]!) / level) * Math.exp((slope * (index - first + 4)) / 7);
}

function moreThanBefore({ isSporadic }: SeriesModel): number {
  return isSporadic ? SPORADIC_MORE_THAN_BEFORE : MORE_THAN_BEFORE;
}

/** The excess of a day, on average, in the first quarter of a run. */
function onsetOf(values: readonly number[], model: SeriesModel, first: number, days: number): number {
  const count = Math.ceil(days / 4);
  let excess = 0;
  for (let index = first; index < first + count; index += 1) excess += values[index]! - model.expected(index);
  return excess / count;
}

/** Whether the last days of a run are as expected. */
function isOver(
  values: readonly number[],
  model: SeriesModel,
  first: number,
  last: number,
  usualExcess: number,
  ended: number,
): boolean {
  if (last - first < ended) return false;
  let excess = 0;
  for (let index = last - ended + 1; index <= last; index += 1)
    excess += values[index]! - model.expected(index);
  return excess / ended < 0.25 * usualExcess;
}

/** The largest excess of as many days in a row before, by which a sporadic cost or a heavy tail is usual. */
function peaksBefore(values: readonly number[], first: number, model: SeriesModel): (days: number) => number {
  const start = first - model.historyDays;
  const sums = [0];
  for (let index = start; index < first; index += 1)
    sums.push(sums.at(-1)! + values[index]! - model.explained(index));
  const known = new Map<number, number>();
  return (days) => {
    if (days * 3 > model.historyDays) return 0;
    const peak = known.get(days) ?? peakOf(sums, days);
    known.set(days, peak);
    return peak;
  };
}

function peakOf(sums: readonly number[], days: number): number {
  let peak = 0;
  for (let end = days; end < sums.length; end += 1) peak = Math.max(peak, sums[end]! - sums[end - days]!);
  return peak;
}
