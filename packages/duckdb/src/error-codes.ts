import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'duckdb.file.unreadable': {
    meaning: 'DuckDB could not read a file: it is missing, malformed, or has a row that is not CSV.',
    action: 'Check the file that the message names.',
  },
  'duckdb.memory.exceeded': {
    meaning: 'A query needed more memory than its limit.',
    action: 'Select fewer days or groups, or raise the memory limit.',
  },
  'duckdb.not-installed': {
    meaning: 'A billing export is to be read, and DuckDB is not installed.',
    action: 'Run the command that the message contains.',
  },
  'duckdb.query.failed': {
    meaning: 'DuckDB rejected a query.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'duckdb.value.invalid': {
    meaning: 'A value of a file is not the number or date that it has to be.',
    action: 'Correct or export the file again.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
