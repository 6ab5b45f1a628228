export { type Duckdb, type DuckdbOptions, openDuckdb, type SqlResult, type SqlValue } from './open-duckdb.ts';
export { quoteName, quoteText } from './sql-text.ts';
