import type { Day } from '../model.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { median } from './median.ts';

/** What the days of a series let expect of the days after them. Plain numbers: an estimate has no exact digits. */
export interface SeriesModel {
  /** Days of the rhythm: a week, or two. */
  readonly rhythm: 7 | 14;
  /** Part by which the cost grows a week, beyond chance; 0: none. */
  readonly weeklyGrowth: number;
  /** Whether days without cost are more usual than a rhythm explains: only the average can be expected. */
  readonly isSporadic: boolean;
  /** Whether the days were the same for many weeks, but for their rhythm. */
  readonly isFlat: boolean;
  /** Of sporadic costs, the most days in a row without any; otherwise 0. */
  readonly longestGap: number;
  /** Days that it was fitted to. */
  readonly historyDays: number;
  /** The expected cost of a day, by its index. */
  expected(index: number): number;
  /** The same for a day of the history, whose monthly costs are known by the months after it, too. */
  explained(index: number): number;
  /** The part of it that recurs each month on this day. */
  monthly(index: number): number;
  /** The usual deviation, as a standard deviation, of the sum of the days from `first` to `last` from what is expected. */
  deviation(first: number, last: number): number;
}

/** Thirteen weeks: rhythms of two weeks have six cycles. */
const HISTORY_DAYS = 91;
const TREND_WEEKS = 13;
const MIN_TREND_WEEKS = 5;
// The level of a series that drifts is that of these weeks.
const DRIFTING_WEEKS = 4;
// By which part the level of any service moves a week, however regular its days are.
const USUAL_DRIFT = 0.01;
const MEAN_DAYS = 56;
const MIN_SLOPE_SCORE = 2.2;
const MIN_SHIFT_SCORE = 2.5;
const MIN_LEFT_SCORE = 4;
// Minimum usual deviation of a day, as a part of the expected cost: some are the same to the cent for weeks.
const MIN_DEVIATION = 0.02;
const COMPARED_MONTHS = 3;
const MAD_TO_DEVIATION = 1.4826;

/**
 * Fits level, growth, rhythm and monthly costs to the days before `end`, each by medians, so that a few unusual days don't
 * change them.
 *
 * @param values cost of each day from `firstDay` on; not changed
 * @param since first day of the history, if the days before it are of another level
 * @param charged what the days cost, if `values` have expected costs in place of unusual ones: what was unusual in one month
 * recurs in another
 */
export function fitSeries(
  values: readonly number[],
  firstDay: Day,
  end: number,
  since = 0,
  charged = values,
): SeriesModel {
  const start = historyStart(values, end, since);
  const fees = monthlyCosts(charged, calendarOf(firstDay), start, end);
  const plain = values
    .slice(start, end)
    .map((value, at) => Math.min(value, charged[start + at]! - fees.paid(start + at)));
  const { rhythm, profile } = rhythmOf(plain, start);
  const share = (index: number) => profile[index % rhythm]!;
  const weeks = weeksOf(plain, start, share);
  const fitted = plain.map((_, at) => localLevel(weeks, plain.length, at) * share(start + at));
  const spread = spreadOf(plain, fitted, rhythm);
  const trend = trendOf(weeks, spread);
  const levelAt = (index: number) => trend.levelAt((index - end + 4) / 7);
  const isSporadic = isMostlyUnexplained(plain, fitted);
  // Some more days, as the history begins with a cost, which sporadic ones seldom do.
  const mean =
    plain.length === 0 ? 0 : sum(plain.slice(-MEAN_DAYS)) / (Math.min(plain.length, MEAN_DAYS) + 3);
  const base = (index: number) =>
    isSporadic ? Math.max(0, mean) : Math.max(0, levelAt(index) * share(index));

  return {
    rhythm,
    weeklyGrowth: isSporadic ? 0 : trend.growth,
    isSporadic,
    isFlat: !isSporadic && isFlat(weeks, plain, fitted),
    longestGap: isSporadic ? longestGapOf(plain) : 0,
    historyDays: plain.length,
    expected: (index) => base(index) + fees.due(index),
    explained: (index) => base(index) + values[index]! - plain[index - start]!,
    monthly: (index) => fees.due(index),
    deviation(first, last) {
      const days = last - first + 1;
      if (isSporadic) {
        const variance = sum(plain.map((value) => (value - mean) ** 2)) / Math.max(1, plain.length - 1);
        return Math.sqrt(days * variance * (1 + days / Math.max(1, plain.length)));
      }
      let [total, squares] = [0, 0];
      for (let index = first; index <= last; index += 1) {
        total += base(index);
        squares += base(index) ** 2;
      }
      const ahead = ((first + last) / 2 - end + 4) / 7;
      const ofDays = squares * spread ** 2 * (1 + rhythm / Math.max(rhythm, plain.length));
      return Math.sqrt(ofDays + total ** 2 * trend.variance(ahead));
    },
  };
}

/** The history begins thirteen weeks ago, or with the first cost. */
function historyStart(values: readonly number[], end: number, since: number): number {
  const start = Math.max(since, end - HISTORY_DAYS);
  const first = values.findIndex((value, index) => index >= start && index < end && value !== 0);
  return first === -1 ? start : first;
}

interface MonthlyCosts {
  /** The part of a past day's cost that recurs each month. */
  paid(index: number): number;
  /** What is expected on a day. */
  due(index: number): number;
}

/**
 * Costs that recur on the same day of the month, or as many days before its end: a fee that is billed as usage. A day stands
 * out from the days around it in two months, or in the only one that there is.
 */
function monthlyCosts(
  values: readonly number[],
  calendar: Calendar,
  start: number,
  end: number,
): MonthlyCosts {
  const usual = (index: number) => {
    const around: number[] = [];
    for (let at = index - 21; at <= index + 21; at += 7)
      if (at !== index && at >= start && at < end) around.push(values[at]!);
    const beside: number[] = [];
    for (let at = index - 3; at <= index + 3; at += 1)
      if (at !== index && at >= start && at < end) beside.push(values[at]!);
    return Math.max(median(around), Math.min(median(beside), Math.max(0, ...around)));
  };
  const extra = new Map<number, number>();
  const excess: number[] = [];
  for (let index = start; index < end; index += 1) excess.push(values[index]! - usual(index));
  const noise = MAD_TO_DEVIATION * median(excess.map(Math.abs));
  for (const [at, more] of excess.entries()) {
    const others = values[start + at]! - more;
    if (more > 4 * noise && more > 0.25 * others) extra.set(start + at, more);
  }
  const earlierOf = (index: number): number[] => {
    const fromEnd = calendar.daysToMonthEnd(index);
    const months: number[] = [];
    for (let month = 1; month <= COMPARED_MONTHS; month += 1) {
      const same = calendar.monthsLater(index, -month);
      if (same < start) break;
      const fromItsEnd = fromEnd < 3 ? (extra.get(calendar.monthEnd(same) - fromEnd) ?? 0) : 0;
      months.push(Math.max(fromItsEnd, extra.get(same) ?? 0));
    }
    return months;
  };
  const recurring = (index: number): number => {
    if (extra.size === 0) return 0;
    const months = earlierOf(index);
    const paid = months.filter((each) => each > 0);
    // Of one month alone, nobody knows whether it recurs; with the day itself it does.
    const isKnown = extra.has(index) ? paid.length > 0 : paid.length >= Math.min(2, months.length);
    return isKnown && months[0]! > 0 ? median(paid) : isKnown && paid.length >= 2 ? median(paid) : 0;
  };
  const later = (index: number): boolean => extra.has(calendar.monthsLater(index, 1));
  return {
    paid: (index) => {
      const more = extra.get(index);
      if (more === undefined) return 0;
      const before = recurring(index);
      return before > 0 ? Math.min(more, 1.5 * before) : later(index) ? more : 0;
    },
    due: recurring,
  };
}

/** The rhythm of weeks or of two weeks, and the share of each of its days: 1 on average. */
function rhythmOf(plain: readonly number[], start: number): { rhythm: 7 | 14; profile: readonly number[] } {
  const weekly = profileOf(plain, start, 7, meansAround(plain, 7));
  if (plain.length < 6 * 7) return { rhythm: 7, profile: weekly };
  const levels = meansAround(plain, 14);
  const double = profileOf(plain, start, 14, levels);
  const errorOf = (profile: readonly number[]) => {
    let error = 0;
    for (let at = 0; at < plain.length; at += 1)
      error += Math.abs(plain[at]! - levels[at]! * profile[(start + at) % profile.length]!);
    return error;
  };
  return errorOf(double) < 0.65 * errorOf(weekly)
    ? { rhythm: 14, profile: double }
    : { rhythm: 7, profile: weekly };
}

function profileOf(
  plain: readonly number[],
  start: number,
  length: 7 | 14,
  levels: readonly number[],
): number[] {
  const shares = Array.from({ length }, (): number[] => []);
  for (const [at, value] of plain.entries()) {
    const level = levels[at]!;
    if (level > 0) shares[(start + at) % length]!.push(value / level);
  }
  const medians = shares.map((each) => (each.length === 0 ? 1 : median(each)));
  const average = sum(medians) / length;
  if (average <= 0) return medians.map(() => 1);
  const profile = medians.map((each) => each / average);
  return withoutChance(profile, shares);
}

/** A rhythm that chance explains is none: the shares come closer to 1, the more they deviate by chance. */
function withoutChance(profile: readonly number[], shares: readonly (readonly number[])[]): number[] {
  const errors = shares.map((each, at) => {
    const deviation = MAD_TO_DEVIATION * median(each.map((share) => Math.abs(share - profile[at]!)));
    return (1.6 * deviation ** 2) / Math.max(1, each.length);
  });
  const variance = sum(profile.map((share) => (share - 1) ** 2)) / (profile.length - 1);
  const part = variance === 0 ? 0 : Math.max(0, 1 - (1.5 * sum(errors)) / errors.length / variance);
  return profile.map((share) => 1 + part * (share - 1));
}

/** For each day, the mean of a whole cycle around it. */
function meansAround(plain: readonly number[], length: number): number[] {
  return plain.map((_, at) => {
    const first = Math.max(0, Math.min(at - (length >> 1), plain.length - length));
    const end = Math.min(plain.length, first + length);
    let total = 0;
    for (let index = first; index < end; index += 1) total += plain[index]!;
    return total / (end - first);
  });
}

/** The level of each week of the history, the latest first: without the rhythm, and without its extremes. */
function weeksOf(plain: readonly number[], start: number, share: (index: number) => number): number[] {
  const weeks: number[] = [];
  for (let last = plain.length; last >= 7 || (weeks.length === 0 && last > 0); last -= 7) {
    const levels: number[] = [];
    for (let at = Math.max(0, last - 7); at < last; at += 1)
      if (share(start + at) > 0.05) levels.push(plain[at]! / share(start + at));
    const sorted = levels.toSorted((one, other) => one - other);
    const kept = sorted.length > 4 ? sorted.slice(1, -1) : sorted;
    weeks.push(kept.length === 0 ? 0 : sum(kept) / kept.length);
  }
  return weeks.length === 0 ? [0] : weeks;
}

interface Trend {
  readonly growth: number;
  /** By weeks after the middle of the last one. */
  levelAt(week: number): number;
  /** Relative variance of the level. */
  variance(week: number): number;
}

/**
 * The level of the last weeks, and its growth if that is beyond chance: by the median of all slopes between the logarithms
 * of weeks (Theil and Sen). A level that moves by itself is that of the last weeks only.
 */
function trendOf(weeks: readonly number[], spread: number): Trend {
  // By chance alone, the trimmed mean of a week deviates by this.
  const chance = spread / Math.sqrt(5);
  const drift = driftOf(weeks, chance);
  const count = Math.min(weeks.length, drift > USUAL_DRIFT ** 2 ? DRIFTING_WEEKS : TREND_WEEKS);
  const recent = weeks.slice(0, count);
  const flatOf = (length: number): Trend => {
    const level = centralMean(weeks.slice(0, length));
    return {
      growth: 0,
      levelAt: () => level,
      variance: (week) => (1.2 * chance ** 2) / length + drift * Math.max(1, week + 1),
    };
  };
  const latest = flatOf(Math.min(count, DRIFTING_WEEKS));
  /** Whether the last weeks are beside what all of them show. */
  const isLeft = (level: number, score: number) =>
    Math.abs(latest.levelAt(0) - level) > score * chance * level * Math.sqrt(1 / 4 + 1 / count);
  const all = flatOf(count);
  const flat = count > DRIFTING_WEEKS && isLeft(all.levelAt(0), MIN_SHIFT_SCORE) ? latest : all;
  if (count < MIN_TREND_WEEKS || recent.some((each) => each <= 0)) return flat;
  const { slope, middle, errors } = lineOf(recent.map(Math.log));
  const error = Math.max(MAD_TO_DEVIATION * median(errors.map(Math.abs)), chance);
  const extent = (count * (count ** 2 - 1)) / 12;
  const slopeError = error / Math.sqrt(extent);
  if (Math.abs(slope) < MIN_SLOPE_SCORE * slopeError) return flat;
  const center = (count - 1) / 2;
  // In the middle of the last weeks.
  const lately = Math.exp(middle + slope * (center - (DRIFTING_WEEKS - 1) / 2));
  if (isLeft(lately, MIN_LEFT_SCORE)) return risingOf(latest, weeks, slope);
  return {
    growth: Math.exp(slope) - 1,
    levelAt: (week) => Math.exp(middle + slope * (center + dampened(week))),
    variance: (week) =>
      error ** 2 * (1.2 / count + (center + week) ** 2 / extent) + drift * Math.max(1, week + 1),
  };
}

/**
 * The level of the last weeks, which is beside a growth that was known: with as much of that as they show among themselves. A
 * new cost beside a growth does not end it.
 */
function risingOf(latest: Trend, weeks: readonly number[], slope: number): Trend {
  const logs = weeks.slice(0, DRIFTING_WEEKS).map(Math.log);
  const own = lineOf(logs).slope;
  if (own * slope <= 0) return latest;
  const kept = Math.abs(own) < Math.abs(slope) ? own : slope;
  const center = (DRIFTING_WEEKS - 1) / 2;
  const middle = Math.log(latest.levelAt(0));
  return {
    growth: Math.exp(kept) - 1,
    levelAt: (week) => Math.exp(middle + kept * (center + dampened(week))),
    variance: latest.variance,
  };
}

/** The mean without the largest and the smallest fifth. */
function centralMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 5);
  const kept = values.toSorted((one, other) => one - other).slice(cut, values.length - cut);
  return sum(kept) / kept.length;
}

/** A line through the values, the latest first: its slope to later ones, its height in the middle, what it leaves. */
function lineOf(logs: readonly number[]) {
  const slopes: number[] = [];
  for (let one = 0; one < logs.length; one += 1)
    for (let other = one + 1; other < logs.length; other += 1)
      slopes.push((logs[one]! - logs[other]!) / (other - one));
  const slope = median(slopes);
  const center = (logs.length - 1) / 2;
  const middle = median(logs.map((log, at) => log + slope * (at - center)));
  return { slope, middle, errors: logs.map((log, at) => log - (middle + slope * (center - at))) };
}

/** No growth continues forever: less of it is expected of each week. */
function dampened(week: number): number {
  return week <= 0 ? week : (1 - 0.98 ** week) / 0.02;
}

/** By how much the level moves a week by itself, as a variance: beyond growth, and beyond what chance explains. */
function driftOf(weeks: readonly number[], chance: number): number {
  const logs = weeks
    .slice(0, TREND_WEEKS)
    .filter((each) => each > 0)
    .map(Math.log);
  if (logs.length < 4) return USUAL_DRIFT ** 2;
  const { slope } = lineOf(logs);
  const steps = logs.slice(1).map((log, at) => Math.abs(logs[at]! - log - slope));
  const variance = (MAD_TO_DEVIATION * median(steps)) ** 2;
  // The median of a dozen steps is above what chance explains in one of many series.
  return variance > 4 * 2 * chance ** 2 ? variance - 2 * chance ** 2 : USUAL_DRIFT ** 2;
}

function localLevel(weeks: readonly number[], length: number, at: number): number {
  const week = Math.min(weeks.length - 1, Math.floor((length - 1 - at) / 7));
  return weeks[week]!;
}

/** The usual deviation of a day, as a part of what is expected. What was fitted to few days is too close to them. */
function spreadOf(plain: readonly number[], fitted: readonly number[], rhythm: number): number {
  const parts = plain.flatMap((value, at) => (fitted[at]! > 0 ? [Math.abs(value / fitted[at]! - 1)] : []));
  if (parts.length === 0) return MIN_DEVIATION;
  const trimmed = parts.toSorted((one, other) => one - other).slice(0, Math.ceil(parts.length * 0.95));
  const typical = Math.max(MAD_TO_DEVIATION * median(parts), (1.3 * sum(trimmed)) / trimmed.length);
  const free = Math.max(1, parts.length - rhythm - parts.length / 7);
  return Math.max(MIN_DEVIATION, typical * Math.sqrt(parts.length / free));
}

/** A rhythm with expensive days and nothing between them is explained by it; single days at random are not. */
function isMostlyUnexplained(plain: readonly number[], fitted: readonly number[]): boolean {
  const total = sum(plain.map(Math.abs));
  if (total === 0) return false;
  const zeros = plain.filter((value) => value === 0).length;
  if (zeros < 0.3 * plain.length) return false;
  // Of two weeks, each day is its own rhythm.
  if (plain.length < 3 * 7) return true;
  return sum(plain.map((value, at) => Math.abs(value - fitted[at]!))) > 0.6 * total;
}

const FLAT_WEEKS = 8;
/** By these parts, weeks and days of a flat cost are beside its level. */
const [FLAT_WEEK, FLAT_DAY] = [0.005, 0.01];

function isFlat(weeks: readonly number[], plain: readonly number[], fitted: readonly number[]): boolean {
  const level = median(weeks);
  if (weeks.length < FLAT_WEEKS || level <= 0) return false;
  const offs = plain.map((value, at) => Math.abs(value - fitted[at]!)).toSorted((one, other) => one - other);
  const isEvenly = offs[Math.ceil(0.95 * offs.length) - 1]! <= FLAT_DAY * level;
  return isEvenly && weeks.every((week) => Math.abs(week / level - 1) <= FLAT_WEEK);
}

function longestGapOf(plain: readonly number[]): number {
  let [longest, gap] = [0, 0];
  for (const value of plain) {
    gap = value === 0 ? gap + 1 : 0;
    longest = Math.max(longest, gap);
  }
  return longest;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
