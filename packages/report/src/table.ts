import type { Language } from './messages/catalog.ts';
import { pageText } from './messages/page-texts.ts';
import { styleText } from 'node:util';
import { calendarLines } from './calendar/calendar-text.ts';
import { formatCell } from './cell.ts';
import { barsOf, trendsOf } from './chart/figures.ts';
import { drawForTerminal } from './drawing.ts';
import type { Column, FactsSection, Report, Row, TableSection } from './report.ts';
import { COLUMN_GAP, fitLayout, type TableLayout } from './table-layout.ts';
import { breakWords, pad, truncate, wrap } from './text.ts';
import { widthOf } from './text-width.ts';
import { printable } from './visible.ts';

export interface TableOptions {
  /** Columns of the terminal; default: no limit, as in a pipe. */
  readonly width?: number;
  /** Whether headings are styled; default: no. */
  readonly color?: boolean;
}

/** Rows read ahead to fix the widths: the rest is streamed. */
const SAMPLE_ROWS = 500;
const MIN_TERMINAL_WIDTH = 20;
/** Prefix of values below their row. */
const INDENT = '    ';

/** A report for people in a terminal: each chunk is one or more lines with a line break. */
export async function* renderTable(report: Report, options: TableOptions = {}): AsyncGenerator<string> {
  const limit = Math.max(MIN_TERMINAL_WIDTH, options.width ?? Number.POSITIVE_INFINITY);
  const strong = (text: string) => style('bold', text, options.color);
  let first = true;
  for (const given of report.sections) {
    if (given.kind === 'diagram') continue;
    const section =
      given.kind === 'chart'
        ? given.type === 'bars'
          ? barsOf(given)
          : trendsOf(given, report.language)
        : given;
    if (!first) yield '\n';
    first = false;
    if (section.title) yield `${strong(truncate(printable(section.title), limit))}\n`;
    if (section.kind === 'facts') yield* factLines(section, limit, options);
    else if (section.kind === 'calendar')
      yield* calendarLines(section, limit, options.color ?? false, report.language);
    else yield* tableLines(await drawForTerminal(section, limit), limit, options, report.language);
  }
  if (report.notes?.length && !first) yield '\n';
  for (const note of report.notes ?? []) yield `${wrap(printable(note), limit).join('\n')}\n`;
}

/** Whether the values of `column` are right-aligned. */
function alignOf(column: Column): 'left' | 'right' {
  return (column.unit ?? 'text') === 'text' ? 'left' : 'right';
}

async function* tableLines(
  section: TableSection,
  limit: number,
  { color }: TableOptions,
  language: Language | undefined,
): AsyncGenerator<string> {
  const columns = section.columns.filter(({ hidden }) => !hidden);
  const titles = columns.map(({ title }) => printable(title));
  const cellsOf = (row: Row) => columns.map((column) => printable(formatCell(column, row)));
  const hasWhole = columns.some(({ whole }) => whole);
  const sample: string[][] = [];
  let layout: TableLayout | undefined;
  /** A row: the lines of its tallest cell, and below it the values that do not fit. */
  const linesOf = (cells: readonly string[], { beside, below }: TableLayout) => {
    const fitted = beside.map(({ index, width }) => fit(cells[index]!, columns[index]!, width, limit));
    const height = Math.max(...fitted.map((parts) => parts.length));
    let text = '';
    for (let part = 0; part < height; part += 1) {
      const padded = fitted.map((parts, at) =>
        pad(parts[part] ?? '', beside[at]!.width, alignOf(columns[beside[at]!.index]!)),
      );
      const line = padded.join(COLUMN_GAP).trimEnd();
      // A value that is wider than those read ahead goes past the edge rather than lose its end.
      text += `${hasWhole ? line : truncate(line, limit)}\n`;
    }
    for (const index of below) {
      if (cells[index] === '') continue;
      const lines = breakWords(`${titles[index]}: ${cells[index]}`, limit - INDENT.length);
      text += lines.map((line) => `${INDENT}${line}\n`).join('');
    }
    return text;
  };
  const begin = function* (decided: TableLayout) {
    const heading = decided.beside.map(({ index, width }) =>
      pad(truncate(titles[index]!, width), width, alignOf(columns[index]!)),
    );
    yield `${style('bold', truncate(heading.join(COLUMN_GAP).trimEnd(), limit), color)}\n`;
    const rule = decided.beside.map(({ width }) => '─'.repeat(width)).join(COLUMN_GAP);
    yield `${style('dim', truncate(rule, limit), color)}\n`;
    for (const cells of sample) yield linesOf(cells, decided);
  };
  const layOut = () =>
    fitLayout(
      columns.map((column, index) => ({
        width: Math.max(widthOf(titles[index]!), ...sample.map((cells) => widthOf(cells[index]!))),
        wraps: column.wrap === true,
        whole: column.whole === true,
        yields: column.yields,
        ...(column.wrap &&
          column.whole && { wordWidth: Math.max(0, ...sample.map((cells) => widestWord(cells[index]!))) }),
      })),
      limit,
    );
  const leftOutLine = ({ leftOut }: TableLayout) => {
    const names = leftOut.map((index) => titles[index]!).join(', ');
    return `${style('dim', wrap(pageText('leftOut', language, { names }), limit).join('\n'), color)}\n`;
  };
  for await (const row of section.rows) {
    if (layout) {
      yield linesOf(cellsOf(row), layout);
      continue;
    }
    sample.push(cellsOf(row));
    if (sample.length < SAMPLE_ROWS) continue;
    layout = layOut();
    yield* begin(layout);
  }
  if (!layout && sample.length > 0) {
    layout = layOut();
    yield* begin(layout);
  }
  if (layout) {
    if (layout.leftOut.length > 0) yield leftOutLine(layout);
  } else yield `${wrap(printable(section.whenEmpty ?? pageText('none', language)), limit).join('\n')}\n`;
}

/** The lines of a cell in a column. */
function fit(cell: string, column: Column, width: number, limit: number): string[] {
  // Without a limit, a cell that is wider than those read ahead is printed whole rather than aligned.
  if (limit === Number.POSITIVE_INFINITY) return [cell];
  if (column.wrap) return breakWords(cell, width);
  return [column.whole ? cell : truncate(cell, width)];
}

function widestWord(cell: string): number {
  return Math.max(...cell.split(' ').map(widthOf));
}

function* factLines(section: FactsSection, limit: number, { color }: TableOptions): Generator<string> {
  const facts = section.columns
    .filter(({ hidden }) => !hidden)
    .map((column) => ({
      title: printable(column.title),
      text: printable(formatCell(column, section.values)),
    }))
    .filter(({ text }) => text !== '');
  const width = Math.min(Math.max(0, ...facts.map(({ title }) => widthOf(title))), Math.floor(limit / 2));
  for (const { title, text } of facts) {
    const [head, ...rest] = wrap(text, limit - width - COLUMN_GAP.length);
    yield `${style('dim', pad(truncate(title, width), width, 'left'), color)}${COLUMN_GAP}${head}\n`;
    for (const line of rest) yield `${' '.repeat(width)}${COLUMN_GAP}${line}\n`;
  }
}

function style(format: 'bold' | 'dim', text: string, color = false): string {
  return color ? styleText(format, text, { validateStream: false }) : text;
}
