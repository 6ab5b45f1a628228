import type { Column, Report, Row, Section } from '../report.ts';
import type { Language } from './catalog.ts';
import { translateText } from './translate.ts';

/**
 * A report of costs with its titles, headings and sentences in another language. Keys, figures, names and the values of JSON and
 * CSV stay as they are.
 *
 * @param cells keys of the columns whose values are texts of the catalog
 */
export function translateReport(
  report: Report,
  language: Language | undefined,
  cells: readonly string[] = [],
): Report {
  if (language === undefined || language === 'en') return report;
  const text = (english: string) => translateText(english, language);
  return {
    ...report,
    language,
    title: text(report.title),
    sections: report.sections.map((section) => translateSection(section, text, cells)),
    ...(report.lead && { lead: report.lead.map(text) }),
    ...(report.notes && { notes: report.notes.map(text) }),
    ...(report.next && { next: report.next.map(text) }),
    ...(report.figures && {
      figures: report.figures.map((figure) => ({ ...figure, title: text(figure.title) })),
    }),
  };
}

function translateSection(
  section: Section,
  text: (english: string) => string,
  cells: readonly string[],
): Section {
  const title = section.title === undefined ? {} : { title: text(section.title) };
  switch (section.kind) {
    case 'table':
      return {
        ...section,
        ...title,
        columns: section.columns.map((column) => translateColumn(column, text, cells)),
        rows: translateRows(section.rows, section.columns, text, cells),
        ...(section.whenEmpty !== undefined && { whenEmpty: text(section.whenEmpty) }),
      };
    case 'facts':
      return {
        ...section,
        ...title,
        columns: section.columns.map((column) => translateColumn(column, text, cells)),
        values: translateRow(section.values, section.columns, text, cells),
      };
    case 'chart':
      return {
        ...section,
        title: text(section.title),
        ...(section.labelTitle !== undefined && { labelTitle: text(section.labelTitle) }),
        ...(section.description !== undefined && { description: text(section.description) }),
        // Of several, each is named as what it is of.
        ...(section.series.length === 1 && {
          series: section.series.map((series) => ({ ...series, name: text(series.name) })),
        }),
      };
    case 'calendar':
      return { ...section, ...title };
  }
}

/** The titles of tags and cost categories are names. */
function isNamed({ key }: Column): boolean {
  return /^(?:tag|cost-category):/.test(key);
}

function translateColumn(
  column: Column,
  text: (english: string) => string,
  cells: readonly string[],
): Column {
  return {
    ...column,
    ...(!isNamed(column) && { title: text(column.title) }),
    ...(cells.includes(column.key) && { printed: printedKey(column) }),
  };
}

function printedKey(column: Column): string {
  return column.printed ?? `${column.key} printed`;
}

function translateRows(
  rows: Iterable<Row> | AsyncIterable<Row>,
  columns: readonly Column[],
  text: (english: string) => string,
  cells: readonly string[],
): Iterable<Row> | AsyncIterable<Row> {
  if (!(Symbol.iterator in rows)) return rows;
  return Array.from(rows, (row) => translateRow(row, columns, text, cells));
}

function translateRow(
  row: Row,
  columns: readonly Column[],
  text: (english: string) => string,
  cells: readonly string[],
): Row {
  const printed = columns
    .filter(({ key }) => cells.includes(key))
    .flatMap((column) => {
      const value = row[printedKey(column)] ?? row[column.key];
      return typeof value === 'string' ? [[printedKey(column), text(value)] as const] : [];
    });
  return { ...row, ...Object.fromEntries(printed) };
}
