import type { Reject } from '../stock-file/types.ts';
import { HashIndex } from './hash-index.ts';
import { hashShelf } from './shelf-hash.ts';

/** More stores than this are too many for a full export. */
export const MAX_FULL_STORES = 10_000;

/** More rejects than this, and a file shows too little of what there is. */
export const MAX_REJECTED_SHELVES = 10_000;

/**
 * What the rejected rows of a full export are about. That a shelf is not named means nothing if a row of it, or one that may be of
 * it, was rejected.
 */
export class RejectedShelves {
  /** Shelves with a rejected row. */
  readonly shelves = new HashIndex();
  /** Stores with a rejected row whose item is not known. */
  readonly stores = new Set<string>();
  /** Rejected rows of which not even the store is known. */
  rowsOfUnknownStore = 0;
  readonly #hash = { a: 0, b: 0, c: 0 };

  /** @param shelf what is certain of the shelf of a rejected row */
  add(shelf: Reject['shelf']): void {
    if (shelf === undefined || this.isTooMany) {
      this.rowsOfUnknownStore++;
      return;
    }
    if (shelf.item === undefined) {
      this.stores.add(shelf.store);
      return;
    }
    hashShelf(shelf.store, shelf.item, this.#hash);
    this.shelves.add(this.#hash);
  }

  get isTooMany(): boolean {
    return this.shelves.size > MAX_REJECTED_SHELVES || this.stores.size > MAX_FULL_STORES;
  }
}
