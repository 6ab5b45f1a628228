import type { FactsSection, Report, Row, Section, TableSection } from '@groundcrew/report';
import type { CostFilter, Day, Dimension, Metric } from '../model.ts';
import { currencyDigits, moneyText } from '../money/index.ts';
import { addDays, dayText } from '../periods/index.ts';
import { dimensionTitle, filterText, isLabel } from '../query/index.ts';
import type { BudgetPace } from './budget-pace.ts';
import {
  amountOf,
  currencyColumn,
  dimensionColumns,
  drawings,
  figureColumns,
  namesOf,
  textColumn,
} from './cost-columns.ts';
import { leadOf } from './cost-lead.ts';
import { figureCells, groupRows, partRows, printedKey, untaggedRows } from './cost-rows.ts';
import type { CostSummary } from './cost-summary.ts';
import type { CostForecast } from './forecast-month.ts';
import { printFigure } from './printed-figures.ts';
import { trendChart } from './trend-section.ts';

/** What a report contains beside the figures. */
export interface CostReportOptions {
  /** The period's label of `parsePeriod`. */
  readonly period: string;
  /** The newest delivered day; default: unknown. */
  readonly dataThrough?: Day;
  /** The compared period; default: no comparison. */
  readonly comparedWith?: string;
  /** The name of the source. */
  readonly source: string;
  readonly metric: Metric;
  readonly filters?: readonly CostFilter[];
  /** Untagged costs by another query, such as by tag and service; default: those of the summary. */
  readonly untagged?: CostSummary;
  readonly forecasts?: readonly CostForecast[];
  readonly paces?: readonly BudgetPace[];
  /** Notes after those of the sources. */
  readonly notes?: readonly string[];
}

/**
 * A summary as a report: its facts, the totals, a chart of the largest groups over time, the groups with every other
 * charge in a row of its own, both levels if there are two, and untagged costs.
 *
 * Costs are exact in JSON and CSV; for people they are rounded so that the rows add up to the printed total.
 * CSV has the most detailed rows, with a column for each period, all of which add up to the total.
 */
export function costReport(summary: CostSummary, options: CostReportOptions): Report {
  const { by } = summary;
  const title = by.length === 0 ? 'Costs' : `Costs by ${namesOf(by)}`;
  const costs = costsTable(summary, 'costs', by.slice(0, 1), groupRows(summary));
  const details = by.length === 2 ? costsTable(summary, 'details', by, partRows(summary)) : null;
  const untagged = untaggedTable(options.untagged ?? summary);
  const charts =
    summary.periods.length > 1 ? summary.currencies.map((each) => trendChart(summary, each)) : [];
  const sections: (Section | null)[] = [
    about(summary, options),
    totals(summary),
    outlook(summary, options),
    ...charts,
    costs,
    details,
    untagged,
  ];
  return {
    title: `${title}, ${options.period}`,
    sections: sections.filter((section) => section !== null),
    csv: details === null ? 'costs' : 'details',
    lead: leadOf(summary, options),
    notes: [
      ...(options.paces ?? []).map((pace) => pace.summary),
      ...(options.forecasts ?? []).map(({ basis }) => `Forecast: ${basis}`).slice(0, 1),
      ...summary.notes,
      ...(options.notes ?? []),
    ],
  };
}

function about(summary: CostSummary, options: CostReportOptions): FactsSection {
  const { estimated, paid } = summary;
  const values: Row = {
    period: options.period,
    start: summary.range.start,
    end: summary.range.end,
    dataThrough: options.dataThrough ?? null,
    [printedKey('dataThrough')]: options.dataThrough === undefined ? null : dayText(options.dataThrough),
    comparedWith: options.comparedWith ?? null,
    source: options.source,
    metric: options.metric,
    filters: options.filters?.map(filterText).join(', ') || null,
    estimated:
      estimated === null ? null : `${estimated.start} to ${addDays(estimated.end, -1)}, may still change`,
    paidRequests: paid.requests,
    paidUsd: moneyText(paid.usd),
  };
  return {
    kind: 'facts',
    key: 'about',
    aside: true,
    columns: [
      { key: 'period', title: 'Period (UTC)' },
      { key: 'start', title: 'Start', hidden: true },
      { key: 'end', title: 'End', hidden: true },
      { key: 'dataThrough', title: 'Data to', printed: printedKey('dataThrough') },
      { key: 'comparedWith', title: 'Compared with' },
      { key: 'source', title: 'Source' },
      { key: 'metric', title: 'Metric' },
      { key: 'filters', title: 'Filters' },
      { key: 'estimated', title: 'Estimated' },
      { key: 'paidRequests', title: 'Paid requests', unit: 'count' },
      { key: 'paidUsd', title: 'Price of these', unit: 'money', currency: 'USD' },
    ],
    values,
  };
}

function totals(summary: CostSummary): TableSection {
  const labels = summary.by.filter(isLabel).map(dimensionTitle);
  return {
    kind: 'table',
    key: 'totals',
    title: 'Total',
    columns: [
      currencyColumn(summary),
      ...figureColumns(summary, 'Total'),
      ...(labels.length > 0
        ? [{ key: 'untaggedShare', title: `Without ${labels[0]}`, unit: 'percent' as const }]
        : []),
    ],
    rows: summary.currencies.map(({ currency, total, untagged }) => ({
      currency,
      ...figureCells(total, printFigure(total, currencyDigits(currency))),
      untaggedShare: untagged?.share ?? null,
    })),
    whenEmpty: 'Nothing was billed.',
  };
}

/** Forecast and budget: a table of their own, as they would not fit a terminal beside the totals. */
function outlook(
  summary: CostSummary,
  { forecasts = [], paces = [] }: CostReportOptions,
): TableSection | null {
  if (forecasts.length === 0 && paces.length === 0) return null;
  const rows = summary.currencies.map(({ currency }): Row => {
    const forecast = forecasts.find((each) => each.currency === currency);
    const pace = paces.find((each) => each.currency === currency);
    return {
      currency,
      forecast: forecast ? moneyText(forecast.cost) : null,
      usageToCome: forecast?.usageToCome ? moneyText(forecast.usageToCome) : null,
      chargesToCome: forecast?.chargesToCome ? moneyText(forecast.chargesToCome) : null,
      forecastLow: forecast ? moneyText(forecast.low) : null,
      forecastHigh: forecast ? moneyText(forecast.high) : null,
      budget: pace ? moneyText(pace.budget) : null,
      usedPercent: pace?.usedPercent ?? null,
      budgetState: pace?.state ?? null,
    };
  });
  const amount = amountOf(summary);
  return {
    kind: 'table',
    key: 'outlook',
    title: 'Outlook',
    columns: [
      currencyColumn(summary),
      ...(forecasts.length > 0
        ? [
            amount('forecast', 'Forecast'),
            { ...amount('usageToCome', 'Usage to come'), hidden: true as const },
            { ...amount('chargesToCome', 'Charges to come'), hidden: true as const },
            amount('forecastLow', 'At least'),
            amount('forecastHigh', 'At most'),
          ]
        : []),
      ...(paces.length > 0
        ? [
            amount('budget', 'Budget'),
            { key: 'usedPercent', title: 'Used', unit: 'percent' as const },
            { key: 'budgetState', title: 'Pace' },
          ]
        : []),
    ],
    rows,
  };
}

function costsTable(
  summary: CostSummary,
  key: string,
  by: readonly Dimension[],
  rows: readonly Row[],
): TableSection {
  const amount = amountOf(summary);
  const isWhole = by.length === 0;
  return {
    kind: 'table',
    key,
    title: isWhole ? 'By charge' : `By ${namesOf(by)}`,
    columns: [
      ...dimensionColumns(by),
      ...(summary.by.includes('charge')
        ? []
        : [{ ...textColumn('charge'), ...(!isWhole && { hidden: true as const }) }]),
      { key: 'folded', title: 'Folded', unit: 'count', hidden: true },
      currencyColumn(summary),
      ...figureColumns(summary, 'Cost'),
      { key: 'share', title: 'Share', unit: 'percent' },
      ...drawings(summary),
      ...summary.periods.map((period) => ({ ...amount(period, period), hidden: true as const })),
    ],
    rows,
    whenEmpty: 'Nothing was billed.',
  };
}

function untaggedTable(summary: CostSummary): TableSection | null {
  const label = summary.currencies.find(({ untagged }) => untagged !== null)?.untagged?.dimension;
  const rows = untaggedRows(summary);
  if (label === undefined || rows.length === 0) return null;
  const others = summary.by.filter((dimension) => dimension !== label);
  return {
    kind: 'table',
    key: 'untagged',
    title: `Without ${dimensionTitle(label)}`,
    columns: [
      ...dimensionColumns(others),
      { key: 'folded', title: 'Folded', unit: 'count', hidden: true },
      currencyColumn(summary),
      ...figureColumns(summary, 'Cost'),
      { key: 'share', title: 'Share', unit: 'percent' },
    ],
    rows,
  };
}
