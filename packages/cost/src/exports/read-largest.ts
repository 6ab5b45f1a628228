import type { CostQuery } from '../model.ts';
import { money } from '../money/index.ts';
import { boundsSqlOf } from './bounds-sql.ts';
import { type SqlOptions, sqlOf } from './sql.ts';
import type { ExportTable } from './table.ts';

type Rows = readonly (readonly (string | null)[])[];

/** Groups are looked up by name for so many times as many as are asked for. */
const SPARE = 2;

/**
 * The rows of `sqlOf` of a query for the groups that cost most: of a bill with millions of resources, only those that can be
 * among the first are added up by their names. Exact: if one of the others could be ahead of the last of these, all are.
 *
 * @param run runs a statement
 */
export async function readLargest(
  query: CostQuery & { readonly largest: number },
  tables: readonly ExportTable[],
  { run, ...options }: SqlOptions & { readonly run: (statement: string) => Promise<Rows> },
): Promise<Rows> {
  const count = query.largest * SPARE;
  const bounds = boundsSqlOf(query, tables, count + 1);
  if (bounds === null) return await run(sqlOf(query, tables, options));
  const ranked = await run(bounds.text);
  if (ranked.length === 0) return [];
  const candidates = ranked.slice(0, count);
  const rows = await run(
    sqlOf(query, tables, { ...options, among: (shape) => bounds.among(shape, candidates) }),
  );
  const next = ranked[count]?.at(-1);
  const isExact = next == null || (rows.length === query.largest && isAhead(query, rows, next));
  return isExact ? rows : await run(sqlOf(query, tables, options));
}

/** Whether the cost of each row is above a bound. */
function isAhead({ by }: CostQuery, rows: Rows, bound: string): boolean {
  // The day, the keys, charge, currency and provider are before it.
  const cost = 1 + by.length + 3;
  return rows.every((row) => money(row[cost]!).gt(bound));
}
