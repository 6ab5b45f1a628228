import { Big } from 'big.js';
import type { DateRange } from '../model.ts';
import { formatMoney, type Money } from '../money/index.ts';
import { addMonths, firstOfMonth, splitMonths } from '../periods/index.ts';
import type { CurrencySummary } from './cost-summary.ts';
import { percentOf } from './totals.ts';

/** How spending compares with a budget. */
export interface BudgetPace {
  readonly currency: string;
  readonly budget: Money;
  readonly spent: Money;
  readonly usedPercent: number | null;
  /** Share of the budget's months that is over, 0 to 100. */
  readonly elapsedPercent: number;
  /** Amount spent by now at an even pace, to a hundredth of a percent of the budget. */
  readonly evenPace: Money;
  /** `exceeded`: more is spent than the budget; `too-fast`: it will be, by the forecast or else by the even pace. */
  readonly state: 'within' | 'too-fast' | 'exceeded';
  /** A sentence. */
  readonly summary: string;
}

export interface BudgetOptions {
  /** Per month, in the currency of the summary. */
  readonly monthly: Money;
  /** The summary's days. The budget covers all months that they are in. */
  readonly range: DateRange;
  readonly nowMs: number;
  /** Forecast of the whole months. */
  readonly forecast?: Money;
}

/** Compares spending, all charges, with a monthly budget and with the share of the months that is over. */
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
      : `${show(forecast)} is expected in total`;
  return {
    currency,
    budget,
    spent,
    usedPercent,
    elapsedPercent,
    evenPace,
    state,
    summary: `${show(spent)} of ${show(budget)} is spent after ${elapsedPercent.toFixed(0)}% of the time; ${expectation}`,
  };
}
