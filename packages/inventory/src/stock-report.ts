import type { Report, TableSection } from '@groundcrew/report';
import type { StockItem } from './list-inventory.ts';

/** What `inventory list` found in a table. */
export function stockReport(table: string, items: AsyncIterable<StockItem>): Report {
  const whenEmpty = 'No items match.';
  return {
    title: `Stock in ${table}`,
    catalog: 'inventory',
    sections: [{ ...stockSection(items), whenEmpty }],
  };
}

/** Stock items as a table. */
export function stockSection(items: Iterable<StockItem> | AsyncIterable<StockItem>): TableSection {
  return {
    kind: 'table',
    key: 'items',
    columns: [
      { key: 'store', title: 'Store' },
      { key: 'item', title: 'Item' },
      { key: 'count', title: 'Count', unit: 'count' },
    ],
    rows: rowsOf(items),
  };
}

/** JSON numbers are less exact than DynamoDB's: a count beyond a double's precision is written as text. */
function cellOf(count: StockItem['count']): number | string | null {
  return typeof count === 'bigint' ? String(count) : (count ?? null);
}

async function* rowsOf(items: Iterable<StockItem> | AsyncIterable<StockItem>) {
  for await (const { store, item, count } of items) yield { store, item, count: cellOf(count) };
}
