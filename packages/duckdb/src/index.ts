export {
  type Duckdb,
  type DuckdbOptions,
  type RejectedRows,
  openDuckdb,
  type SqlResult,
  type SqlValue,
} from './open-duckdb.ts';
export { quoteName, quoteText } from './sql-text.ts';
