import type { Language } from './messages/catalog.ts';
import type { SentenceCatalog } from './messages/sentence-catalogs.ts';

/** A cell as data: its meaning is its column's {@link Unit}. */
export type Value = string | number | boolean | null;

/** One row, or one set of facts, by column key. */
export type Row = Readonly<Record<string, Value>>;

/**
 * The unit of a column's values. `count` is a plain number, `duration` a time in milliseconds, `usd` an amount of US
 * dollars, `percent` a share from 0 to 100, `money` an exact decimal number as text (`-12.0000004`) in the column's
 * currency, `text` anything else. JSON and CSV contain the raw value; a table and HTML format it for people.
 */
export type Unit = 'text' | 'count' | 'duration' | 'usd' | 'percent' | 'money';

export interface Column {
  /** Name of the value in JSON and CSV, and in each row: camelCase, stable across releases. */
  readonly key: string;
  /** Heading for people. */
  readonly title: string;
  /** Default: `text`. */
  readonly unit?: Unit;
  /** ISO 4217, if the unit is `money`; default: a plain number. */
  readonly currency?: string;
  /** The value is a change: an increase is printed with its sign, a percentage without a bar. */
  readonly signed?: true;
  /**
   * Key of another value of the row, which is printed for people instead of this one: an amount that was rounded so that
   * the printed parts add up to the printed total; a text such as `(none)` for a missing value. Not in JSON and CSV.
   */
  readonly printed?: string;
  /**
   * The column is a drawing of other values of its row, by their keys: `bar` of one, relative to the largest of all rows,
   * or `trend` of several in their order. For people: in HTML, and in a table if the terminal is wide enough. Not in JSON
   * and CSV.
   */
  readonly drawn?: { readonly as: 'bar' | 'trend'; readonly of: readonly string[] };
  /** In a narrow terminal, long values are wrapped instead of truncated. */
  readonly wrap?: true;
  /**
   * Values are never truncated: ids, addresses, names. In a narrow terminal, columns with `yields` are left out first, and a
   * value that wraps is broken only where it has no blank.
   */
  readonly whole?: true;
  /** The column is left out of a narrow terminal if it does not fit: those with the highest number first. */
  readonly yields?: number;
  /** For programs: only in JSON and CSV, such as the code of another column's sentence. */
  readonly hidden?: true;
  /**
   * The values are texts, not names: people get them in the report's language, JSON and CSV as they are. Where only some are, as
   * `(none)` among names, those have the value that `printed` names.
   */
  readonly words?: true;
  /** The heading is a name that somebody gave, such as the key of a tag: it is the same in each language. */
  readonly named?: true;
  /** Of durations, for people; default: English. */
  readonly language?: Language;
}

/** Rows of one shape. Rows may be an iterator: a renderer never holds all of them. */
export interface TableSection {
  readonly kind: 'table';
  /** Name of the section in JSON: camelCase, stable across releases. */
  readonly key: string;
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly rows: Iterable<Row> | AsyncIterable<Row>;
  /** Few rows of many figures: on a narrow page each figure has a line of its own, with its heading. */
  readonly stacked?: true;
  /** Sentence for people instead of a table without rows. */
  readonly whenEmpty?: string;
}

/** One value for each of several columns, one below the other. */
export interface FactsSection {
  readonly kind: 'facts';
  /** Name of the section in JSON: camelCase, stable across releases. */
  readonly key: string;
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly values: Row;
  /** They are about the report, not its result: a page has them at its end. */
  readonly aside?: true;
}

/** One named line, or one color of bars, of a chart. */
export interface Series {
  readonly name: string;
  /** One for each label; exact decimal text if the unit is `money`; `null`: unknown. */
  readonly values: readonly (string | number | null)[];
}

/**
 * Figures as a picture, and as a table. `bars`: a horizontal bar for each label, as for groups; `stacked-bars`: a column
 * for each label with the series stacked, as for costs by day; `line`: a line for each series. In JSON and CSV: the
 * figures.
 */
export interface ChartSection {
  readonly kind: 'chart';
  /** Name of the section in JSON: camelCase, stable across releases. */
  readonly key: string;
  readonly title: string;
  readonly type: 'bars' | 'stacked-bars' | 'line';
  /** Heading of the labels in the table: `Day`; always `label` in JSON and CSV. */
  readonly labelTitle?: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Default: `count`. */
  readonly unit?: Exclude<Unit, 'text'>;
  /** ISO 4217, if the unit is `money`. */
  readonly currency?: string;
  /** A sentence on the picture, for screen readers. */
  readonly description?: string;
}

/** A day of a calendar. */
export interface CalendarDay {
  /** `2027-01-04`. */
  readonly date: string;
  /** How much of the day is meant: hours. */
  readonly value: number;
  /** The most that it could be. */
  readonly max: number;
  /** When, in minutes of the day. */
  readonly spans: readonly (readonly [from: number, to: number])[];
  readonly note?: string;
  /** The note in the report's language, for people. */
  readonly printedNote?: string;
  /** Whether the day is marked, as holidays are. */
  readonly isMarked?: true;
}

/** Hours by day as months to look at; in JSON and CSV a row for each day. */
export interface CalendarSection {
  readonly kind: 'calendar';
  /** Name of the section in JSON: camelCase, stable across releases. */
  readonly key: string;
  readonly title?: string;
  /** What the value of a day is: `hours`. */
  readonly valueTitle: string;
  /** Each of consecutive days. */
  readonly calendars: readonly { readonly name: string; readonly days: readonly CalendarDay[] }[];
}

/** A box of a diagram. */
export interface DiagramBox {
  readonly id: string;
  /** Its place; without one, it is above all rows. */
  readonly row?: string;
  readonly column?: string;
  /** Names, the first one in bold. */
  readonly texts: readonly string[];
  /** Below it. */
  readonly note?: string;
}

/** From a box to another one, by their ids. */
export interface DiagramLine {
  readonly from: string;
  readonly to: string;
  readonly isDashed?: true;
}

/**
 * Boxes in rows and columns, and lines between them: a picture in HTML, data in JSON, the boxes in CSV. In a terminal it is left
 * out: what is in it is in a table too.
 */
export interface DiagramSection {
  readonly kind: 'diagram';
  /** Name of the section in JSON: camelCase, stable across releases. */
  readonly key: string;
  readonly title?: string;
  /** A sentence on the picture, for screen readers. */
  readonly description: string;
  /** Names, from left to right, and from the top. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly boxes: readonly DiagramBox[];
  readonly lines: readonly DiagramLine[];
}

export type Section = TableSection | FactsSection | ChartSection | CalendarSection | DiagramSection;

/** A figure that a page begins with, in large. */
export interface Figure {
  readonly title: string;
  readonly value: Value;
  /** Default: `count`. */
  readonly unit?: Unit;
  /** ISO 4217, if the unit is `money`. */
  readonly currency?: string;
  /** The value is a change. */
  readonly signed?: true;
  /** Of a duration, for people; default: English. */
  readonly language?: Language;
  /** What the figure means; shown by a word of the title too, never by color alone. */
  readonly tone?: 'good' | 'warning' | 'bad';
}

/** The result of a command, as data. */
export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
  /** Key of the section in CSV; default: the first one. */
  readonly csv?: string;
  /** The result in sentences, which a page begins with. Those that are among `notes` too are not repeated there. */
  readonly lead?: readonly string[];
  /** The two or three figures that matter, which a page has below its first sentences. They are in a section too. */
  readonly figures?: readonly Figure[];
  /** What to do next, in sentences: a page has them before the tables. */
  readonly next?: readonly string[];
  /** Of the titles and sentences; default: English. */
  readonly language?: Language;
  /** Where its titles and sentences are in other languages; default: among those of costs. */
  readonly catalog?: SentenceCatalog;
  /** Sentences after the sections; `notes` in JSON. */
  readonly notes?: readonly string[];
}

/** The format of a report. */
export type OutputFormat = 'table' | 'json' | 'csv' | 'html';
