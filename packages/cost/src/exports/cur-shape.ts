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
    currency: columnTerm(find('line_item_currency_code')!),
    provider: constantTerm('AWS'),
    charge: () => chargeTerm(find),
    cost: (metric) => costOf(find, metric),
    dimension: (dimension) => dimensionTerm(find, dimension, dialect),
    quantity:
      amount && unit
        ? {
            // A negation subtracts the cost of covered usage, not the usage.
            amount: `CASE WHEN ${type} <> 'SavingsPlanNegation' THEN ${decimalOf(amount)} END`,
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
 * The cost of commitments on the days they were used on: AWS Cost and Usage Queries library, "Amortized cost". A missing
 * column belongs to a commitment that the bill does not have.
 */
function amortizedCost(find: ColumnFinder, metric: 'amortized' | 'net-amortized'): ReturnType<Shape['cost']> {
  const net = metric === 'net-amortized';
  const pick = (...names: string[]): ExportColumn | undefined => names.map(find).find(Boolean);
  const of = (column: ExportColumn | undefined) => (column === undefined ? null : decimalOf(column));
  const either = (netName: string, name: string) => of(net ? pick(netName, name) : pick(name));

  const base = pick(...plainCosts[net ? 'net-unblended' : 'unblended']!)!;
  const type = sqlName(find('line_item_line_item_type')!.name);
  const zero = `CAST(0 AS ${DECIMAL_TYPE})`;
  const branches: [string, string | null][] = [
    [
      'SavingsPlanCoveredUsage',
      either('savings_plan_net_savings_plan_effective_cost', 'savings_plan_savings_plan_effective_cost'),
    ],
    [
      'SavingsPlanRecurringFee',
      difference(of(find('savings_plan_total_commitment_to_date')), of(find('savings_plan_used_commitment'))),
    ],
    ['SavingsPlanNegation', zero],
    ['SavingsPlanUpfrontFee', zero],
    ['DiscountedUsage', either('reservation_net_effective_cost', 'reservation_effective_cost')],
    [
      'RIFee',
      sum(
        either(
          'reservation_net_unused_amortized_upfront_fee_for_billing_period',
          'reservation_unused_amortized_upfront_fee_for_billing_period',
        ),
        either('reservation_net_unused_recurring_fee', 'reservation_unused_recurring_fee'),
      ),
    ],
  ];
  const reservation = find('reservation_reservation_a_r_n');
  const cases = branches.flatMap(([name, sql]) =>
    sql === null ? [] : [`WHEN ${type} = ${sqlText(name)} THEN ${sql}`],
  );
  if (reservation !== undefined)
    cases.push(`WHEN ${type} = 'Fee' AND ${sqlName(reservation.name)} <> '' THEN ${zero}`);
  return {
    sql: `CASE ${cases.join(' ')} ELSE ${decimalOf(base)} END`,
    neverNull: false,
    float: base.type === 'number',
  };
}

function difference(left: string | null, right: string | null): string | null {
  return left === null || right === null ? null : `coalesce(${left}, 0) - coalesce(${right}, 0)`;
}

function sum(left: string | null, right: string | null): string | null {
  return left === null || right === null ? null : `coalesce(${left}, 0) + coalesce(${right}, 0)`;
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
