/** One row of an export, by column; missing values are empty. */
export type ExportRow = Readonly<Record<string, string>>;

const NEEDS_QUOTES = /[",\r\n]/;

/** Rows as CSV with a header, in AWS's form of exports. */
export function exportCsv(columns: readonly string[], rows: Iterable<ExportRow>): string {
  const cell = (text = '') => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns.map(cell).join(',')];
  for (const row of rows) lines.push(columns.map((column) => cell(row[column])).join(','));
  return `${lines.join('\n')}\n`;
}

/** A map as one line of JSON; empty for an empty map. */
export function mapText(map: Readonly<Record<string, string>>): string {
  return Object.keys(map).length === 0 ? '' : JSON.stringify(map);
}

/** The value of the cost category of each project. */
export function costCategoriesOf(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const parts: Readonly<Record<string, string>> = {
    shop: 'Storefront',
    catalog: 'Storefront',
    inventory: 'Operations',
    analytics: 'Insight',
  };
  const part = parts[tags.Project ?? ''];
  return part === undefined ? {} : { Part: part };
}
