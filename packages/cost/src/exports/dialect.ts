/** Whose SQL: DuckDB's or Athena's (Trino's). */
export type Dialect = 'duckdb' | 'athena';

/** The decimal places that costs are summed with; exports have up to eleven, prices up to fifteen. */
export const DECIMAL_TYPE = 'DECIMAL(38, 18)';

/** A text as {@link DECIMAL_TYPE}; NULL if it is not a number: `1_000` is one to DuckDB, and in no bill. */
export function decimalText(text: string): string {
  return `TRY_CAST(nullif(replace(${text}, '_', '?'), '') AS ${DECIMAL_TYPE})`;
}

/** A text as an SQL literal. Not from the DuckDB package, which a writer of SQL for Athena must not load. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column's name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The value of a map for a key; NULL without one. */
export function sqlMapValue(map: string, key: string, dialect: Dialect): string {
  return dialect === 'duckdb'
    ? `CAST(${map}[${sqlText(key)}] AS VARCHAR)`
    : `element_at(${map}, ${sqlText(key)})`;
}

/** The value of a JSON text for a key, as text; NULL without one. */
export function sqlJsonValue(json: string, key: string, dialect: Dialect): string {
  const quoted = key.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return dialect === 'duckdb'
    ? `json_extract_string(${json}, ${sqlText(`$."${quoted}"`)})`
    : `json_extract_scalar(${json}, ${sqlText(`$["${quoted}"]`)})`;
}

/** Whether a text is filled, and not a JSON object; the function that reads it would fail, or find no key. */
export function sqlIsNoObject(text: string, dialect: Dialect): string {
  const isObject =
    dialect === 'duckdb'
      ? `CASE WHEN json_valid(${text}) THEN json_type(${text}) IN ('OBJECT', 'NULL') ELSE false END`
      : `(try(json_parse(${text})) IS NOT NULL AND (trim(${text}) LIKE '{%' OR trim(${text}) = 'null'))`;
  return `(nullif(${text}, '') IS NOT NULL AND NOT ${isObject})`;
}

/** The first that is neither NULL nor empty. */
export function sqlFirst(texts: readonly string[]): string {
  const filled = texts.map((text) => `nullif(${text}, '')`);
  return filled.length === 1 ? filled[0]! : `coalesce(${filled.join(', ')})`;
}
