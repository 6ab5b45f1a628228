import { GroundcrewError } from '@groundcrew/errors';
import type { LoadSummary } from '../load/summary.ts';
import { changeEntry, type Decision, type LedgerDeps } from './change.ts';
import { type EntryChange, fenceMs, type LedgerTimes } from './decide-claim.ts';
import type { LedgerEntry, ObjectCheckpoint } from './entry.ts';
import { compareSequencers } from './sequencer.ts';

/** The exclusive right of one run to write the rows of one upload, for as long as it is renewed. */
export interface LoadLease {
  /** Greater than that of every run before. */
  readonly run: number;
  /** The progress of an earlier run. */
  readonly checkpoint: ObjectCheckpoint | undefined;
  /**
   * Fires when the lease is lost, with the error `inventory.ledger.superseded` (a later upload is known) or
   * `inventory.ledger.lost` (another run took over).
   */
  readonly signal: AbortSignal;
  /** Maximum interval of renewals; with it, one failed renewal does no harm. */
  readonly renewEveryMs: number;
  /** Whether a row may be sent now. */
  mayWrite(): boolean;
  /** Extends the lease from now on, and stores a checkpoint; throws the reason of `signal` if the lease is lost. */
  renew(checkpoint?: ObjectCheckpoint): Promise<void>;
  /** Ends the lease with the result of the load. */
  finish(summary: LoadSummary): Promise<void>;
  /** Releases the lease of an unfinished load: the next run resumes it immediately. */
  release(checkpoint?: ObjectCheckpoint): Promise<void>;
}

/** @param claimedEntry the entry that this run's claim stored */
export function createLoadLease(deps: LedgerDeps, times: LedgerTimes, claimedEntry: LedgerEntry): LoadLease {
  const { now } = deps;
  const { object, sequencer } = claimedEntry;
  const { owner } = claimedEntry.lease!;
  const controller = new AbortController();
  let entry = claimedEntry;

  /** The time until which this run may write. */
  const writableUntilMs = (): number => (entry.lease?.untilMs ?? 0) - fenceMs(times);

  function abortWith(error: GroundcrewError): GroundcrewError {
    controller.abort(error);
    return error;
  }

  async function change(decide: (mine: LedgerEntry) => Decision<GroundcrewError | null>): Promise<void> {
    const { answer: error, entry: current } = await changeEntry<GroundcrewError | null>(
      deps,
      object,
      entry,
      writableUntilMs(),
      (found) => (found?.lease?.owner === owner ? decide(found) : { answer: leaseLost(object) }),
    );
    if (current !== undefined) entry = current;
    if (error !== null) throw abortWith(error);
  }

  const end = (mine: LedgerEntry, changed: Partial<EntryChange>): Decision<null> => ({
    answer: null,
    write: { ...mine, lease: undefined, expiresAt: expiry(), ...changed },
  });
  const expiry = (): number => Math.ceil((now() + times.keepMs) / 1000);

  return {
    run: claimedEntry.revision,
    checkpoint: claimedEntry.checkpoint,
    signal: controller.signal,
    renewEveryMs: times.leaseMs / 4,
    mayWrite: () => !controller.signal.aborted && now() < writableUntilMs(),

    renew: (checkpoint) =>
      change((mine) => {
        if (compareSequencers(mine.newest, sequencer) > 0) return { answer: superseded(object, mine.newest) };
        const lease = { owner, untilMs: now() + times.leaseMs };
        return { answer: null, write: { ...mine, lease, checkpoint: checkpoint ?? mine.checkpoint } };
      }),

    finish: (summary) =>
      change((mine) => end(mine, { status: summary.status, summary, checkpoint: undefined })),

    release: (checkpoint) => change((mine) => end(mine, { checkpoint: checkpoint ?? mine.checkpoint })),
  };
}

function superseded(object: string, newest: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.ledger.superseded',
    `a later upload of ${object} is known (${newest}); its own event loads it`,
    { details: { object, newest } },
  );
}

function leaseLost(object: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.ledger.lost',
    `another run took over the load of ${object} because this one did not renew its lease in time`,
    { fault: 'service', details: { object } },
  );
}
