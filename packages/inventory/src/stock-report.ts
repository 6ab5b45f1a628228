import { countOf, type Figure, formatCount, type Report, type TableSection } from '@groundcrew/report';
import type { StockItem } from './list-inventory.ts';

const NO_ITEMS = 'No items match.';

/**
 * What `inventory list` found in a table. What a page begins with is known once the rows were read: `readAhead`.
 *
 * @param items those of a store together
 */
export function stockReport(table: string, items: AsyncIterable<StockItem>): Report {
  const tally = { items: 0, stores: 0, out: 0, unknown: 0 };
  return {
    title: `Stock in ${table}`,
    catalog: 'inventory',
    get lead() {
      return [leadOf(tally)];
    },
    get figures() {
      return figuresOf(tally);
    },
    sections: [{ ...stockSection(counted(items, tally)), whenEmpty: NO_ITEMS }],
  };
}

interface StockTally {
  items: number;
  stores: number;
  /** With a count of zero or less. */
  out: number;
  /** Without a number. */
  unknown: number;
}

async function* counted(items: AsyncIterable<StockItem>, tally: StockTally): AsyncGenerator<StockItem> {
  let last: string | undefined;
  for await (const each of items) {
    tally.items += 1;
    if (each.store !== last) tally.stores += 1;
    last = each.store;
    if (each.count === undefined) tally.unknown += 1;
    else if (each.count <= 0) tally.out += 1;
    yield each;
  }
}

function leadOf({ items, stores, out }: StockTally): string {
  if (items === 0) return NO_ITEMS;
  const all = `${countOf(items, 'item')} in ${countOf(stores, 'store')}`;
  return out === 0 ? `${all}: none is out of stock.` : `${all}: ${formatCount(out)} out of stock.`;
}

function figuresOf({ items, stores, out, unknown }: StockTally): readonly Figure[] {
  return [
    { title: 'Items', value: items },
    { title: 'Stores', value: stores },
    { title: 'Out of stock', value: out, tone: out === 0 ? 'good' : 'bad' },
    ...(unknown > 0 ? [{ title: 'Without a count', value: unknown, tone: 'warning' } as const] : []),
  ];
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
