import { countOf } from '@groundcrew/report';
import type { Charge, CostAnswer, CostLine, DateRange, Day } from '../model.ts';
import { formatMoney, type Money, money, sumMoney } from '../money/index.ts';
import { addDays, addMonths, daysBetween, daysOf, dayText } from '../periods/index.ts';
import { type DaysForecast, forecastDays } from './forecast-days.ts';
import { median } from './median.ts';
import { byCurrency, zero } from './totals.ts';
import { type UnknownDays, unknownDaysOf, withExpectedDays } from './unknown-days.ts';

/** The expected cost of a whole month. */
export interface CostForecast {
  readonly currency: string;
  /** The whole month. */
  readonly range: DateRange;
  /** What it cost so far, all charges. */
  readonly spent: Money;
  /** What the remaining days are expected to add: usage, and other charges that recur. */
  readonly usageToCome?: Money;
  readonly chargesToCome?: Money;
  readonly cost: Money;
  /** Eighty percent of such forecasts end within these. */
  readonly low: Money;
  readonly high: Money;
  /** A sentence: what it was calculated from. */
  readonly basis: string;
}

const MIN_HISTORY_DAYS = 7;
const DAYS_OF_WEEK = 7;

/**
 * Why a history is too short for a forecast or for a verdict on a budget, and when it will do; `undefined`: it is not.
 *
 * @param range the delivered days
 */
export function tooShortReason({ start, end }: DateRange): string | undefined {
  const days = Math.max(0, daysBetween(start, end));
  if (days >= MIN_HISTORY_DAYS) return undefined;
  const enough = dayText(addDays(start, MIN_HISTORY_DAYS - 1));
  if (days === 0) return `it needs ${MIN_HISTORY_DAYS} delivered days, and there are none`;
  const have =
    days === 1 ? `1 (${dayText(start)})` : `${days} (${dayText(start)} to ${dayText(addDays(end, -1))})`;
  return `it needs ${MIN_HISTORY_DAYS} delivered days, and there are ${have}; the data to ${enough} will do`;
}

/** A bill is some days late, and forecasts are measured for the days of a month. */
const MAX_DAYS_BEFORE = 14;

/**
 * Why delivered days are too old for a forecast of a month; `undefined`: they are not.
 *
 * @param month the month, or its first days
 */
export function staleReason({ end }: DateRange, month: DateRange): string | undefined {
  if (end >= addDays(month.start, -MAX_DAYS_BEFORE)) return undefined;
  return `it needs data of the ${MAX_DAYS_BEFORE} days before the month, and they end on ${dayText(addDays(end, -1))}`;
}

/**
 * A month's cost, calculated from daily lines, in three parts: what was spent on its delivered days, whatever it was; usage
 * on the remaining days, see `forecastDays`; and the other charges that recur, such as tax, support and fees of
 * commitments. A purchase is spent once: it is not expected again.
 *
 * The answer should begin three months before the month.
 *
 * @param options.range - delivered days of the answer: one without a line cost nothing. The day after them is the first
 * one that is forecast
 * @param options.holes - days of the range of which it is unknown what they cost, none of them of the month; default: none
 */
export function forecastMonth(
  answer: CostAnswer,
  {
    range,
    month,
    holes = [],
  }: { readonly range: DateRange; readonly month: DateRange; readonly holes?: readonly DateRange[] },
): CostForecast[] {
  const asOf = range.end;
  const unknown = unknownDaysOf(range, holes);
  return [...byCurrency(answer.lines)].map(([currency, lines]) => {
    // A charge other than usage may be dated later than the newest delivered day.
    const spent = sumMoney(
      lines
        .filter(
          ({ day, charge }) => day >= month.start && day < month.end && (charge !== 'usage' || day < asOf),
        )
        .map(({ cost }) => cost),
    );
    const ahead = Math.max(0, daysBetween(asOf, month.end));
    const skipped = Math.max(0, daysBetween(asOf, month.start));
    const history = withExpectedDays(usageByDay(lines, range), range.start, unknown);
    const whole = forecastDays(history, range.start, ahead);
    // Days between the data and the month: its own are what remains of both.
    const before = skipped === 0 ? 0 : forecastDays(history, range.start, skipped).cost;
    const usage = money(Math.max(0, whole.cost - before).toFixed(2));
    const recurring = recurringCharges(lines, { asOf, month, since: range.start, holes });
    const rest = spent.plus(recurring);
    const [low, high] = [whole.low - before, whole.high - before].map((sum) =>
      money(Math.max(0, sum).toFixed(2)),
    );
    return {
      currency,
      range: month,
      spent,
      usageToCome: usage,
      chargesToCome: recurring,
      cost: rest.plus(usage),
      low: rest.plus(low!),
      high: rest.plus(high!),
      basis: basisOf(whole, currency, {
        asOf,
        usage,
        recurring,
        historyDays: knownAmong(whole.model.historyDays, history.length, unknown),
        plain: rest.plus(plainUsage(history, skipped, ahead)),
      }),
    };
  });
}

/** How many of the last days of a history are known. */
function knownAmong(days: number, length: number, unknown: UnknownDays): number {
  return days - [...unknown].filter((index) => index >= length - days && index < length).length;
}

function usageByDay(lines: readonly CostLine[], range: DateRange): number[] {
  const days = new Map<Day, Money>();
  for (const { day, charge, cost } of lines)
    if (charge === 'usage') days.set(day, (days.get(day) ?? zero).plus(cost));
  return daysOf(range).map((day) => days.get(day)?.toNumber() ?? 0);
}

const PLAIN_DAYS = 28;

/**
 * Usage of the month's days to come by the simplest method, to compare with: the median of the same weekdays of four weeks.
 *
 * @param skipped days after the history that are before the month
 * @param ahead days after the history up to the month's end
 */
function plainUsage(history: readonly number[], skipped: number, ahead: number): Money {
  const recent = history.slice(-PLAIN_DAYS);
  let sum = 0;
  for (let day = skipped; day < ahead; day += 1) {
    const alike = recent.filter((_, at) => (recent.length + day - at) % DAYS_OF_WEEK === 0);
    sum += median(alike);
  }
  return money(sum.toFixed(4));
}

/** Kinds of charge that are there each month, even if only one month before is known. */
const monthlyCharges: ReadonlySet<Charge> = new Set(['tax', 'support', 'discount']);
/** A fee of the first Monday is on another day in each month. */
const SHIFT_DAYS = 3;

/**
 * Charges other than usage of the remaining days: those of the same days of the month before, if they were also there the
 * month before that. A single one is a purchase, a refund or a credit.
 */
function recurringCharges(
  lines: readonly CostLine[],
  {
    asOf,
    month,
    since,
    holes,
  }: {
    readonly asOf: Day;
    readonly month: DateRange;
    readonly since: Day;
    readonly holes: readonly DateRange[];
  },
): Money {
  const isMissing = (day: Day) => holes.some(({ start, end }) => day >= start && day < end);
  const sums = new Map<string, Money>();
  const keyOf = (charge: Charge, day: Day) => `${charge} ${day}`;
  for (const { day, charge, cost } of lines)
    if (charge !== 'usage') sums.set(keyOf(charge, day), (sums.get(keyOf(charge, day)) ?? zero).plus(cost));
  const kinds = new Set(lines.map(({ charge }) => charge).filter((charge) => charge !== 'usage'));
  const amountOf = (charge: Charge, day: Day) => sums.get(keyOf(charge, day)) ?? zero;
  const isAround = (charge: Charge, day: Day, amount: Money) =>
    Array.from({ length: 2 * SHIFT_DAYS + 1 }, (_, at) =>
      sums.get(keyOf(charge, addDays(day, at - SHIFT_DAYS))),
    ).some((other) => other !== undefined && other.times(amount).gt(0) && ratioOf(other, amount) <= 2);
  const start = asOf > month.start ? asOf : month.start;
  let total = zero;
  for (const charge of kinds) {
    const isDaily = daysOf({ start: addDays(month.start, -DAYS_OF_WEEK), end: month.start }).every(
      (day) => !amountOf(charge, day).eq(0),
    );
    for (const day of daysOf({ start, end: month.end })) {
      // Dated ahead of the delivered days, it is spent already.
      if (sums.has(keyOf(charge, day))) continue;
      const same = sameDays(day, { month, isDaily });
      // Of a month that lacks the day, the one before it shows what there was.
      const days = same.some(isMissing) ? [...same, ...same.map((each) => addMonths(each, -1))] : same;
      const before = largestOf(days, (each) => amountOf(charge, each));
      if (before === undefined) continue;
      const amount = amountOf(charge, before);
      const earlier = addMonths(before, -1);
      const isKnown =
        earlier >= since && !isMissing(earlier)
          ? isAround(charge, earlier, amount)
          : monthlyCharges.has(charge);
      if (isKnown) total = total.plus(amount);
    }
  }
  return total;
}

/**
 * The days of the month before that show what a day will have. The last day of a shorter month stands for all that are left
 * of a longer one; a day that the month before has not is like the others only if each has its charge.
 */
function sameDays(
  day: Day,
  { month, isDaily }: { readonly month: DateRange; readonly isDaily: boolean },
): Day[] {
  const same = addMonths(day, -1);
  const isSame = same.slice(-2) === day.slice(-2);
  if (!isSame) return isDaily ? [same] : [];
  const isLast = addDays(day, 1) === month.end;
  return isLast ? daysOf({ start: same, end: month.start }) : [same];
}

function largestOf(days: readonly Day[], amountOf: (day: Day) => Money): Day | undefined {
  const charged = days.filter((day) => !amountOf(day).eq(0));
  return charged.toSorted((one, other) => amountOf(other).abs().cmp(amountOf(one).abs()))[0];
}

function ratioOf(one: Money, other: Money): number {
  const ratio = one.div(other).toNumber();
  return ratio < 1 ? 1 / ratio : ratio;
}

function basisOf(
  { model, change }: DaysForecast,
  currency: string,
  {
    asOf,
    usage,
    recurring,
    historyDays,
    plain,
  }: {
    readonly asOf: Day;
    readonly usage: Money;
    readonly recurring: Money;
    readonly historyDays: number;
    readonly plain: Money;
  },
): string {
  const growth = model.weeklyGrowth;
  const by = [
    model.isSporadic ? 'their average' : model.rhythm === 14 ? 'a rhythm of two weeks' : 'their weekdays',
    ...(growth === 0
      ? []
      : [`a ${growth > 0 ? 'growth' : 'decline'} of ${Math.abs(growth * 100).toFixed(1)}% a week`]),
    ...(change === null ? [] : [`another level for the last ${countOf(change.days, 'day')}`]),
  ];
  return (
    `what was spent to ${dayText(addDays(asOf, -1))}, ${formatMoney(usage, currency)} of usage after it by the ` +
    `${countOf(historyDays, 'day')} before (${by.join(', ')})` +
    (recurring.eq(0) ? '' : `, and ${formatMoney(recurring, currency)} of other charges that recur`) +
    '; 80% of such forecasts are within the range. ' +
    `By the same weekdays of the last four weeks alone, it would be ${formatMoney(plain, currency)}`
  );
}
