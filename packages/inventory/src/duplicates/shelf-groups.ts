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
  /** A hash of its further attributes, with two bits of {@link withTotalName}. */
  attributes: number;
}

/** The count of a row that was rejected by itself: its own is not known, and what its shelf has is not either. */
export const REJECTED = Number.NaN;

export function isRejected({ count }: RowFacts): boolean {
  return Number.isNaN(count);
}

const LIKELY = 1;
const CERTAIN = 2;

/** A hash of attributes, whose last bits are whether one of them is the name of a total. */
export function withTotalName(hash: number, name: 'certain' | 'likely' | undefined): number {
  if (name === undefined) return (hash & ~3) >>> 0;
  return ((hash & ~3) | (name === 'certain' ? CERTAIN : LIKELY)) >>> 0;
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
  /** Rows that are the total of the others, which all else is about then. */
  readonly totals?: { readonly offsets: readonly number[]; readonly sum: number };
  /** The first row that has the name of a total and is not that of the others, and what these add up to. */
  readonly oddTotal?: { readonly line: number; readonly count: number; readonly sum: number | undefined };
}

interface Rows {
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

interface Totals {
  readonly offsets: number[];
  readonly firstLine: number;
  readonly firstCount: number;
  /** Whether one of them is the name of nothing else. */
  isCertain: boolean;
  sum: number | ExactSum;
  max: number;
}

interface MutableGroup {
  readonly all: Rows;
  rejectedLine: number;
  /** Where there is a row with the name of a total: those rows, and the others. */
  totals?: Totals;
  others?: Rows | undefined;
}

/** More rows of totals in one shelf are something else. */
const MAX_TOTALS = 1_000;

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
    return group === undefined ? undefined : shownOf(group);
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
      if (!isWanted(shownOf(group))) continue;
      this.#index.read(number, hash);
      yield hash;
    }
  }

  *[Symbol.iterator](): IterableIterator<ShelfGroup> {
    for (const group of this.#groups) yield shownOf(group);
  }
}

function begin(row: RowFacts): MutableGroup {
  const group: MutableGroup = { all: rowsOf(row), rejectedLine: 0 };
  if (isNamedTotal(row)) addTotal(group, row);
  return group;
}

function rowsOf({ offset, line, count, attributes }: RowFacts): Rows {
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

function include(group: MutableGroup, row: RowFacts): void {
  if (isRejected(row)) {
    if (group.rejectedLine === 0) group.rejectedLine = row.line;
    return;
  }
  if (isNamedTotal(row)) {
    // All rows before were others.
    if (group.totals === undefined) group.others = copyOf(group.all);
    addTotal(group, row);
  } else if (group.totals !== undefined) {
    if (group.others === undefined) group.others = rowsOf(row);
    else addRow(group.others, row);
  }
  addRow(group.all, row);
}

function addRow(rows: Rows, row: RowFacts): void {
  rows.rows++;
  rows.lastOffset = row.offset;
  rows.total = added(rows.total, row.count);
  rows.max = Math.max(rows.max, row.count);
  const isOther = row.count !== rows.firstCount || row.attributes !== rows.attributes;
  if (isOther && rows.otherLine === 0) {
    rows.otherLine = row.line;
    rows.otherCount = row.count;
  }
}

function copyOf(rows: Rows): Rows {
  const { total } = rows;
  return { ...rows, total: typeof total === 'number' ? total : total.copy() };
}

function isNamedTotal({ attributes }: RowFacts): boolean {
  return (attributes & 3) > 0;
}

function addTotal(group: MutableGroup, { offset, line, count, attributes }: RowFacts): void {
  group.totals ??= { offsets: [], firstLine: line, firstCount: count, isCertain: false, sum: 0, max: 0 };
  const { totals } = group;
  if (totals.offsets.length < MAX_TOTALS) totals.offsets.push(offset);
  totals.isCertain ||= (attributes & CERTAIN) > 0;
  totals.sum = added(totals.sum, count);
  totals.max = Math.max(totals.max, count);
}

/** Without the totals, where there are some: the sum of the others, or sums of parts of them that add up to it. */
function shownOf({ all, rejectedLine, totals, others }: MutableGroup): ShelfGroup {
  if (totals === undefined || others === undefined) return { ...withSum(all), rejectedLine };
  const sum = valueOf(others.total);
  const areTotals = sum !== undefined && totals.offsets.length < MAX_TOTALS;
  if (areTotals && (totals.max === sum || valueOf(totals.sum) === sum))
    return { ...withSum(others), rejectedLine, totals: { offsets: totals.offsets, sum } };
  const { firstLine: line, firstCount: count, isCertain } = totals;
  return { ...withSum(all), rejectedLine, ...(isCertain && { oddTotal: { line, count, sum } }) };
}

function withSum(rows: Rows): Omit<ShelfGroup, 'rejectedLine'> {
  return { ...rows, sum: valueOf(rows.total) };
}

function valueOf(total: number | ExactSum): number | undefined {
  return typeof total === 'number' ? total : total.value;
}

function added(total: number | ExactSum, count: number): number | ExactSum {
  const plain = typeof total === 'number' ? plainSum(total, count) : undefined;
  if (plain !== undefined) return plain;
  const exact = typeof total === 'number' ? new ExactSum(total) : total;
  exact.add(count);
  return exact;
}
