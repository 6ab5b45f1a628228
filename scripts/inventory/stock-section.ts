import type { StockItem } from '@groundcrew/inventory/list-inventory';
import type { TableSection } from '@groundcrew/report';

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

/** JSON has no number as exact as DynamoDB's: a count beyond a double's exactness goes out as text. */
function cellOf(count: StockItem['count']): number | string | null {
  return typeof count === 'bigint' ? String(count) : (count ?? null);
}

async function* rowsOf(items: Iterable<StockItem> | AsyncIterable<StockItem>) {
  for await (const { store, item, count } of items) yield { store, item, count: cellOf(count) };
}
