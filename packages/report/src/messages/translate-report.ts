import type {
  CalendarSection,
  Column,
  FactsSection,
  Report,
  Row,
  Section,
  TableSection,
  Unit,
} from '../report.ts';
import type { Language } from './catalog.ts';
import type { SentenceCatalog } from './sentence-catalogs.ts';

/** What texts are translated into, and how. */
interface Target {
  readonly language: Language;
  text(english: string): string;
}

/** Translates each text of a report by `translateText`. */
export function translateReportBy(
  translateText: (text: string, language: Language, name?: SentenceCatalog) => string,
  report: Report,
  language: Language | undefined,
  cells: readonly string[] = [],
): Report {
  if (language === undefined || language === 'en' || translatedReports.has(report)) return report;
  const text = (english: string) => translateText(english, language, report.catalog);
  const target: Target = { language, text };
  const translated: Report = {
    title: text(report.title),
    language,
    ...(report.csv !== undefined && { csv: report.csv }),
    ...(report.catalog !== undefined && { catalog: report.catalog }),
    sections: report.sections.map((section) => translateSection(section, target, cells)),
  };
  for (const name of ['lead', 'next', 'notes'] as const)
    if (name in report) readLater(translated, name, () => report[name]?.map(text));
  if ('figures' in report)
    readLater(translated, 'figures', () =>
      report.figures?.map((figure) => ({
        ...figure,
        title: text(figure.title),
        ...durationIn(figure, language),
      })),
    );
  translatedReports.add(translated);
  return translated;
}

const translatedReports = new WeakSet<Report>();

/** A property of which the value is known only when it is read. */
function readLater(target: object, name: string, get: () => unknown): void {
  Object.defineProperty(target, name, { enumerable: true, get });
}

function translateSection(section: Section, to: Target, cells: readonly string[]): Section {
  const title = section.title === undefined ? {} : { title: to.text(section.title) };
  switch (section.kind) {
    case 'table':
      return translateTable(section, to, cells);
    case 'facts':
      return translateFacts({ ...section, ...title }, to, cells);
    case 'chart':
      return {
        ...section,
        title: to.text(section.title),
        ...(section.labelTitle !== undefined && { labelTitle: to.text(section.labelTitle) }),
        ...(section.description !== undefined && { description: to.text(section.description) }),
        // Of several, each is named as what it is of.
        ...(section.series.length === 1 && {
          series: section.series.map((series) => ({ ...series, name: to.text(series.name) })),
        }),
      };
    case 'diagram':
      return { ...section, ...title, description: to.text(section.description) };
    case 'calendar':
      return translateCalendar({ ...section, ...title }, to);
  }
}

function translateCalendar(section: CalendarSection, to: Target): CalendarSection {
  return {
    ...section,
    valueTitle: to.text(section.valueTitle),
    calendars: section.calendars.map((calendar) => ({
      ...calendar,
      days: calendar.days.map((day) =>
        day.note === undefined ? day : { ...day, printedNote: to.text(day.note) },
      ),
    })),
  };
}

function translateTable(section: TableSection, to: Target, cells: readonly string[]): TableSection {
  const { kind, key, stacked, columns } = section;
  const translated: TableSection = {
    kind,
    key,
    ...(stacked && { stacked }),
    ...(section.title !== undefined && { title: to.text(section.title) }),
    columns: columns.map((column) => translateColumn(column, to, cells)),
    rows: translateRows(section.rows, wordyColumns(columns, cells), to),
  };
  if ('whenEmpty' in section)
    readLater(translated, 'whenEmpty', () =>
      section.whenEmpty === undefined ? undefined : to.text(section.whenEmpty),
    );
  return translated;
}

function translateFacts(section: FactsSection, to: Target, cells: readonly string[]): FactsSection {
  return {
    ...section,
    columns: section.columns.map((column) => translateColumn(column, to, cells)),
    values: translateRow(section.values, wordyColumns(section.columns, cells), to),
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

/** Durations are in words: their units. */
function durationIn(
  { unit }: { readonly unit?: Unit },
  language: Language,
): { readonly language?: Language } {
  return unit === 'duration' ? { language } : {};
}

function translateColumn(column: Column, to: Target, cells: readonly string[]): Column {
  const isPrinted = isWordy(column, cells) || (column.unit ?? 'text') === 'text';
  return {
    ...column,
    ...durationIn(column, to.language),
    ...(!isNamed(column) && { title: to.text(column.title) }),
    ...(isPrinted && !column.hidden && !column.drawn && { printed: printedKey(column) }),
  };
}

function printedKey(column: Column): string {
  return column.printed ?? `${column.key} printed`;
}

function translateRows(
  rows: TableSection['rows'],
  columns: readonly Column[],
  to: Target,
): TableSection['rows'] {
  if (Symbol.iterator in rows) return Array.from(rows, (row) => translateRow(row, columns, to));
  return translateLater(rows, columns, to);
}

async function* translateLater(
  rows: AsyncIterable<Row>,
  columns: readonly Column[],
  to: Target,
): AsyncGenerator<Row> {
  for await (const row of rows) yield translateRow(row, columns, to);
}

function translateRow(row: Row, columns: readonly Column[], to: Target): Row {
  const printed: Record<string, string> = {};
  for (const column of columns) {
    const value = row[column.printed ?? column.key];
    if (typeof value === 'boolean') printed[printedKey(column)] = to.text(value ? 'yes' : 'no');
    else if (column.words && typeof value === 'string') printed[printedKey(column)] = to.text(value);
  }
  return { ...row, ...printed };
}
