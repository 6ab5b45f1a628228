import { GroundcrewError, messageOf } from '@groundcrew/errors';

/** DuckDB tells the kind of an error before its first colon: `IO Error: No files found ...`. */
const kinds: Readonly<Record<string, string>> = {
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
  const code = kinds[message.slice(0, message.indexOf(':'))];
  return new GroundcrewError(code ?? 'duckdb.query.failed', firstParagraph(message), {
    fault: code === undefined ? 'bug' : 'user',
    cause: error,
  });
}

/** What follows an empty line is advice on SQL, which is not the reader's. */
function firstParagraph(message: string): string {
  return message.split(/\n\s*\n|\nPossible (?:fixes|solutions):/)[0]!.trim();
}
