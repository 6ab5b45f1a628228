import type { Day } from '../model.ts';
import { fitSeries, type SeriesModel } from './series-model.ts';

/** What some days will cost together. Plain numbers: an estimate has no exact digits. */
export interface DaysForecast {
  readonly cost: number;
  /** Eighty percent of the outcomes are within. */
  readonly low: number;
  readonly high: number;
  readonly model: SeriesModel;
  /** The last days were so far from what was expected that they are the new level: how many, and by which factor. */
  readonly change: { readonly days: number; readonly factor: number } | null;
}

/** The tenth and the ninetieth percentile of a normal distribution. */
const EIGHTY_PERCENT = 1.2816;
const MAX_CHANGE_DAYS = 21;
const MIN_SCORE = 4.5;
const MIN_HISTORY_DAYS = 21;
const ONE_DAY = 0.3;
// What no history shows, such as changes that are still to come: found on labelled series, see the bench.
const UNKNOWN = 1.7;

/**
 * The cost of the days after a series: by its level, growth, rhythm and monthly costs. If the last days together are far
 * from what the days before them let expect, they are the beginning of another level, the surer the longer it lasts.
 */
export function forecastDays(values: readonly number[], firstDay: Day, count: number): DaysForecast {
  const end = values.length;
  const change = lastChange(values, firstDay);
  const model = change?.model ?? fitSeries(values, firstDay, end);
  const factor = change?.factor ?? 1;
  let cost = 0;
  for (let index = end; index < end + count; index += 1)
    cost += change === null ? model.expected(index) : change.expected(index);
  // One day of a new cost is not a level yet.
  if (model.historyDays === 1) cost *= ONE_DAY;
  const usual = count === 0 ? 0 : model.deviation(end, end + count - 1);
  const doubt = change === null ? 0 : change.doubt * count;
  const deviation = UNKNOWN * Math.hypot(usual * Math.max(1, factor), doubt);
  return {
    cost,
    low: Math.max(0, cost - EIGHTY_PERCENT * deviation),
    high: cost + EIGHTY_PERCENT * deviation,
    model,
    change: change === null ? null : { days: change.days, factor },
  };
}

interface Change {
  readonly days: number;
  readonly factor: number;
  readonly model: SeriesModel;
  /** How much a day may be off, because the change may end or last. */
  readonly doubt: number;
  expected(index: number): number;
}

/** The change of level that explains the last days best; `null`: they are as expected. */
function lastChange(values: readonly number[], firstDay: Day): Change | null {
  const end = values.length;
  let best: {
    readonly score: number;
    readonly days: number;
    readonly model: SeriesModel;
    readonly expected: number;
    readonly actual: number;
  } | null = null;
  for (let days = 2; days <= Math.min(MAX_CHANGE_DAYS, end - 14); days += 1) {
    const first = end - days;
    const model = fitSeries(values, firstDay, first);
    const isFirst = model.historyDays >= MIN_HISTORY_DAYS || model.expected(first) === 0;
    if (model.isSporadic || !isFirst) continue;
    let [expected, actual, monthly] = [0, 0, 0];
    for (let index = first; index < end; index += 1) {
      expected += model.expected(index);
      monthly += model.monthly(index);
      actual += values[index]!;
    }
    const excess = actual - expected;
    const deviation = model.deviation(first, end - 1) || 0.01;
    const score = Math.abs(excess) / deviation;
    if (score < MIN_SCORE || Math.abs(excess) < 0.05 * expected) continue;
    // Both its first and its last day are changed: not one unusual day.
    const isChanged = (index: number) =>
      ((values[index]! - model.expected(index)) * Math.sign(excess) * days) / Math.abs(excess) > 0.4;
    if (!isChanged(first) || !isChanged(end - 1)) continue;
    // The longest that explains them about as well.
    if (best === null || score > 0.7 * best.score)
      best = { score, days, model, expected: expected - monthly, actual: actual - monthly };
  }
  if (best === null) return null;
  const { days, model, expected, actual } = best;
  const weight = days / (days + 1);
  const perDay = (actual - expected) / days;
  const ratio = expected > 0 ? actual / expected : Infinity;
  const isAdditive = ratio > 20;
  return {
    days,
    factor: isAdditive ? 1 : ratio,
    model,
    doubt: Math.abs(perDay) * (1 - weight),
    expected: (index) => {
      const base = model.expected(index) - model.monthly(index);
      const changed = isAdditive ? base + perDay : base * ratio;
      return model.monthly(index) + base + weight * (changed - base);
    },
  };
}
