import type { FailedEntry, HeaderEntry, JournalEntry, Made, OpenedEntry } from './journal-entries.ts';
import type { Change } from './plan.ts';

/** The state of a begun change in a journal. */
export interface ChangeRecord {
  readonly change: Change;
  /** The service reported that it was made, or it was read back. */
  readonly done: boolean;
  /** It was read back. */
  readonly verified: boolean;
  /** It was begun, and has no outcome. */
  readonly open: boolean;
  /** A call for it, of this run or an earlier one, may have made it, regardless of later outcomes. */
  readonly inDoubt: boolean;
  /** The last failure. */
  readonly failure?: FailedEntry | undefined;
  /** The resource that it made, and that has not been discarded since. */
  readonly made?: Made | undefined;
  /** How many of its resources failed after they were made, and were discarded. */
  readonly discarded?: number;
}

/** The state of a journal. */
export interface JournalRecord {
  readonly header: HeaderEntry;
  /** By id, in the order in which they were first begun. */
  readonly changes: ReadonlyMap<string, ChangeRecord>;
  /** The process that has it open, or that ended without closing it. */
  readonly holder: OpenedEntry | undefined;
  /** Whether its lines have hashes, which were right. Those of versions before 0.3 have none. */
  readonly isVerified: boolean;
}

/** Whether the change was made or may have been. It was not if every call for it was definitely refused. */
export function isTouched({ done, open, inDoubt }: ChangeRecord): boolean {
  return done || open || inDoubt;
}

/** Replays the entries of a journal. */
export interface Replay {
  /** @throws RangeError for an entry that can't follow those before it */
  apply(entry: JournalEntry): void;
  /** The state so far; its `changes` are live. `undefined` before the header. */
  readonly record: JournalRecord | undefined;
}

export function createReplay(): Replay {
  const changes = new Map<string, ChangeRecord>();
  let header: HeaderEntry | undefined;
  let holder: OpenedEntry | undefined;

  function update(id: string, patchOf: (record: ChangeRecord) => Partial<ChangeRecord>): void {
    const record = changes.get(id);
    if (record === undefined) throw new RangeError(`the change ${JSON.stringify(id)} has no intent`);
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

  function fail(failure: FailedEntry): void {
    const { discarded } = failure;
    update(failure.id, (record) =>
      discarded === undefined
        ? { failure, inDoubt: record.inDoubt || failure.inDoubt }
        : {
            failure,
            done: false,
            verified: false,
            inDoubt: false,
            made: undefined,
            discarded: (record.discarded ?? 0) + 1,
          },
    );
  }

  function apply(entry: JournalEntry): void {
    if (header === undefined && entry.type !== 'header') throw new RangeError('it is before the header');
    switch (entry.type) {
      case 'header':
        // Two processes that began concurrently may both have written theirs; the first counts.
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
        for (const id of entry.done) {
          const made = entry.made?.[id];
          update(id, () => ({ done: true, failure: undefined, ...(made && { made }) }));
        }
        entry.failed.forEach(fail);
        break;
      case 'verified':
        for (const id of entry.ids) update(id, () => ({ done: true, verified: true, failure: undefined }));
    }
  }

  return {
    apply,
    get record() {
      return header && { header, changes, holder, isVerified: header.format !== 'groundcrew-journal/1' };
    },
  };
}
