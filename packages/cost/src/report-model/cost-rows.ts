import type { Row } from '@groundcrew/report';
import { costText, type Language } from '@groundcrew/report/cost-messages';
import { type AccountNames, accountLabel } from '../accounts/index.ts';
import { type Conversion, convertSeries } from '../conversion/index.ts';
import type { Charge, Day, Dimension } from '../model.ts';
import { currencyDigits, type Money, moneyText, roundedText } from '../money/index.ts';
import type { CostFigure, CostGroup, CostSummary, CurrencySummary, UntaggedSummary } from './cost-summary.ts';
import { type PrintedFigure, printFigure, printParts } from './printed-figures.ts';

/** Heading of a charge beside the groups. */
export function chargeTitle(charge: Charge, language?: Language): string {
  return costText(charge, language);
}

/** A row before its columns are computed. */
interface Line extends CostFigure {
  readonly keys: readonly (string | null)[];
  /** The printed keys. */
  readonly names: readonly string[];
  readonly charge: Charge | null;
  readonly share: number | null;
  readonly folded: number;
  readonly series: readonly Money[];
}

/** Key of a dimension's column in JSON and CSV: `usageType`, `tag:Project`. */
export function columnKey(dimension: Dimension): string {
  return dimension === 'usage-type' ? 'usageType' : dimension;
}

/** Key of the column's printed value. */
export function printedKey(key: string): string {
  return `${key} printed`;
}

/** A value for people: an account with its name, `(none)` without a value. */
export function printedValue(
  dimension: Dimension,
  key: string | null | undefined,
  accountNames?: AccountNames,
  language?: Language,
): string {
  if (key === null || key === undefined) return costText('none', language);
  if (dimension === 'charge' && language !== undefined && language !== 'en')
    return chargeTitle(key as Charge, language);
  return dimension === 'account' ? accountLabel(key, accountNames) : key;
}

/** A row per group, then one per other charge: their printed costs add up to the printed total. */
export function groupRows(summary: CostSummary): Row[] {
  return summary.currencies.flatMap((currency) => {
    const lines = linesOf(summary, currency);
    const figures = printLines(lines, currency);
    return lines.map((line, index) => rowOf(summary, currency, line, figures[index]!));
  });
}

/** A row per part of each group: they add up to their group as {@link groupRows} prints it. */
export function partRows(summary: CostSummary): Row[] {
  return summary.currencies.flatMap((currency) => {
    const lines = linesOf(summary, currency);
    const figures = printLines(lines, currency);
    return lines.flatMap((line, index) => {
      const parts = currency.groups[index]?.parts ?? [];
      if (parts.length === 0) return [rowOf(summary, currency, line, figures[index]!)];
      const printed = printParts(parts, figures[index]!, currencyDigits(currency.currency));
      return parts.map((part, at) => rowOf(summary, currency, lineOf(summary, part), printed[at]!));
    });
  });
}

/** A row per part of the untagged costs: they add up to the printed sum. */
export function untaggedRows(summary: CostSummary): Row[] {
  return summary.currencies.flatMap((currency) => {
    const { untagged } = currency;
    if (untagged === null || untagged.parts.length === 0) return [];
    const by = summary.by.filter((dimension) => dimension !== untagged.dimension);
    const printed = printParts(
      untagged.parts,
      printUntagged(summary, currency, untagged),
      currencyDigits(currency.currency),
    );
    return untagged.parts.map((part, index) =>
      rowOf({ ...summary, by }, currency, lineOf(summary, part), printed[index]!),
    );
  });
}

/** Printed as its own group, if it is one: the same amount is in both tables. */
function printUntagged(
  summary: CostSummary,
  currency: CurrencySummary,
  untagged: UntaggedSummary,
): PrintedFigure {
  const index = currency.groups.findIndex(({ keys, folded }) => keys[0] === null && folded === 0);
  if (summary.by[0] === untagged.dimension && index !== -1)
    return printLines(linesOf(summary, currency), currency)[index]!;
  return printFigure(untagged, currencyDigits(currency.currency));
}

function linesOf(summary: CostSummary, { groups, charges, usage }: CurrencySummary): Line[] {
  const whole: Line = {
    ...usage,
    keys: [],
    names: [chargeTitle('usage', summary.language)],
    charge: 'usage',
    share: null,
    folded: 0,
  };
  return [
    ...(summary.by.length === 0 ? [whole] : groups.map((group) => lineOf(summary, group))),
    ...charges.map((charge) => ({
      ...charge,
      keys: [],
      names: [chargeTitle(charge.charge, summary.language)],
      share: null,
      folded: 0,
    })),
  ];
}

function lineOf({ by, accountNames, inactiveTags, language }: CostSummary, group: CostGroup): Line {
  const names = group.keys.map((key, index) =>
    key === null && inactiveTags.includes(by[index]!)
      ? costText('inactiveTag', language)
      : printedValue(by[index]!, key, accountNames, language),
  );
  if (group.folded > 0)
    names.push(
      group.folded === 1
        ? costText('other', language)
        : costText('othersCounted', language, { count: String(group.folded) }),
    );
  return { ...group, names, charge: by.includes('charge') ? null : 'usage' };
}

function printLines(lines: readonly Line[], { currency, total }: CurrencySummary): PrintedFigure[] {
  const digits = currencyDigits(currency);
  return printParts(lines, printFigure(total, digits), digits);
}

function rowOf(
  { by, periods, accountNames, conversion, language, ...summary }: CostSummary,
  { currency }: CurrencySummary,
  line: Line,
  printed: PrintedFigure,
): Row {
  const row: Record<string, string | number | null> = {};
  for (const [index, dimension] of by.entries()) {
    const key = columnKey(dimension);
    row[key] = line.keys[index] ?? null;
    row[printedKey(key)] = line.names[index] ?? '';
    if (dimension === 'account') row.accountName = accountNames?.get(line.keys[index] ?? '') ?? null;
  }
  if (line.charge !== null) {
    row.charge = line.charge;
    row[printedKey('charge')] = chargeTitle(line.charge, language);
  }
  Object.assign(row, {
    folded: line.folded,
    currency,
    ...figureCells(line, printed),
    share: line.share,
  });
  Object.assign(row, convertedCells(line.series, periods, conversion));
  for (const [index, cost] of seriesTexts(line.series, { ...summary, periods }).entries())
    row[periods[index]!] = cost;
  return row;
}

/** The costs of each period, exact; null: a day that the source lacks, which is not one that cost nothing. */
export function seriesTexts(
  series: readonly Money[],
  { periods, granularity, holes = [] }: Pick<CostSummary, 'periods' | 'granularity' | 'holes'>,
): (string | null)[] {
  const isMissing = (day: Day) =>
    granularity === 'daily' && holes.some(({ start, end }) => day >= start && day < end);
  return series.map((cost, index) => (cost.eq(0) && isMissing(periods[index]!) ? null : moneyText(cost)));
}

/** The cost in another currency, exact by its rate, and as it is printed. */
export function convertedCells(
  series: readonly Money[],
  periods: readonly Day[],
  conversion: Conversion | undefined,
): Row {
  if (conversion === undefined) return {};
  const cost = convertSeries(series, periods, conversion);
  return {
    converted: moneyText(cost),
    [printedKey('converted')]: roundedText(cost, currencyDigits(conversion.currency)),
  };
}

/** The exact amounts, and the printed ones. */
export function figureCells(figure: CostFigure, printed: PrintedFigure): Row {
  return {
    cost: moneyText(figure.cost),
    before: figure.before && moneyText(figure.before),
    change: figure.change && moneyText(figure.change),
    changePercent: figure.changePercent,
    [printedKey('cost')]: printed.cost,
    [printedKey('before')]: printed.before,
    [printedKey('change')]: printed.change,
  };
}
