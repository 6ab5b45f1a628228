import type { Duckdb, RejectedRows, SqlResult } from '@groundcrew/duckdb';
import { fileUnreadable } from './errors.ts';

/** Reads CSV files, and keeps account of their rows that can't be. */
export interface RowReader {
  /**
   * Runs a statement.
   *
   * @throws GroundcrewError `cost.exports.file-unreadable` if a row has fewer cells than the header, as one that was truncated,
   * or is not CSV
   */
  query(statement: string, options?: { readonly signal?: AbortSignal }): Promise<SqlResult>;
  /** Rows with more cells than the header, which no statement read, for the reader of a report. */
  notes(): readonly string[];
  /** Of all files. */
  lostCount(): number;
}

const TOO_MANY = 'TOO MANY COLUMNS';

/**
 * A row with more cells than the header has had a comma outside of quotes: which of its cells belongs to which column is
 * unknown. It is left out, and counted, as a single cell that can't be read is; each statement leaves out the same ones.
 */
export function createRowReader(duckdb: Duckdb): RowReader {
  const lost = new Map<string, RejectedRows>();
  return {
    async query(statement, options = {}) {
      const result = await duckdb.query(statement, options);
      for (const rejected of result.rejected) {
        if (rejected.kind !== TOO_MANY) throw rowUnreadable(rejected);
        // A statement may read a file twice.
        const known = lost.get(rejected.file);
        if (known === undefined || known.count > rejected.count) lost.set(rejected.file, rejected);
      }
      return result;
    },
    notes: () =>
      [...lost.values()].map(
        ({ file, count, line }) =>
          `rows of ${file} with more cells than its header, in no figure of this report: ${count}, the first on line ${line}`,
      ),
    lostCount: () => [...lost.values()].reduce((sum, { count }) => sum + count, 0),
  };
}

function rowUnreadable({ file, kind, line }: RejectedRows): Error {
  return fileUnreadable(file, `line ${line} ${problems[kind] ?? 'is not CSV'}`, {
    details: { file, line },
    isOtherEncoding: kind === 'INVALID ENCODING',
  });
}

/** By the names of DuckDB's errors. */
const problems: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'has fewer cells than the header',
  'UNQUOTED VALUE': 'has a quote that does not end',
  'INVALID ENCODING': 'has characters that are not UTF-8',
  'LINE SIZE OVER MAXIMUM': 'is too long',
};
