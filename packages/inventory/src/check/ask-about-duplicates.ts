import { keyOfShelf } from '../load/shelf-key.ts';
import { readStockFile } from '../stock-file/reader.ts';
import type { StockFileSettings, StockRow } from '../stock-file/types.ts';
import { ExactSum } from '../duplicates/exact-sum.ts';
import type { DuplicateQuestion, ShelfExample } from './question.ts';

const MAX_SHELVES = 3;

/** The first shelves whose rows disagree, each with all of its rows. */
export async function askAboutDuplicates(
  source: { readonly open: () => Promise<AsyncIterable<Uint8Array>>; readonly settings: StockFileSettings },
  { rejected, lines }: { readonly rejected: number; readonly lines: ReadonlySet<number> },
): Promise<DuplicateQuestion> {
  const keys = await keysOn(lines, source);
  const groups = new Map<string, StockRow[]>([...keys].map((key) => [key, []]));
  for await (const { rows } of readStockFile(await source.open(), source.settings)) {
    for (const row of rows) groups.get(keyOfShelf(row))?.push(row);
  }
  return { kind: 'duplicates', rejected, shelves: [...groups.values()].map(toExample) };
}

async function keysOn(
  lines: ReadonlySet<number>,
  { open, settings }: Parameters<typeof askAboutDuplicates>[0],
): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const { rows } of readStockFile(await open(), settings)) {
    for (const row of rows) {
      if (lines.has(row.line)) keys.add(keyOfShelf(row));
      if (keys.size === MAX_SHELVES) return keys;
    }
  }
  return keys;
}

function toExample(rows: readonly StockRow[]): ShelfExample {
  const [{ store, item }] = rows as [StockRow];
  const counts = rows.map(({ count }) => count);
  const sum = new ExactSum(0);
  for (const count of counts) sum.add(count);
  return {
    store,
    item,
    rows: rows.map(({ line, count }) => ({ line, count })),
    sum: sum.value,
    max: Math.max(...counts),
    last: counts.at(-1)!,
  };
}
