import { ExactSum, plainSum } from './exact-sum.ts';
import { HashIndex } from './hash-index.ts';
import type { ShelfHash } from './shelf-hash.ts';

/** What is kept of one row. */
export interface RowFacts {
  /** Byte that the row starts at: which row it is. */
  offset: number;
  line: number;
  count: number;
  /** A hash of its further attributes. */
  attributes: number;
}

/** What is known of the rows of one shelf. */
export interface ShelfGroup {
  readonly rows: number;
  readonly firstOffset: number;
  readonly firstLine: number;
  readonly firstCount: number;
  readonly lastOffset: number;
  /** Of the first row that differs from the first of all; line 0 if there is none. */
  readonly otherLine: number;
  readonly otherCount: number;
  /** Undefined where no number holds it: see {@link ExactSum}. */
  readonly sum: number | undefined;
  readonly max: number;
}

interface MutableGroup extends Omit<ShelfGroup, 'sum'> {
  rows: number;
  firstOffset: number;
  firstLine: number;
  firstCount: number;
  lastOffset: number;
  otherLine: number;
  otherCount: number;
  /** A number as long as addition cannot round it. */
  total: number | ExactSum;
  max: number;
  attributes: number;
}

/** The shelves with more than one row. */
export class ShelfGroups {
  readonly #index = new HashIndex();
  readonly #groups: MutableGroup[] = [];

  get size(): number {
    return this.#index.size;
  }

  find(hash: ShelfHash): ShelfGroup | undefined {
    const number = this.#index.find(hash);
    const group = number < 0 ? undefined : this.#groups[number];
    return group === undefined ? undefined : withSum(group);
  }

  /** Adds a row of a shelf whose first row was `first`. */
  add(hash: ShelfHash, first: RowFacts, row: RowFacts): void {
    const number = this.#index.add(hash);
    const group = this.#groups[number] ?? begin(first);
    this.#groups[number] = group;
    group.rows++;
    group.lastOffset = row.offset;
    group.total = added(group.total, row.count);
    group.max = Math.max(group.max, row.count);
    const isOther = row.count !== group.firstCount || row.attributes !== group.attributes;
    if (isOther && group.otherLine === 0) {
      group.otherLine = row.line;
      group.otherCount = row.count;
    }
  }

  /** The shelves of some groups; one object, used again for each. */
  *hashes(isWanted: (group: ShelfGroup) => boolean): Generator<ShelfHash> {
    const hash = { a: 0, b: 0, c: 0 };
    for (const [number, group] of this.#groups.entries()) {
      if (!isWanted(withSum(group))) continue;
      this.#index.read(number, hash);
      yield hash;
    }
  }

  *[Symbol.iterator](): IterableIterator<ShelfGroup> {
    for (const group of this.#groups) yield withSum(group);
  }
}

function begin({ offset, line, count, attributes }: RowFacts): MutableGroup {
  return {
    rows: 1,
    firstOffset: offset,
    firstLine: line,
    firstCount: count,
    lastOffset: offset,
    otherLine: 0,
    otherCount: 0,
    total: count,
    max: count,
    attributes,
  };
}

function withSum(group: MutableGroup): ShelfGroup {
  const { total } = group;
  return { ...group, sum: typeof total === 'number' ? total : total.value };
}

function added(total: number | ExactSum, count: number): number | ExactSum {
  const plain = typeof total === 'number' ? plainSum(total, count) : undefined;
  if (plain !== undefined) return plain;
  const exact = typeof total === 'number' ? new ExactSum(total) : total;
  exact.add(count);
  return exact;
}
