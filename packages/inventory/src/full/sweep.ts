import { mapConcurrent } from '@groundcrew/async';
import { hashShelf } from '../duplicates/shelf-hash.ts';
import type { FileOrder } from '../order/file-order.ts';
import { compareFileTimes, formatFileTime } from '../order/file-time.ts';
import type { FullClaim } from '../order/full-claim.ts';
import type { ShelfFilter } from '../order/shelf-filter.ts';
import type { StockRow, VanishedShelf } from '../stock-file/types.ts';
import type { FullFound, FullPlan } from './full-export.ts';
import type { StoreCheck } from './guard.ts';
import type { ShelfTable, StoredShelf } from './shelf-table.ts';

const MAX_EXAMPLES = 3;
const MAX_STORES_REPORTED = 10;
/** How many stores are read at a time. */
const CONCURRENCY = 8;

/**
 * Finds the shelves of the table that a full export does not name, in memory that does not grow with the table. To be used when it
 * is the file's turn: no older file is being written then, and newer ones wait.
 *
 * What was set to 0 or removed is not found again: a sweep that was interrupted continues where it was.
 */
export class FullSweep {
  readonly #plan: FullPlan;
  readonly #claim: FullClaim;
  readonly #newer: ShelfFilter | undefined;
  readonly #table: ShelfTable;
  readonly #order: (() => FileOrder) | undefined;
  #checks: readonly StoreCheck[] = [];
  #fileTime: string | undefined;

  /** @param order the place of the file, where each item has the one of its file */
  constructor(
    plan: FullPlan & { claim: FullClaim },
    newer: ShelfFilter | undefined,
    table: ShelfTable,
    order?: () => FileOrder,
  ) {
    this.#order = order;
    this.#plan = plan;
    this.#claim = plan.claim;
    this.#newer = newer;
    this.#table = table;
  }

  /** Counts what would vanish, before anything does; the stores of which something would, those with the most first. */
  async check(signal: AbortSignal): Promise<readonly StoreCheck[]> {
    const checks = await mapConcurrent(this.#claim.stores, CONCURRENCY, (store) =>
      this.#count(store, signal),
    );
    this.#checks = checks.filter((check) => sizeOf(check) > 0).sort((a, b) => sizeOf(b) - sizeOf(a));
    return this.#checks;
  }

  /** The shelves to set to 0 or to remove, as rows; after the check. */
  async *rows(signal: AbortSignal): AsyncGenerator<StockRow[], void, undefined> {
    // Shelves that are empty already get the time of the file, too: an older one may still be on its way to them.
    const stores = this.#order === undefined ? this.#checks.map(({ store }) => store) : this.#claim.stores;
    for (const store of stores) {
      for await (const page of this.#table.shelvesOf(store, signal)) {
        const rows = page
          .filter((shelf) => this.#vanishes(store, shelf) || this.#isToBeRaised(store, shelf))
          .map((shelf) => this.#toRow(store, shelf));
        if (rows.length > 0) yield rows;
      }
    }
  }

  async #count(store: string, signal: AbortSignal): Promise<StoreCheck> {
    const check = { store, shelves: 0, filled: 0, vanishing: 0, vanishingEmpty: 0, examples: [] as string[] };
    for await (const page of this.#table.shelvesOf(store, signal)) {
      for (const shelf of page) {
        check.shelves++;
        if (!shelf.isEmpty) check.filled++;
        if (!this.#vanishes(store, shelf)) continue;
        if (shelf.isEmpty) check.vanishingEmpty++;
        else check.vanishing++;
        if (check.examples.length < MAX_EXAMPLES) check.examples.push(shelf.item);
      }
    }
    return check;
  }

  /** Whether the shelf is to be set to 0 or removed, and is not yet. */
  #vanishes(store: string, { item, isEmpty }: StoredShelf): boolean {
    if (isEmpty && this.#claim.vanished === 'zero') return false;
    return this.#isLeftOut(store, item);
  }

  /** Whether the shelf is empty, and has no time or an older one. */
  #isToBeRaised(store: string, { item, isEmpty, fileTime = '' }: StoredShelf): boolean {
    if (this.#order === undefined || !isEmpty) return false;
    this.#fileTime ??= formatFileTime(this.#order());
    return compareFileTimes(fileTime, this.#fileTime) < 0 && this.#isLeftOut(store, item);
  }

  /** Whether neither the file nor a newer one sets the shelf. */
  #isLeftOut(store: string, item: string): boolean {
    const hash = { a: 0, b: 0, c: 0 };
    hashShelf(store, item, hash);
    if (this.#plan.mentioned.find(hash) >= 0) return false;
    // Newer files set it.
    return (
      this.#newer === undefined || !(this.#newer.has(hash) || this.#newer.fateOf(store, hash) !== undefined)
    );
  }

  #toRow(store: string, { item, attributesJson }: StoredShelf): StockRow {
    const vanished: VanishedShelf =
      this.#claim.vanished === 'remove' ? { becomes: 'removed' } : { becomes: 'empty', attributesJson };
    return { store, item, count: 0, line: 0, offset: 0, vanished };
  }
}

/** What is reported of the stores that a check found. */
export function reportedStores(checks: readonly StoreCheck[]): FullFound {
  return {
    shelves: checks.reduce((sum, check) => sum + sizeOf(check), 0),
    stores: checks.slice(0, MAX_STORES_REPORTED),
  };
}

function sizeOf({ vanishing, vanishingEmpty }: StoreCheck): number {
  return vanishing + vanishingEmpty;
}
