import { hashShelf, type ShelfHash } from '../duplicates/shelf-hash.ts';
import { keyOfShelf } from '../load/shelf-key.ts';
import type { StagedRow } from './staged-rows.ts';
import type { Pass } from './staging.ts';

/** The newest row of one shelf. */
export interface NewestRow {
  readonly row: StagedRow;
  /** The index of its file, of which a later one has the greater. */
  readonly file: number;
}

/** About what a shelf takes in memory beside its texts, which have two bytes a character at most. */
const SHELF_BYTES = 300;
const CHARACTER_BYTES = 4;

/** All shelves. */
export const wholePart: Pass = { modulus: 1, residue: 0 };

/**
 * Keeps the newest row of each shelf of a pass, in bounded memory: when there are too many shelves, the pass is halved by their
 * hashes. What was dropped is a pass of its own, for which all rows have to be read again.
 */
export class NewestRows {
  readonly #maxBytes: number;
  readonly #shelves = new Map<string, NewestRow>();
  readonly #hash: ShelfHash = { a: 0, b: 0, c: 0 };
  readonly #dropped: Pass[] = [];
  #pass: Pass;
  #bytes = 0;

  /** @param maxBytes about how much memory the shelves may take */
  constructor(pass: Pass, maxBytes: number) {
    this.#pass = pass;
    this.#maxBytes = maxBytes;
  }

  /** What is left of the pass. */
  get pass(): Pass {
    return this.#pass;
  }

  /** The passes that were split off, the last one first. */
  get dropped(): readonly Pass[] {
    return this.#dropped.toReversed();
  }

  add(row: StagedRow, file: number): void {
    const [store, item] = row;
    if (this.#pass.modulus > 1 && !this.#isOfPass(store, item)) return;
    const key = keyOfShelf({ store, item });
    const known = this.#shelves.get(key);
    if (known !== undefined) {
      if (isNewer(row, file, known)) this.#shelves.set(key, { row, file });
      return;
    }
    this.#shelves.set(key, { row, file });
    this.#bytes += sizeOf(row);
    while (this.#bytes > this.#maxBytes && this.#shelves.size > 1) this.#halve();
  }

  /** In an order that depends on nothing but the shelves, and in which those of one store are not together. */
  sorted(): NewestRow[] {
    const hashed = [...this.#shelves].map(([key, newest]) => {
      hashShelf(newest.row[0], newest.row[1], this.#hash);
      return { key, newest, hash: this.#hash.c };
    });
    this.#shelves.clear();
    hashed.sort((one, other) => one.hash - other.hash || (one.key < other.key ? -1 : 1));
    return hashed.map(({ newest }) => newest);
  }

  #isOfPass(store: string, item: string): boolean {
    hashShelf(store, item, this.#hash);
    return this.#hash.b % this.#pass.modulus === this.#pass.residue;
  }

  #halve(): void {
    const { modulus, residue } = this.#pass;
    this.#pass = { modulus: modulus * 2, residue };
    this.#dropped.push({ modulus: modulus * 2, residue: residue + modulus });
    for (const [key, { row }] of this.#shelves) {
      if (this.#isOfPass(row[0], row[1])) continue;
      this.#shelves.delete(key);
      this.#bytes -= sizeOf(row);
    }
  }
}

/** Of rows of one file the one that stands behind the other. */
function isNewer(row: StagedRow, file: number, than: NewestRow): boolean {
  return file === than.file ? row[3] >= than.row[3] : file > than.file;
}

/** By the shelf and its first row alone: its newer rows have as many attributes. */
function sizeOf([store, item, , , attributes = {}]: StagedRow): number {
  let characters = store.length + item.length;
  for (const [name, value] of Object.entries(attributes)) characters += name.length + value.length;
  return SHELF_BYTES + characters * CHARACTER_BYTES;
}
