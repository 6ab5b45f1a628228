import type { Reject, StockRow } from '../stock-file/types.ts';
import { HashIndex } from './hash-index.ts';
import { hashShelf, hashText, type ShelfHash } from './shelf-hash.ts';
import {
  isRejected,
  REJECTED,
  type RowFacts,
  type ShelfGroup,
  ShelfGroups,
  withTotalName,
} from './shelf-groups.ts';
import { partOf, SHELF_PARTS, SpilledRows } from './spilled-rows.ts';

export interface ShelfSurveyLimits {
  /** Shelves in memory; beyond that, rows are spilled to temporary files and looked at part by part. */
  readonly maxShelves: number;
}

/** 10 MiB or so: the peak of the command has to stay below 150 MiB. */
export const defaultShelfSurveyLimits: ShelfSurveyLimits = { maxShelves: 130_000 };

/** More stores than this are not distinguished, unless set otherwise: a file of so many is one of all stores. */
export const MAX_STORES = 100;

/** The shelves that a file names. */
export interface SurveyedShelves {
  /** How many there are; at most, where several rows of one shelf are allowed, or rows are rejected. */
  readonly size: number;
  /** Absent if there are too many to list. */
  readonly stores: readonly string[] | undefined;
  /** The shelves of one part, by the first byte of the hash; one object, used again for each. */
  hashesOf(part: number): Iterable<ShelfHash>;
  /** Finds the shelves of one part; there may be others in it, too. */
  indexOf(part: number): HashIndex;
  /** Shelves whose rows are all rejected because of one another; one object, used again for each. */
  leftOut(): Iterable<ShelfHash>;
}

/**
 * Finds the shelves of a file, and those that have several rows, over all of its rows, in memory that does not grow with the
 * file.
 */
export class ShelfSurvey {
  readonly groups = new ShelfGroups();
  readonly #limits: ShelfSurveyLimits;
  /** Where several rows of one shelf are allowed, they are not counted. */
  readonly #counted: ShelfGroups | undefined;
  readonly #hash: ShelfHash = { a: 0, b: 0, c: 0 };
  readonly #stores = new Set<string>();
  #lastStore: string | undefined;
  #rows = 0;
  #first = new FirstRows();
  #spilled: SpilledRows | undefined;

  readonly #maxStores: number;

  constructor(
    limits: ShelfSurveyLimits = defaultShelfSurveyLimits,
    { countsRows = true, maxStores = MAX_STORES }: { countsRows?: boolean; maxStores?: number } = {},
  ) {
    this.#limits = limits;
    this.#maxStores = maxStores;
    this.#counted = countsRows ? this.groups : undefined;
  }

  add({ store, item, count, line, offset, attributes, others, totalName }: StockRow): void {
    if (store !== this.#lastStore && this.#stores.size <= this.#maxStores) this.#stores.add(store);
    this.#lastStore = store;
    this.#rows++;
    hashShelf(store, item, this.#hash);
    const kept = attributes ? hashText(JSON.stringify(attributes)) : 0;
    // Of two sizes that are both out of stock there is nothing, whichever of them is meant.
    const further = count === 0 || others === undefined ? kept : (kept ^ others) >>> 0;
    this.#addFacts({ offset, line, count, attributes: withTotalName(further, totalName) });
  }

  /**
   * Adds a row that was rejected by itself. The others of its shelf are void with it: what the shelf has is all of them together,
   * and the one that is missing, once repaired and loaded alone, would replace what they set.
   */
  addRejected({ code, shelf, likelyShelf, line, offset }: Reject): void {
    const { store, item } = shelf?.item === undefined ? (likelyShelf ?? {}) : shelf;
    // Where rows are not counted the last one holds. A total is no row of the shelf.
    if (this.#counted === undefined || store === undefined || item === undefined || code === 'row-total')
      return;
    hashShelf(store, item, this.#hash);
    this.#addFacts({ offset, line, count: REJECTED, attributes: 0 });
  }

  #addFacts(facts: RowFacts): void {
    if (this.#spilled !== undefined) {
      this.#spilled.add(this.#hash, facts);
      return;
    }
    this.#first.add(this.#hash, facts, this.#counted);
    if (this.#first.size < this.#limits.maxShelves) return;
    this.#spilled = new SpilledRows();
    this.#first.drain((hash, first) => this.#spilled!.add(hash, first));
    this.#first = new FirstRows();
  }

  /**
   * Ends the survey: looks at what was spilled.
   *
   * @param isNamed whether the file sets a shelf with several rows
   */
  finish(isNamed: (group: ShelfGroup) => boolean): SurveyedShelves {
    const stores = this.#stores.size > this.#maxStores ? undefined : [...this.#stores];
    const isLeftOut = (hash: ShelfHash): boolean => {
      const group = this.groups.find(hash);
      return group !== undefined && !isNamed(group);
    };
    const spilled = this.#spilled;
    const leftOut = (): Iterable<ShelfHash> => this.groups.hashes((group) => !isNamed(group));
    if (spilled === undefined) return { stores, leftOut, ...shelvesInMemory(this.#first, isLeftOut) };
    const size = this.#counted === undefined ? this.#rows : this.#lookThrough(spilled, this.#counted);
    return { size, stores, leftOut, ...spilledShelves(spilled, isLeftOut) };
  }

  /** @returns how many shelves there are */
  #lookThrough(spilled: SpilledRows, groups: ShelfGroups): number {
    let size = 0;
    const first = new FirstRows();
    for (let part = 0; part < SHELF_PARTS; part++) {
      first.clear();
      for (const { hash, facts } of spilled.rowsOf(part)) first.add(hash, facts, groups);
      size += first.size;
    }
    return size;
  }

  /** Removes what was spilled, however the survey ends. */
  close(): void {
    this.#spilled?.remove();
    this.#spilled = undefined;
  }
}

type IsLeftOut = (hash: ShelfHash) => boolean;

function shelvesInMemory(
  first: FirstRows,
  isLeftOut: IsLeftOut,
): Omit<SurveyedShelves, 'stores' | 'leftOut'> {
  const { index } = first;
  let byPart: number[][] | undefined;
  return {
    size: index.size,
    indexOf: () => index,
    *hashesOf(part) {
      byPart ??= numbersByPart(index);
      const hash = { a: 0, b: 0, c: 0 };
      for (const number of byPart[part]!) {
        if (first.isRejected(number)) continue;
        index.read(number, hash);
        if (!isLeftOut(hash)) yield hash;
      }
    },
  };
}

function numbersByPart(index: HashIndex): number[][] {
  const byPart: number[][] = Array.from({ length: SHELF_PARTS }, () => []);
  const hash = { a: 0, b: 0, c: 0 };
  for (let number = 0; number < index.size; number++) {
    index.read(number, hash);
    byPart[partOf(hash.a)]!.push(number);
  }
  return byPart;
}

/** The shelves of one part are in memory at a time. */
function spilledShelves(
  spilled: SpilledRows,
  isLeftOut: IsLeftOut,
): Pick<SurveyedShelves, 'indexOf' | 'hashesOf'> {
  const index = new HashIndex();
  let inMemory = -1;
  const indexOf = (part: number): HashIndex => {
    if (part === inMemory) return index;
    index.clear();
    for (const { hash, facts } of spilled.rowsOf(part)) if (!isRejected(facts)) index.add(hash);
    inMemory = part;
    return index;
  };
  return {
    indexOf,
    *hashesOf(part) {
      const { size } = indexOf(part);
      const hash = { a: 0, b: 0, c: 0 };
      for (let number = 0; number < size; number++) {
        index.read(number, hash);
        if (!isLeftOut(hash)) yield hash;
      }
    },
  };
}

/** Small: there may be one for each part of a file, with a few rows. */
const FIRST_CAPACITY = 64;

/** The first row of each shelf. */
class FirstRows {
  readonly index = new HashIndex();
  #offsets = new Float64Array(FIRST_CAPACITY);
  #lines = new Float64Array(FIRST_CAPACITY);
  #counts = new Float64Array(FIRST_CAPACITY);
  #attributes = new Uint32Array(FIRST_CAPACITY);

  get size(): number {
    return this.index.size;
  }

  /** Forgets all rows, and keeps the memory. */
  clear(): void {
    this.index.clear();
  }

  /** Adds a row; one of a shelf that has one goes to the groups. */
  add(hash: ShelfHash, row: RowFacts, groups: ShelfGroups | undefined): void {
    const { size } = this.index;
    const number = this.index.add(hash);
    if (number < size) {
      if (!isRejected(row) || !this.isRejected(number)) groups?.add(hash, this.#factsOf(number), row);
      return;
    }
    if (number === this.#offsets.length) this.#grow();
    this.#offsets[number] = row.offset;
    this.#lines[number] = row.line;
    this.#counts[number] = row.count;
    this.#attributes[number] = row.attributes;
  }

  /** Whether the first row of a shelf was rejected: then no row of it is accepted. */
  isRejected(number: number): boolean {
    return Number.isNaN(this.#counts[number]);
  }

  drain(take: (hash: ShelfHash, facts: RowFacts) => void): void {
    const hash = { a: 0, b: 0, c: 0 };
    for (let number = 0; number < this.size; number++) {
      this.index.read(number, hash);
      take(hash, this.#factsOf(number));
    }
  }

  #factsOf(number: number): RowFacts {
    return {
      offset: this.#offsets[number]!,
      line: this.#lines[number]!,
      count: this.#counts[number]!,
      attributes: this.#attributes[number]!,
    };
  }

  #grow(): void {
    const length = this.#offsets.length * 2;
    const wider = (from: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(length);
      to.set(from);
      return to;
    };
    this.#offsets = wider(this.#offsets);
    this.#lines = wider(this.#lines);
    this.#counts = wider(this.#counts);
    const attributes = new Uint32Array(length);
    attributes.set(this.#attributes);
    this.#attributes = attributes;
  }
}
