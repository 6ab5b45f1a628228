import { Big } from 'big.js';
import type { DateRange } from '../model.ts';
import { formatMoney, type Money } from '../money/index.ts';
import { addMonths, firstOfMonth, splitMonths } from '../periods/index.ts';
import type { CurrencySummary } from './cost-summary.ts';
import { percentOf } from './totals.ts';

/** Where spending stands against a budget. */
export interface BudgetPace {
  readonly currency: string;
  readonly budget: Money;
  readonly spent: Money;
  readonly usedPercent: number | null;
  /** How much of the budget's months is over, 0 to 100. */
  readonly elapsedPercent: number;
  /** What would be spent by now at an even pace, to a hundredth of a percent of the budget. */
  readonly evenPace: Money;
  /** `exceeded`: more is spent than there is; `too-fast`: it will be, by the forecast or else by the even pace. */
  readonly state: 'within' | 'too-fast' | 'exceeded';
  /** In words. */
  readonly summary: string;
}

export interface BudgetOptions {
  /** A month's, in the currency of the summary. */
  readonly monthly: Money;
  /** The summary's days. The budget is that of all months that they are in. */
  readonly range: DateRange;
  readonly nowMs: number;
  /** What these months will have cost. */
  readonly forecast?: Money;
}

/** Holds what was spent, all charges, against a monthly budget and against how much of the month is over. */
export function budgetPace(
  { currency, total }: Pick<CurrencySummary, 'currency' | 'total'>,
  { monthly, range, nowMs, forecast }: BudgetOptions,
): BudgetPace {
  const months = splitMonths(range);
  const budget = monthly.times(months.length);
  const startMs = Date.parse(`${firstOfMonth(range.start)}T00:00:00Z`);
  const endMs = Date.parse(`${addMonths(firstOfMonth(months.at(-1)?.start ?? range.start), 1)}T00:00:00Z`);
  const elapsed = Math.min(1, Math.max(0, (nowMs - startMs) / (endMs - startMs)));
  const elapsedPercent = Math.round(elapsed * 10_000) / 100;
  const evenPace = budget.times(new Big(elapsedPercent)).times('0.01');
  const spent = total.cost;
  const isTooFast = forecast === undefined ? spent.gt(evenPace) : forecast.gt(budget);
  const state = spent.gt(budget) ? 'exceeded' : isTooFast ? 'too-fast' : 'within';
  const usedPercent = percentOf(spent, budget);
  const show = (amount: Money) => formatMoney(amount, currency);
  const expectation =
    forecast === undefined
      ? `${show(evenPace)} would be an even pace`
      : `${show(forecast)} is expected in the end`;
  return {
    currency,
    budget,
    spent,
    usedPercent,
    elapsedPercent,
    evenPace,
    state,
    summary: `${show(spent)} of ${show(budget)} is spent with ${elapsedPercent.toFixed(0)}% of the time over; ${expectation}`,
  };
}
