import type { Column, Report } from '@groundcrew/report';
import type { AccountNames } from '../accounts/index.ts';
import type { Dimension, Metric } from '../model.ts';
import { moneyText } from '../money/index.ts';
import { addDays } from '../periods/index.ts';
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
}

/** Days that stand out, the largest excess first, each with its evidence. */
export function anomaliesReport(anomalies: readonly Anomaly[], options: AnomaliesReportOptions): Report {
  const currencies = new Set(anomalies.map(({ currency }) => currency));
  const [only] = currencies.size === 1 ? currencies : [];
  const form = { unit: 'money' as const, ...(only !== undefined && { currency: only }) };
  return {
    title: `Anomalies by ${namesOf(options.by) || 'day'}, ${options.period}`,
    sections: [
      {
        kind: 'facts',
        key: 'about',
        columns: [
          { key: 'period', title: 'Period (UTC)' },
          { key: 'source', title: 'Source' },
          { key: 'metric', title: 'Metric' },
        ],
        values: { period: options.period, source: options.source, metric: options.metric },
      },
      {
        kind: 'table',
        key: 'anomalies',
        columns: [
          { key: 'from', title: 'From' },
          { key: 'to', title: 'To' },
          ...dimensionColumns(options.by).map((column): Column => ({ ...column, wrap: true })),
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
              [printedKey(columnKey(dimension)), printedValue(dimension, keys[index], options.accountNames)],
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
    notes: options.notes ?? [],
  };
}
