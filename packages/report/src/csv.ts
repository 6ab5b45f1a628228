import { isDecimal } from './cell.ts';
import { calendarRows } from './calendar/figures.ts';
import { longFiguresOf } from './chart/figures.ts';
import { diagramRows } from './diagram/figures.ts';
import { guardFormula } from './formula-guard.ts';
import type { Column, FactsSection, Report, Row, Section, TableSection, Value } from './report.ts';
import { withoutControls } from './visible.ts';

/**
 * One section of a report as CSV by RFC 4180: a CSV file contains one table. A header of column keys, CRLF after each
 * line, facts as a single row. Text that a spreadsheet would run as a formula is guarded. Control characters are replaced
 * by their pictures; JSON has every text unchanged.
 */
export async function* renderCsv(report: Report): AsyncGenerator<string> {
  const chosen = report.sections.find(({ key }) => key === report.csv) ?? report.sections[0];
  if (!chosen) return;
  const section = asTable(chosen);
  const columns = section.columns.filter(({ drawn }) => !drawn);
  const rowLine = (row: Row) =>
    `${columns.map((column) => columnCell(column, row[column.key])).join(',')}\r\n`;
  yield `${columns.map(({ key }) => cell(key)).join(',')}\r\n`;
  if (section.kind === 'facts') yield rowLine(section.values);
  else for await (const row of section.rows) yield rowLine(row);
}

function asTable(section: Section): TableSection | FactsSection {
  if (section.kind === 'chart') return longFiguresOf(section);
  if (section.kind === 'diagram') return diagramRows(section);
  return section.kind === 'calendar' ? calendarRows(section) : section;
}

const NEEDS_QUOTES = /[",\r\n]/;

/** An exact amount is text, and a negative one is not a formula. */
function columnCell({ unit }: Column, value: Value | undefined): string {
  return unit === 'money' && typeof value === 'string' && isDecimal(value) ? value : cell(value);
}

function cell(value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = guardFormula(withoutControls(value));
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
