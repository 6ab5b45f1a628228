/** One accepted row of a stock file. */
export interface StockRow {
  /** Store name, outer whitespace removed; 1 to 2,048 bytes in UTF-8. */
  store: string;
  /** Item name, outer whitespace removed; 1 to 1,024 bytes in UTF-8. */
  item: string;
  /** How many are on the shelf. */
  count: number;
  /** Line the row begins on, counted from 1; a line break inside quotes counts too. */
  line: number;
  /** Byte the row begins at, counted from 0, in the file as unzipped. */
  offset: number;
  /** Non-empty cells of the columns that `keepColumns` names, by the setting's spelling. */
  attributes?: Record<string, string>;
}

/** Why a row was not accepted. */
export type RejectCode =
  | 'store-missing'
  | 'store-too-long'
  | 'item-missing'
  | 'item-too-long'
  | 'count-missing'
  | 'count-not-whole'
  | 'count-not-a-number'
  | 'count-negative'
  | 'count-too-large'
  | 'count-too-precise'
  | 'row-ragged'
  | 'row-too-long'
  | 'cell-encoding'
  | 'cell-quote-unclosed'
  | 'cell-quote-text';

/** One row that was not accepted, and why. */
export interface Reject {
  /** Line the row begins on, counted from 1. */
  line: number;
  /** Byte the row begins at, counted from 0, in the file as unzipped. */
  offset: number;
  /** The header's own name of the offending column; null where the whole row offends. */
  column: string | null;
  code: RejectCode;
  /** For a person: the value quoted, the line, what to do. */
  message: string;
  /** The row's cells as they stand, unquoted and untrimmed, without any `reject_*` columns. */
  cells: readonly string[];
}

export const stockFileEncodings = ['utf-8', 'cp949', 'utf-16le', 'utf-16be'] as const;
export const stockFileDelimiters = [',', ';', '\t', '|'] as const;

/** What people, shells and templates call them. */
export const stockFileDelimiterNames = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
} as const satisfies Record<string, StockFileDelimiter>;

export type StockFileEncoding = (typeof stockFileEncodings)[number];
export type StockFileDelimiter = (typeof stockFileDelimiters)[number];

/** How to read a stock file; every setting has a default. */
export interface StockFileSettings {
  /** Further column names of each field. They go before the built-in names. */
  aliases?: { store?: readonly string[]; item?: readonly string[]; count?: readonly string[] };
  /** Further columns to keep as attributes of a row; a file without them is read all the same. */
  keepColumns?: readonly string[];
  /** `whole` (default): a count is a whole number; `decimal`: it may have a fraction after a point. */
  counts?: 'whole' | 'decimal';
  /** Whether a count may be below zero; default false. */
  allowNegative?: boolean;
  /** Whether a count may be written in full-width characters (U+FF10 to U+FF19); default false. */
  allowFullWidth?: boolean;
  /** Left out: decided from the header. */
  delimiter?: StockFileDelimiter;
  /** Encoding of a file without byte order mark. Left out: decided from the bytes. */
  encoding?: StockFileEncoding;
  /** Longest row accepted, in bytes without its line break; default 65,536. */
  maxRowBytes?: number;
}

/** Where a reader stands between two batches: small, plain JSON. */
export interface ReaderState {
  version: 1;
  gzip: boolean;
  /** `ascii`: nothing but ASCII so far, so UTF-8 or CP949 is still open. */
  encoding: StockFileEncoding | 'ascii';
  /** Whether the file begins with a byte order mark. */
  bom: boolean;
  delimiter: StockFileDelimiter;
  /** The line break that ends the header. */
  newline: '\n' | '\r\n' | '\r';
  /** The header's cells as they stand, `reject_*` columns included. */
  header: string[];
  /** Byte the next row begins at, in the file as unzipped. */
  offset: number;
  /** Line the next row begins on, counted from 1. */
  line: number;
  /** Rows and rejects so far. */
  records: number;
  /** Whether `offset` is inside an over-long line whose rest is to be skipped. */
  skipping: boolean;
}

/** What came out of one stretch of the file. */
export interface RowBatch {
  rows: StockRow[];
  rejects: Reject[];
  /** Where to go on after this batch. */
  state: ReaderState;
  /** Bytes used of the source as stored (compressed, if it is), for progress. */
  bytesRead: number;
}
