import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { journalEmpty, journalInUse, journalOfAnotherPlan } from './errors.ts';
import { createFileStore } from './file-store.ts';
import { chainedLine } from './journal-chain.ts';
import type { HeaderEntry, Holder, JournalEntry, OpenedEntry, StepEntry } from './journal-entries.ts';
import type { JournalRecord } from './journal-record.ts';
import type { JournalStore } from './journal-store.ts';
import type { Plan } from './plan.ts';
import { readJournal, replayJournal } from './read-journal.ts';

/** The journal of one apply, locked by this process. */
export interface Journal {
  /** The path of its file. */
  readonly name: string;
  /** Its state, live. */
  readonly record: JournalRecord;
  /**
   * Resolves when the entry is durable. After a failed append, all later ones fail.
   *
   * @throws GroundcrewError `plan.journal.failed`
   */
  append(entry: StepEntry): Promise<void>;
  /** Releases it. */
  close(): Promise<void>;
}

export interface JournalLockOptions {
  /** The maximum size of a journal that is read, in bytes; default: 256 MiB. */
  readonly maxBytes?: number;
  /** Takes the lock even from a process that may be running: the user knows that it has ended. */
  readonly takeOver?: boolean;
  /** Whether the process that holds the lock is running; `true` if that can't be known. */
  readonly isRunning?: (holder: Holder) => boolean;
}

export interface OpenJournalOptions extends JournalLockOptions {
  /** The plan that is applied. */
  readonly plan: Plan;
  /** `new`: the journal must not exist; `resume`: it must exist, and be of this plan. */
  readonly mode: 'new' | 'resume';
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Default: this process. */
  readonly holder?: Holder;
}

const MAX_BYTES = 2 ** 28;

/**
 * Opens the journal of an apply exclusively.
 *
 * The lock is in the journal itself: a process appends that it takes the lock from the last holder, and the first to
 * do so has it. So no lock file can be left behind, and two that try concurrently can't both succeed.
 *
 * @param where a path, or a store
 * @throws GroundcrewError `plan.journal.exists`, `.missing`, `.of-another-plan`, `.in-use`, `.damaged`,
 * `.not-a-journal`, `.too-large`, `.failed`
 */
export async function openJournal(
  where: string | JournalStore,
  options: OpenJournalOptions,
): Promise<Journal> {
  const { mode, maxBytes = MAX_BYTES } = options;
  const store = typeof where === 'string' ? createFileStore(where, { maxBytes }) : where;
  try {
    await store.open(mode);
    return await acquire(store, options);
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
}

async function acquire(store: JournalStore, options: OpenJournalOptions): Promise<Journal> {
  const { plan, now, holder = thisProcess() } = options;
  const run = randomUUID();
  const text = await store.read();
  const { replay: found, lastHash } = replayJournal(text, store.name);
  const { record } = found;
  if (record) {
    checkSamePlan(record);
    checkNotInUse(record, store.name, options);
  }
  const opened: OpenedEntry = {
    type: 'opened',
    at: new Date(now()).toISOString(),
    run,
    after: record?.holder?.run ?? null,
    holder,
  };
  // A journal of an earlier version is continued as it is.
  const lineOf = createLines(record?.isVerified ?? true, lastHash);
  const header = record ? '' : lineOf(headerOf(plan, now()));
  // The line break ends a line that a crash truncated. One write, so that no other process writes in between.
  await store.append(`${text === '' ? '' : '\n'}${header}${lineOf(opened)}`);

  const { replay } = replayJournal(await store.read(), store.name);
  const acquired = replay.record!;
  checkSamePlan(acquired);
  if (acquired.holder?.run !== run) throw inUse(store.name, acquired.holder ?? opened);

  function checkSamePlan({ header: { plan: found } }: JournalRecord): void {
    if (found !== plan.hash) throw journalOfAnotherPlan(store.name, found, plan.hash);
  }

  let last: Promise<void> = Promise.resolve();
  function append(entry: JournalEntry): Promise<void> {
    last = last.then(async () => {
      await store.append(lineOf(entry));
      replay.apply(entry);
    });
    return last;
  }

  return {
    name: store.name,
    get record() {
      return replay.record!;
    },
    append,
    async close() {
      const closed: JournalEntry = { type: 'closed', at: new Date(now()).toISOString(), run };
      try {
        // If an entry could not be written, the caller of `append` has the error.
        await last.then(
          () => append(closed),
          () => undefined,
        );
      } finally {
        await store.close();
      }
    },
  };
}

/**
 * The state of the journal of an apply that has ended, for an undo.
 *
 * @throws GroundcrewError `plan.journal.in-use` while the apply may still run; `.missing`, `.empty`, `.damaged`,
 * `.not-a-journal`, `.too-large`, `.failed`
 */
export async function loadJournal(
  where: string | JournalStore,
  options: JournalLockOptions = {},
): Promise<JournalRecord> {
  const { maxBytes = MAX_BYTES } = options;
  const store = typeof where === 'string' ? createFileStore(where, { maxBytes }) : where;
  await store.open('resume');
  try {
    const record = readJournal(await store.read(), store.name);
    checkNotInUse(record, store.name, options);
    if (record.changes.size === 0) throw journalEmpty(store.name);
    return record;
  } finally {
    await store.close();
  }
}

function checkNotInUse({ holder }: JournalRecord, name: string, options: JournalLockOptions): void {
  const { takeOver = false, isRunning = mayRun } = options;
  if (holder && !takeOver && isRunning(holder.holder)) throw inUse(name, holder);
}

function inUse(name: string, { holder, at }: OpenedEntry): Error {
  return journalInUse(name, { ...holder, since: at });
}

function headerOf(plan: Plan, nowMs: number): HeaderEntry {
  return {
    type: 'header',
    format: 'groundcrew-journal/2',
    plan: plan.hash,
    kind: plan.kind,
    accounts: plan.accounts,
    examined: plan.scope.examined,
    changes: plan.changes.length,
    startedAt: new Date(nowMs).toISOString(),
    ...(plan.scope.ids !== undefined && { ids: plan.scope.ids }),
    ...(plan.scope.owner !== undefined && { owner: plan.scope.owner }),
  };
}

/** The lines of one process, each with the hash of the one before; without hashes for an earlier version. */
function createLines(isChained: boolean, lastHash: string | null): (entry: JournalEntry) => string {
  let prev = lastHash;
  return (entry) => {
    if (!isChained) return `${JSON.stringify(entry)}\n`;
    const { line, hash } = chainedLine(entry, prev);
    prev = hash;
    return line;
  };
}

const thisProcess = (): Holder => ({ pid: process.pid, host: hostname() });

/** Processes of another machine can't be checked. A process of another user exists if signaling it is refused. */
function mayRun({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
