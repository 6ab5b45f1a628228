import type { StockFileEncoding, StockRow } from '../stock-file/types.ts';

/** What only a person can decide about a file; each answer is a setting of the reader, or the policy of duplicates. */
export type FileQuestion = EncodingQuestion | ColumnQuestion | DuplicateQuestion;

/** The bytes make sense in several encodings. The file is refused without an answer. */
export interface EncodingQuestion {
  readonly kind: 'encoding';
  /** The likeliest first. */
  readonly readings: readonly {
    readonly encoding: StockFileEncoding;
    /** Lines of the file as they read. */
    readonly lines: readonly string[];
  }[];
}

/** It is not certain which column is the store, the item or the count. The file is refused without an answer. */
export interface ColumnQuestion {
  readonly kind: 'columns';
  readonly fields: readonly {
    readonly field: 'store' | 'item' | 'count';
    /** Indexes of the columns that it may be. */
    readonly candidates: readonly number[];
  }[];
  readonly columns: readonly string[];
  /** The cells of the first rows. */
  readonly rows: readonly (readonly string[])[];
}

/** Rows of one shelf disagree. They are rejected without an answer. */
export interface DuplicateQuestion {
  readonly kind: 'duplicates';
  /** Rows that are rejected for it. */
  readonly rejected: number;
  /** The first shelves of them. */
  readonly shelves: readonly ShelfExample[];
}

/** A shelf with rows that disagree, and the count that each policy makes of them. */
export interface ShelfExample {
  readonly store: string;
  readonly item: string;
  readonly rows: readonly Pick<StockRow, 'line' | 'count'>[];
  /** Undefined where no number holds it: the rows would be rejected. */
  readonly sum: number | undefined;
  readonly max: number;
  readonly last: number;
}
