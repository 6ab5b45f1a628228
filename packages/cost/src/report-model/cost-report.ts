import type { FactsSection, Figure, Report, Row, Section, TableSection } from '@groundcrew/report';
import {
  costText,
  type CostTextKey,
  dayInWords,
  type Language,
  translateReport,
} from '@groundcrew/report/cost-messages';
import type { CostFilter, Day, Dimension, Metric } from '../model.ts';
import { currencyDigits, moneyText } from '../money/index.ts';
import { addDays } from '../periods/index.ts';
import { dimensionTitle, filterText, isLabel } from '../query/index.ts';
import type { BudgetPace } from './budget-pace.ts';
import {
  amountOf,
  convertedColumns,
  currencyColumn,
  dimensionColumns,
  drawings,
  figureColumns,
  namesOf,
  textColumn,
} from './cost-columns.ts';
import { leadOf } from './cost-lead.ts';
import { convertedCells, figureCells, groupRows, partRows, printedKey, untaggedRows } from './cost-rows.ts';
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
  const { language } = summary;
  const title =
    by.length === 0
      ? costText('costs', language)
      : costText('costsBy', language, { by: namesOf(by, language) });
  // Of days that are not delivered, it is unknown.
  const isUnknown = options.dataThrough !== undefined && options.dataThrough < summary.range.start;
  const whenEmpty = costText(isUnknown ? 'nothingDelivered' : 'nothingBilled', language);
  const costs = costsTable(summary, 'costs', by.slice(0, 1), groupRows(summary), whenEmpty);
  const details = by.length === 2 ? costsTable(summary, 'details', by, partRows(summary), whenEmpty) : null;
  const untagged = untaggedTable(options.untagged ?? summary);
  const charts =
    summary.periods.length > 1 ? summary.currencies.map((each) => trendChart(summary, each)) : [];
  const sections: (Section | null)[] = [
    about(summary, options),
    totals(summary, whenEmpty),
    outlook(summary, options),
    ...charts,
    costs,
    details,
    untagged,
  ];
  const report: Report = {
    title: `${title}, ${periodLabel(options.period, language)}`,
    ...(language && { language }),
    sections: sections.filter((section) => section !== null),
    csv: details === null ? 'costs' : 'details',
    lead: leadOf(summary, options),
    figures: figuresOf(summary, options),
    notes: [
      ...(options.paces ?? []).map((pace) => pace.summary),
      ...(options.forecasts ?? []).map(({ basis }) => `Forecast: ${basis}`).slice(0, 1),
      ...summary.notes,
      ...(options.notes ?? []),
    ],
  };
  return translateReport(report, language, ['source']);
}

/** Of one currency: several are not added up, and the table of totals has each. */
function figuresOf(
  { currencies: [only, ...others], language }: CostSummary,
  { forecasts = [], paces = [] }: CostReportOptions,
): readonly Figure[] {
  if (only === undefined || others.length > 0) return [];
  const { currency, total } = only;
  const [forecast] = forecasts;
  const [pace] = paces;
  const text = (key: CostTextKey) => costText(key, language);
  return [
    { title: text('total'), value: moneyText(total.cost), unit: 'money', currency },
    ...(total.changePercent === null
      ? []
      : [{ title: text('change'), value: total.changePercent, unit: 'percent', signed: true } as const]),
    ...(forecast === undefined
      ? []
      : [{ title: text('forecast'), value: moneyText(forecast.cost), unit: 'money', currency } as const]),
    ...(pace?.usedPercent == null
      ? []
      : [
          {
            title: text('budgetUsed'),
            value: pace.usedPercent,
            unit: 'percent',
            ...(pace.state in tones && { tone: tones[pace.state as keyof typeof tones] }),
          } as const,
        ]),
  ];
}

const tones = { exceeded: 'bad', 'too-fast': 'warning', within: 'good' } as const;

const stateTexts = {
  within: 'within',
  'too-fast': 'tooFast',
  exceeded: 'exceeded',
  unknown: 'unknown',
} as const satisfies Record<BudgetPace['state'], CostTextKey>;

type TextOf = (key: CostTextKey, values?: Readonly<Record<string, string>>) => string;

function textOf({ language }: CostSummary): TextOf {
  return (key, values) => costText(key, language, values);
}

/** The label of `parsePeriod`, which ends in words if the period is not over. */
export function periodLabel(label: string, language: Language | undefined): string {
  const soFar = costText('soFar');
  return label.endsWith(soFar) ? label.slice(0, -soFar.length) + costText('soFar', language) : label;
}

function about(summary: CostSummary, options: CostReportOptions): FactsSection {
  const { estimated, paid, language } = summary;
  const text = textOf(summary);
  const values: Row = {
    period: periodLabel(options.period, language),
    start: summary.range.start,
    end: summary.range.end,
    dataThrough: options.dataThrough ?? null,
    [printedKey('dataThrough')]:
      options.dataThrough === undefined ? null : dayInWords(options.dataThrough, language ?? 'en'),
    comparedWith: options.comparedWith ?? null,
    source: options.source,
    metric: options.metric,
    filters: options.filters?.map(filterText).join(', ') || null,
    estimated:
      estimated === null
        ? null
        : text('estimatedDays', { from: estimated.start, to: addDays(estimated.end, -1) }),
    paidRequests: paid.requests,
    paidUsd: moneyText(paid.usd),
  };
  return {
    kind: 'facts',
    key: 'about',
    aside: true,
    columns: [
      { key: 'period', title: text('period') },
      { key: 'start', title: 'Start', hidden: true },
      { key: 'end', title: 'End', hidden: true },
      { key: 'dataThrough', title: text('dataTo'), printed: printedKey('dataThrough') },
      { key: 'comparedWith', title: text('comparedWith') },
      { key: 'source', title: text('source') },
      { key: 'metric', title: text('metric') },
      { key: 'filters', title: text('filters') },
      { key: 'estimated', title: text('estimated') },
      { key: 'paidRequests', title: text('paidRequests'), unit: 'count' },
      { key: 'paidUsd', title: text('paidUsd'), unit: 'money', currency: 'USD' },
    ],
    values,
  };
}

function totals(summary: CostSummary, whenEmpty: string): TableSection {
  const text = textOf(summary);
  const labels = summary.by
    .filter((dimension) => isLabel(dimension) && !summary.inactiveTags.includes(dimension))
    .map((dimension) => dimensionTitle(dimension, summary.language));
  return {
    kind: 'table',
    key: 'totals',
    stacked: true,
    title: text('total'),
    columns: [
      currencyColumn(summary),
      ...figureColumns(summary, 'total'),
      ...convertedColumns(summary),
      ...(labels.length > 0
        ? [{ key: 'untaggedShare', title: text('without', { tag: labels[0]! }), unit: 'percent' as const }]
        : []),
    ],
    rows: summary.currencies.map(({ currency, total, series, untagged }) => ({
      currency,
      ...convertedCells(series, summary.periods, summary.conversion),
      ...figureCells(total, printFigure(total, currencyDigits(currency))),
      untaggedShare: untagged?.share ?? null,
    })),
    whenEmpty,
  };
}

/** Forecast and budget: a table of their own, as they would not fit a terminal beside the totals. */
function outlook(
  summary: CostSummary,
  { forecasts = [], paces = [] }: CostReportOptions,
): TableSection | null {
  if (forecasts.length === 0 && paces.length === 0) return null;
  const text = textOf(summary);
  // A month without a charge yet has a forecast and a budget anyway.
  const currencies = new Set([...summary.currencies, ...forecasts, ...paces].map(({ currency }) => currency));
  const rows = [...currencies].map((currency): Row => {
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
      [printedKey('budgetState')]: pace ? text(stateTexts[pace.state]) : null,
    };
  });
  const billed = { ...summary, currencies: [...currencies].map((currency) => ({ currency })) };
  const amount = amountOf(billed);
  return {
    kind: 'table',
    key: 'outlook',
    stacked: true,
    title: text('outlook'),
    columns: [
      currencyColumn(billed),
      ...(forecasts.length > 0
        ? [
            amount('forecast', text('forecast')),
            { ...amount('usageToCome', text('usageToCome')), hidden: true as const },
            { ...amount('chargesToCome', text('chargesToCome')), hidden: true as const },
            amount('forecastLow', text('atLeast')),
            amount('forecastHigh', text('atMost')),
          ]
        : []),
      ...(paces.length > 0
        ? [
            amount('budget', text('budget')),
            { key: 'usedPercent', title: text('used'), unit: 'percent' as const },
            { key: 'budgetState', title: text('pace'), printed: printedKey('budgetState') },
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
  whenEmpty: string,
): TableSection {
  const amount = amountOf(summary);
  const isWhole = by.length === 0;
  const { language } = summary;
  const text = textOf(summary);
  return {
    kind: 'table',
    key,
    title: isWhole ? text('byCharge') : text('by', { by: namesOf(by, language) }),
    columns: [
      ...dimensionColumns(by, language),
      ...(summary.by.includes('charge')
        ? []
        : [{ ...textColumn('charge', language), ...(!isWhole && { hidden: true as const }) }]),
      { key: 'folded', title: 'Folded', unit: 'count', hidden: true },
      currencyColumn(summary),
      ...figureColumns(summary, 'cost'),
      ...convertedColumns(summary),
      { key: 'share', title: text('share'), unit: 'percent' },
      ...drawings(summary),
      ...summary.periods.map((period) => ({ ...amount(period, period), hidden: true as const })),
    ],
    rows,
    whenEmpty,
  };
}

function untaggedTable(summary: CostSummary): TableSection | null {
  const label = summary.currencies.find(({ untagged }) => untagged !== null)?.untagged?.dimension;
  const rows = untaggedRows(summary);
  if (label === undefined || rows.length === 0) return null;
  const others = summary.by.filter((dimension) => dimension !== label);
  const { language } = summary;
  return {
    kind: 'table',
    key: 'untagged',
    title: costText('without', language, { tag: dimensionTitle(label, language) }),
    columns: [
      ...dimensionColumns(others, language),
      { key: 'folded', title: 'Folded', unit: 'count', hidden: true },
      currencyColumn(summary),
      ...figureColumns(summary, 'cost'),
      { key: 'share', title: costText('share', language), unit: 'percent' },
    ],
    rows,
  };
}
