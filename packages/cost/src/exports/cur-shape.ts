import type { Dimension, Metric } from '../model.ts';
import { DECIMAL_TYPE, type Dialect, sqlFirst, sqlName, sqlText } from './dialect.ts';
import { categoryKeys, snakeOf, tagKeys } from './names.ts';
import {
  chargeText,
  columnTerm,
  constantTerm,
  dayOf,
  decimalOf,
  finderOf,
  keyedTerm,
  optionalTerm,
  quantityOf,
  regionTerm,
  type Shape,
  type Term,
} from './shape.ts';
import type { ColumnFinder, ExportColumn, ExportTable } from './table.ts';

const plainCosts: Partial<Record<Metric, readonly string[]>> = {
  unblended: ['line_item_unblended_cost'],
  blended: ['line_item_blended_cost'],
  // AWS adds the net columns only to bills with a discount: without one, net and gross are the same.
  'net-unblended': ['line_item_net_unblended_cost', 'line_item_unblended_cost'],
  list: ['pricing_public_on_demand_cost'],
};

const dimensionColumns = {
  account: ['line_item_usage_account_id'],
  'usage-type': ['line_item_usage_type'],
  resource: ['line_item_resource_id'],
} as const;

/** Legacy CUR and CUR 2.0: Data Exports user guide, "Cost and Usage Report (CUR) 2.0" and "Data dictionary". */
export function curShape(table: ExportTable, dialect: Dialect): Shape {
  const find = finderOf(table);
  const [amount, unit] = [find('line_item_usage_amount'), find('pricing_unit')];
  const type = sqlName(find('line_item_line_item_type')!.name);
  return {
    ...dayOf(find('line_item_usage_start_date')!),
    isUsage: `${type} IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage')`,
    currency: columnTerm(find('line_item_currency_code')!),
    provider: constantTerm('AWS'),
    charge: () => chargeTerm(find),
    cost: (metric) => costOf(find, metric),
    accountName: optionalTerm(find('line_item_usage_account_name')),
    dimension: (dimension) => dimensionTerm(find, dimension, dialect),
    quantity:
      amount && unit
        ? {
            // A negation subtracts the cost of covered usage, not the usage.
            amount: `CASE WHEN ${type} <> 'SavingsPlanNegation' THEN ${quantityOf(amount)} END`,
            unit: sqlName(unit.name),
          }
        : null,
  };
}

function costOf(find: ColumnFinder, metric: Metric): ReturnType<Shape['cost']> {
  const plain = plainCosts[metric]?.map(find).find(Boolean);
  if (plain !== undefined) {
    return {
      sql: decimalOf(plain),
      neverNull: plain.statistics?.neverNull === true,
      float: plain.type === 'number',
    };
  }
  return metric === 'amortized' || metric === 'net-amortized' ? amortizedCost(find, metric) : null;
}

/**
 * The cost of commitments on the days they were used on: AWS Cost and Usage Queries library, "Amortized cost", and the
 * views of AWS's Cloud Intelligence Dashboards, which leave out the refund of an upfront fee with the fee. Without the
 * column of its share, a line of a commitment has no value, as its other lines are left out.
 */
function amortizedCost(find: ColumnFinder, metric: 'amortized' | 'net-amortized'): ReturnType<Shape['cost']> {
  const net = metric === 'net-amortized';
  const of = (name: string): readonly string[] => {
    const column = find(name);
    return column === undefined ? [] : [decimalOf(column)];
  };
  /** The net value; the gross one where a line or the bill has none, as without a discount the two are the same. */
  const share = (netName: string, name: string): string =>
    firstOf([...(net ? of(netName) : []), ...of(name)]) ?? unknown;

  const base = plainCosts[net ? 'net-unblended' : 'unblended']!.map(find).find(Boolean)!;
  const type = sqlName(find('line_item_line_item_type')!.name);
  const isReservation = isFilled(find('reservation_reservation_a_r_n'));
  const cases: readonly (readonly [condition: string, sql: string])[] = [
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
    [`${type} = 'Fee' AND ${isReservation}`, none],
    [`${type} = 'Refund' AND ${isOfUpfrontFee(find, isReservation)}`, none],
  ];
  return {
    sql: `CASE ${cases.map(([condition, sql]) => `WHEN ${condition} THEN ${sql}`).join(' ')} ELSE ${decimalOf(base)} END`,
    neverNull: false,
    float: base.type === 'number',
  };
}

const none = `CAST(0 AS ${DECIMAL_TYPE})`;
const unknown = `CAST(NULL AS ${DECIMAL_TYPE})`;

/**
 * Whether a refund is one of the upfront fee of a commitment, which is left out as the fee is. The refund of a recurring fee
 * counts: the fee does, by its used and its unused part. Which of the two it is, only the description says.
 */
function isOfUpfrontFee(find: ColumnFinder, isReservation: string): string {
  const code = sqlName(find('line_item_product_code')!.name);
  const isSavingsPlan = `(coalesce(${code}, '') LIKE '%SavingsPlans' OR ${isFilled(find('savings_plan_savings_plan_a_r_n'))})`;
  const column = find('line_item_line_item_description');
  if (column === undefined) return `(${isSavingsPlan} OR ${isReservation})`;
  const says = (...words: string[]) =>
    words.map((word) => `lower(coalesce(${sqlName(column.name)}, '')) LIKE '%${word}%'`).join(' OR ');
  const isRecurring = says('recurring', 'hourly', 'monthly');
  // "Upfront" alone is part of a plan's name: "recurring fee for 1 year Partial Upfront".
  const fees = ['upfront fee', 'up-front fee', 'upfront charge', 'upfront payment'];
  const isUpfront = says('one-time', 'one time', 'sign up', 'sign-up', 'signup', ...fees);
  return `((${isSavingsPlan} AND (${isUpfront} OR NOT (${isRecurring}))) OR (${isReservation} AND (${isUpfront})))`;
}

function isFilled(column: ExportColumn | undefined): string {
  return column === undefined ? '1 = 0' : `coalesce(${sqlName(column.name)}, '') <> ''`;
}

function firstOf(values: readonly string[]): string | undefined {
  return values.length > 1 ? `coalesce(${values.join(', ')})` : values[0];
}

function difference([left]: readonly string[], [right]: readonly string[]): string {
  if (left === undefined || right === undefined) return unknown;
  return `coalesce(${left}, 0) - coalesce(${right}, 0)`;
}

/** NULL if all parts are. */
function sum(parts: readonly string[]): string {
  const known = parts.filter((part) => part !== unknown);
  return known.length === 0 ? unknown : known.map((part) => `coalesce(${part}, 0)`).join(' + ');
}

function dimensionTerm(
  find: ColumnFinder,
  dimension: Exclude<Dimension, 'charge'>,
  dialect: Dialect,
): Term | null {
  if (dimension === 'service') return serviceTerm(find, dialect);
  if (dimension === 'region') {
    return regionTerm(find('product_region_code') ?? find('product_region') ?? find('line_item_region'));
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
    const all = find('cost_category');
    return all === undefined ? null : keyedTerm(all, categoryKeys(name), dialect);
  }
  const column = dimensionColumns[dimension as keyof typeof dimensionColumns].map(find).find(Boolean);
  return column === undefined ? null : columnTerm(column);
}

/** The product's name for people; some Marketplace products only have a code. */
function serviceTerm(find: ColumnFinder, dialect: Dialect): Term {
  const code = columnTerm(find('line_item_product_code')!);
  const column = find('product_product_name');
  const all = find('product');
  const name = column ? columnTerm(column) : all ? keyedTerm(all, ['product_name'], dialect) : null;
  if (name === null) return code;
  return {
    raw: [...name.raw, ...code.raw],
    value: (columns) =>
      sqlFirst([name.value(columns.slice(0, name.raw.length)), code.value(columns.slice(name.raw.length))]),
    ...(name.unreadable && { unreadable: (columns) => name.unreadable!(columns.slice(0, name.raw.length)) }),
  };
}

function tagTerm(find: ColumnFinder, key: string, dialect: Dialect): Term | null {
  const full = key.startsWith('aws:') ? key : `user:${key}`;
  const column = named(find, [
    `resourceTags/${full}`,
    `resource_tags_${full}`,
    `resource_tags_${snakeOf(full)}`,
  ]);
  if (column !== undefined) return columnTerm(column);
  const all = find('resource_tags') ?? find('tags');
  return all === undefined ? null : keyedTerm(all, tagKeys(key), dialect);
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

function chargeTerm(find: ColumnFinder): Term {
  const code = `coalesce(${sqlName(find('line_item_product_code')!.name)}, '') LIKE 'AWS%Support%'`;
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
