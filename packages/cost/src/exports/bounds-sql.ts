import type { CostQuery } from '../model.ts';
import { isOneCurrency } from './largest-sql.ts';
import { type Among, selectRows, termOf } from './row-selection.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape-of.ts';
import type { ExportTable } from './table.ts';

/**
 * A first statement for the groups that cost most, in DuckDB's dialect: groups by the hashes of their keys, and for each the
 * sum of its positive costs. No group of these hashes can cost more, whatever else the query leaves out. Adding up by
 * hashes takes a fraction of the memory of names.
 */
export interface BoundsSql {
  /** Rows: the hashes, then the bound, as texts; the highest bound first. */
  readonly text: string;
  /** The groups of these rows, in a table. */
  among(shape: Shape, rows: readonly (readonly (string | null)[])[]): Among;
}

/** @returns null if the keys can't be hashed row by row, or the costs can't be compared */
export function boundsSqlOf(
  query: CostQuery,
  tables: readonly ExportTable[],
  count: number,
): BoundsSql | null {
  const shapes = tables.map((table) => shapeOf(table, 'duckdb'));
  // Without a key, groups are added up: their bound is only higher.
  const keys = query.by.filter((dimension) =>
    shapes.every((shape) => {
      const { raw, unreadable } = termOf(query, shape, dimension);
      return raw.length <= 1 && unreadable === undefined;
    }),
  );
  if (keys.length === 0 || !isOneCurrency(shapes)) return null;
  const hashOf = (shape: Shape, key: (typeof keys)[number]) => {
    const term = termOf(query, shape, key);
    return `hash(${term.value(term.raw)})`;
  };
  const parts = shapes.flatMap((shape, at) => {
    const cost = shape.cost(query.metric);
    if (cost === null) return [];
    const { from } = tables[at]!;
    const hashes = keys.map((key, index) => `${hashOf(shape, key)} AS hash_${index + 1}`);
    return [
      `SELECT ${hashes.join(', ')}, ${cost.sql} AS cost\nFROM ${from}\nWHERE ${selectRows(query, shape, from).conditions.join(' AND ')}`,
    ];
  });
  const names = keys.map((_, index) => `hash_${index + 1}`);
  return {
    text: [
      `SELECT ${names.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`).join(', ')}, CAST(bound AS VARCHAR) AS bound`,
      `FROM (SELECT ${names.join(', ')}, sum(CASE WHEN cost > 0 THEN cost END) AS bound`,
      `FROM (\n${parts.join('\nUNION ALL\n')}\n) AS hashed`,
      `GROUP BY ${names.map((_, at) => at + 1).join(', ')}`,
      `ORDER BY bound DESC NULLS LAST LIMIT ${count}) AS bounded`,
      'WHERE bound > 0',
      'ORDER BY bounded.bound DESC',
    ].join('\n'),
    // One key is enough, of which there are most: each further one is evaluated on each row, too.
    among(shape, rows) {
      const hashes = keys.map((_, index) => [...new Set(rows.map((row) => row[index]!))]);
      const most = hashes.toSorted((one, other) => other.length - one.length)[0]!;
      const texts = most.map((hash) => `CAST('${hash}' AS UBIGINT)`);
      const dimension = keys[hashes.indexOf(most)]!;
      return { dimension, condition: `${hashOf(shape, dimension)} IN (${texts.join(', ')})` };
    },
  };
}
