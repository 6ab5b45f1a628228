import { mapConcurrent } from '@groundcrew/async';
import { changeStoredItem, type DynamoDBClient, type StoredItem } from '@groundcrew/aws/dynamodb';
import { GroundcrewError } from '@groundcrew/errors';
import { HashIndex } from '../duplicates/hash-index.ts';
import { hashShelf } from '../duplicates/shelf-hash.ts';
import { stockAttributes } from '../load/item-json.ts';
import { keyOfShelf } from '../load/shelf-key.ts';
import type { ShelfFilter } from '../order/shelf-filter.ts';
import { decideUndo, type LoadedShelf } from './decide-undo.ts';
import type { ShelfChange } from './shelf-change.ts';
import { readStoredShelves, withoutKey } from './stored-shelves.ts';

/** What a load changed, in the order in which it did; can be read again. */
export interface UndoJournal {
  changes(): AsyncIterable<ShelfChange>;
}

export interface UndoDeps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Looks for the counts of newer files; called once the shelves of the journal are known. */
  readonly findNewer?: ((shelves: HashIndex) => Promise<ShelfFilter | undefined>) | undefined;
  /** Whether a change may be sent now; once it returns false, the undo ends. */
  readonly mayWrite?: (() => boolean) | undefined;
  /** Nothing is written, and everything else is as usual. */
  readonly isDryRun: boolean;
  readonly onProgress?: ((shelves: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/** What became of the shelves that a load changed. Plain JSON; stable. */
export interface UndoResult {
  /** Shelves that the load changed. */
  readonly shelves: number;
  /** Shelves that got back what was on them, or that would. */
  readonly restored: number;
  /** Shelves that the load made, and that were removed, or that would be. */
  readonly removed: number;
  /** Shelves that are as before: undone earlier, or the load never came to them. */
  readonly asBefore: number;
  /** Shelves that were left, because something else sets them. */
  readonly left: number;
  /** Those of them that newer files name or decide on. */
  readonly ofNewer: number;
  /** The first of these. */
  readonly examples: readonly LeftShelf[];
}

export interface LeftShelf {
  readonly store: string;
  readonly item: string;
  readonly why: string;
}

const BATCH_SHELVES = 400;
const CONCURRENCY = 16;
const MAX_EXAMPLES = 20;
/** 100 MB or so. */
const MAX_SHELVES = 4_000_000;

const { store: STORE, item: ITEM } = stockAttributes;

/**
 * Puts back what a load changed, shelf by shelf, each on the condition that it still is what the load wrote. It can be repeated: what
 * was put back is as before then.
 */
export async function undoChanges(journal: UndoJournal, deps: UndoDeps): Promise<UndoResult> {
  const { shelves, repeated } = await surveyShelves(journal);
  const newer = await deps.findNewer?.(shelves);
  const undo = new Undo(deps, newer);
  const merged = new Map<string, LoadedShelf & { after: (StoredItem | null)[] }>();
  let batch: LoadedShelf[] = [];
  const add = async (shelf: LoadedShelf): Promise<void> => {
    batch.push(shelf);
    if (batch.length < BATCH_SHELVES) return;
    await undo.process(batch);
    batch = [];
  };
  const hash = { a: 0, b: 0, c: 0 };
  for await (const { store, item, before, after } of journal.changes()) {
    hashShelf(store, item, hash);
    if (repeated.find(hash) < 0) {
      await add({ store, item, before, after: [after] });
      continue;
    }
    // The first record has what was there before the load; the others, what it wrote in between.
    const shelfKey = keyOfShelf({ store, item });
    const known = merged.get(shelfKey);
    if (known === undefined) merged.set(shelfKey, { store, item, before, after: [after] });
    else known.after.push(after);
  }
  for (const shelf of merged.values()) await add(shelf);
  await undo.process(batch);
  return undo.result();
}

/** Which shelves there are, and which of them have several records. */
async function surveyShelves(journal: UndoJournal): Promise<{ shelves: HashIndex; repeated: HashIndex }> {
  const shelves = new HashIndex();
  const repeated = new HashIndex();
  const hash = { a: 0, b: 0, c: 0 };
  for await (const { store, item } of journal.changes()) {
    hashShelf(store, item, hash);
    const { size } = shelves;
    if (shelves.add(hash) < size) repeated.add(hash);
    if (shelves.size > MAX_SHELVES) throw tooManyShelves();
  }
  return { shelves, repeated };
}

class Undo {
  readonly #deps: UndoDeps;
  readonly #newer: ShelfFilter | undefined;
  readonly #examples: LeftShelf[] = [];
  readonly #counts = { shelves: 0, restored: 0, removed: 0, asBefore: 0, left: 0, ofNewer: 0 };

  constructor(deps: UndoDeps, newer: ShelfFilter | undefined) {
    this.#deps = deps;
    this.#newer = newer;
  }

  result(): UndoResult {
    return { ...this.#counts, examples: this.#examples };
  }

  async process(shelves: readonly LoadedShelf[]): Promise<void> {
    const own = shelves.filter((shelf) => !this.#isOfNewer(shelf));
    const current = await readStoredShelves(this.#deps, own, this.#deps.signal);
    await mapConcurrent(own, CONCURRENCY, (shelf) =>
      this.#undo(shelf, current.get(keyOfShelf(shelf)) ?? null),
    );
    this.#counts.shelves += shelves.length;
    this.#deps.onProgress?.(this.#counts.shelves);
  }

  #isOfNewer({ store, item }: LoadedShelf): boolean {
    if (this.#newer === undefined) return false;
    const hash = { a: 0, b: 0, c: 0 };
    hashShelf(store, item, hash);
    if (!this.#newer.has(hash) && this.#newer.fateOf(store, hash) === undefined) return false;
    this.#counts.ofNewer++;
    this.#leave({ store, item, why: 'a newer file sets its count' });
    return true;
  }

  /** @param stored what is there, with its key */
  async #undo(shelf: LoadedShelf, stored: StoredItem | null, wasSent = false): Promise<void> {
    const { client, tableName, isDryRun, mayWrite, signal } = this.#deps;
    const { store, item, before } = shelf;
    const key = { [STORE]: { S: store }, [ITEM]: { S: item } };
    const decision = decideUndo(shelf, stored && withoutKey(stored), key);
    if (decision.kind === 'changed-since') return this.#leave({ store, item, why: decision.why });
    if (decision.kind === 'as-before' && !wasSent) {
      this.#counts.asBefore++;
      return;
    }
    if (decision.kind === 'put-back' && !isDryRun) {
      signal.throwIfAborted();
      if (mayWrite?.() === false) throw fenced();
      const outcome = await changeStoredItem(client, { tableName, key, ...decision.write, signal });
      // Somebody was faster; or the answer to the same request was lost, and it was sent again.
      if (!outcome.applied) return await this.#undo(shelf, outcome.item ?? null, true);
    }
    if (before === null) this.#counts.removed++;
    else this.#counts.restored++;
  }

  #leave(shelf: LeftShelf): void {
    this.#counts.left++;
    if (this.#examples.length < MAX_EXAMPLES) this.#examples.push(shelf);
  }
}

function tooManyShelves(): GroundcrewError {
  return new GroundcrewError(
    'inventory.undo.too-many-shelves',
    `the load changed more than ${MAX_SHELVES} shelves, more than are held in memory; restore the table from point-in-time recovery`,
  );
}

function fenced(): GroundcrewError {
  return new GroundcrewError(
    'inventory.ledger.lost',
    'the undo could not renew its lease in time, and stopped; run it again: what was put back stays',
    { fault: 'service' },
  );
}
