/** Whose SQL: DuckDB's or Athena's (Trino's). */
export type Dialect = 'duckdb' | 'athena';

/** How many decimal places a cost is summed with; exports have up to eleven, prices up to fifteen. */
export const DECIMAL_TYPE = 'DECIMAL(38, 18)';

/** A text as SQL has it, whatever it holds. Not from the DuckDB package: what writes SQL for Athena must not load it. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column's name as SQL has it, whatever it holds. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What a map has for a key; NULL where it has none. */
export function sqlMapValue(map: string, key: string, dialect: Dialect): string {
  return dialect === 'duckdb' ? `${map}[${sqlText(key)}]` : `element_at(${map}, ${sqlText(key)})`;
}

/** What a JSON text has for a key, as text; NULL where it has none. */
export function sqlJsonValue(json: string, key: string, dialect: Dialect): string {
  const quoted = key.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return dialect === 'duckdb'
    ? `json_extract_string(${json}, ${sqlText(`$."${quoted}"`)})`
    : `json_extract_scalar(${json}, ${sqlText(`$["${quoted}"]`)})`;
}

/** The first that is neither NULL nor empty. */
export function sqlFirst(texts: readonly string[]): string {
  const filled = texts.map((text) => `nullif(${text}, '')`);
  return filled.length === 1 ? filled[0]! : `coalesce(${filled.join(', ')})`;
}
