import { didYouMean } from '@groundcrew/errors';
import type { CostQuery, Dimension } from '../model.ts';
import { DECIMAL_TYPE, type Dialect } from './dialect.ts';
import { exportError } from './errors.ts';
import { isOneCurrency, largestSql } from './largest-sql.ts';
import type { Among } from './row-selection.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape-of.ts';
import type { ExportTable } from './table.ts';
import { listedKeys, tagKeysOfHeaders } from './tag-keys.ts';
import { hasAccount, hasQuantities, tableSql } from './table-sql.ts';

export interface SqlOptions {
  readonly dialect: Dialect;
  /** Only charges of these providers (`AWS`); default: all. */
  readonly providers?: readonly string[];
  /** Only some of the groups, of each table; default: all. */
  readonly among?: (shape: Shape) => Among;
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
  const parts = shapes.map((shape, at) =>
    tableSql(query, shape, tables[at]!.from, {
      ...(options.providers && { providers: options.providers }),
      ...(options.among && { among: options.among(shape) }),
    }),
  );
  return [
    'SELECT',
    [
      'CAST(day AS VARCHAR) AS day',
      ...groups.slice(1),
      `CAST(CAST(sum(cost) AS ${DECIMAL_TYPE}) AS VARCHAR) AS cost`,
      'CAST(sum(blank) AS VARCHAR) AS blank',
      'CAST(sum(unreadable) AS VARCHAR) AS unreadable',
      'CAST(sum(absent) AS VARCHAR) AS absent',
      'CAST(sum(malformed) AS VARCHAR) AS malformed',
      'min(malformed_cell) AS malformed_cell',
      'min(unreadable_cell) AS unreadable_cell',
      ...(hasAccount(query) ? ['min(changed_account) AS changed_account'] : []),
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
    query.largest === undefined
      ? parts.map(({ text }) => text).join('\nUNION ALL\n')
      : largestSql(parts, {
          groups,
          count: query.largest,
          isOneCurrency: isOneCurrency(shapes),
        }),
    ') AS normalized',
    `GROUP BY ${groups.map((_, at) => at + 1).join(', ')}`,
    `ORDER BY ${groups.map((_, at) => at + 1).join(', ')}`,
  ].join('\n');
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
  const keys = tagKeysOfHeaders(tables);
  const known =
    keys.length === 0 ? '' : `; the export has ${listedKeys(keys, [dimension.slice('tag:'.length)])}`;
  const named = keys.map((key) => `tag:${key}`);
  return `${didYouMean(dimension, named)}${known}; a tag is in bills once it is activated as a cost allocation tag`;
}
