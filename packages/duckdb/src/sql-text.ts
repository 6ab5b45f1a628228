/** A text as an SQL literal: `'it''s'`. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier: `"lineItem/UsageType"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
