import type { CostFilter, CostQuery, Dimension } from '../model.ts';
import { DECIMAL_TYPE } from './dialect.ts';
import { serviceCondition, termCondition, usageTypeOf } from './filter-sql.ts';
import { providerCondition } from './providers.ts';
import { OTHER_AMOUNT, rankedCellSql } from './ranked-cells.ts';
import { type Among, selectRows, termOf } from './row-selection.ts';
import { chargeText, type Shape, type Term } from './shape.ts';

/** What of a query does not follow from it. */
export interface TableOptions {
  /** Only charges of these providers (`AWS`); default: all. */
  readonly providers?: readonly string[];
  /** Only rows of these groups; default: all. */
  readonly among?: Among;
}

/** What a query takes from one table. */
export interface TableSql {
  readonly text: string;
  /** Whether each group is one row already, but for empty and missing texts. */
  readonly isAddedUp: boolean;
}

export function tableSql(
  query: CostQuery,
  shape: Shape,
  from: string,
  { providers, among }: TableOptions,
): TableSql {
  const raws = new Map<string, string>();
  /** The name of a raw value in the subquery; each is read once. */
  const rawName = (sql: string): string => {
    const name = raws.get(sql) ?? `raw_${raws.size + 1}`;
    raws.set(sql, name);
    return name;
  };
  const columnOf = (term: Term): string => term.value(term.raw.map(rawName));
  const selects = (term: Term, filter: CostFilter): string =>
    termCondition(term, term.raw.map(rawName), filter);

  const { start, end } = query.range;
  const withService = query.by.includes('service');
  const selection = selectRows(query, shape, from, among);
  const { usage, remaining } = selection;
  // A range within one month is one day of lines, and needs no date of each row.
  const isOneMonth =
    query.largest !== undefined ||
    (query.granularity === 'monthly' && monthOf(start) === monthOf(dayBefore(end)));
  const { late } = query;
  const ownDay = late === undefined ? shape.day : `least(${shape.day}, DATE '${dayBefore(end)}')`;
  const day =
    query.granularity === 'daily'
      ? ownDay
      : `greatest(CAST(date_trunc('month', ${ownDay}) AS DATE), DATE '${start}')`;
  const cost = shape.cost(query.metric);

  const columns = [
    ...query.by.map((dimension, at) => `${columnOf(termOf(query, shape, dimension))} AS key_${at + 1}`),
    `${usage !== null ? chargeText('usage') : columnOf(shape.charge({ withService }))} AS charge`,
    `${columnOf(shape.currency)} AS currency`,
    `${columnOf(shape.provider)} AS provider`,
  ];
  const conditions = remaining.map((filter) =>
    filter.dimension === 'service'
      ? serviceCondition(columnOf(termOf(query, shape, 'service')), filter, () =>
          usageTypeOf(shape, columnOf),
        )
      : selects(termOf(query, shape, filter.dimension), filter),
  );
  if (usage?.group) conditions.push(columnOf(usage.group));
  if (providers !== undefined) conditions.push(providerCondition(columnOf(shape.provider), providers));
  const unreadableOf = (dimensions: readonly Dimension[]) =>
    [
      ...new Set(
        dimensions.flatMap((dimension) => {
          const term = termOf(query, shape, dimension);
          return term.unreadable?.(term.raw.map(rawName)) ?? [];
        }),
      ),
    ].join(' OR ');
  const filtered = query.filters.map(({ dimension }) => dimension);
  const parsed = [...query.by, ...remaining.map(({ dimension }) => dimension)];
  const cells = [...new Set(parsed)].flatMap((dimension) => {
    const term = termOf(query, shape, dimension);
    const names = term.raw.map(rawName);
    return term.unreadable === undefined ? [] : [`CASE WHEN ${term.unreadable(names)} THEN ${names[0]!} END`];
  });
  const cell = cells.length > 1 ? `coalesce(${cells.join(', ')})` : (cells[0] ?? 'CAST(NULL AS VARCHAR)');
  // A charge whose cell is malformed has no value for filters, as it has none in groups. It is counted also where it is left out.
  const unreadableFilter = [
    ...selection.unreadable.map(rawName),
    unreadableOf(remaining.map(({ dimension }) => dimension)),
  ]
    .filter((condition) => condition !== '')
    .join(' OR ');
  const unreadable = [...new Set([unreadableFilter, unreadableOf(query.by)])]
    .filter((condition) => condition !== '')
    .join(' OR ');
  for (const condition of selection.counted) conditions.push(`NOT (${rawName(condition)})`);
  const isSelected = conditions.join('\n  AND ');
  const isAbsent = [...query.by, ...filtered].some(
    (dimension) => dimension !== 'charge' && shape.dimension(dimension) === null,
  );
  const counted = [
    unreadable === '' ? '0 AS unreadable' : `CASE WHEN ${unreadable} THEN charges ELSE 0 END AS unreadable`,
    isAbsent ? 'charges AS absent' : '0 AS absent',
  ];

  const account = hasAccount(query) ? termOf(query, shape, 'account') : null;
  const changed = account && (account.changed?.(account.raw.map(rawName)) ?? 'CAST(NULL AS VARCHAR)');
  const sums = [
    cost === null ? `CAST(NULL AS ${DECIMAL_TYPE}) AS cost` : `sum(${cost.sql}) AS cost`,
    ...(unreadable !== '' || isAbsent || conditions.length > 0 ? ['count(*) AS charges'] : []),
    ...(cost?.malformed
      ? [
          `count(${cost.malformed}) AS malformed`,
          `min(${rankedCellSql(cost.malformed, OTHER_AMOUNT)}) AS malformed_cell`,
        ]
      : ['0 AS malformed', 'CAST(NULL AS VARCHAR) AS malformed_cell']),
    cost?.neverNull ? '0 AS blank' : `count(*) - count(${cost?.sql ?? 'NULL'}) AS blank`,
    ...(hasQuantities(query) ? quantitySums(shape.quantity) : []),
  ];
  const grouped = [
    ...(isOneMonth && raws.size > 0 ? [] : [`${day} AS day`]),
    ...[...raws].map(([sql, name]) => `${sql} AS ${name}`),
  ];
  const keys = query.by.map((dimension) => termOf(query, shape, dimension));
  const ownRaws = keys.flatMap(({ raw }) => raw);
  const isAddedUp =
    keys.every(({ raw, merges }) => raw.length <= 1 && !merges) &&
    [...raws.keys()].every((raw) => ownRaws.includes(raw));
  const costSql = unreadableFilter === '' ? 'cost' : `CASE WHEN ${isSelected} THEN cost END AS cost`;
  const selected = unreadableFilter === '' ? isSelected : `(${isSelected})\n  OR ${unreadableFilter}`;
  const text = [
    `SELECT ${isOneMonth ? `DATE '${start}' AS day` : 'day'}, ${columns.join(', ')}, ${costSql}, blank, malformed, malformed_cell, ${counted.join(', ')}, ${cell} AS unreadable_cell${changed === null ? '' : `, ${changed} AS changed_account`}${hasQuantities(query) ? ', quantity, first_unit, last_unit' : ''}`,
    'FROM (',
    `  SELECT ${[...grouped, ...sums].join(',\n    ')}`,
    `  FROM ${from}`,
    `  WHERE ${selection.conditions.join(' AND ')}`,
    `  GROUP BY ${grouped.map((_, at) => at + 1).join(', ')}`,
    ') AS summed',
    // By a count, so that it is evaluated once for each group: a condition of the groups' values alone is moved to their rows.
    ...(conditions.length === 0 ? [] : [`WHERE CASE WHEN charges > 0 THEN ${selected} ELSE false END`]),
  ].join('\n');
  return { text, isAddedUp };
}

function quantitySums(quantity: Shape['quantity']): readonly string[] {
  if (quantity === null)
    return [
      `CAST(NULL AS ${DECIMAL_TYPE}) AS quantity`,
      'CAST(NULL AS VARCHAR) AS first_unit',
      'CAST(NULL AS VARCHAR) AS last_unit',
    ];
  const { amount, unit, malformed } = quantity;
  // A sum without a cell, or with amounts of no unit, would be another one: an empty unit shows that the quantity is unknown.
  const first = `min(CASE WHEN ${amount} <> 0 THEN coalesce(${unit}, '') ELSE ${unit} END)`;
  const firstUnit =
    malformed === null ? first : `CASE WHEN count(${malformed}) > 0 THEN '' ELSE ${first} END`;
  return [`sum(${amount}) AS quantity`, `${firstUnit} AS first_unit`, `max(${unit}) AS last_unit`];
}

/** Quantities have one unit only if usage is grouped by usage type; they take a third longer to read. */
export function hasQuantities(query: CostQuery): boolean {
  if (query.largest !== undefined) return false;
  return query.by.some((dimension) => dimension === 'usage-type' || dimension === 'resource');
}

/** Whether the ids of accounts are of interest: a program may have changed them. */
export function hasAccount({ by, filters, largest }: CostQuery): boolean {
  const all = [...by, ...filters.map(({ dimension }) => dimension)];
  return largest === undefined && all.includes('account');
}

const monthOf = (day: string) => day.slice(0, 7);

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
