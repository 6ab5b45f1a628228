import { hashShelf, type ShelfHash } from '../duplicates/shelf-hash.ts';
import type { ReadOptions } from '../stock-file/types.ts';

/** Shelves that newer files name. */
export interface ShelfFilter {
  has(hash: ShelfHash): boolean;
}

/** What becomes of a row, by those of its own file first: one that is rejected says nothing of its shelf. */
export function judgedByOrder(
  inspect: ReadOptions['inspect'],
  newer: ShelfFilter | undefined,
): ReadOptions['inspect'] {
  if (newer === undefined) return inspect;
  const hash = { a: 0, b: 0, c: 0 };
  return (row) => {
    const verdict = inspect?.(row);
    if (verdict !== undefined && verdict.kind !== 'count') return verdict;
    hashShelf(row.store, row.item, hash);
    return newer.has(hash) ? { kind: 'supersede' } : verdict;
  };
}
