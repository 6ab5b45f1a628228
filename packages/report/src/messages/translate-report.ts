import type { CalendarSection, Column, FactsSection, Report, Row, Section, TableSection } from '../report.ts';
import type { Language } from './catalog.ts';
import type { SentenceCatalog } from './sentence-catalogs.ts';

type Translate = (english: string) => string;

/** Translates each text of a report by `translateText`. */
export function translateReportBy(
  translateText: (text: string, language: Language, name?: SentenceCatalog) => string,
  report: Report,
  language: Language | undefined,
  cells: readonly string[] = [],
): Report {
  if (language === undefined || language === 'en' || translatedReports.has(report)) return report;
  const text: Translate = (english) => translateText(english, language, report.catalog);
  const translated: Report = {
    title: text(report.title),
    language,
    ...(report.csv !== undefined && { csv: report.csv }),
    ...(report.catalog !== undefined && { catalog: report.catalog }),
    sections: report.sections.map((section) => translateSection(section, text, cells)),
  };
  for (const name of ['lead', 'next', 'notes'] as const)
    if (name in report) readLater(translated, name, () => report[name]?.map(text));
  if ('figures' in report)
    readLater(translated, 'figures', () =>
      report.figures?.map((figure) => ({ ...figure, title: text(figure.title) })),
    );
  translatedReports.add(translated);
  return translated;
}

const translatedReports = new WeakSet<Report>();

/** A property of which the value is known only when it is read. */
function readLater(target: object, name: string, get: () => unknown): void {
  Object.defineProperty(target, name, { enumerable: true, get });
}

function translateSection(section: Section, text: Translate, cells: readonly string[]): Section {
  const title = section.title === undefined ? {} : { title: text(section.title) };
  switch (section.kind) {
    case 'table':
      return translateTable(section, text, cells);
    case 'facts':
      return translateFacts({ ...section, ...title }, text, cells);
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
      return translateCalendar({ ...section, ...title }, text);
  }
}

function translateCalendar(section: CalendarSection, text: Translate): CalendarSection {
  return {
    ...section,
    valueTitle: text(section.valueTitle),
    calendars: section.calendars.map((calendar) => ({
      ...calendar,
      days: calendar.days.map((day) =>
        day.note === undefined ? day : { ...day, printedNote: text(day.note) },
      ),
    })),
  };
}

function translateTable(section: TableSection, text: Translate, cells: readonly string[]): TableSection {
  const { kind, key, stacked, columns } = section;
  const translated: TableSection = {
    kind,
    key,
    ...(stacked && { stacked }),
    ...(section.title !== undefined && { title: text(section.title) }),
    columns: columns.map((column) => translateColumn(column, text, cells)),
    rows: translateRows(section.rows, wordyColumns(columns, cells), text),
  };
  if ('whenEmpty' in section)
    readLater(translated, 'whenEmpty', () =>
      section.whenEmpty === undefined ? undefined : text(section.whenEmpty),
    );
  return translated;
}

function translateFacts(section: FactsSection, text: Translate, cells: readonly string[]): FactsSection {
  return {
    ...section,
    columns: section.columns.map((column) => translateColumn(column, text, cells)),
    values: translateRow(section.values, wordyColumns(section.columns, cells), text),
  };
}

/** The titles of tags and cost categories are names. */
function isNamed({ key, named }: Column): boolean {
  return named === true || /^(?:tag|cost-category):/.test(key);
}

/** Yes and no are words, too. */
function wordyColumns(columns: readonly Column[], cells: readonly string[]): readonly Column[] {
  return columns
    .filter(({ hidden, unit = 'text' }) => !hidden && unit === 'text')
    .map((column) => (isWordy(column, cells) ? { ...column, words: true as const } : column));
}

function isWordy({ key, words }: Column, cells: readonly string[]): boolean {
  return words === true || cells.includes(key);
}

function translateColumn(column: Column, text: Translate, cells: readonly string[]): Column {
  const isPrinted = isWordy(column, cells) || (column.unit ?? 'text') === 'text';
  return {
    ...column,
    ...(!isNamed(column) && { title: text(column.title) }),
    ...(isPrinted && !column.hidden && !column.drawn && { printed: printedKey(column) }),
  };
}

function printedKey(column: Column): string {
  return column.printed ?? `${column.key} printed`;
}

function translateRows(
  rows: TableSection['rows'],
  columns: readonly Column[],
  text: Translate,
): TableSection['rows'] {
  if (Symbol.iterator in rows) return Array.from(rows, (row) => translateRow(row, columns, text));
  return translateLater(rows, columns, text);
}

async function* translateLater(
  rows: AsyncIterable<Row>,
  columns: readonly Column[],
  text: Translate,
): AsyncGenerator<Row> {
  for await (const row of rows) yield translateRow(row, columns, text);
}

function translateRow(row: Row, columns: readonly Column[], text: Translate): Row {
  const printed: Record<string, string> = {};
  for (const column of columns) {
    const value = row[column.printed ?? column.key];
    if (typeof value === 'boolean') printed[printedKey(column)] = text(value ? 'yes' : 'no');
    else if (column.words && typeof value === 'string') printed[printedKey(column)] = text(value);
  }
  return { ...row, ...printed };
}
