import type { Column } from '@groundcrew/report';
import { costText, type CostTextKey, type Language } from '@groundcrew/report/cost-messages';
import type { Dimension } from '../model.ts';
import { dimensionTitle, isLabel } from '../query/index.ts';
import { columnKey, printedKey } from './cost-rows.ts';
import type { CostSummary } from './cost-summary.ts';

/** For a sentence: `service`, `Project and usage type`. */
export function namesOf(by: readonly Dimension[], language?: Language): string {
  return by
    .map((dimension) => {
      const title = dimensionTitle(dimension, language);
      return isLabel(dimension) ? title : title.toLowerCase();
    })
    .join(costText('and', language));
}

/** A dimension's values; a missing one is printed as `(none)`, or as the kind of charge. */
export function textColumn(dimension: Dimension, language?: Language): Column {
  const key = columnKey(dimension);
  return { key, title: dimensionTitle(dimension, language), printed: printedKey(key) };
}

/** The columns of the dimensions; an account's name has one of its own in JSON and CSV. */
export function dimensionColumns(by: readonly Dimension[], language?: Language): Column[] {
  return by.flatMap((dimension) =>
    dimension === 'account'
      ? [
          textColumn(dimension, language),
          { key: 'accountName', title: costText('accountName', language), hidden: true },
        ]
      : [textColumn(dimension, language)],
  );
}

interface Billed {
  readonly currencies: readonly { readonly currency: string }[];
}

/** Hidden from people unless there is more than one. */
export function currencyColumn({ currencies, language }: Billed & Pick<CostSummary, 'language'>): Column {
  return {
    key: 'currency',
    title: costText('currency', language),
    ...(currencies.length < 2 && { hidden: true }),
  };
}

/** Costs and, with a comparison, the costs before and the change. */
export function figureColumns(summary: CostSummary, title: 'cost' | 'total'): Column[] {
  const amount = amountOf(summary);
  const text = (key: CostTextKey) => costText(key, summary.language);
  const cost = { ...amount('cost', text(title)), printed: printedKey('cost') };
  if (!summary.isCompared) return [cost];
  return [
    cost,
    { ...amount('before', text('before')), printed: printedKey('before') },
    { ...amount('change', text('change')), printed: printedKey('change'), signed: true },
    { key: 'changePercent', title: text('changePercent'), unit: 'percent', signed: true },
  ];
}

/** The cost in another currency, which the title marks as converted. */
export function convertedColumns({ conversion, language }: CostSummary): Column[] {
  if (conversion === undefined) return [];
  const { currency } = conversion;
  return [
    {
      key: 'converted',
      title: costText('converted', language, { currency }),
      unit: 'money',
      currency,
      printed: printedKey('converted'),
    },
  ];
}

/** Only for one currency: bars of two have no common scale. */
export function drawings({ currencies, periods, language }: CostSummary): Column[] {
  if (currencies.length > 1) return [];
  const bar: Column = { key: 'bar', title: '', drawn: { as: 'bar', of: ['cost'] } };
  const trend: Column = {
    key: 'trend',
    title: costText('trend', language),
    drawn: { as: 'trend', of: periods },
  };
  return periods.length > 1 ? [bar, trend] : [bar];
}

/** Columns of money: in the only currency, or plain beside the currency column. */
export function amountOf({ currencies }: Billed): (key: string, title: string) => Column {
  const only = currencies.length === 1 ? currencies[0]!.currency : undefined;
  return (key, title) => ({ key, title, unit: 'money', ...(only !== undefined && { currency: only }) });
}
