import { formatCell } from './cell.ts';
import type { Column, Row, TableSection, Value } from './report.ts';
import { barText, sparkline } from './sparkline.ts';
import { printable, widthOf } from './text.ts';

/** Rows looked at before it is known how long the longest bar stands for. */
const sampleRows = 500;
const barWidth = 16;
const trendWidth = 32;
const gapWidth = 2;

/** A value as a length: exact amounts are text. `null`: there is none. */
export function lengthOf(value: Value | undefined): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null;
  const length = Number(value);
  return Number.isFinite(length) ? length : null;
}

/** The first rows, and all of them again. */
export async function sampleOf(
  rows: TableSection['rows'],
): Promise<{ readonly sample: readonly Row[]; readonly rows: TableSection['rows'] }> {
  const iterator = Symbol.iterator in rows ? rows[Symbol.iterator]() : rows[Symbol.asyncIterator]();
  const sample: Row[] = [];
  while (sample.length < sampleRows) {
    const next = await iterator.next();
    if (next.done) return { sample, rows: sample };
    sample.push(next.value);
  }
  async function* again(): AsyncGenerator<Row> {
    yield* sample;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { sample, rows: again() };
}

/** The amount that a whole bar stands for. */
export function longestBar(column: Column, sample: readonly Row[]): number {
  const keys = column.drawn?.of ?? [];
  let longest = 0;
  for (const row of sample)
    for (const key of keys) longest = Math.max(longest, Math.abs(lengthOf(row[key]) ?? 0));
  return longest;
}

/** The section for a terminal of `limit` columns: drawings as text as far as there is room, the last give first. */
export async function drawForTerminal(section: TableSection, limit: number): Promise<TableSection> {
  if (!section.columns.some(({ drawn }) => drawn)) return section;
  const { sample, rows } = await sampleOf(section.rows);
  const columns = section.columns.filter(({ hidden }) => !hidden);
  const widths = new Map(columns.map((column) => [column, naturalWidth(column, sample)]));
  let kept = columns;
  while (kept.some(({ drawn }) => drawn) && totalWidth(kept, widths) > limit)
    kept = kept.toSpliced(
      kept.findLastIndex(({ drawn }) => drawn),
      1,
    );
  // A pipe has no end, but nobody to look at bars either.
  if (limit === Number.POSITIVE_INFINITY) kept = columns.filter(({ drawn }) => !drawn);
  const drawings = kept.filter(({ drawn }) => drawn).map((column) => textDrawing(column, sample));
  async function* drawnRows(): AsyncGenerator<Row> {
    for await (const row of rows)
      yield { ...row, ...Object.fromEntries(drawings.map(({ key, draw }) => [key, draw(row)])) };
  }
  return { ...section, columns: kept.map(asText), rows: drawnRows() };
}

function asText(column: Column): Column {
  return column.drawn ? { key: column.key, title: column.title } : column;
}

function textDrawing(column: Column, sample: readonly Row[]) {
  const { as, of } = column.drawn!;
  const longest = longestBar(column, sample);
  const draw = (row: Row) => {
    if (as === 'trend')
      return sparkline(
        of.map((key) => lengthOf(row[key])),
        trendWidth,
      );
    return longest === 0 ? '' : barText((lengthOf(row[of[0]!]) ?? 0) / longest, barWidth);
  };
  return { key: column.key, draw };
}

function naturalWidth(column: Column, sample: readonly Row[]): number {
  const title = widthOf(printable(column.title));
  if (column.drawn)
    return Math.max(
      title,
      column.drawn.as === 'bar' ? barWidth : Math.min(trendWidth, column.drawn.of.length),
    );
  return Math.max(title, ...sample.map((row) => widthOf(printable(formatCell(column, row)))));
}

function totalWidth(columns: readonly Column[], widths: ReadonlyMap<Column, number>): number {
  return columns.reduce((sum, column) => sum + (widths.get(column) ?? 0) + gapWidth, -gapWidth);
}
