import type { CostAnswer, CostQuery, DateRange } from '../model.ts';
import { money } from '../money/index.ts';
import { rowsToLines } from './rows.ts';
import { shapeOf } from './sql.ts';
import type { ExportTable } from './table.ts';

/**
 * The answer that the rows of `sqlOf` contain, with notes for its reader.
 *
 * @param tables the tables that were queried, and their names for people
 */
export function answerOf(
  query: CostQuery,
  rows: readonly (readonly (string | null)[])[],
  tables: readonly { readonly table: ExportTable; readonly name: string }[],
  nowMs: number,
): CostAnswer {
  const { lines, providers, blank } = rowsToLines(rows, query);
  const costs = tables.map(({ table, name }) => ({
    name,
    // Whether the column exists is the same in every dialect.
    cost: shapeOf(table, 'duckdb').cost(query.metric),
  }));
  const notes: string[] = [];
  if (providers.length > 1) notes.push(`charges of several providers: ${providers.join(', ')}`);
  if (blank > 0) notes.push(`charges without a value for ${query.metric}, counted as zero: ${blank}`);
  for (const { name } of costs.filter(({ cost }) => cost === null))
    notes.push(`${name} has no column for ${query.metric}: its charges are counted as zero`);
  if (costs.some(({ cost }) => cost?.float))
    notes.push(
      'costs are floating-point numbers in the export; each is taken as a decimal of at least 15 places, then summed exactly',
    );
  const empty = query.filters.length === 0 ? emptyMonths(query.range, lines, nowMs) : [];
  if (empty.length > 0) notes.push(`the export has no charges of ${empty.join(', ')}`);
  return {
    lines,
    estimated: openDays(query.range, nowMs),
    notes,
    paid: { requests: 0, usd: money(0) },
  };
}

/** Months that have begun, and have no charges. */
function emptyMonths(range: DateRange, lines: CostAnswer['lines'], nowMs: number): string[] {
  const seen = new Set(lines.map(({ day }) => day.slice(0, 7)));
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const months: string[] = [];
  for (let month = range.start.slice(0, 7); `${month}-01` < range.end; month = monthAfter(month))
    if (!seen.has(month) && `${month}-01` < today) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

/** AWS closes a month's bill within the first days of the next; until then it may change any of its days. */
const BILL_CLOSING_DAY = 6;

function openDays({ start, end }: DateRange, nowMs: number): DateRange | null {
  const today = new Date(nowMs);
  const monthsBack = today.getUTCDate() < BILL_CLOSING_DAY ? 1 : 0;
  const open = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - monthsBack, 1))
    .toISOString()
    .slice(0, 10);
  if (end <= open) return null;
  return { start: start > open ? start : open, end };
}
