import { type ErrorCode, GroundcrewError, messageOf } from '@groundcrew/errors';

/** DuckDB tells the kind of an error before its first colon: `IO Error: No files found ...`. */
const kinds: Readonly<Record<string, ErrorCode>> = {
  'IO Error': 'duckdb.file.unreadable',
  'Invalid Input Error': 'duckdb.file.unreadable',
  'Conversion Error': 'duckdb.value.invalid',
  'Out of Range Error': 'duckdb.value.invalid',
  'Out of Memory Error': 'duckdb.memory.exceeded',
};

/**
 * Wraps what DuckDB threw, once. `duckdb.file.unreadable` (a broken or missing file, a row that is no CSV),
 * `duckdb.value.invalid` (a text that is no number or date), `duckdb.memory.exceeded`; everything else is
 * `duckdb.query.failed`, and our fault: the SQL is ours.
 */
export function wrapDuckdbError(error: unknown): GroundcrewError {
  const message = messageOf(error);
  const kind = Object.keys(kinds).find((start) => message.startsWith(`${start}: `));
  // What follows the first line is advice on SQL and options, which are not the reader's.
  const [line] = message.slice(kind === undefined ? 0 : kind.length + 2).split('\n');
  return new GroundcrewError(kind === undefined ? 'duckdb.query.failed' : kinds[kind]!, line!, {
    fault: kind === undefined ? 'bug' : 'user',
    cause: error,
  });
}
