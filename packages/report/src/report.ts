/** A cell as data: what it means is told by its column's {@link Unit}. */
export type Value = string | number | boolean | null;

/** One row, or one set of facts, by column key. */
export type Row = Readonly<Record<string, Value>>;

/**
 * What the values of a column are. `count` is a plain number, `duration` a time in
 * milliseconds, `usd` an amount of US dollars, `percent` a share from 0 to 100, `money` an exact
 * decimal number as text (`-12.0000004`) in the column's currency, `text` anything else. JSON and CSV
 * carry the bare value; a table and HTML show it the way people read it.
 */
export type Unit = 'text' | 'count' | 'duration' | 'usd' | 'percent' | 'money';

export interface Column {
  /** Name of the value in JSON and CSV, and in each row: camelCase, stable across releases. */
  readonly key: string;
  /** Heading for people. */
  readonly title: string;
  /** `text` unless said otherwise. */
  readonly unit?: Unit;
  /** ISO 4217, where the unit is `money`; a plain number where left out. */
  readonly currency?: string;
  /** Money, a count or a percentage is a change: a rise is shown with its sign, a percentage without a bar. */
  readonly signed?: true;
  /**
   * Key of another value of the row, which people see in place of this one: an amount that was rounded so that
   * the printed parts add up to the printed total, with all its digits; a text such as `(none)` for nothing.
   * Not in JSON and CSV.
   */
  readonly printed?: string;
  /**
   * The column is a drawing of other values of its row, named by their keys: `bar` of one, against the
   * largest of all rows, or `trend` of several in their order. For people: in HTML, and in a table where the
   * terminal has room for it. Not in JSON and CSV.
   */
  readonly drawn?: { readonly as: 'bar' | 'trend'; readonly of: readonly string[] };
  /** Where the terminal is narrow: break what is too long into lines, instead of cutting it. */
  readonly wrap?: true;
  /** For programs: in JSON and CSV only, such as the code of what another column says in words. */
  readonly hidden?: true;
}

/** Rows of one shape. Rows may be asked for one at a time: a renderer never holds all of them. */
export interface TableSection {
  readonly kind: 'table';
  /** Name of the section in JSON: camelCase, stable across releases. */
  readonly key: string;
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly rows: Iterable<Row> | AsyncIterable<Row>;
  /** What is said to people in place of a table without rows. */
  readonly whenEmpty?: string;
}

/** One value each of several columns: shown one below the other. */
export interface FactsSection {
  readonly kind: 'facts';
  /** Name of the section in JSON: camelCase, stable across releases. */
  readonly key: string;
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly values: Row;
}

/** One named line, or one color of bars, of a chart. */
export interface Series {
  readonly name: string;
  /** One for each label; exact decimal text where the unit is `money`; `null`: nothing is known. */
  readonly values: readonly (string | number | null)[];
}

/**
 * Figures as a picture, and as the table behind it. `bars`: a horizontal bar for each label, as for groups;
 * `stacked-bars`: a column for each label, the series one on the other, as for costs by day; `line`: a line
 * for each series. In JSON and CSV it is its figures.
 */
export interface ChartSection {
  readonly kind: 'chart';
  /** Name of the section in JSON: camelCase, stable across releases. */
  readonly key: string;
  readonly title: string;
  readonly type: 'bars' | 'stacked-bars' | 'line';
  /** What the labels are, for the table behind: `Day`; `label` in JSON and CSV whatever it says. */
  readonly labelTitle?: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** `count` unless said otherwise. */
  readonly unit?: Exclude<Unit, 'text'>;
  /** ISO 4217, where the unit is `money`. */
  readonly currency?: string;
  /** A sentence on what the picture shows, for those who do not see it. */
  readonly description?: string;
}

export type Section = TableSection | FactsSection | ChartSection;

/** What a command found or did, as data. */
export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
  /** Key of the section that CSV holds; the first one where left out. */
  readonly csv?: string;
  /** Sentences for people, after the sections; JSON has them as `notes`. */
  readonly notes?: readonly string[];
}

/** How a report is written. */
export type OutputFormat = 'table' | 'json' | 'csv' | 'html';
