/** One accepted row of a stock file. */
export interface StockRow {
  /** Store name, outer whitespace removed; 1 to 2,048 bytes in UTF-8. */
  store: string;
  /** Item name, outer whitespace removed; 1 to 1,024 bytes in UTF-8. */
  item: string;
  /** The number of items on the shelf. */
  count: number;
  /** Line that the row starts on, counted from 1; a line break inside quotes counts too. */
  line: number;
  /** Byte that the row starts at, counted from 0, in the decompressed file. */
  offset: number;
  /** Non-empty cells of the columns that `keepColumns` names, by the setting's spelling. */
  attributes?: Record<string, string>;
  /** Only in a survey: a hash of the cells of all other columns, such as a size or a batch. */
  others?: number;
  /** Only in a survey: that another column, such as a size, has the name of a total, or what may be the name of one (`All sizes`). */
  totalName?: 'certain' | 'likely';
  /** Of a shelf that is in the table and not in the file, a full export; never of a row that was read. */
  vanished?: VanishedShelf;
}

/** What becomes of a shelf that a full export does not name. */
export type VanishedShelf =
  | { readonly becomes: 'removed' }
  /** Its count is set to 0; the other attributes are kept: `,"LowStockAt":{"N":"5"}`. */
  | { readonly becomes: 'empty'; readonly attributesJson: string };

/** Why a row was not accepted. */
export type RejectCode =
  | 'store-missing'
  | 'store-too-long'
  | 'store-error-value'
  | 'store-rounded'
  | 'store-date'
  | 'store-number-format'
  | 'item-missing'
  | 'item-too-long'
  | 'item-error-value'
  | 'item-rounded'
  | 'item-date'
  | 'item-number-format'
  | 'count-missing'
  | 'count-not-whole'
  | 'count-not-a-number'
  | 'count-ambiguous'
  | 'count-negative'
  | 'count-too-large'
  | 'count-too-precise'
  | 'shelf-duplicate'
  | 'shelf-incomplete'
  | 'row-total'
  | 'row-comment'
  | 'row-example'
  | 'row-ragged'
  | 'row-too-long'
  | 'cell-encoding'
  | 'cell-quote-unclosed'
  | 'cell-quote-text'
  | 'cell-quote-rows';

/** One row that was not accepted, and why. */
export interface Reject {
  /** Line that the row starts on, counted from 1. */
  line: number;
  /** Byte that the row starts at, counted from 0, in the decompressed file. */
  offset: number;
  /** The name of the invalid column in the header; null if the whole row is invalid. */
  column: string | null;
  code: RejectCode;
  /** For users: the value quoted, the line, what to do. */
  message: string;
  /** The row as it is in the file, where it has malformed characters: cells can't show these. */
  bytes?: Uint8Array;
  /** The row's cells, unquoted and untrimmed, without any `reject_*` columns. */
  cells: readonly string[];
  /** The cells of its `reject_*` columns by their names, if {@link ReadOptions.keepsNotes} asks for them. */
  notes?: Readonly<Record<string, string>>;
  /** What is certain of the shelf that it is about; only with `reportsShelves`. */
  shelf?: { readonly store: string; readonly item?: string };
  /** Where the shelf is not certain: the one that it is about in all likelihood; only with `reportsShelves`. */
  likelyShelf?: ShelfNames;
}

export interface ShelfNames {
  readonly store: string;
  readonly item: string;
}

export const stockFileEncodings = [
  'utf-8',
  'cp949',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
] as const;
export const stockFileDelimiters = [',', ';', '\t', '|'] as const;

/** Their names in options, settings and messages. */
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
  /** Further column names of each field. They take precedence over the built-in names. */
  aliases?: { store?: readonly string[]; item?: readonly string[]; count?: readonly string[] };
  /** The columns themselves, by name: a file must have them. */
  columns?: { store?: string; item?: string; count?: string };
  /** Additional columns to store as attributes of a row; they are optional in a file. */
  keepColumns?: readonly string[];
  /** `whole` (default): a count is an integer; `decimal`: it may have a fraction after a point. */
  counts?: 'whole' | 'decimal';
  /**
   * `normalize` (default): names that look the same are the same, whatever invisible characters, blanks or Unicode form
   * they are written with; `keep`: only outer white space is removed.
   */
  names?: 'normalize' | 'keep';
  /** Whether a count may be below zero; default false. */
  allowNegative?: boolean;
  /** Whether a count may be written in full-width characters (U+FF10 to U+FF19); default false. */
  allowFullWidth?: boolean;
  /** Default: detected from the header. */
  delimiter?: StockFileDelimiter;
  /** Encoding of a file without byte order mark. Default: detected from the bytes. */
  encoding?: StockFileEncoding;
  /**
   * What the counts of the whole file show of how numbers are written, if they were looked at before: the `numbers` of
   * the last state of a reader.
   */
  numbers?: number;
  /** What that was found by, likewise: the `decimalComma` of the last state. */
  decimalComma?: NumberSeen;
  /** What the names of the whole file show of lost characters, likewise: the `lost` of the last state. */
  lost?: LostSeen;
  /**
   * The sheet of a workbook: its name, or its number from 1 among those that are not hidden. Default: the first of these.
   * Files of text have none.
   */
  sheet?: string;
  /** Maximum size of a row, in bytes without its line break; default: 65,536. */
  maxRowBytes?: number;
}

/** Where in an archive a stock file is. */
export interface ArchiveState {
  /** The file in a ZIP archive. */
  file?: string;
  /** The sheet of a workbook. */
  sheet?: string;
  /** The first ones of the workbook's other sheets that are not hidden. */
  otherSheets?: string[];
}

/** A count in a unit, as the first row of that unit has it. */
export interface UnitSeen {
  /** Index of the column. */
  column: number;
  value: string;
  line: number;
  count: number;
  /** Whether the value is bytes, as the encoding was not known then. */
  isRaw?: boolean;
}

/** What a file shows of characters that were lost: see `lost-characters.ts`. */
export interface LostSeen {
  /** The first name that lacks one. */
  first?: { value: string; line: number };
  /** Whether a name was accepted that lacks one, or is a question. */
  isUndecided?: boolean;
}

/** A number of another column than that of the counts. */
export interface NumberSeen {
  /** The name of the column. */
  column: string;
  value: string;
  line: number;
}

/** The state of a reader between two batches: small, plain JSON. */
export interface ReaderState {
  version: 1;
  gzip: boolean;
  /** Present for a file in an archive: to resume, the archive is read from its start. */
  archive?: ArchiveState;
  /** `ascii`: nothing but ASCII so far, so every encoding that has it is still open. */
  encoding: StockFileEncoding | 'ascii';
  /** Whether the file starts with a byte order mark. */
  bom: boolean;
  delimiter: StockFileDelimiter;
  /** The line break that ends the header. */
  newline: '\n' | '\r\n' | '\r';
  /** The header's cells, including `reject_*` columns. */
  header: string[];
  /** Byte that the next row starts at, in the decompressed file; of a sheet, in its text. */
  offset: number;
  /** Line that the next row starts on, counted from 1. */
  line: number;
  /** Rows and rejects so far. */
  records: number;
  /** What the counts so far show of how numbers are written; see `number-style.ts`. */
  numbers?: number;
  /** The first number of another column that shows that commas begin fractions. */
  decimalComma?: NumberSeen;
  /** What the names so far show of lost characters. */
  lost?: LostSeen;
  /** The first row of each unit so far, in columns that have units; see `unit-check.ts`. */
  units?: UnitSeen[];
  /** Whether `offset` is inside an over-long line whose rest is to be skipped. */
  skipping: boolean;
}

/** Names that are stored otherwise than they stand in the file, beyond outer white space. */
export interface Renamed {
  /** Cells. */
  count: number;
  /** The first ones. */
  examples: NameChange[];
}

export interface NameChange {
  line: number;
  from: string;
  to: string;
}

/** What becomes of an accepted row because of others. */
export type RowVerdict =
  /** It counts as a duplicate, and is not written. */
  | { readonly kind: 'drop' }
  /** A newer file sets its shelf: it is not written. */
  | { readonly kind: 'supersede' }
  | { readonly kind: 'count'; readonly count: number }
  | {
      readonly kind: 'reject';
      readonly code: RejectCode;
      readonly message: string;
      /** As of a {@link Reject}. */
      readonly column?: string;
      readonly shelf?: NonNullable<Reject['shelf']>;
      readonly likelyShelf?: ShelfNames;
    };

/** How a file is read beside its settings: not by users. */
export interface ReadOptions {
  /** Judges each row that is accepted by itself. */
  inspect?: ((row: StockRow) => RowVerdict | undefined) | undefined;
  /** The file is only looked at: numbers that contradict each other are not an error yet. */
  isSurvey?: boolean;
  /** Rows are shown one by one: a second table and counts in several units are not errors. */
  isShown?: boolean;
  /** Whether counts of one shelf are added up or compared. */
  addsCounts?: boolean;
  /** Whether rejects have the shelf that they are about. */
  reportsShelves?: boolean;
  /** Called with each text in the column `reject_source` of a file of rejects. */
  onRejectSource?: ((text: string) => void) | undefined;
  /** Whether rejects of a file of rejects have the notes that stand beside them. */
  keepsNotes?: boolean;
}

/** The rows and rejects of one block of the file. */
export interface RowBatch {
  rows: StockRow[];
  rejects: Reject[];
  /** Rows that count as duplicates of others. */
  dropped: number;
  /** Rows of shelves that a newer file names. */
  superseded: number;
  /** Names that were changed by normalizing, and the first of them. */
  renamed: Renamed;
  /** Where to resume after this batch. */
  state: ReaderState;
  /** Bytes used of the source as stored (compressed, if it is), for progress. */
  bytesRead: number;
}
