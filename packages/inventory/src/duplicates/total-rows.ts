import { GroundcrewError } from '@groundcrew/errors';
import { quote } from '../stock-file/errors.ts';
import { isRecordName, isTotalName, isTotalOf } from '../stock-file/total-names.ts';
import type { RowBatch, RowVerdict, StockRow } from '../stock-file/types.ts';

/** More than this, and it is another kind of file. */
const MAX_TOTALS = 100_000;
/** Sums of fractions are not exact. */
const RELATIVE_ERROR = 1e-9;

/** Where rows begin that something may be the total of. */
interface Start {
  readonly count: number;
  readonly rows: number;
}

/** Why a row may be a total. */
type Evidence =
  /** Store and item are both names of totals, or the item is the total of the store. */
  | { readonly kind: 'names' | 'of-store' }
  /** Its count is the sum of so many rows. */
  | { readonly kind: 'sum'; readonly rows: number }
  /** It is the last row, and some rows above it were rejected, so that the sum is not known. */
  | { readonly kind: 'last'; readonly rejected: number };

interface HeldRow {
  readonly row: StockRow;
  readonly field: 'store' | 'item';
  readonly evidence: Evidence;
}

/** What became of the rows that may have been totals. */
export interface SettledTotals {
  /** By the offset of the row. */
  readonly totals: ReadonlyMap<number, { readonly row: StockRow; readonly verdict: RowVerdict }>;
  /** Rows that are of shelves after all. */
  readonly shelves: readonly StockRow[];
}

/**
 * Finds the rows of totals among those that have a store, an item and a count: `Berlin,Total,37`. Total may be the name of an item
 * or a store as well, so it is the counts that decide.
 */
export class TotalRows {
  /** The sum of all rows that are of shelves, and how many there are. */
  #count = 0;
  #rows = 0;
  /** Since the last total. */
  #group: Start = { count: 0, rows: 0 };
  /** One after the other of the same store. */
  #ofStore: Start = { count: 0, rows: 0 };
  #lastStore: string | undefined;
  #isStoreTotal = false;
  #rejected = 0;
  #held: HeldRow[] = [];
  #last: { readonly row: StockRow; readonly rejected: number } | undefined;
  /** Names of totals that are in rows which are none. */
  readonly #stores = new Map<string, number>();
  readonly #items = new Set<string>();

  /**
   * Adds the next rows of the file, and its rejects, whose counts are in no sum.
   *
   * @param onShelf called for each row that does not seem to be a total; of others {@link settle} decides
   */
  addBatch({ rows, rejects }: Pick<RowBatch, 'rows' | 'rejects'>, onShelf: (row: StockRow) => void): void {
    let rejected = 0;
    for (const row of rows) {
      while (rejected < rejects.length && rejects[rejected]!.offset < row.offset) rejected++;
      if (!this.#isHeld(row, this.#rejected + rejected)) onShelf(row);
    }
    this.#rejected += rejects.length;
  }

  #isHeld(row: StockRow, rejected: number): boolean {
    const { store, item, count } = row;
    if (store !== this.#lastStore) {
      this.#lastStore = store;
      this.#isStoreTotal = isTotalName(store);
      this.#ofStore = { count: this.#count, rows: this.#rows };
    }
    if (this.#last !== undefined) this.#last = undefined;
    const isOfStore = isTotalOf(store, item);
    const isItemTotal = isOfStore || isTotalName(item) || (this.#isStoreTotal && isRecordName(item));
    // A total of the sizes of one item is in no other sum.
    if (!this.#isStoreTotal && !isItemTotal && row.totalName === 'certain') return false;
    if (!this.#isStoreTotal && !isItemTotal) {
      this.#count += count;
      this.#rows++;
      return false;
    }
    const field = this.#isStoreTotal ? 'store' : 'item';
    const evidence = this.#evidence(isItemTotal, isOfStore, field, count);
    if (evidence === undefined) {
      if (field === 'item') this.#items.add(item);
      else {
        this.#stores.set(store, (this.#stores.get(store) ?? 0) + 1);
        if (rejected > 0) this.#last = { row, rejected };
      }
      this.#count += count;
      this.#rows++;
      return false;
    }
    this.#held.push({ row, field, evidence });
    if (this.#held.length > MAX_TOTALS) throw tooManyTotals();
    this.#group = { count: this.#count, rows: this.#rows };
    return true;
  }

  /** Decides once the whole file was read: which rows are totals after all, and which of those held are of shelves. */
  settle(): SettledTotals {
    const last = this.#last;
    const isLastTotal = last !== undefined && this.#stores.get(last.row.store) === 1;
    if (isLastTotal) {
      this.#stores.delete(last.row.store);
      const evidence = { kind: 'last' as const, rejected: last.rejected };
      this.#held.push({ row: last.row, field: 'store', evidence });
    }
    const { shelves = [], totals = [] } = Object.groupBy(this.#held, (held) =>
      this.#isShelf(held) ? 'shelves' : 'totals',
    );
    return {
      totals: new Map(totals.map((held) => [held.row.offset, { row: held.row, verdict: verdictOn(held) }])),
      shelves: shelves.map(({ row }) => row),
    };
  }

  #evidence(
    isItemTotal: boolean,
    isOfStore: boolean,
    field: 'store' | 'item',
    count: number,
  ): Evidence | undefined {
    if (isItemTotal && this.#isStoreTotal) return { kind: 'names' };
    return isOfStore ? { kind: 'of-store' } : this.#agreeing(field, count);
  }

  #agreeing(field: 'store' | 'item', count: number): Evidence | undefined {
    const all = { count: 0, rows: 0 };
    const starts = field === 'item' ? [this.#ofStore, this.#group, all] : [this.#group, all];
    const start = starts.find((each) => this.#rows > each.rows && isSum(this.#count - each.count, count));
    return start && { kind: 'sum', rows: this.#rows - start.rows };
  }

  /** A store of that name has rows that are not a sum, or an item has such rows and this one is like a single other row. */
  #isShelf({ row, field, evidence }: HeldRow): boolean {
    if (evidence.kind !== 'sum') return false;
    return field === 'store' ? this.#stores.has(row.store) : evidence.rows === 1 && this.#items.has(row.item);
  }
}

function isSum(sum: number, count: number): boolean {
  return Math.abs(sum - count) <= RELATIVE_ERROR * Math.max(1, Math.abs(count));
}

function verdictOn({ row, field, evidence }: HeldRow): RowVerdict {
  const { line } = row;
  return {
    kind: 'reject',
    code: 'row-total',
    message: `${field} ${quote(row[field])} on line ${line} reads as a total: ${reasonOf(evidence, row.count)}; remove the line, or, if it is of a shelf, empty its cell reject_code in the file of rejects and load that`,
  };
}

function reasonOf(evidence: Evidence, count: number): string {
  switch (evidence.kind) {
    case 'names':
      return 'store and item are both names of totals';
    case 'of-store':
      return 'the item is named as the total of the store';
    case 'sum':
      return evidence.rows === 1
        ? `its count ${count} is that of the row above`
        : `its count ${count} is the sum of ${evidence.rows} rows above`;
    case 'last':
      return evidence.rejected === 1
        ? 'it is the last row, and a row above it was rejected, so its sum is not known'
        : `it is the last row, and ${evidence.rejected} rows above it were rejected, so their sum is not known`;
  }
}

function tooManyTotals(): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.shelves-repeat',
    `more than ${MAX_TOTALS} rows of the file read as totals: it is not a list of shelves; remove the totals, and load it again`,
  );
}
