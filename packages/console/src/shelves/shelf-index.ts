/** What is on a shelf. */
export interface Shelf {
  readonly store: string;
  readonly item: string;
  /** `undefined`: the table has no number. */
  readonly count: number | bigint | undefined;
  /** The count before the last change that was seen, and when that was. */
  readonly change?: { readonly from: number | bigint | undefined; readonly atMs: number };
}

export type ShelfKind = 'all' | 'out' | 'low';

export interface ShelfSearch {
  /** Words, each of which is in the name of the store or the item. */
  readonly text: string;
  readonly kind: ShelfKind;
  /** A shelf with this many or fewer is low. */
  readonly low: number;
  readonly offset: number;
  readonly limit: number;
}

export interface ShelfPage {
  readonly matches: number;
  readonly shelves: readonly Shelf[];
}

export interface ShelfCounts {
  readonly total: number;
  readonly out: number;
  /** Not out, but at most the limit. */
  readonly low: number;
}

/** The shelves of a table by name, with as many as fit: to search and to count without reading the table again. */
export interface ShelfIndex {
  /** Whether the table had more shelves than the index holds. */
  readonly isPartial: boolean;
  /** Grows with each change. */
  readonly version: number;
  get(store: string, item: string): Shelf | undefined;
  /** Begins a reading of the whole table. */
  beginReading(): void;
  /** A shelf as the reading found it; what was set since it began is newer. */
  addRead(shelf: Pick<Shelf, 'store' | 'item' | 'count'>, nowMs: number): void;
  /** Forgets shelves that the reading did not find. */
  endReading(): void;
  /** A change as it happens. */
  set(shelf: Pick<Shelf, 'store' | 'item' | 'count'>, nowMs: number): void;
  delete(store: string, item: string): void;
  counts(low: number): ShelfCounts;
  search(search: ShelfSearch): ShelfPage;
}

interface Entry {
  readonly store: string;
  readonly item: string;
  /** What a search looks at. */
  readonly folded: string;
  count: number | bigint | undefined;
  change: Shelf['change'];
  /** The reading that found it last. */
  reading: number;
  /** The reading during which it was set last. */
  setIn: number;
}

/** @param maxShelves about 250 bytes each */
export function createShelfIndex(maxShelves: number): ShelfIndex {
  const entries = new Map<string, Entry>();
  let sorted: Entry[] = [];
  let added: Entry[] = [];
  let isSorted = true;
  let reading = 0;
  let version = 0;
  let isPartial = false;
  let leftOut = false;

  function put({ store, item, count }: Pick<Shelf, 'store' | 'item' | 'count'>): Entry | undefined {
    const key = keyOf(store, item);
    const found = entries.get(key);
    if (found) return found;
    if (entries.size >= maxShelves) {
      isPartial = true;
      leftOut = true;
      return undefined;
    }
    const entry = {
      store,
      item,
      folded: fold(`${store}\n${item}`),
      count,
      change: undefined,
      reading,
      setIn: -1,
    };
    entries.set(key, entry);
    added.push(entry);
    version += 1;
    return entry;
  }

  function change(entry: Entry, count: Entry['count'], atMs: number): void {
    if (entry.count === count) return;
    entry.change = { from: entry.count, atMs };
    entry.count = count;
    version += 1;
  }

  /** Whether it was not deleted meanwhile, and added again. */
  function isCurrent(entry: Entry): boolean {
    return entries.get(keyOf(entry.store, entry.item)) === entry;
  }

  /** All shelves in the order of their names. Few are new at a time: they are sorted, and merged with the others. */
  function inOrder(): readonly Entry[] {
    if (!isSorted) sorted = sorted.filter(isCurrent);
    isSorted = true;
    if (added.length > 0) {
      const fresh = added.filter(isCurrent);
      sorted = merge(sorted, fresh.sort(compare));
      added = [];
    }
    return sorted;
  }

  return {
    get isPartial() {
      return isPartial;
    },
    get version() {
      return version;
    },
    get(store, item) {
      const entry = entries.get(keyOf(store, item));
      return entry && toShelf(entry);
    },
    beginReading() {
      reading += 1;
      leftOut = false;
    },
    addRead(shelf, nowMs) {
      const entry = put(shelf);
      if (!entry) return;
      entry.reading = reading;
      if (entry.setIn !== reading) change(entry, shelf.count, nowMs);
    },
    endReading() {
      for (const [key, entry] of entries) {
        if (entry.reading === reading || entry.setIn === reading) continue;
        entries.delete(key);
        isSorted = false;
        version += 1;
      }
      isPartial = leftOut;
    },
    set(shelf, nowMs) {
      const entry = put(shelf);
      if (!entry) return;
      entry.setIn = reading;
      change(entry, shelf.count, nowMs);
    },
    delete(store, item) {
      if (!entries.delete(keyOf(store, item))) return;
      isSorted = false;
      version += 1;
    },
    counts(low) {
      const counts = { total: entries.size, out: 0, low: 0 };
      for (const { count } of entries.values()) {
        const kind = kindOf(count, low);
        if (kind === 'out' || kind === 'low') counts[kind] += 1;
      }
      return counts;
    },
    search({ text, kind, low, offset, limit }) {
      const words = fold(text).split(/\s+/u).filter(Boolean);
      if (words.length === 0 && kind === 'all') {
        const page = inOrder().slice(offset, offset + limit);
        return { matches: entries.size, shelves: page.map(toShelf) };
      }
      const shelves: Shelf[] = [];
      let matches = 0;
      for (const entry of inOrder()) {
        if (kind !== 'all' && kindOf(entry.count, low) !== kind) continue;
        if (!words.every((word) => entry.folded.includes(word))) continue;
        if (matches >= offset && shelves.length < limit) shelves.push(toShelf(entry));
        matches += 1;
      }
      return { matches, shelves };
    },
  };
}

function toShelf({ store, item, count, change }: Entry): Shelf {
  return { store, item, count, ...(change && { change }) };
}

/** As the alerts have it (`levelOf` of the inventory), with one limit for all shelves; `undefined`: without a number. */
export function kindOf(count: Shelf['count'], low: number): 'out' | 'low' | 'stocked' | undefined {
  if (count === undefined) return undefined;
  if (count <= 0) return 'out';
  return count <= low ? 'low' : 'stocked';
}

function keyOf(store: string, item: string): string {
  // The length distinguishes "ab" + "c" from "a" + "bc".
  return `${store.length} ${store}${item}`;
}

/** The same for letters of either case, and of either Unicode form. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function compare(a: Entry, b: Entry): number {
  if (a.store !== b.store) return a.store < b.store ? -1 : 1;
  return a.item < b.item ? -1 : a.item > b.item ? 1 : 0;
}

function merge(left: readonly Entry[], right: readonly Entry[]): Entry[] {
  if (right.length === 0) return [...left];
  const merged: Entry[] = [];
  let at = 0;
  for (const entry of left) {
    while (at < right.length && compare(right[at]!, entry) < 0) merged.push(right[at++]!);
    merged.push(entry);
  }
  while (at < right.length) merged.push(right[at++]!);
  return merged;
}
