import type { LedgerEntry } from './entry.ts';
import { compareSequencers } from './sequencer.ts';

/** One upload that an invocation wants to load. */
export interface Claim {
  readonly object: string;
  readonly sequencer: string;
  /** Lambda's retries of one event share it. */
  readonly requestId: string;
  /** This run's alone. */
  readonly owner: string;
}

/** How long things last, in milliseconds. */
export interface LedgerTimes {
  /** How long a lease lasts unless it is renewed. */
  readonly leaseMs: number;
  /** How long an entry is kept. */
  readonly keepMs: number;
}

export type ClaimDecision =
  | { readonly kind: 'answer'; readonly status: 'duplicate' | 'stale'; readonly reason: string }
  /** Somebody else writes; to be asked again, at `untilMs` at the latest. */
  | { readonly kind: 'wait'; readonly untilMs: number }
  /** To be stored; with `claimed`, the load is this run's then. */
  | { readonly kind: 'write'; readonly entry: EntryChange; readonly claimed: boolean };

/** An entry without what the store itself counts. */
export type EntryChange = Omit<LedgerEntry, 'revision' | 'writeId'>;

/**
 * The last part of a lease in which its owner no longer writes. What it sent before has this long, and the
 * time of {@link graceMs} more, to arrive: together 15 s of a lease of 30 s, as long as a write may take.
 */
export function fenceMs({ leaseMs }: LedgerTimes): number {
  return leaseMs / 3;
}

/** How much longer than it lasts others respect a lease: clocks differ, and a last write may be on its way. */
export function graceMs({ leaseMs }: LedgerTimes): number {
  return leaseMs / 6;
}

/**
 * Decides what comes of a claim, given what the ledger says.
 *
 * - An upload older than the newest known is stale, whatever became of the newer one.
 * - A newer one is written down at once, so that a run of an older one learns of it and stops; it begins when
 *   that run has let go or its lease is over, so that no older row comes after a newer one.
 * - An upload that is done is a duplicate. One that another invocation holds is a duplicate too: that one has
 *   retries and a failure queue of its own, and waiting here would only use up this one's.
 * - A retry of the very invocation that holds the lease waits for its end: there is nobody else to do it.
 * - An upload that was begun and is in nobody's hands is taken up from its checkpoint, by whichever event of it
 *   comes first: a retry, a duplicate, or the one that an invocation out of time sent to itself.
 */
export function decideClaim(
  entry: LedgerEntry | undefined,
  claim: Claim,
  nowMs: number,
  times: LedgerTimes,
): ClaimDecision {
  const { object, sequencer, requestId, owner } = claim;
  const expiresAt = Math.ceil((nowMs + times.keepMs) / 1000);
  const lease = { owner, requestId, untilMs: nowMs + times.leaseMs };
  const fresh: EntryChange = { object, newest: sequencer, sequencer, status: 'running', lease, expiresAt };
  if (entry === undefined) return { kind: 'write', entry: fresh, claimed: true };

  const order = compareSequencers(sequencer, entry.newest);
  if (order < 0) {
    return { kind: 'answer', status: 'stale', reason: `a later upload (${entry.newest}) is known` };
  }
  const heldUntilMs = entry.lease === undefined ? 0 : entry.lease.untilMs + graceMs(times);
  const isHeld = entry.lease?.owner !== owner && heldUntilMs > nowMs;
  if (order > 0 && isHeld) {
    return { kind: 'write', entry: { ...entry, newest: sequencer, expiresAt }, claimed: false };
  }
  if (compareSequencers(sequencer, entry.sequencer) !== 0) {
    return isHeld ? { kind: 'wait', untilMs: heldUntilMs } : { kind: 'write', entry: fresh, claimed: true };
  }

  if (entry.status !== 'running') {
    return { kind: 'answer', status: 'duplicate', reason: `it was handled before (${entry.status})` };
  }
  if (isHeld) {
    return entry.lease?.requestId === requestId
      ? { kind: 'wait', untilMs: heldUntilMs }
      : { kind: 'answer', status: 'duplicate', reason: 'another invocation is loading it' };
  }
  return { kind: 'write', entry: { ...entry, lease, expiresAt }, claimed: true };
}
