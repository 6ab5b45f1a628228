import { formatMoney } from '../money/index.ts';
import { addDays, dayText } from '../periods/index.ts';
import type { CostReportOptions } from './cost-report.ts';
import type { CostSummary, CurrencySummary } from './cost-summary.ts';

/** The result in sentences: what was spent, how much more that is, what is expected, and what that means for the budget. */
export function leadOf(summary: CostSummary, options: CostReportOptions): string[] {
  return summary.currencies.map((currency) => leadOfCurrency(summary, currency, options));
}

function leadOfCurrency(
  { range }: CostSummary,
  { currency, total }: CurrencySummary,
  { forecasts = [], paces = [], comparedWith }: CostReportOptions,
): string {
  const show = (amount: typeof total.cost) => formatMoney(amount, currency);
  const sentences = [
    `${show(total.cost)} was spent from ${dayText(range.start)} to ${dayText(addDays(range.end, -1))}${changeText()}.`,
  ];
  const forecast = forecasts.find((each) => each.currency === currency);
  const pace = paces.find((each) => each.currency === currency);
  const budget = pace && show(pace.budget);
  if (pace?.state === 'exceeded') sentences.push(`The budget of ${budget} is exceeded.`);
  if (forecast)
    sentences.push(
      `${show(forecast.cost)} is expected in total, from ${show(forecast.low)} to ${show(forecast.high)}` +
        (pace && pace.state !== 'exceeded'
          ? `: ${pace.state === 'within' ? 'within' : 'more than'} the budget of ${budget}.`
          : '.'),
    );
  else if (pace?.state === 'within') sentences.push(`That is within the budget of ${budget} so far.`);
  else if (pace?.state === 'too-fast') sentences.push(`That is faster than the budget of ${budget} allows.`);
  else if (pace?.state === 'unknown')
    sentences.push(`Whether that is within the budget of ${budget} is not known yet.`);
  return sentences.join(' ');

  function changeText(): string {
    const { change, changePercent, before } = total;
    if (change === null || before === null || comparedWith === undefined) return '';
    if (change.eq(0)) return `, as much as in ${comparedWith}`;
    const percent = changePercent === null ? '' : ` (${Math.abs(changePercent).toFixed(1)}%)`;
    return `, ${show(change.abs())}${percent} ${change.gt(0) ? 'more' : 'less'} than in ${comparedWith}`;
  }
}
