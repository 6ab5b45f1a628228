import type { StockRow } from '../stock-file/types.ts';
import { HashIndex } from './hash-index.ts';
import { hashShelf, hashText, type ShelfHash } from './shelf-hash.ts';
import { type RowFacts, ShelfGroups } from './shelf-groups.ts';
import { SpilledRows } from './spilled-rows.ts';

export interface ShelfSurveyLimits {
  /** Shelves in memory; beyond that, rows are spilled to temporary files and looked at part by part. */
  readonly maxShelves: number;
}

/** 10 MiB or so: the peak of the command has to stay below 150 MiB. */
export const defaultShelfSurveyLimits: ShelfSurveyLimits = { maxShelves: 130_000 };

/** Finds the shelves that have several rows, over all rows of a file, in memory that does not grow with the file. */
export class ShelfSurvey {
  readonly groups = new ShelfGroups();
  readonly #limits: ShelfSurveyLimits;
  readonly #hash: ShelfHash = { a: 0, b: 0, c: 0 };
  #first = new FirstRows();
  #spilled: SpilledRows | undefined;

  constructor(limits: ShelfSurveyLimits = defaultShelfSurveyLimits) {
    this.#limits = limits;
  }

  add({ store, item, count, line, offset, attributes }: StockRow): void {
    hashShelf(store, item, this.#hash);
    const facts = { offset, line, count, attributes: attributes ? hashText(JSON.stringify(attributes)) : 0 };
    if (this.#spilled !== undefined) {
      this.#spilled.add(this.#hash, facts);
      return;
    }
    this.#first.add(this.#hash, facts, this.groups);
    if (this.#first.size < this.#limits.maxShelves) return;
    this.#spilled = new SpilledRows();
    this.#first.drain((hash, first) => this.#spilled!.add(hash, first));
    this.#first = new FirstRows();
  }

  /** Ends the survey: looks at what was spilled. */
  finish(): void {
    if (this.#spilled === undefined) return;
    try {
      for (const part of this.#spilled.parts()) {
        const first = new FirstRows();
        for (const { hash, facts } of part) first.add(hash, facts, this.groups);
      }
    } finally {
      this.close();
    }
  }

  /** Removes what was spilled, however the survey ends. */
  close(): void {
    this.#spilled?.remove();
    this.#spilled = undefined;
  }
}

/** The first row of each shelf. */
class FirstRows {
  readonly #index = new HashIndex();
  #offsets = new Float64Array(1_024);
  #lines = new Float64Array(1_024);
  #counts = new Float64Array(1_024);
  #attributes = new Uint32Array(1_024);

  get size(): number {
    return this.#index.size;
  }

  /** Adds a row; one of a shelf that has one goes to the groups. */
  add(hash: ShelfHash, row: RowFacts, groups: ShelfGroups): void {
    const { size } = this.#index;
    const number = this.#index.add(hash);
    if (number < size) {
      groups.add(hash, this.#factsOf(number), row);
      return;
    }
    if (number === this.#offsets.length) this.#grow();
    this.#offsets[number] = row.offset;
    this.#lines[number] = row.line;
    this.#counts[number] = row.count;
    this.#attributes[number] = row.attributes;
  }

  drain(take: (hash: ShelfHash, facts: RowFacts) => void): void {
    const hash = { a: 0, b: 0, c: 0 };
    for (let number = 0; number < this.size; number++) {
      this.#index.read(number, hash);
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
