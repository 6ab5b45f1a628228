import type { FailedEntry, HeaderEntry, JournalEntry, OpenedEntry } from './journal-entries.ts';
import type { Change } from './plan.ts';

/** What a journal knows of one change that was begun. */
export interface ChangeRecord {
  readonly change: Change;
  /** The service said that it was made, or it was seen. */
  readonly done: boolean;
  /** It was seen where it belongs. */
  readonly verified: boolean;
  /** It was begun, and nothing tells how that ended. */
  readonly open: boolean;
  /** Some call for it, now or earlier, may have made it, whatever came after. */
  readonly inDoubt: boolean;
  /** Why it failed the last time. */
  readonly failure?: FailedEntry | undefined;
}

/** All that a journal knows. */
export interface JournalRecord {
  readonly header: HeaderEntry;
  /** By id, in the order in which they were first begun. */
  readonly changes: ReadonlyMap<string, ChangeRecord>;
  /** Who has it open, or died while it had. */
  readonly holder: OpenedEntry | undefined;
}

/** Whether the change was made or may have been. Only what every call refused for sure was not. */
export function isTouched({ done, open, inDoubt }: ChangeRecord): boolean {
  return done || open || inDoubt;
}

/** Takes in the entries of a journal, one after another. */
export interface Replay {
  /** @throws RangeError for an entry that can't follow on those before it */
  apply(entry: JournalEntry): void;
  /** What is known so far; its `changes` keep up. `undefined` before the header. */
  readonly record: JournalRecord | undefined;
}

export function createReplay(): Replay {
  const changes = new Map<string, ChangeRecord>();
  let header: HeaderEntry | undefined;
  let holder: OpenedEntry | undefined;

  function update(id: string, patchOf: (record: ChangeRecord) => Partial<ChangeRecord>): void {
    const record = changes.get(id);
    if (record === undefined) throw new RangeError(`the change ${JSON.stringify(id)} was never begun`);
    changes.set(id, { ...record, open: false, ...patchOf(record) });
  }

  function begin(change: Change): void {
    const earlier = changes.get(change.id) ?? {
      change,
      done: false,
      verified: false,
      open: false,
      inDoubt: false,
    };
    changes.set(change.id, { ...earlier, open: true, inDoubt: earlier.inDoubt || earlier.open });
  }

  function apply(entry: JournalEntry): void {
    if (header === undefined && entry.type !== 'header') throw new RangeError('it stands before the header');
    switch (entry.type) {
      case 'header':
        // Two processes that began at once may both have written theirs; the first counts.
        header ??= entry;
        break;
      case 'opened':
        if (entry.after === (holder?.run ?? null)) holder = entry;
        break;
      case 'closed':
        if (entry.run === holder?.run) holder = undefined;
        break;
      case 'intent':
        entry.changes.forEach(begin);
        break;
      case 'outcome':
        for (const id of entry.done) update(id, () => ({ done: true, failure: undefined }));
        for (const failure of entry.failed) {
          update(failure.id, ({ inDoubt }) => ({ failure, inDoubt: inDoubt || failure.inDoubt }));
        }
        break;
      case 'verified':
        for (const id of entry.ids) update(id, () => ({ done: true, verified: true, failure: undefined }));
    }
  }

  return {
    apply,
    get record() {
      return header && { header, changes, holder };
    },
  };
}
