import type { ChartSection } from '@groundcrew/report';
import { moneyText, sumMoney } from '../money/index.ts';
import type { CostGroup, CostSummary, CurrencySummary } from './cost-summary.ts';

const chartSeries = 7;

/** The largest groups over time, what is left of usage, and all other charges. */
export function trendChart(
  summary: CostSummary,
  { currency, groups, charges, usage }: CurrencySummary,
): ChartSection {
  const isOnly = summary.currencies.length === 1;
  const largest = groups.filter(({ folded, cost }) => folded === 0 && cost.gt(0)).slice(0, chartSeries);
  const seriesOf = (parts: readonly Pick<CostGroup, 'series'>[]) =>
    summary.periods.map((_, index) => sumMoney(parts.map(({ series }) => series[index]!)));
  const shown = seriesOf(largest);
  const others = usage.series.map((cost, index) => cost.minus(shown[index]!));
  const series = [
    ...largest.map(({ keys, series: costs }) => ({ name: keys[0] ?? '(none)', costs })),
    { name: largest.length === 0 ? 'Usage' : 'Others', costs: others },
    { name: 'Other charges', costs: seriesOf(charges) },
  ].filter(({ costs }) => costs.some((cost) => !cost.eq(0)));
  const length = summary.granularity === 'monthly' ? 'YYYY-MM'.length : 'YYYY-MM-DD'.length;
  return {
    kind: 'chart',
    key: isOnly ? 'trend' : `trend${currency}`,
    title: summary.granularity === 'monthly' ? 'By month' : 'By day',
    type: 'stacked-bars',
    labelTitle: summary.granularity === 'monthly' ? 'Month' : 'Day',
    labels: summary.periods.map((period) => period.slice(0, length)),
    series: series.map(({ name, costs }) => ({ name, values: costs.map(moneyText) })),
    unit: 'money',
    currency,
    description: `Costs in ${currency} ${summary.granularity === 'monthly' ? 'by month' : 'by day'}, the largest groups apart`,
  };
}
