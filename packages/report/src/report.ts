/** A cell as data: what it means is told by its column's {@link Unit}. */
export type Value = string | number | boolean | null;

/** One row, or one set of facts, by column key. */
export type Row = Readonly<Record<string, Value>>;

/**
 * What the values of a column are. `count` is a plain number, `duration` a time in
 * milliseconds, `usd` an amount of US dollars, `percent` a share from 0 to 100, `text` anything
 * else. JSON and CSV carry the bare value; a table and HTML show it the way people read it.
 */
export type Unit = 'text' | 'count' | 'duration' | 'usd' | 'percent';

export interface Column {
  /** Name of the value in JSON and CSV, and in each row: camelCase, stable across releases. */
  readonly key: string;
  /** Heading for people. */
  readonly title: string;
  /** `text` unless said otherwise. */
  readonly unit?: Unit;
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

export type Section = TableSection | FactsSection;

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
