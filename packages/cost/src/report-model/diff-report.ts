import type { Column, Report, Row } from '@groundcrew/report';
import { costText, type Language, translateReport } from '@groundcrew/report/cost-messages';
import type { AccountNames } from '../accounts/index.ts';
import type { Dimension, Metric } from '../model.ts';
import { currencyDigits, formatMoney, type Money, money, moneyText, sumMoney } from '../money/index.ts';
import { dimensionColumns, namesOf, textColumn } from './cost-columns.ts';
import { chargeTitle, columnKey, figureCells, printedKey, printedValue } from './cost-rows.ts';
import type { CostFigure } from './cost-summary.ts';
import type { CostDifference } from './diff-costs.ts';
import { printFigure, printParts } from './printed-figures.ts';
import { reasonText } from './reason-text.ts';
import { byCurrency, percentOf } from './totals.ts';

/** What a report of differences contains beside them. */
export interface DiffReportOptions {
  readonly by: readonly Dimension[];
  /** Labels of the two periods by `parsePeriod`. */
  readonly before: string;
  readonly after: string;
  readonly source: string;
  readonly metric: Metric;
  /** Number of the largest changes that are shown, the others are folded into one row; default: all. */
  readonly top?: number;
  readonly accountNames?: AccountNames;
  readonly notes?: readonly string[];
  /** Of titles and sentences; default: English. */
  readonly language?: Language | undefined;
}

/**
 * The changes, largest first, with their reasons. For people the rows are rounded so that they add up to the printed
 * totals; JSON and CSV are exact.
 */
export function diffReport(differences: readonly CostDifference[], options: DiffReportOptions): Report {
  const currencies = [...byCurrency(differences)];
  const only = currencies.length === 1 ? currencies[0]![0] : undefined;
  const amount = (key: string, title: string): Column => ({
    key,
    title,
    unit: 'money',
    ...(only !== undefined && { currency: only }),
  });
  const rounded = (key: string, title: string): Column => ({
    ...amount(key, title),
    printed: printedKey(key),
  });
  const currency: Column = {
    key: 'currency',
    title: 'Currency',
    ...(currencies.length < 2 && { hidden: true }),
  };
  const figures: Column[] = [
    rounded('before', options.before),
    rounded('cost', options.after),
    { ...rounded('change', 'Change'), signed: true },
  ];
  const percent: Column = { key: 'changePercent', title: 'Change (%)', unit: 'percent', signed: true };
  const hasCharge = options.by.includes('charge');
  const report: Report = {
    title: `Costs by ${namesOf(options.by, options.language) || 'charge'}, ${options.before} to ${options.after}`,
    sections: [
      {
        kind: 'facts',
        key: 'about',
        aside: true,
        columns: [
          { key: 'source', title: 'Source' },
          { key: 'metric', title: 'Metric' },
        ],
        values: { source: options.source, metric: options.metric },
      },
      {
        kind: 'table',
        key: 'totals',
        stacked: true,
        title: 'What changed',
        columns: [currency, ...figures, percent],
        rows: currencies.map(([name, those]) => totalRow(name, those)),
        whenEmpty: 'Nothing changed.',
      },
      {
        kind: 'table',
        key: 'differences',
        stacked: true,
        title: 'Largest first',
        columns: [
          ...dimensionColumns(options.by, options.language).map((column): Column => ({
            ...column,
            wrap: true,
          })),
          // Part of the reason.
          ...(hasCharge ? [] : [chargeColumn(options.by, options.language)]),
          { key: 'folded', title: 'Folded', unit: 'count', hidden: true },
          currency,
          ...figures,
          { ...percent, hidden: true },
          { key: 'reason', title: 'Why', printed: printedKey('reason'), wrap: true },
          { ...amount('useEffect', 'By use'), hidden: true },
          { ...amount('priceEffect', 'By price or mix'), hidden: true },
          { key: 'unit', title: 'Unit', hidden: true },
          { key: 'quantityBefore', title: 'Used before', unit: 'money', hidden: true },
          { key: 'quantityAfter', title: 'Used after', unit: 'money', hidden: true },
        ],
        rows: currencies.flatMap(([name, those]) => differenceRows(name, those, options)),
        whenEmpty: 'Nothing changed.',
      },
    ],
    csv: 'differences',
    lead: currencies.flatMap(([name, those]) => leadOf(name, those, options)),
    notes: options.notes ?? [],
  };
  return translateReport(report, options.language, ['source', 'reason']);
}

/** The result in a sentence. */
function leadOf(
  currency: string,
  differences: readonly CostDifference[],
  { before, after }: DiffReportOptions,
): string[] {
  const total = totalOf(differences);
  // As the table prints it: what was rounded adds up.
  const change = money(printFigure(total, currencyDigits(currency)).change!);
  if (change.eq(0)) return [];
  return [
    `${after} cost ${formatMoney(change.abs(), currency)} ${change.gt(0) ? 'more' : 'less'} than ${before}.`,
  ];
}

function chargeColumn(by: readonly Dimension[], language: Language | undefined): Column {
  const column = textColumn('charge', language);
  return by.length === 0 ? column : { ...column, hidden: true };
}

function totalRow(currency: string, differences: readonly CostDifference[]): Row {
  const total = totalOf(differences);
  return { currency, ...figureCells(total, printFigure(total, currencyDigits(currency))) };
}

function differenceRows(
  currency: string,
  differences: readonly CostDifference[],
  { by, top = differences.length, accountNames, language }: DiffReportOptions,
): Row[] {
  const digits = currencyDigits(currency);
  const others = differences.slice(top);
  const lines: { figure: CostFigure; cells: Row }[] = differences.slice(0, top).map((difference) => ({
    figure: totalOf([difference]),
    cells: cellsOf(difference, by, { ...(accountNames && { accountNames }), language }),
  }));
  if (others.length > 0) {
    const name =
      others.length === 1
        ? costText('other', language)
        : costText('othersCounted', language, { count: String(others.length) });
    const first = printedKey(columnKey(by[0] ?? 'charge'));
    lines.push({ figure: totalOf(others), cells: { [first]: name, folded: others.length } });
  }
  const printed = printParts(
    lines.map(({ figure }) => figure),
    printFigure(totalOf(differences), digits),
    digits,
  );
  return lines.map(({ figure, cells }, index) => ({
    folded: 0,
    ...cells,
    currency,
    ...figureCells(figure, printed[index]!),
  }));
}

function cellsOf(
  difference: CostDifference,
  by: readonly Dimension[],
  { accountNames, language }: Pick<DiffReportOptions, 'accountNames' | 'language'>,
): Row {
  const { keys, charge, reason, effects, quantity } = difference;
  const cells: Record<string, string | null> = {
    charge,
    [printedKey('charge')]: chargeTitle(charge, language),
  };
  for (const [index, dimension] of by.entries()) {
    const key = columnKey(dimension);
    cells[key] = keys[index] ?? null;
    cells[printedKey(key)] = printedValue(dimension, keys[index], accountNames, language);
    if (dimension === 'account') cells.accountName = accountNames?.get(keys[index] ?? '') ?? null;
  }
  return {
    ...cells,
    reason,
    [printedKey('reason')]: reasonText(difference),
    useEffect: textOf(effects?.use),
    priceEffect: textOf(effects?.price),
    unit: quantity?.unit ?? null,
    quantityBefore: textOf(quantity?.before),
    quantityAfter: textOf(quantity?.after),
  };
}

function totalOf(differences: readonly CostDifference[]): CostFigure & { readonly before: Money } {
  const before = sumMoney(differences.map((each) => each.before));
  const cost = sumMoney(differences.map((each) => each.after));
  const change = cost.minus(before);
  return { cost, before, change, changePercent: percentOf(change, before) };
}

function textOf(amount: Money | undefined): string | null {
  return amount === undefined ? null : moneyText(amount);
}
