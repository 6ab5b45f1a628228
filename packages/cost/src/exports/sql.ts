import { didYouMean } from '@groundcrew/errors';
import type { CostFilter, CostQuery, Dimension } from '../model.ts';
import { curShape } from './cur-shape.ts';
import { DECIMAL_TYPE, type Dialect, sqlText } from './dialect.ts';
import { exportError } from './errors.ts';
import { focusShape } from './focus-shape.ts';
import type { Shape, Term } from './shape.ts';
import type { ExportTable } from './table.ts';

export interface SqlOptions {
  readonly dialect: Dialect;
  /** Only charges of these providers (`AWS`); default: all. */
  readonly providers?: readonly string[];
}

/**
 * The SQL statement of a query, for `rowsToLines`. Each table is summed by its raw values, then these are normalized,
 * group by group, and all tables are added up. All columns are text, so that no digit is lost.
 *
 * @throws GroundcrewError `cost.exports.metric-absent`, `cost.exports.dimension-absent` if no table has it
 */
export function sqlOf(query: CostQuery, tables: readonly ExportTable[], options: SqlOptions): string {
  const shapes = tables.map((table) => shapeOf(table, options.dialect));
  assertColumnsExist(query, tables, shapes);
  const keys = query.by.map((_, at) => `key_${at + 1}`);
  const groups = ['day', ...keys, 'charge', 'currency', 'provider'];
  const quantities = hasQuantities(query);
  return [
    'SELECT',
    [
      'CAST(day AS VARCHAR) AS day',
      ...groups.slice(1),
      `CAST(CAST(sum(cost) AS ${DECIMAL_TYPE}) AS VARCHAR) AS cost`,
      'CAST(sum(blank) AS VARCHAR) AS blank',
      ...(quantities
        ? [
            `CAST(CAST(sum(quantity) AS ${DECIMAL_TYPE}) AS VARCHAR) AS quantity`,
            'min(first_unit) AS first_unit',
            'max(last_unit) AS last_unit',
          ]
        : []),
    ]
      .map((line) => `  ${line}`)
      .join(',\n'),
    'FROM (',
    shapes.map((shape, at) => tableSql(query, shape, tables[at]!.from, options)).join('\nUNION ALL\n'),
    ') AS normalized',
    `GROUP BY ${groups.map((_, at) => at + 1).join(', ')}`,
    `ORDER BY ${groups.map((_, at) => at + 1).join(', ')}`,
  ].join('\n');
}

/** Quantities have one unit only if usage is grouped by usage type; they take a third longer to read. */
export function hasQuantities(query: CostQuery): boolean {
  return query.by.some((dimension) => dimension === 'usage-type' || dimension === 'resource');
}

export function shapeOf(table: ExportTable, dialect: Dialect): Shape {
  return table.format.startsWith('FOCUS') ? focusShape(table, dialect) : curShape(table, dialect);
}

function tableSql(query: CostQuery, shape: Shape, from: string, options: SqlOptions): string {
  const raws = new Map<string, string>();
  /** The name of a raw value in the subquery; each is read once. */
  const rawName = (sql: string): string => {
    const name = raws.get(sql) ?? `raw_${raws.size + 1}`;
    raws.set(sql, name);
    return name;
  };
  const columnOf = (term: Term): string => term.value(term.raw.map(rawName));

  const { start, end } = query.range;
  const withService = query.by.includes('service');
  const termOf = (dimension: Dimension): Term =>
    dimension === 'charge' ? shape.charge({ withService }) : (shape.dimension(dimension) ?? nullTerm);
  // A range within one month is one day of lines, and needs no date of each row.
  const isOneMonth = query.granularity === 'monthly' && monthOf(start) === monthOf(dayBefore(end));
  const day =
    query.granularity === 'daily'
      ? shape.day
      : `greatest(CAST(date_trunc('month', ${shape.day}) AS DATE), DATE '${start}')`;
  const cost = shape.cost(query.metric);
  const quantity = hasQuantities(query) ? shape.quantity : null;

  const columns = [
    ...query.by.map((dimension, at) => `${columnOf(termOf(dimension))} AS key_${at + 1}`),
    `${columnOf(shape.charge({ withService }))} AS charge`,
    `${columnOf(shape.currency)} AS currency`,
    `${columnOf(shape.provider)} AS provider`,
  ];
  const conditions = query.filters.map((filter) => conditionOf(columnOf(termOf(filter.dimension)), filter));
  if (options.providers !== undefined)
    conditions.push(`${columnOf(shape.provider)} IN (${options.providers.map(sqlText).join(', ')})`);

  const sums = [
    cost === null ? `CAST(NULL AS ${DECIMAL_TYPE}) AS cost` : `sum(${cost.sql}) AS cost`,
    cost?.neverNull ? '0 AS blank' : `count(*) - count(${cost?.sql ?? 'NULL'}) AS blank`,
    ...(hasQuantities(query)
      ? [
          `${quantity === null ? `CAST(NULL AS ${DECIMAL_TYPE})` : `sum(${quantity.amount})`} AS quantity`,
          `${quantity === null ? 'CAST(NULL AS VARCHAR)' : `min(${quantity.unit})`} AS first_unit`,
          `${quantity === null ? 'CAST(NULL AS VARCHAR)' : `max(${quantity.unit})`} AS last_unit`,
        ]
      : []),
  ];
  const grouped = [
    ...(isOneMonth && raws.size > 0 ? [] : [`${day} AS day`]),
    ...[...raws].map(([sql, name]) => `${sql} AS ${name}`),
  ];
  return [
    `SELECT ${isOneMonth ? `DATE '${start}' AS day` : 'day'}, ${columns.join(', ')}, cost, blank${hasQuantities(query) ? ', quantity, first_unit, last_unit' : ''}`,
    'FROM (',
    `  SELECT ${[...grouped, ...sums].join(',\n    ')}`,
    `  FROM ${from}`,
    `  WHERE ${shape.within(start, end)}`,
    `  GROUP BY ${grouped.map((_, at) => at + 1).join(', ')}`,
    ') AS summed',
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join('\n  AND ')}`]),
  ].join('\n');
}

const monthOf = (day: string) => day.slice(0, 7);

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

const nullTerm: Term = { raw: [], value: () => 'CAST(NULL AS VARCHAR)' };

function conditionOf(value: string, { values, negated }: CostFilter): string {
  const texts = values.filter((text) => text !== null).map(sqlText);
  const either = [
    ...(texts.length === 0 ? [] : [`coalesce(${value} IN (${texts.join(', ')}), false)`]),
    ...(values.includes(null) ? [`${value} IS NULL`] : []),
  ];
  const condition = either.length === 0 ? 'false' : `(${either.join(' OR ')})`;
  return negated ? `NOT ${condition}` : condition;
}

function assertColumnsExist(
  query: CostQuery,
  tables: readonly ExportTable[],
  shapes: readonly Shape[],
): void {
  const formats = [...new Set(tables.map(({ format }) => format))].join(' and ');
  if (shapes.every((shape) => shape.cost(query.metric) === null)) {
    throw exportError(
      'cost.exports.metric-absent',
      `the ${formats} export has no column for the metric ${query.metric}; use unblended or amortized`,
      { metric: query.metric },
    );
  }
  for (const dimension of [...query.by, ...query.filters.map((filter) => filter.dimension)]) {
    if (dimension === 'charge' || shapes.some((shape) => shape.dimension(dimension) !== null)) continue;
    throw exportError(
      'cost.exports.dimension-absent',
      `the ${formats} export has no column for ${dimension}${adviceOn(dimension, tables)}`,
      { dimension },
    );
  }
}

function adviceOn(dimension: Dimension, tables: readonly ExportTable[]): string {
  if (!dimension.startsWith('tag:')) return '; add it to the export, or ask for another';
  const prefix = /^(?:resourceTags\/user:|resource_tags_user_)/;
  const keys = tables
    .flatMap(({ columns }) => columns.map(({ header, name }) => header ?? name))
    .filter((name) => prefix.test(name))
    .map((name) => `tag:${name.replace(prefix, '')}`);
  return `${didYouMean(dimension, [...new Set(keys)])}; a tag is in bills once it is activated as a cost allocation tag`;
}
