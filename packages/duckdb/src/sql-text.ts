/** A text as SQL has it, whatever it holds: `'it''s'`. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as SQL has it, whatever it holds: `"lineItem/UsageType"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
