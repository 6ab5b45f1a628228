import { styleText } from 'node:util';
import { formatValue } from './format.ts';
import type { Column, FactsSection, Report, Row, TableSection } from './report.ts';
import { pad, printable, truncate, widthOf } from './text.ts';

export interface TableOptions {
  /** Columns of the terminal; left out: no limit, as in a pipe. */
  readonly width?: number;
  /** Whether headings are styled; no unless said otherwise. */
  readonly color?: boolean;
}

/** Rows looked at before the widths are fixed: the rest goes through one at a time. */
const sampleRows = 500;
const gap = '  ';
/** A column is not made narrower than this as long as another one can give. */
const narrowest = 6;
const narrowestTerminal = 20;

/** A report for people in a terminal: one chunk a line or more, ends with a line break. */
export async function* renderTable(report: Report, options: TableOptions = {}): AsyncGenerator<string> {
  const limit = Math.max(narrowestTerminal, options.width ?? Number.POSITIVE_INFINITY);
  const strong = (text: string) => style('bold', text, options.color);
  let first = true;
  for (const section of report.sections) {
    if (!first) yield '\n';
    first = false;
    if (section.title) yield `${strong(truncate(printable(section.title), limit))}\n`;
    yield* section.kind === 'facts'
      ? factLines(section, limit, options)
      : tableLines(section, limit, options);
  }
  if (report.notes?.length && !first) yield '\n';
  for (const note of report.notes ?? []) yield `${wrap(printable(note), limit).join('\n')}\n`;
}

/** Whether the values of `column` stand at the right edge. */
function alignOf(column: Column): 'left' | 'right' {
  return (column.unit ?? 'text') === 'text' ? 'left' : 'right';
}

async function* tableLines(
  section: TableSection,
  limit: number,
  { color }: TableOptions,
): AsyncGenerator<string> {
  const columns = section.columns.filter(({ hidden }) => !hidden);
  const cellsOf = (row: Row) => columns.map((column) => printable(formatValue(row[column.key], column.unit)));
  const sample: string[][] = [];
  let widths: number[] | undefined;
  /** A row: as many lines as its tallest cell needs. */
  const linesOf = (cells: readonly string[]) => {
    const fitted = cells.map((cell, index) => fit(cell, columns[index]!, widths![index]!, limit));
    const height = Math.max(...fitted.map((parts) => parts.length));
    let text = '';
    for (let part = 0; part < height; part += 1) {
      const padded = fitted.map((parts, index) =>
        pad(parts[part] ?? '', widths![index]!, alignOf(columns[index]!)),
      );
      text += `${truncate(padded.join(gap).trimEnd(), limit)}\n`;
    }
    return text;
  };
  const begin = function* () {
    const titles = columns.map((column) => printable(column.title));
    widths = fitWidths(
      titles.map((title, index) =>
        Math.max(widthOf(title), ...sample.map((cells) => widthOf(cells[index]!))),
      ),
      limit,
    );
    const heading = titles.map((title, index) =>
      pad(truncate(title, widths![index]!), widths![index]!, alignOf(columns[index]!)),
    );
    yield `${style('bold', truncate(heading.join(gap).trimEnd(), limit), color)}\n`;
    const rule = widths.map((width) => '─'.repeat(width)).join(gap);
    yield `${style('dim', truncate(rule, limit), color)}\n`;
    for (const cells of sample) yield linesOf(cells);
  };
  for await (const row of section.rows) {
    if (widths) {
      yield linesOf(cellsOf(row));
      continue;
    }
    sample.push(cellsOf(row));
    if (sample.length === sampleRows) yield* begin();
  }
  if (widths) return;
  if (sample.length > 0) yield* begin();
  else yield `${wrap(section.whenEmpty ?? 'none', limit).join('\n')}\n`;
}

/** A cell as the lines that it takes in a column. */
function fit(cell: string, column: Column, width: number, limit: number): string[] {
  // Without a limit a cell that is wider than the sample's is better whole than aligned.
  if (limit === Number.POSITIVE_INFINITY) return [cell];
  return (column.wrap ? wrap(cell, width) : [cell]).map((part) => truncate(part, width));
}

function* factLines(section: FactsSection, limit: number, { color }: TableOptions): Generator<string> {
  const facts = section.columns
    .filter(({ hidden }) => !hidden)
    .map((column) => ({
      title: printable(column.title),
      text: printable(formatValue(section.values[column.key], column.unit)),
    }))
    .filter(({ text }) => text !== '');
  const width = Math.min(Math.max(0, ...facts.map(({ title }) => widthOf(title))), Math.floor(limit / 2));
  for (const { title, text } of facts) {
    const [head, ...rest] = wrap(text, limit - width - gap.length);
    yield `${style('dim', pad(truncate(title, width), width, 'left'), color)}${gap}${head}\n`;
    for (const line of rest) yield `${' '.repeat(width)}${gap}${line}\n`;
  }
}

/**
 * Widths that together fit `limit`: the widest column gives first, down to {@link narrowest}, then
 * all give alike.
 */
export function fitWidths(natural: readonly number[], limit: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1) - limit;
  for (const floor of [narrowest, 0]) {
    while (excess > 0) {
      const widest = Math.max(...widths);
      if (widest <= floor) break;
      widths[widths.indexOf(widest)]! -= 1;
      excess -= 1;
    }
  }
  return widths;
}

function style(format: 'bold' | 'dim', text: string, color = false): string {
  return color ? styleText(format, text, { validateStream: false }) : text;
}

/**
 * `text` broken between words into lines of at most `width` columns. A word is never cut: it may be a
 * path or a command that someone will copy.
 */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
