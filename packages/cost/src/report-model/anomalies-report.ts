import type { ChartSection, Column, Figure, Report } from '@groundcrew/report';
import { type Language, translateReport } from '@groundcrew/report/cost-messages';
import type { AccountNames } from '../accounts/index.ts';
import type { Dimension, Metric } from '../model.ts';
import { formatMoney, moneyText, sumMoney } from '../money/index.ts';
import { addDays, periodText } from '../periods/index.ts';
import type { Anomaly } from './anomalies.ts';
import { dimensionColumns, namesOf } from './cost-columns.ts';
import { columnKey, printedKey, printedValue } from './cost-rows.ts';

/** What a report of anomalies contains beside them. */
export interface AnomaliesReportOptions {
  readonly by: readonly Dimension[];
  /** Label of the days that were judged. */
  readonly period: string;
  readonly source: string;
  readonly metric: Metric;
  readonly accountNames?: AccountNames;
  /** Whether any day was judged; default: yes. */
  readonly hasDays?: boolean;
  readonly notes?: readonly string[];
  /** Of titles and sentences; default: English. */
  readonly language?: Language | undefined;
}

/** With more bars than these a chart is not readable; the table has all. */
const MAX_BARS = 12;

/** Days that stand out, the largest excess first, each with its evidence. */
export function anomaliesReport(anomalies: readonly Anomaly[], options: AnomaliesReportOptions): Report {
  const currencies = new Set(anomalies.map(({ currency }) => currency));
  const [only] = currencies.size === 1 ? currencies : [];
  const form = { unit: 'money' as const, ...(only !== undefined && { currency: only }) };
  const lead = leadOf(anomalies, only);
  const report: Report = {
    title: `Anomalies by ${namesOf(options.by, options.language) || 'day'}, ${options.period}`,
    sections: [
      {
        kind: 'facts',
        key: 'about',
        aside: true,
        columns: [
          { key: 'period', title: 'Period (UTC)' },
          { key: 'source', title: 'Source' },
          { key: 'metric', title: 'Metric' },
        ],
        values: { period: options.period, source: options.source, metric: options.metric },
      },
      ...(only === undefined ? [] : [excessChart(anomalies, only, options)]),
      {
        kind: 'table',
        key: 'anomalies',
        title: 'Days that stand out',
        stacked: true,
        columns: [
          { key: 'from', title: 'From' },
          { key: 'to', title: 'To' },
          ...dimensionColumns(options.by, options.language).map((column): Column => ({
            ...column,
            wrap: true,
          })),
          { key: 'currency', title: 'Currency', ...(currencies.size < 2 && { hidden: true }) },
          { key: 'cost', title: 'Cost', ...form },
          // Part of the evidence.
          { key: 'expected', title: 'Expected', ...form, hidden: true },
          { key: 'excess', title: 'Excess', ...form },
          { key: 'evidence', title: 'Evidence', wrap: true },
        ],
        rows: anomalies.map(({ keys, range, currency, cost, expected, excess, evidence }) => ({
          from: range.start,
          to: addDays(range.end, -1),
          ...Object.fromEntries(
            options.by.flatMap((dimension, index) => [
              [columnKey(dimension), keys[index] ?? null],
              [
                printedKey(columnKey(dimension)),
                printedValue(dimension, keys[index], options.accountNames, options.language),
              ],
              ...(dimension === 'account'
                ? [['accountName', options.accountNames?.get(keys[index] ?? '') ?? null]]
                : []),
            ]),
          ),
          currency,
          cost: moneyText(cost),
          expected: moneyText(expected),
          excess: moneyText(excess),
          evidence,
        })),
        whenEmpty:
          options.hasDays === false
            ? 'None of these days is delivered yet: nothing was judged.'
            : 'No day stands out from its own history.',
      },
    ],
    csv: 'anomalies',
    lead,
    figures: figuresOf(anomalies, only),
    notes: options.notes ?? [],
  };
  return translateReport(report, options.language, ['source', 'evidence']);
}

function figuresOf(anomalies: readonly Anomaly[], currency: string | undefined): readonly Figure[] {
  if (currency === undefined) return [];
  const excess = sumMoney(anomalies.map((each) => each.excess));
  return [
    { title: 'Stand out', value: anomalies.length, tone: 'warning' },
    { title: 'Excess', value: moneyText(excess), unit: 'money', currency },
  ];
}

/** The result in a sentence; several currencies are not added up. */
function leadOf(anomalies: readonly Anomaly[], currency: string | undefined): string[] {
  if (currency === undefined) return [];
  const excess = formatMoney(sumMoney(anomalies.map((each) => each.excess)), currency);
  return [
    anomalies.length === 1
      ? `1 run of days stands out, ${excess} more than expected.`
      : `${anomalies.length} runs of days stand out, ${excess} more than expected in all.`,
  ];
}

/** The excess of the largest ones as bars. */
function excessChart(
  anomalies: readonly Anomaly[],
  currency: string,
  { by, accountNames, language }: AnomaliesReportOptions,
): ChartSection {
  const shown = anomalies.slice(0, MAX_BARS);
  return {
    kind: 'chart',
    key: 'largest',
    title: 'Largest excess',
    type: 'bars',
    labelTitle: namesOf(by, language) || 'day',
    labels: shown.map(({ keys, range }) =>
      [
        ...by.map((dimension, index) => printedValue(dimension, keys[index], accountNames, language)),
        periodText(range),
      ].join(', '),
    ),
    series: [{ name: 'Excess', values: shown.map(({ excess }) => moneyText(excess)) }],
    unit: 'money',
    currency,
    description: `Excess in ${currency}, the largest first`,
  };
}
