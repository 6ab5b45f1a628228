import { costText, type CostTextKey, dayInWords } from '@groundcrew/report/cost-messages';
import { currencyDigits, formatMoney, money } from '../money/index.ts';
import { addDays, daysBetween } from '../periods/index.ts';
import type { BudgetPace } from './budget-pace.ts';
import type { CostSummary, CurrencySummary } from './cost-summary.ts';
import type { CostForecast } from './forecast-month.ts';
import { printFigure } from './printed-figures.ts';

/** What is known beside the costs of the period. */
export interface LeadOptions {
  /** The compared period; default: no comparison. */
  readonly comparedWith?: string;
  readonly forecasts?: readonly CostForecast[];
  readonly paces?: readonly BudgetPace[];
}

/** The result in sentences: what was spent, how much more that is, what is expected, and what that means for the budget. */
export function leadOf(summary: CostSummary, options: LeadOptions): string[] {
  return summary.currencies.map((currency) => leadOfCurrency(summary, currency, options));
}

function leadOfCurrency(
  { range, holes = [], language = 'en' }: CostSummary,
  { currency, total }: CurrencySummary,
  { forecasts = [], paces = [], comparedWith }: LeadOptions,
): string {
  const show = (amount: typeof total.cost) => formatMoney(amount, currency);
  const forecast = forecasts.find((each) => each.currency === currency);
  const pace = paces.find((each) => each.currency === currency);
  const budget = pace === undefined ? '' : show(pace.budget);
  const isExceeded = pace?.state === 'exceeded';
  const sentences = [spentText()];
  if (isExceeded) sentences.push(costText('budgetExceeded', language, { budget }));
  if (forecast)
    sentences.push(
      costText(forecastTexts[isExceeded ? 'none' : (pace?.state ?? 'none')], language, {
        cost: show(forecast.cost),
        low: show(forecast.low),
        high: show(forecast.high),
        budget,
      }),
    );
  else if (pace !== undefined && !isExceeded)
    sentences.push(costText(budgetTexts[pace.state], language, { budget }));
  return sentences.join(' ');

  function spentText(): string {
    const { cost, change, changePercent, before } = total;
    const facts = {
      cost: show(cost),
      from: dayInWords(range.start, language),
      to: dayInWords(addDays(range.end, -1), language),
    };
    const missing = holes.reduce((days, { start, end }) => days + daysBetween(start, end), 0);
    if (missing > 0) return costText('spentOnRest', language, { ...facts, n: String(missing) });
    if (change === null || before === null || comparedWith === undefined)
      return costText('spent', language, facts);
    if (change.eq(0)) return costText('spentSame', language, { ...facts, with: comparedWith });
    // As the table prints it: what was rounded adds up.
    const printed = money(printFigure(total, currencyDigits(currency)).change!).abs();
    const percent = changePercent === null ? '' : ` (${Math.abs(changePercent).toFixed(1)}%)`;
    return costText(change.gt(0) ? 'spentMore' : 'spentLess', language, {
      ...facts,
      change: `${show(printed)}${percent}`,
      with: comparedWith,
    });
  }
}

const forecastTexts = {
  none: 'expected',
  exceeded: 'expected',
  within: 'expectedWithin',
  'too-fast': 'expectedMore',
  unknown: 'expectedMore',
} as const satisfies Record<BudgetPace['state'] | 'none', CostTextKey>;

const budgetTexts = {
  exceeded: 'budgetExceeded',
  within: 'budgetWithin',
  'too-fast': 'budgetTooFast',
  unknown: 'budgetUnknown',
} as const satisfies Record<BudgetPace['state'], CostTextKey>;
