import { ExactSum, plainSum } from './exact-sum.ts';
import { HashIndex } from './hash-index.ts';
import type { ShelfHash } from './shelf-hash.ts';

/** What is kept of one row. */
export interface RowFacts {
  /** Byte that the row starts at: which row it is. */
  offset: number;
  line: number;
  /** {@link REJECTED} where the row was rejected. */
  count: number;
  /** A hash of its further attributes. */
  attributes: number;
}

/** The count of a row that was rejected by itself: its own is not known, and what its shelf has is not either. */
export const REJECTED = Number.NaN;

export function isRejected({ count }: RowFacts): boolean {
  return Number.isNaN(count);
}

/** What is known of the rows of one shelf; all but {@link ShelfGroup.rejectedLine} is about those that were not rejected. */
export interface ShelfGroup {
  readonly rows: number;
  readonly firstOffset: number;
  readonly firstLine: number;
  readonly firstCount: number;
  readonly lastOffset: number;
  /** Of the first row that differs from the first of all; line 0 if there is none. */
  readonly otherLine: number;
  readonly otherCount: number;
  /** Of the first row that was rejected by itself; line 0 if there is none. */
  readonly rejectedLine: number;
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
  rejectedLine: number;
  /** A number as long as addition cannot round it. */
  total: number | ExactSum;
  max: number;
  attributes: number;
}

/** The shelves with more than one row, not all of them rejected. */
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

  /** Adds a row of a shelf whose first row was `first`; one of the two at least was not rejected. */
  add(hash: ShelfHash, first: RowFacts, row: RowFacts): void {
    const number = this.#index.add(hash);
    const group = this.#groups[number];
    if (group !== undefined) include(group, row);
    else if (isRejected(first)) this.#groups[number] = { ...begin(row), rejectedLine: first.line };
    else include((this.#groups[number] = begin(first)), row);
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
    rejectedLine: 0,
    total: count,
    max: count,
    attributes,
  };
}

function include(group: MutableGroup, row: RowFacts): void {
  if (isRejected(row)) {
    if (group.rejectedLine === 0) group.rejectedLine = row.line;
    return;
  }
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
