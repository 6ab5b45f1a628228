import type { Dimension, Metric } from '../model.ts';
import { accountTerm } from './account-term.ts';
import { type Dialect, sqlFirst, sqlName } from './dialect.ts';
import { categoryKeys, tagKeys } from './names.ts';
import {
  chargeText,
  columnTerm,
  constantTerm,
  costColumn,
  currencyTerm,
  dayOf,
  finderOf,
  keyedTerm,
  malformedOf,
  misspelledKindOf,
  optionalTerm,
  decimalOf,
  regionTerm,
  type Shape,
  type Term,
  type UsageCharge,
} from './shape.ts';
import type { ColumnFinder, ExportTable } from './table.ts';

/** FOCUS has no column before an agreement's discounts: the billed cost is net of them. */
const costColumns: Readonly<Record<Metric, string>> = {
  unblended: 'BilledCost',
  blended: 'BilledCost',
  'net-unblended': 'BilledCost',
  amortized: 'EffectiveCost',
  'net-amortized': 'EffectiveCost',
  list: 'ListCost',
};

const dimensionColumns = {
  service: ['ServiceName'],
  'usage-type': ['x_UsageType', 'SkuMeter'],
  resource: ['ResourceId'],
} as const;

/** FOCUS, "Charge Category". */
const categories = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'];

/** FOCUS 1.0 to 1.4: FinOps Open Cost and Usage Specification, and AWS's columns beside it (`x_…`). */
export function focusShape(table: ExportTable, dialect: Dialect): Shape {
  const find = finderOf(table);
  const [amount, unit] = [find('ConsumedQuantity'), find('ConsumedUnit')];
  return {
    ...dayOf(find('ChargePeriodStart')!, dialect),
    isUsage: `${sqlName(find('ChargeCategory')!.name)} = 'Usage'`,
    misspelledKind: misspelledKindOf(find('ChargeCategory')!, categories),
    usageCharge: ({ withService }) => usageChargeOf(find, withService),
    currency: currencyTerm(find('BillingCurrency')!),
    provider: providerTerm(find),
    charge: ({ withService }) => chargeTerm(find, withService),
    cost(metric) {
      const column = find(costColumns[metric]);
      return column === undefined ? null : costColumn(column);
    },
    accountName: optionalTerm(find('SubAccountName')),
    dimension: (dimension) => dimensionTerm(find, dimension, dialect),
    quantity:
      amount && unit
        ? { amount: decimalOf(amount), unit: sqlName(unit.name), malformed: malformedOf(amount) }
        : null,
  };
}

/** FOCUS 1.3 has another name for the provider's column, beside the old one or without it. */
function providerTerm(find: ColumnFinder): Term {
  const columns = ['ServiceProviderName', 'ProviderName'].flatMap((name) => find(name) ?? []);
  const terms = columns.map(columnTerm);
  const [first, second] = terms;
  if (first === undefined) return constantTerm(null);
  if (second === undefined) return first;
  return {
    raw: [...first.raw, ...second.raw],
    value: (raw) =>
      sqlFirst([first.value(raw.slice(0, first.raw.length)), second.value(raw.slice(first.raw.length))]),
  };
}

function dimensionTerm(
  find: ColumnFinder,
  dimension: Exclude<Dimension, 'charge'>,
  dialect: Dialect,
): Term | null {
  if (dimension === 'region') return regionTerm(find('RegionId'));
  if (dimension.startsWith('tag:')) {
    const column = find('Tags');
    return column === undefined ? null : keyedTerm(column, tagKeys(dimension.slice(4)), dialect);
  }
  if (dimension.startsWith('cost-category:')) {
    const column = find('x_CostCategories');
    return column === undefined ? null : keyedTerm(column, categoryKeys(dimension.slice(14)), dialect);
  }
  if (dimension === 'account') {
    const column = find('SubAccountId');
    return column === undefined ? null : accountTerm(column, providerTerm(find), dialect);
  }
  const column = dimensionColumns[dimension as keyof typeof dimensionColumns].map(find).find(Boolean);
  return column === undefined ? null : columnTerm(column);
}

/**
 * AWS's columns distinguish refunds and discounts only by the description of an adjustment. It is read only if the file
 * may have an adjustment: no other category sorts before that word.
 */
function chargeTerm(find: ColumnFinder, withService: boolean): Term {
  const category = columnTerm(find('ChargeCategory')!);
  const chargeClass = find('ChargeClass');
  const correction = chargeClass === undefined ? constantTerm(null) : columnTerm(chargeClass);
  const service = sqlName(find('ServiceName')!.name);
  const description = find('ChargeDescription');
  const minText = find('ChargeCategory')!.statistics?.minText;
  const adjusted = description !== undefined && !(minText !== undefined && minText > 'Adjustment');

  const parts = [
    category,
    correction,
    withService ? part(service, isSupport) : part(isSupport(service), (text) => text),
    adjusted
      ? part(
          `CASE WHEN ${sqlName(find('ChargeCategory')!.name)} = 'Adjustment' THEN lower(${sqlName(description.name)}) END`,
          (text) => text,
        )
      : constantTerm(null),
  ];
  return {
    raw: parts.flatMap(({ raw }) => raw),
    value(columns) {
      let at = 0;
      const [kind, classText, support, text] = parts.map((term) => {
        at += term.raw.length;
        return term.value(columns.slice(at - term.raw.length, at));
      });
      return [
        'CASE',
        `WHEN ${support!} AND ${kind!} IN ('Usage', 'Purchase') THEN ${chargeText('support')}`,
        `WHEN ${kind!} = 'Tax' THEN ${chargeText('tax')}`,
        `WHEN ${classText!} = 'Correction' THEN ${chargeText('refund')}`,
        `WHEN ${kind!} = 'Credit' THEN ${chargeText('credit')}`,
        `WHEN ${kind!} = 'Purchase' THEN ${chargeText('fee')}`,
        `WHEN ${kind!} = 'Usage' THEN ${chargeText('usage')}`,
        ...(adjusted
          ? [
              `WHEN ${text!} LIKE '%refund%' THEN ${chargeText('refund')}`,
              `WHEN ${text!} LIKE '%discount%' THEN ${chargeText('discount')}`,
            ]
          : []),
        `ELSE ${chargeText('adjustment')} END`,
      ].join(' ');
    },
  };
}

/** As {@link chargeTerm} has it: usage that is neither support nor a correction. */
function usageChargeOf(find: ColumnFinder, withService: boolean): UsageCharge {
  const category = sqlName(find('ChargeCategory')!.name);
  const chargeClass = find('ChargeClass');
  const isNeverCorrected = chargeClass === undefined || chargeClass.statistics?.constant === null;
  const corrected = isNeverCorrected ? null : sqlName(chargeClass.name);
  const service = sqlName(find('ServiceName')!.name);
  return {
    row: `${category} = 'Usage'${corrected === null ? '' : ` AND (${corrected} IS NULL OR ${corrected} <> 'Correction')`}`,
    group: withService
      ? part(service, (text) => `NOT ${isSupport(text)}`)
      : part(isSupport(service), (text) => `NOT ${text}`),
  };
}

function part(raw: string, value: (column: string) => string): Term {
  return { raw: [raw], value: ([column]) => value(column!) };
}

/** `AWS Support (Business)`, `AWS Premium Support`, in any letters. */
function isSupport(service: string): string {
  const names = ['aws support%', 'aws premium support%', '%support (%'];
  // Of a column as it is, DuckDB evaluates each different text once.
  const conditions = names.map((name) => `lower(${service}) LIKE '${name}'`);
  return `coalesce(${conditions.join(' OR ')}, false)`;
}
