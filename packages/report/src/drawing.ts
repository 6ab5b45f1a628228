import { formatCell } from './cell.ts';
import type { Column, Row, TableSection, Value } from './report.ts';
import { barText, sparkline } from './sparkline.ts';
import { printable } from './visible.ts';
import { widthOf } from './text-width.ts';

/** Rows read ahead to find the scale of the bars. */
const SAMPLE_ROWS = 500;
const BAR_WIDTH = 16;
const TREND_WIDTH = 32;
const MIN_DRAWING_WIDTH = 8;
const MAX_TEXT_WIDTH = 40;
const GAP_WIDTH = 2;

/** A value as a length: exact amounts are text. `null`: no value. */
export function lengthOf(value: Value | undefined): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null;
  const length = Number(value);
  return Number.isFinite(length) ? length : null;
}

/** The first rows, and an iterator over all of them. */
export async function sampleOf(
  rows: TableSection['rows'],
): Promise<{ readonly sample: readonly Row[]; readonly rows: TableSection['rows'] }> {
  const iterator = Symbol.iterator in rows ? rows[Symbol.iterator]() : rows[Symbol.asyncIterator]();
  const sample: Row[] = [];
  while (sample.length < SAMPLE_ROWS) {
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

/** The amount of a full bar. */
export function maxBarValue(column: Column, sample: readonly Row[]): number {
  const keys = column.drawn?.of ?? [];
  let maxValue = 0;
  for (const row of sample)
    for (const key of keys) maxValue = Math.max(maxValue, Math.abs(lengthOf(row[key]) ?? 0));
  return maxValue;
}

/**
 * The section for a terminal of `limit` columns: drawings as text as far as they fit. They are the first columns to become
 * narrower, and the last of them are removed first.
 */
export async function drawForTerminal(section: TableSection, limit: number): Promise<TableSection> {
  if (!section.columns.some(({ drawn }) => drawn)) return section;
  const { sample, rows } = await sampleOf(section.rows);
  const columns = section.columns.filter(({ hidden }) => !hidden);
  const texts = columns.filter(({ drawn }) => !drawn);
  const room = limit - texts.reduce((sum, column) => sum + textWidth(column, sample) + GAP_WIDTH, -GAP_WIDTH);
  const drawings = fitDrawings(
    columns.filter(({ drawn }) => drawn),
    // A pipe has no width limit, but bars are not for programs.
    room === Number.POSITIVE_INFINITY ? 0 : room,
  ).map(({ column, width }) => ({ column, draw: textDrawing(column, sample, width) }));
  const drawn = new Set(drawings.map(({ column }) => column));
  async function* drawnRows(): AsyncGenerator<Row> {
    for await (const row of rows)
      yield { ...row, ...Object.fromEntries(drawings.map(({ column, draw }) => [column.key, draw(row)])) };
  }
  const kept = columns.filter((column) => !column.drawn || drawn.has(column));
  return { ...section, columns: kept.map(asText), rows: drawnRows() };
}

function fitDrawings(
  columns: readonly Column[],
  room: number,
): { readonly column: Column; readonly width: number }[] {
  for (let count = columns.length; count > 0; count -= 1) {
    const share = Math.floor(room / count) - GAP_WIDTH;
    const wanted = columns
      .slice(0, count)
      .map((column) => ({ column, width: Math.min(share, wantedWidth(column)) }));
    if (wanted.every(({ column, width }) => width >= Math.min(MIN_DRAWING_WIDTH, wantedWidth(column))))
      return wanted;
  }
  return [];
}

function asText(column: Column): Column {
  return column.drawn ? { key: column.key, title: column.title } : column;
}

function textDrawing(column: Column, sample: readonly Row[], width: number): (row: Row) => string {
  const { as, of } = column.drawn!;
  if (as === 'trend')
    return (row) =>
      sparkline(
        of.map((key) => lengthOf(row[key])),
        width,
      );
  const maxValue = maxBarValue(column, sample);
  return (row) => (maxValue === 0 ? '' : barText((lengthOf(row[of[0]!]) ?? 0) / maxValue, width));
}

function wantedWidth({ title, drawn }: Column): number {
  const width = drawn?.as === 'trend' ? Math.min(TREND_WIDTH, drawn.of.length) : BAR_WIDTH;
  return Math.max(widthOf(printable(title)), width);
}

function textWidth(column: Column, sample: readonly Row[]): number {
  const cells = sample.map((row) => widthOf(printable(formatCell(column, row))));
  // One very long name must not remove the drawings of all others: it is truncated.
  return Math.max(widthOf(printable(column.title)), Math.min(MAX_TEXT_WIDTH, Math.max(0, ...cells)));
}
