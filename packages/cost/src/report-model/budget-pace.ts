import { Big } from 'big.js';
import type { DateRange } from '../model.ts';
import { formatMoney, type Money } from '../money/index.ts';
import { daysBetween, daysInMonth, firstOfMonth, splitMonths } from '../periods/index.ts';
import type { CurrencySummary } from './cost-summary.ts';
import { percentOf } from './totals.ts';

/** How spending compares with a budget. */
export interface BudgetPace {
  readonly currency: string;
  readonly budget: Money;
  /** 0 if it is unknown. */
  readonly spent: Money;
  /** `null`: unknown, or of a budget of 0. */
  readonly usedPercent: number | null;
  /** Share of the budget's days that is delivered, 0 to 100. */
  readonly elapsedPercent: number;
  /** Amount spent by these days at an even pace, to a hundredth of a percent of the budget. */
  readonly evenPace: Money;
  /**
   * `exceeded`: more is spent than the budget; `too-fast`: it will be, by the forecast or else by the even pace; `unknown`:
   * too few days are delivered, or some are missing, to know it.
   */
  readonly state: 'within' | 'too-fast' | 'exceeded' | 'unknown';
  /** A sentence. */
  readonly summary: string;
}

export interface BudgetOptions {
  /** Per month, in the currency of the summary. */
  readonly monthly: Money;
  /** The summary's days, delivered but for the missing ones. The budget covers all months that they are in. */
  readonly range: DateRange;
  /** Default: none. */
  readonly missingDays?: number;
  /** No day of them is delivered, not even in part: what is spent is unknown. */
  readonly isUndelivered?: boolean;
  /** Why it is not known yet; default: the pace is known. */
  readonly unknown?: string;
  /** Forecast of the whole months. */
  readonly forecast?: Money;
}

/** Compares spending, all charges, with a monthly budget and with the share of the months that is delivered. */
export function budgetPace(
  {
    currency,
    total,
  }: Pick<CurrencySummary, 'currency'> & { readonly total: Pick<CurrencySummary['total'], 'cost'> },
  { monthly, range, missingDays = 0, isUndelivered = false, unknown, forecast }: BudgetOptions,
): BudgetPace {
  const months = splitMonths(range);
  const budget = monthly.times(months.length);
  const days = sum(months.map(({ start }) => daysInMonth(start)));
  const delivered = isUndelivered ? 0 : daysBetween(firstOfMonth(range.start), range.end) - missingDays;
  const elapsedPercent = Math.round((delivered / days) * 10_000) / 100;
  const evenPace = budget.times(new Big(elapsedPercent)).times('0.01');
  const spent = total.cost;
  const isTooFast = forecast === undefined ? spent.gt(evenPace) : forecast.gt(budget);
  const pace = unknown !== undefined ? 'unknown' : isTooFast ? 'too-fast' : 'within';
  const state = spent.gt(budget) ? 'exceeded' : pace;
  const usedPercent = isUndelivered ? null : percentOf(spent, budget);
  const show = (amount: Money) => formatMoney(amount, currency);
  const expectation =
    state === 'unknown'
      ? `whether that is within the budget is not known yet: ${unknown}`
      : forecast === undefined
        ? `${show(evenPace)} would be an even pace`
        : `${show(forecast)} is expected in total`;
  return {
    currency,
    budget,
    spent,
    usedPercent,
    elapsedPercent,
    evenPace,
    state,
    summary: isUndelivered
      ? `what is spent of ${show(budget)} is not known yet: ${unknown}`
      : `${show(spent)} of ${show(budget)} is spent after ${elapsedPercent.toFixed(0)}% of the days; ${expectation}`,
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
