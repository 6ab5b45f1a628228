import type { Dimension, Metric } from '../model.ts';
import { accountTerm } from './account-term.ts';
import { DECIMAL_TYPE, type Dialect, sqlFirst, sqlName, sqlText } from './dialect.ts';
import { categoryKeys, curTagKeys, isOfOthers, plainKey, snakeOf } from './names.ts';
import {
  chargeText,
  columnTerm,
  constantTerm,
  costColumn,
  currencyTerm,
  dayOf,
  decimalOf,
  finderOf,
  floatOf,
  keyedTerm,
  malformedOf,
  misspelledKindOf,
  optionalTerm,
  regionTerm,
  type CostColumn,
  type Shape,
  type Term,
  textOf,
  type UsageCharge,
} from './shape.ts';
import type { ColumnFinder, ExportColumn, ExportTable } from './table.ts';

const provider = constantTerm('AWS');

const plainCosts: Partial<Record<Metric, readonly string[]>> = {
  unblended: ['line_item_unblended_cost'],
  blended: ['line_item_blended_cost'],
  // AWS adds the net columns only to bills with a discount: without one, net and gross are the same.
  'net-unblended': ['line_item_net_unblended_cost', 'line_item_unblended_cost'],
  list: ['pricing_public_on_demand_cost'],
};

const dimensionColumns = {
  'usage-type': ['line_item_usage_type'],
  resource: ['line_item_resource_id'],
} as const;

/** Legacy CUR and CUR 2.0: Data Exports user guide, "Cost and Usage Report (CUR) 2.0" and "Data dictionary". */
export function curShape(table: ExportTable, dialect: Dialect): Shape {
  const find = finderOf(table);
  const [amount, unit] = [find('line_item_usage_amount'), find('pricing_unit')];
  const type = sqlName(find('line_item_line_item_type')!.name);
  return {
    ...dayOf(find('line_item_usage_start_date')!, dialect),
    isUsage: `${type} IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage')`,
    misspelledKind: misspelledKindOf(
      find('line_item_line_item_type')!,
      chargesByType.map(([kind]) => kind),
    ),
    usageCharge: () => usageChargeOf(find),
    currency: currencyTerm(find('line_item_currency_code')!),
    provider,
    charge: () => chargeTerm(find),
    cost: (metric) => costOf(find, metric),
    accountName: optionalTerm(find('line_item_usage_account_name')),
    dimension: (dimension) =>
      dimensionTerm(find, dimension, { dialect, codeNames: table.codeNames ?? noNames }),
    quantity:
      amount && unit
        ? {
            // A negation subtracts the cost of covered usage, not the usage.
            amount: `CASE WHEN ${type} <> 'SavingsPlanNegation' THEN ${decimalOf(amount)} END`,
            unit: sqlName(unit.name),
            malformed: malformedOf(amount),
          }
        : null,
  };
}

function costOf(find: ColumnFinder, metric: Metric): ReturnType<Shape['cost']> {
  const plain = plainCosts[metric]?.map(find).find(Boolean);
  if (plain !== undefined) return costColumn(plain);
  return metric === 'amortized' || metric === 'net-amortized' ? amortizedCost(find, metric) : null;
}

/**
 * The cost of commitments on the days they were used on: AWS Cost and Usage Queries library, "Amortized cost", and the
 * views of AWS's Cloud Intelligence Dashboards, which leave out the refund of an upfront fee with the fee. Without the
 * column of its share, a line of a commitment has no value, as its other lines are left out.
 */
function amortizedCost(find: ColumnFinder, metric: 'amortized' | 'net-amortized'): CostColumn {
  const net = metric === 'net-amortized';
  const used: ExportColumn[] = [];
  const of = (name: string): Amount | undefined => {
    const column = find(name);
    if (column !== undefined) used.push(column);
    return column && { sql: decimalOf(column), malformed: listed(malformedOf(column)) };
  };
  /** The net value; the gross one where a line or the bill has none, as without a discount the two are the same. */
  const share = (netName: string, name: string): Amount =>
    firstOf([...(net ? [of(netName)] : []), of(name)].filter((amount) => amount !== undefined));

  const base = plainCosts[net ? 'net-unblended' : 'unblended']!.map(find).find(Boolean)!;
  const type = sqlName(find('line_item_line_item_type')!.name);
  const isReservation = isFilled(find('reservation_reservation_a_r_n'));
  const cases: readonly (readonly [condition: string, amount: Amount])[] = [
    [
      `${type} = 'SavingsPlanCoveredUsage'`,
      share('savings_plan_net_savings_plan_effective_cost', 'savings_plan_savings_plan_effective_cost'),
    ],
    // What was committed and not used, upfront fee and recurring fee together.
    [
      `${type} = 'SavingsPlanRecurringFee'`,
      difference(of('savings_plan_total_commitment_to_date'), of('savings_plan_used_commitment')),
    ],
    [`${type} IN ('SavingsPlanNegation', 'SavingsPlanUpfrontFee')`, none],
    [`${type} = 'DiscountedUsage'`, share('reservation_net_effective_cost', 'reservation_effective_cost')],
    [
      `${type} = 'RIFee'`,
      sum([
        share(
          'reservation_net_unused_amortized_upfront_fee_for_billing_period',
          'reservation_unused_amortized_upfront_fee_for_billing_period',
        ),
        share('reservation_net_unused_recurring_fee', 'reservation_unused_recurring_fee'),
      ]),
    ],
    ...upfrontFees(find, type),
    [`${type} = 'Refund' AND ${isOfUpfrontFee(find, isReservation)}`, none],
  ];
  const caseOf = (valueOf: (amount: Amount) => string, other: string) =>
    `CASE ${cases.map(([condition, amount]) => `WHEN ${condition} THEN ${valueOf(amount)}`).join(' ')} ELSE ${other} END`;
  const value = caseOf(({ sql }) => sql, decimalOf(base));
  const cellOf = ({ malformed }: Amount) =>
    malformed.length > 1 ? `coalesce(${malformed.join(', ')})` : (malformed[0] ?? 'NULL');
  const malformedBase = malformedOf(base);
  const malformed = malformedBase === null ? null : caseOf(cellOf, malformedBase);
  return {
    // A difference with a cell that can't be read would be another one.
    sql: malformed === null ? value : `CASE WHEN ${malformed} IS NULL THEN ${value} END`,
    malformed,
    neverNull: false,
    float: floatOf([base, ...used]),
  };
}

/**
 * The upfront fees of reservations, which cost nothing. Without the column of their ARN, the description shows which fees
 * these are; without either, what a fee costs is unknown.
 */
function upfrontFees(find: ColumnFinder, type: string): readonly (readonly [string, Amount])[] {
  const arn = find('reservation_reservation_a_r_n');
  if (arn !== undefined) return [[`${type} = 'Fee' AND ${isFilled(arn)}`, none]];
  const description = descriptionOf(find);
  return description === null
    ? [[`${type} = 'Fee'`, unknown]]
    : [[`${type} = 'Fee' AND ${description.isReservation}`, none]];
}

/** An amount of a line, and the cells that it is calculated from and that can't be read. */
interface Amount {
  readonly sql: string;
  readonly malformed: readonly string[];
}

const listed = (condition: string | null): readonly string[] => (condition === null ? [] : [condition]);
const none: Amount = { sql: `CAST(0 AS ${DECIMAL_TYPE})`, malformed: [] };
const unknown: Amount = { sql: `CAST(NULL AS ${DECIMAL_TYPE})`, malformed: [] };

/** Words of a line's description, as conditions; AWS documents no column that distinguishes the fees of a commitment. */
function descriptionOf(find: ColumnFinder) {
  const column = find('line_item_line_item_description');
  if (column === undefined) return null;
  const text = `lower(coalesce(${sqlName(column.name)}, ''))`;
  const mentions = (...words: string[]) =>
    `(${words.map((word) => `${text} LIKE '%${word}%'`).join(' OR ')})`;
  return {
    isRecurring: mentions('recurring', 'hourly', 'monthly', 'per hour', 'usage'),
    // "Upfront" alone is part of a name: "recurring fee for 1 year Partial Upfront".
    isUpfront: mentions(
      ...['one-time', 'one time', 'sign up', 'sign-up', 'signup'],
      ...['upfront fee', 'up-front fee', 'upfront charge', 'upfront payment', 'upfront cost'],
    ),
    isReservation: mentions('reserved', 'reservation', 'sign up charge for subscription'),
  };
}

/**
 * Whether a refund is one of the upfront fee of a commitment, which is left out as the fee is. The refund of a recurring fee
 * counts: the fee does, by its used and its unused part. Which of the two it is, only the description shows; without a word
 * of either, it is that of the upfront fee. A refund may lack the ARN that its fee has.
 */
function isOfUpfrontFee(find: ColumnFinder, isReservation: string): string {
  const code = sqlName(find('line_item_product_code')!.name);
  const isSavingsPlan = `(coalesce(${code}, '') LIKE '%SavingsPlans' OR ${isFilled(find('savings_plan_savings_plan_a_r_n'))})`;
  const isKnown = `(${isSavingsPlan} OR ${isReservation})`;
  const description = descriptionOf(find);
  if (description === null) return isKnown;
  const { isRecurring, isUpfront } = description;
  const isNamed = `${description.isReservation} AND ${isUpfront}`;
  return `((${isKnown} AND (${isUpfront} OR NOT ${isRecurring})) OR (${isNamed}))`;
}

function isFilled(column: ExportColumn | undefined): string {
  return column === undefined ? '1 = 0' : `coalesce(${sqlName(column.name)}, '') <> ''`;
}

function firstOf(amounts: readonly Amount[]): Amount {
  if (amounts.length < 2) return amounts[0] ?? unknown;
  return combined(amounts, `coalesce(${amounts.map(({ sql }) => sql).join(', ')})`);
}

function difference(left: Amount | undefined, right: Amount | undefined): Amount {
  if (left === undefined || right === undefined) return unknown;
  return combined([left, right], `coalesce(${left.sql}, 0) - coalesce(${right.sql}, 0)`);
}

/** Unknown if the export has no column for a part. */
function sum(parts: readonly Amount[]): Amount {
  return parts.includes(unknown)
    ? unknown
    : combined(parts, parts.map(({ sql }) => `coalesce(${sql}, 0)`).join(' + '));
}

function combined(amounts: readonly Amount[], sql: string): Amount {
  return { sql, malformed: amounts.flatMap(({ malformed }) => malformed) };
}

function dimensionTerm(
  find: ColumnFinder,
  dimension: Exclude<Dimension, 'charge'>,
  { dialect, codeNames }: { readonly dialect: Dialect; readonly codeNames: CodeNames },
): Term | null {
  if (dimension === 'service') return serviceTerm(find, dialect, codeNames);
  if (dimension === 'region') {
    return regionTerm(
      find('product_region_code') ??
        find('region_code') ??
        find('product_region') ??
        find('line_item_region'),
    );
  }
  if (dimension.startsWith('tag:')) return tagTerm(find, dimension.slice(4), dialect);
  if (dimension.startsWith('cost-category:')) {
    const name = dimension.slice(14);
    const column = named(find, [
      `costCategory/${name}`,
      `cost_category_${name}`,
      `cost_category_${snakeOf(name)}`,
    ]);
    if (column !== undefined) return columnTerm(column);
    const all = find('cost_category') ?? find('tags');
    return all === undefined ? null : keyedTerm(all, categoryKeys(name), dialect);
  }
  if (dimension === 'account') {
    const column = find('line_item_usage_account_id');
    return column === undefined ? null : accountTerm(column, provider, dialect);
  }
  const column = dimensionColumns[dimension as keyof typeof dimensionColumns].map(find).find(Boolean);
  return column === undefined ? null : columnTerm(column);
}

type CodeNames = NonNullable<ExportTable['codeNames']>;

const noNames: CodeNames = new Map();

/** The code of a product, and its name for people; null: the table has none. */
export function curServiceTerms(
  find: ColumnFinder,
  dialect: Dialect,
): { readonly code: Term; readonly name: Term | null } {
  const column = find('product_product_name') ?? find('product_name');
  const all = find('product');
  return {
    code: columnTerm(find('line_item_product_code')!),
    name: column ? columnTerm(column) : all ? keyedTerm(all, ['product_name'], dialect) : null,
  };
}

/**
 * The product's name; without one, that of other charges of its code, or a service would be two. Some Marketplace products
 * only have a code.
 */
function serviceTerm(find: ColumnFinder, dialect: Dialect, codeNames: CodeNames): Term {
  const { code, name } = curServiceTerms(find, dialect);
  const cases = [...codeNames].map(([from, to]) => `WHEN ${sqlText(from)} THEN ${sqlText(to)}`);
  const named = (text: string) => (cases.length === 0 ? [] : [`CASE ${text} ${cases.join(' ')} END`]);
  const count = name?.raw.length ?? 0;
  const nameOf = (columns: readonly string[]) => (name === null ? [] : [name.value(columns.slice(0, count))]);
  return {
    raw: [...(name?.raw ?? []), ...code.raw],
    value(columns) {
      const text = code.value(columns.slice(count));
      return sqlFirst([...nameOf(columns), ...named(text), text]);
    },
    ...(name?.unreadable && { unreadable: (columns) => name.unreadable!(columns.slice(0, count)) }),
  };
}

function tagTerm(find: ColumnFinder, key: string, dialect: Dialect): Term | null {
  const column = named(find, [...new Set([key, plainKey(key)])].flatMap(tagColumns));
  if (column !== undefined) return columnTerm(column);
  const columns = isOfOthers(key) ? ['tags', 'resource_tags'] : ['resource_tags', 'tags'];
  const all = columns.map(find).find(Boolean);
  return all === undefined ? null : keyedTerm(all, curTagKeys(key, all.name), dialect);
}

/**
 * Headers of the column of a tag. Data Exports user guide, "Data query": without AS, a column that is selected by its key has
 * the key as its name.
 */
function tagColumns(key: string): readonly string[] {
  const full = key.startsWith('aws:') ? key : `user:${key}`;
  return [
    ...[`resourceTags/${full}`, `resource_tags_${full}`, `resource_tags_${snakeOf(full)}`],
    ...(key.startsWith('aws:') ? [snakeOf(key)] : [`user_${key}`, `user_${snakeOf(key)}`]),
  ];
}

/** A column by its exact name: tag keys that differ only in case are different keys. */
function named(find: ColumnFinder, names: readonly string[]): ExportColumn | undefined {
  return names
    .map((name) => find.all.find((column) => (column.header ?? column.name) === name))
    .find(Boolean);
}

const chargesByType: readonly (readonly [string, Parameters<typeof chargeText>[0]])[] = [
  // A negation belongs to the covered usage that it subtracts: apart, a service would seem to cost more than it did.
  ...['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation'].map(
    (type) => [type, 'usage'] as const,
  ),
  ...['Fee', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee', 'FlatRateSubscription'].map(
    (type) => [type, 'fee'] as const,
  ),
  ['Tax', 'tax'],
  ['Credit', 'credit'],
  ['Refund', 'refund'],
  ['Support', 'support'],
];

/** As {@link chargeTerm} has it. */
function usageChargeOf(find: ColumnFinder): UsageCharge {
  const type = sqlName(find('line_item_line_item_type')!.name);
  const types = chargesByType.flatMap(([name, charge]) => (charge === 'usage' ? [sqlText(name)] : []));
  return {
    row: `${type} IN (${types.join(', ')})`,
    group: {
      raw: [type, textOf(find('line_item_product_code')!)],
      value: ([kind, code]) => `NOT (${kind!} = 'Usage' AND ${isSupport(code!)})`,
    },
  };
}

function isSupport(code: string): string {
  return `coalesce(lower(${code}) LIKE 'aws%support%', false)`;
}

function chargeTerm(find: ColumnFinder): Term {
  const code = isSupport(sqlName(find('line_item_product_code')!.name));
  const type = sqlName(find('line_item_line_item_type')!.name);
  return {
    raw: [type, code],
    value: ([kind, support]) =>
      [
        'CASE',
        `WHEN ${support!} AND ${kind!} IN ('Usage', 'Fee') THEN ${chargeText('support')}`,
        ...chargesByType.map(
          ([name, charge]) => `WHEN ${kind!} = ${sqlText(name)} THEN ${chargeText(charge)}`,
        ),
        `WHEN ${kind!} LIKE '%Discount' THEN ${chargeText('discount')}`,
        `ELSE ${chargeText('adjustment')} END`,
      ].join(' '),
  };
}
