import { HashIndex } from '../duplicates/hash-index.ts';
import { MAX_REJECTED_SHELVES } from '../duplicates/rejected-shelves.ts';
import { SHELF_PARTS } from '../duplicates/spilled-rows.ts';
import type { FileSurvey } from '../duplicates/survey-file.ts';
import type { FullClaim, VanishedMode } from '../order/full-claim.ts';
import { storesTooMany, tooLarge } from './errors.ts';
import type { StoreCheck } from './guard.ts';
import type { ShelfTable } from './shelf-table.ts';

export interface FullSettings {
  /** What becomes of the shelves that the file does not name. */
  readonly vanished: VanishedMode;
  /** How much of a store may vanish without being confirmed, in percent. */
  readonly maxVanishedPercent: number;
}

/** That a file is a full export: it names all shelves that its stores have. */
export interface FullExport {
  readonly settings: FullSettings;
  readonly table: ShelfTable;
  /** Whether it is confirmed, once it is open, that more than usual may vanish. */
  readonly isConfirmed: () => boolean;
}

/** What a full export did beyond its rows. Plain JSON; stable. */
export interface FullFacts {
  readonly vanished: VanishedMode;
  /** Shelves that the file does not name: set to 0 or removed, or to be. Those that are at 0 already do not count. */
  readonly shelves: number;
  /** The stores with such shelves, those with the most first; the first ones. */
  readonly stores: readonly StoreCheck[];
  /** Why shelves of stores were left as they are, although the file does not name them; the first stores. */
  readonly kept?: readonly SkippedStore[];
}

/** What was found to vanish. */
export type FullFound = Pick<FullFacts, 'shelves' | 'stores'>;

export interface SkippedStore {
  /** Absent: all of them. */
  readonly store?: string;
  readonly reason: string;
}

/** 100 MB or so. */
const MAX_SHELVES = 4_000_000;

/** What the file means, as far as the file itself shows. */
export interface FullPlan {
  /** Absent: no store can be swept. */
  readonly claim: FullClaim | undefined;
  /** Shelves that the file names, or that a rejected row is of. */
  readonly mentioned: HashIndex;
  readonly kept: readonly SkippedStore[];
}

/**
 * Finds out what a full export decides on. A shelf of which a row was rejected stays as it is; where it is not known which shelf
 * that is, so does its store; and where not even the store is known, all of them do.
 *
 * @throws GroundcrewError `inventory.file.full-too-large`
 */
export function planFull(
  { shelves, rejects, rejectedShelves }: FileSurvey,
  vanished: VanishedMode,
): FullPlan {
  const mentioned = new HashIndex();
  const keepAll = (reason: string): FullPlan => ({ claim: undefined, mentioned, kept: [{ reason }] });
  if (rejects.isRejectsFile || rejectedShelves === undefined) {
    return keepAll('it is a repaired file of rejects, which has some of the rows of its source only');
  }
  const { stores } = shelves;
  if (stores === undefined) throw storesTooMany();
  const open = new HashIndex();
  for (const hash of shelves.leftOut()) {
    open.add(hash);
    if (open.size > MAX_REJECTED_SHELVES) break;
  }
  copy(rejectedShelves.shelves, open);
  const { rowsOfUnknownStore } = rejectedShelves;
  if (rejectedShelves.isTooMany || open.size > MAX_REJECTED_SHELVES) {
    return keepAll(`more than ${MAX_REJECTED_SHELVES} shelves have rejected rows`);
  }
  if (rowsOfUnknownStore > 0) {
    return keepAll(
      rowsOfUnknownStore === 1
        ? 'a rejected row does not show which shelf it is of, nor of which store'
        : `${rowsOfUnknownStore} rejected rows do not show which shelves they are of, nor of which stores`,
    );
  }
  for (let part = 0; part < SHELF_PARTS; part++) {
    for (const hash of shelves.hashesOf(part)) mentioned.add(hash);
    if (mentioned.size > MAX_SHELVES) throw tooLarge(MAX_SHELVES);
  }
  copy(open, mentioned);
  const swept = stores.filter((store) => !rejectedShelves.stores.has(store));
  const kept = stores
    .filter((store) => rejectedShelves.stores.has(store))
    .map((store) => ({ store, reason: 'a rejected row of it does not show which shelf it is of' }));
  return { claim: swept.length === 0 ? undefined : { vanished, stores: swept, open }, mentioned, kept };
}

function copy(from: HashIndex, to: HashIndex): void {
  const hash = { a: 0, b: 0, c: 0 };
  for (let number = 0; number < from.size; number++) {
    from.read(number, hash);
    to.add(hash);
  }
}
