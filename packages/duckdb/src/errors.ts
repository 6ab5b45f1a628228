import { type ErrorCode, GroundcrewError, messageOf } from '@groundcrew/errors';

/** The kind of a DuckDB error is before its first colon: `IO Error: No files found ...`. */
const kinds: Readonly<Record<string, ErrorCode>> = {
  'IO Error': 'duckdb.file.unreadable',
  'Invalid Input Error': 'duckdb.file.unreadable',
  'Conversion Error': 'duckdb.value.invalid',
  'Out of Range Error': 'duckdb.value.invalid',
  'Out of Memory Error': 'duckdb.memory.exceeded',
};

/**
 * Wraps an error of DuckDB, once. `duckdb.file.unreadable` (a damaged or missing file, a row that is not CSV),
 * `duckdb.value.invalid` (a text that is not a number or date), `duckdb.memory.exceeded`; everything else is
 * `duckdb.query.failed`, a bug: the SQL is ours.
 */
export function wrapDuckdbError(error: unknown): GroundcrewError {
  const message = messageOf(error);
  const kind = Object.keys(kinds).find((start) => message.startsWith(`${start}: `));
  // The following lines are advice on SQL and options, which the user does not write.
  const [line] = message.slice(kind === undefined ? 0 : kind.length + 2).split('\n');
  return new GroundcrewError(kind === undefined ? 'duckdb.query.failed' : kinds[kind]!, line!, {
    fault: kind === undefined ? 'bug' : 'user',
    cause: error,
  });
}
