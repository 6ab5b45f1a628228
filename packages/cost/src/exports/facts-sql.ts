import type { Dimension } from '../model.ts';
import type { Dialect } from './dialect.ts';
import { DAY_FIRST, rankedCellSql } from './ranked-cells.ts';
import { shapeOf } from './shape-of.ts';
import type { SqlOptions } from './sql.ts';
import type { ExportTable } from './table.ts';

/**
 * The SQL statement of how far the tables go, for `rowsToDays`: each day and provider, whether it has usage, and the last
 * hour of that. Charges of a misspelled kind have it as `kind`. Charges whose day can't be read have no day, and one of these cells.
 *
 * @param since the first day that is asked for; default: all
 */
export function deliverySql(tables: readonly ExportTable[], options: SqlOptions, since?: string): string {
  const parts = tables.map((table) => {
    const shape = shapeOf(table, options.dialect);
    const { day, hour, dayText, isDayText } = shape;
    const malformed = isDayText
      ? `CASE WHEN ${day} IS NULL THEN ${rankedCellSql(`coalesce(${dayText}, '')`, DAY_FIRST)} END`
      : NULL_TEXT;
    const provider = shape.provider.value(shape.provider.raw.map((_, at) => `provider_${at + 1}`));
    // What is the same for all rows of a day is evaluated once for each of these groups.
    const grouped = [
      `${day} AS day`,
      `coalesce(${shape.isUsage}, false) AS used`,
      ...shape.provider.raw.map((sql, at) => `${sql} AS provider_${at + 1}`),
    ];
    return [
      `SELECT day, ${provider} AS provider, used, charges, hour, malformed, kind FROM (`,
      `  SELECT ${grouped.join(', ')}, count(*) AS charges, max(${hour}) AS hour, ${isDayText ? `min(${malformed})` : malformed} AS malformed, min(${shape.misspelledKind}) AS kind`,
      `  FROM ${table.from}`,
      ...(since === undefined ? [] : [`  WHERE (${day} >= DATE '${since}' OR ${day} IS NULL)`]),
      `  GROUP BY ${grouped.map((_, at) => at + 1).join(', ')}`,
      ') AS counted',
    ].join('\n');
  });
  return [
    'SELECT CAST(day AS VARCHAR) AS day, provider, CAST(sum(CASE WHEN used THEN charges ELSE 0 END) AS VARCHAR) AS used,',
    '  CAST(sum(CASE WHEN used THEN 0 ELSE charges END) AS VARCHAR) AS others,',
    '  CAST(max(CASE WHEN used THEN hour END) AS VARCHAR) AS hour, min(malformed) AS malformed, min(kind) AS kind',
    'FROM (',
    parts.join('\nUNION ALL\n'),
    ') AS charged',
    'GROUP BY 1, 2',
    'ORDER BY 1, 2',
  ].join('\n');
}

const NULL_TEXT = 'CAST(NULL AS VARCHAR)';

/** The SQL statement of all values of a dimension, each a row; `null` if no table has it. */
export function valuesSql(
  dimension: Exclude<Dimension, 'charge'>,
  tables: readonly ExportTable[],
  dialect: Dialect,
): string | null {
  const parts = tables.flatMap((table) => {
    const term = shapeOf(table, dialect).dimension(dimension);
    if (term === null) return [];
    const columns = term.raw.map((_, at) => `raw_${at + 1}`);
    // Each different text is parsed once.
    const from =
      columns.length === 0
        ? table.from
        : `(SELECT DISTINCT ${term.raw.map((sql, at) => `${sql} AS ${columns[at]!}`).join(', ')} FROM ${table.from}) AS texts`;
    return [`SELECT ${term.value(columns)} AS value FROM ${from}`];
  });
  return parts.length === 0 ? null : `SELECT DISTINCT value FROM (${parts.join('\nUNION ALL\n')}) AS named`;
}

/** The SQL statement of all account ids with their names; `null` if no table has names. */
export function accountNamesSql(tables: readonly ExportTable[], dialect: Dialect): string | null {
  const parts = tables.flatMap((table) => {
    const shape = shapeOf(table, dialect);
    const [id, name] = [shape.dimension('account'), shape.accountName];
    if (id === null || name === null) return [];
    return [`SELECT DISTINCT ${id.value(id.raw)} AS id, ${name.value(name.raw)} AS name FROM ${table.from}`];
  });
  // An account that was renamed has several: any will do, but always the same.
  return parts.length === 0
    ? null
    : `SELECT id, max(name) AS name FROM (${parts.join('\nUNION ALL\n')}) AS named WHERE name IS NOT NULL GROUP BY id`;
}
