import { HashIndex } from '../duplicates/hash-index.ts';
import { hashShelf, type ShelfHash } from '../duplicates/shelf-hash.ts';
import type { ReadOptions } from '../stock-file/types.ts';
import type { FullClaim, VanishedMode } from './full-claim.ts';

/** The counts of shelves in newer files. */
export interface ShelfFilter {
  /** Whether one of them names the shelf. */
  has(hash: ShelfHash): boolean;
  /** What a full export among them makes of a shelf that none of them names; undefined: nothing. */
  fateOf(store: string, hash: ShelfHash): VanishedMode | undefined;
}

/** The shelves that newer files name, and the stores of which they decide on all shelves. */
export class NewerShelves implements ShelfFilter {
  readonly named = new HashIndex();
  readonly #claims: { stores: ReadonlySet<string>; open: HashIndex; vanished: VanishedMode }[] = [];

  addClaim({ stores, open, vanished }: FullClaim): void {
    this.#claims.push({ stores: new Set(stores), open, vanished });
  }

  get isEmpty(): boolean {
    return this.named.size === 0 && this.#claims.length === 0;
  }

  has(hash: ShelfHash): boolean {
    return this.named.find(hash) >= 0;
  }

  fateOf(store: string, hash: ShelfHash): VanishedMode | undefined {
    let fate: VanishedMode | undefined;
    for (const { stores, open, vanished } of this.#claims) {
      if (fate === 'remove' || !stores.has(store) || open.find(hash) >= 0) continue;
      fate = vanished;
    }
    return fate;
  }
}

/** What becomes of a row, by those of its own file first: one that is rejected leaves its shelf alone. */
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
    if (newer.has(hash)) return { kind: 'supersede' };
    const fate = newer.fateOf(row.store, hash);
    if (fate === undefined) return verdict;
    // As if the full export had come after it: the shelf is known, and empty.
    return fate === 'zero' ? { kind: 'count', count: 0 } : { kind: 'supersede' };
  };
}
