import type { Money } from '../money/index.ts';
import { type BudgetPace, budgetPace } from './budget-pace.ts';
import type { CostSummary } from './cost-summary.ts';
import type { CostForecast } from './forecast-month.ts';

export interface BudgetPacesOptions {
  /** Per month, in the bill's currency. */
  readonly monthly: Money;
  /** Why it is not known yet; default: the pace is known. */
  readonly unknown?: string;
  /** Whether no day of the bill is delivered as a whole; default: no. */
  readonly isUndelivered?: boolean;
  /** Days of the summary that the source lacks; default: none. */
  readonly missingDays?: number;
  /** Forecast of the whole months; default: the even pace decides. */
  readonly forecasts?: readonly CostForecast[];
}

/** Compares a bill with a budget. A budget has no currency of its own: a bill in several currencies is not compared. */
export function budgetPaces(
  { currencies, range }: CostSummary,
  { monthly, unknown, isUndelivered = false, missingDays, forecasts = [] }: BudgetPacesOptions,
): { readonly paces: readonly BudgetPace[]; readonly notes: readonly string[] } {
  // Before the first charge of a month, only its forecast has a currency.
  const billed =
    currencies.length > 0
      ? currencies
      : forecasts.map(({ currency, spent }) => ({ currency, total: { cost: spent } }));
  const [only, ...others] = billed;
  if (only === undefined)
    return { paces: [], notes: isUndelivered ? [`The budget is not compared: ${unknown}.`] : [] };
  if (others.length > 0) {
    return { paces: [], notes: ['The budget is not compared: the bill is in several currencies.'] };
  }
  const forecast = forecasts.find(({ currency }) => currency === only.currency)?.cost;
  const options = {
    monthly,
    range,
    // A day that is delivered in part has its costs.
    isUndelivered: isUndelivered && currencies.length === 0,
    ...(missingDays !== undefined && { missingDays }),
    ...(unknown !== undefined && { unknown }),
    ...(forecast !== undefined && { forecast }),
  };
  return { paces: [budgetPace(only, options)], notes: [] };
}
