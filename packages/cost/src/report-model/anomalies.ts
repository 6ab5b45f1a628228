import type { CostAnswer, CostLine, DateRange, Day } from '../model.ts';
import { formatMoney, type Money, money, sumMoney } from '../money/index.ts';
import { addDays, addMonths, daysBetween, daysOf } from '../periods/index.ts';
import { getOrAdd } from './get-or-add.ts';
import { deviationOf, median, medianMoney } from './median.ts';
import { byCurrency, compareKeys, compareText, zero } from './totals.ts';

/** Days in a row on which one group cost far more than its own history lets expect. */
export interface Anomaly {
  readonly currency: string;
  /** Values of the query's `by`, in its order. */
  readonly keys: readonly (string | null)[];
  readonly range: DateRange;
  readonly cost: Money;
  /** The expected cost of these days by their history. */
  readonly expected: Money;
  /** `cost` minus `expected`. */
  readonly excess: Money;
  /** A sentence: the expected cost and why, and the actual cost. */
  readonly evidence: string;
}

export interface AnomalyOptions {
  /** Days of the query: a day without a line cost nothing. */
  readonly range: DateRange;
  /** The first day that is judged, those before are history; default: the first one with enough history. */
  readonly from?: Day;
  /** Minimum excess of a day, in the bill's currency; default: 10. */
  readonly minimum?: Money;
}

const HISTORY_WEEKS = 6;
// Three of each weekday: the median of two is their mean, which one incident moves.
const MIN_HISTORY_DAYS = 21;
// An anomaly exceeds the usual deviation by this factor.
const SENSITIVITY = 4;
// Minimum usual deviation, as a part of the expected cost. Some costs are the same to the cent for weeks, and any change
// would stand out.
const MIN_DEVIATION = 0.05;
const COMPARED_MONTHS = 3;

/**
 * Days that stand out from the history of their own group, by daily lines; the largest excess first.
 *
 * A day is compared with the median of the same weekdays of the six weeks before it, and with the usual distance of
 * these weeks' days from such a median (their median absolute deviation): neither is changed by a few unusual days. Only
 * rises of usage are reported: a fee, a tax or a credit stands out by nature. A day is not reported either if the same
 * day of one of the three months before stood out by about as much: a fee on the first of the month that is billed as
 * usage. A first of the month without an earlier one to compare is never reported.
 */
export function findAnomalies(answer: CostAnswer, options: AnomalyOptions): Anomaly[] {
  const { range, minimum = money(10) } = options;
  const days = daysOf(range);
  const first = Math.max(
    MIN_HISTORY_DAYS,
    options.from === undefined ? 0 : daysBetween(range.start, options.from),
  );
  const anomalies: Anomaly[] = [];
  for (const [currency, lines] of byCurrency(answer.lines)) {
    for (const { keys, costs } of seriesOf(lines, range, days.length)) {
      const anomalousDays = findAnomalousDays(costs, days, first, minimum.toNumber());
      for (const run of runsOf(anomalousDays)) anomalies.push(describe(currency, keys, costs, days, run));
    }
  }
  return anomalies.sort(
    (one, other) =>
      compareText(one.currency, other.currency) ||
      other.excess.cmp(one.excess) ||
      compareKeys(one.keys, other.keys) ||
      compareText(one.range.start, other.range.start),
  );
}

interface GroupSeries {
  readonly keys: readonly (string | null)[];
  readonly costs: readonly Money[];
}

function seriesOf(lines: readonly CostLine[], range: DateRange, length: number): Iterable<GroupSeries> {
  const groups = new Map<string, { keys: CostLine['keys']; costs: Money[] }>();
  for (const { keys, day, charge, cost } of lines) {
    const index = daysBetween(range.start, day);
    if (charge !== 'usage' || index < 0 || index >= length) continue;
    const group = getOrAdd(groups, JSON.stringify(keys), () => ({
      keys,
      costs: new Array<Money>(length).fill(zero),
    }));
    group.costs[index] = group.costs[index]!.plus(cost);
  }
  return groups.values();
}

/** The days that stand out. Plain numbers are enough, as no amount is calculated from them. */
function findAnomalousDays(
  costs: readonly Money[],
  days: readonly Day[],
  first: number,
  minimum: number,
): number[] {
  const values = costs.map((cost) => cost.toNumber());
  const found: number[] = [];
  for (let day = first; day < values.length; day += 1) {
    // Most days are below the minimum, and need no history.
    if (values[day]! < minimum) continue;
    const expected = median(sameWeekdays(day).map((index) => values[index]!));
    const excess = values[day]! - expected;
    if (excess < minimum) continue;
    const usual = Math.max(
      deviationOf(values.slice(Math.max(0, day - HISTORY_WEEKS * 7), day)),
      expected * MIN_DEVIATION,
    );
    if (excess > SENSITIVITY * usual && !isMonthly(values, days, day, excess)) found.push(day);
  }
  return found;
}

/** The same weekdays of the weeks before, as far as there are any. */
function sameWeekdays(day: number): number[] {
  return Array.from({ length: HISTORY_WEEKS }, (_, week) => day - 7 * (week + 1)).filter(
    (index) => index >= 0,
  );
}

/** Whether the same day of an earlier month stood out from its own weekdays by about as much. */
function isMonthly(values: readonly number[], days: readonly Day[], day: number, excess: number): boolean {
  const earlier = Array.from({ length: COMPARED_MONTHS }, (_, month) =>
    daysBetween(days[0]!, addMonths(days[day]!, -month - 1)),
  ).filter((index) => index >= 0);
  if (earlier.length === 0) return days[day]!.endsWith('-01');
  return earlier.some((index) => {
    const around = [-21, -14, -7, 7, 14, 21].map((distance) => index + distance);
    const beside = around.filter((other) => other >= 0 && other < day).map((other) => values[other]!);
    return excess <= 1.5 * (values[index]! - median(beside));
  });
}

/** Consecutive days, as the first and the last of them. */
function runsOf(days: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === day - 1) run[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

function describe(
  currency: string,
  keys: readonly (string | null)[],
  costs: readonly Money[],
  days: readonly Day[],
  [first, last]: readonly [number, number],
): Anomaly {
  const run = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const cost = sumMoney(run.map((day) => costs[day]!));
  const expected = sumMoney(run.map((day) => medianMoney(sameWeekdays(day).map((index) => costs[index]!))));
  const range = { start: days[first]!, end: addDays(days[last]!, 1) };
  return { currency, keys, range, cost, expected, excess: cost.minus(expected), evidence: evidence() };

  function evidence(): string {
    const weeks = sameWeekdays(first).length;
    const history = costs.slice(Math.max(0, first - HISTORY_WEEKS * 7), first);
    const maxCost = history.reduce((one, other) => (other.gt(one) ? other : one), zero);
    const basis = maxCost.eq(0)
      ? `nothing in the ${history.length} days before`
      : `${formatMoney(expected, currency)} by the median of the same weekdays of the ${weeks} weeks before, ` +
        `whose most expensive day was ${formatMoney(maxCost, currency)}`;
    const span = run.length === 1 ? '' : ` in ${run.length} days`;
    return `${formatMoney(cost, currency)}${span}, against ${basis}`;
  }
}
