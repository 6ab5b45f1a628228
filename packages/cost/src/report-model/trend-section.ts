import type { ChartSection } from '@groundcrew/report';
import { costText, type CostTextKey } from '@groundcrew/report/cost-messages';
import { sumMoney } from '../money/index.ts';
import { printedValue, seriesTexts } from './cost-rows.ts';
import type { CostGroup, CostSummary, CurrencySummary } from './cost-summary.ts';

/** With the rest of usage and the other charges, the maximum number of series that a chart can distinguish. */
const CHART_SERIES = 5;

/**
 * The largest groups over time, the rest of usage and, by month, all other charges. By day these are left out: taxes,
 * support and fees of the first of a month would flatten all other days.
 */
export function trendChart(
  summary: CostSummary,
  { currency, groups, charges, usage }: CurrencySummary,
): ChartSection {
  const isMonthly = summary.granularity === 'monthly';
  const text = (key: CostTextKey, values?: Readonly<Record<string, string>>) =>
    costText(key, summary.language, values);
  const isOnly = summary.currencies.length === 1;
  const largest = groups.filter(({ folded, cost }) => folded === 0 && cost.gt(0)).slice(0, CHART_SERIES);
  const seriesOf = (parts: readonly Pick<CostGroup, 'series'>[]) =>
    summary.periods.map((_, index) => sumMoney(parts.map(({ series }) => series[index]!)));
  const shown = seriesOf(largest);
  const others = usage.series.map((cost, index) => cost.minus(shown[index]!));
  const series = [
    ...largest.map(({ keys, series: costs }) => ({
      name:
        keys[0] == null && summary.inactiveTags.includes(summary.by[0]!)
          ? text('inactiveTag')
          : printedValue(summary.by[0]!, keys[0], undefined, summary.language),
      costs,
    })),
    { name: largest.length === 0 ? text('usage') : text('others'), costs: others },
    ...(isMonthly ? [{ name: text('otherCharges'), costs: seriesOf(charges) }] : []),
  ].filter(({ costs }) => costs.some((cost) => !cost.eq(0)));
  const length = isMonthly ? 'YYYY-MM'.length : 'YYYY-MM-DD'.length;
  return {
    kind: 'chart',
    key: isOnly ? 'trend' : `trend${currency}`,
    title: isMonthly ? text('byMonth') : text('usageByDay'),
    type: 'stacked-bars',
    labelTitle: isMonthly ? text('month') : text('day'),
    labels: summary.periods.map((period) => period.slice(0, length)),
    series: series.map(({ name, costs }) => ({ name, values: seriesTexts(costs, summary) })),
    unit: 'money',
    currency,
    description: isMonthly ? text('byMonthOf', { currency }) : text('usageByDayOf', { currency }),
  };
}
