import type { Column } from '@groundcrew/report';
import type { Dimension } from '../model.ts';
import { dimensionTitle, isLabel } from '../query/index.ts';
import { columnKey, printedKey } from './cost-rows.ts';
import type { CostSummary } from './cost-summary.ts';

/** For a sentence: `service`, `Project and usage type`. */
export function namesOf(by: readonly Dimension[]): string {
  return by
    .map((dimension) =>
      isLabel(dimension) ? dimensionTitle(dimension) : dimensionTitle(dimension).toLowerCase(),
    )
    .join(' and ');
}

/** A dimension's values; a missing one is printed as `(none)`, or as the kind of charge. */
export function textColumn(dimension: Dimension): Column {
  const key = columnKey(dimension);
  return { key, title: dimensionTitle(dimension), printed: printedKey(key) };
}

/** The columns of the dimensions; an account's name has one of its own in JSON and CSV. */
export function dimensionColumns(by: readonly Dimension[]): Column[] {
  return by.flatMap((dimension) =>
    dimension === 'account'
      ? [textColumn(dimension), { key: 'accountName', title: 'Account name', hidden: true }]
      : [textColumn(dimension)],
  );
}

/** Hidden from people unless there is more than one. */
export function currencyColumn({ currencies }: CostSummary): Column {
  return { key: 'currency', title: 'Currency', ...(currencies.length < 2 && { hidden: true }) };
}

/** Costs and, with a comparison, the costs before and the change. */
export function figureColumns(summary: CostSummary, title: string): Column[] {
  const amount = amountOf(summary);
  const cost = { ...amount('cost', title), printed: printedKey('cost') };
  if (!summary.isCompared) return [cost];
  return [
    cost,
    { ...amount('before', 'Before'), printed: printedKey('before') },
    { ...amount('change', 'Change'), printed: printedKey('change'), signed: true },
    { key: 'changePercent', title: 'Change (%)', unit: 'percent', signed: true },
  ];
}

/** The cost in another currency, which the title marks as converted. */
export function convertedColumns({ conversion }: CostSummary): Column[] {
  if (conversion === undefined) return [];
  const { currency } = conversion;
  return [
    {
      key: 'converted',
      title: `${currency}, converted`,
      unit: 'money',
      currency,
      printed: printedKey('converted'),
    },
  ];
}

/** Only for one currency: bars of two have no common scale. */
export function drawings({ currencies, periods }: CostSummary): Column[] {
  if (currencies.length > 1) return [];
  const bar: Column = { key: 'bar', title: '', drawn: { as: 'bar', of: ['cost'] } };
  const trend: Column = { key: 'trend', title: 'Trend', drawn: { as: 'trend', of: periods } };
  return periods.length > 1 ? [bar, trend] : [bar];
}

/** Columns of money: in the only currency, or plain beside the currency column. */
export function amountOf({ currencies }: CostSummary): (key: string, title: string) => Column {
  const only = currencies.length === 1 ? currencies[0]!.currency : undefined;
  return (key, title) => ({ key, title, unit: 'money', ...(only !== undefined && { currency: only }) });
}
