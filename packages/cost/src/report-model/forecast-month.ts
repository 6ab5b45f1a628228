import type { CostAnswer, CostLine, DateRange, Day } from '../model.ts';
import { type Money, sumMoney } from '../money/index.ts';
import { addDays, addMonths, dayOf, daysOf, firstOfMonth, weekdayOf } from '../periods/index.ts';
import { medianMoney } from './median.ts';
import { byCurrency, zero } from './totals.ts';

/** The expected cost of a whole month. */
export interface CostForecast {
  readonly currency: string;
  /** The whole month. */
  readonly range: DateRange;
  /** What it cost so far, all charges. */
  readonly spent: Money;
  readonly cost: Money;
  readonly low: Money;
  readonly high: Money;
  /** A sentence: what it was calculated from. */
  readonly basis: string;
}

const HISTORY_DAYS = 28;
const MIN_HISTORY_DAYS = 7;

/**
 * The current month's cost, calculated from daily lines: what was spent, and for each remaining day the median of the
 * same weekdays of the four weeks before today. `low` and `high` use the cheapest and the most expensive of these
 * weekdays. Other charges than usage are those of the month before on the remaining days. The current day counts as
 * remaining, unless it has cost more already.
 *
 * No forecast with fewer than seven ended days: the answer should begin five weeks ago, and with the month before for its
 * charges.
 *
 * @param options.range - days of the answer's query: a day without a line cost nothing
 */
export function forecastMonth(
  answer: CostAnswer,
  { nowMs, range }: { readonly nowMs: number; readonly range: DateRange },
): CostForecast[] {
  const today = dayOf(nowMs);
  const month = { start: firstOfMonth(today), end: addMonths(firstOfMonth(today), 1) };
  const from = [range.start, addDays(today, -HISTORY_DAYS)].sort().at(-1)!;
  const history = daysOf({ start: from, end: today });
  if (history.length < MIN_HISTORY_DAYS) return [];
  return [...byCurrency(answer.lines)].map(([currency, lines]) => forecast(currency, lines));

  function forecast(currency: string, lines: readonly CostLine[]): CostForecast {
    const inMonth = lines.filter(({ day }) => day >= month.start && day < month.end);
    const spent = sumMoney(inMonth.map(({ cost }) => cost));
    const usage = byDay(lines);
    const costOf = (day: Day) => usage.get(day) ?? zero;
    const soFar = costOf(today);
    let [cost, low, high] = [zero, zero, zero];
    for (const day of daysOf({ start: today, end: month.end })) {
      const alike = history
        .filter((each) => weekdayOf(each) === weekdayOf(day))
        .map(costOf)
        .sort(ascending);
      const minimum = day === today ? soFar : zero;
      cost = cost.plus(larger(minimum, medianMoney(alike)));
      low = low.plus(larger(minimum, alike[0] ?? zero));
      high = high.plus(larger(minimum, alike.at(-1) ?? zero));
    }
    const rest = spent.minus(soFar).plus(chargesToCome(lines));
    return {
      currency,
      range: month,
      spent,
      cost: cost.plus(rest),
      low: low.plus(rest),
      high: high.plus(rest),
      basis: `what was spent, and the median of the same weekdays of the ${history.length} days before ${today} for each day from then on`,
    };
  }

  /** Tax, support, credits of the month before, on the remaining days of this month. */
  function chargesToCome(lines: readonly CostLine[]): Money {
    const start = addDays(addMonths(today, -1), 1);
    const those = lines.filter(({ day, charge }) => charge !== 'usage' && day >= start && day < month.start);
    return sumMoney(those.map(({ cost }) => cost));
  }
}

function byDay(lines: readonly CostLine[]): Map<Day, Money> {
  const days = new Map<Day, Money>();
  for (const { day, charge, cost } of lines)
    if (charge === 'usage') days.set(day, (days.get(day) ?? zero).plus(cost));
  return days;
}

function ascending(one: Money, other: Money): number {
  return one.cmp(other);
}

function larger(one: Money, other: Money): Money {
  return one.gt(other) ? one : other;
}
