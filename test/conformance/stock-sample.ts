import { createRandom } from '../faults/random.ts';

export interface StockSample {
  readonly text: string;
  /** The expected table: the last count of each item, by store and item as JSON. */
  readonly expected: ReadonlyMap<string, number>;
}

const stores = ['Berlin', 'Santiago, Centro', '서울 강남', 'Zürich "HB"', "King's Cross", '名古屋'];
const items = ['Echo Plus', 'Kettle, 1.7 l', '주전자', '24" monitor', 'Ångström ruler'];

/** A stock file of `rows` rows; about one in a hundred is a later count of an earlier item. */
export function makeStockSample(rows: number): StockSample {
  const random = createRandom(2026);
  const expected = new Map<string, number>();
  const lines = ['store,item,count'];
  for (let row = 0; row < rows; row += 1) {
    const number = random.chance(0.01) ? random.between(0, row) : row;
    const store = `${stores[number % stores.length]}`;
    const item = `${items[number % items.length]} ${number}`;
    const count = random.between(0, 500);
    expected.set(JSON.stringify([store, item]), count);
    lines.push(`${quote(store)},${quote(item)},${count}`);
  }
  return { text: `${lines.join('\r\n')}\r\n`, expected };
}

function quote(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
