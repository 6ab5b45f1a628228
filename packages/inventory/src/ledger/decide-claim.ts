import type { Lease, LedgerEntry } from './entry.ts';
import { compareSequencers } from './sequencer.ts';

/** One upload that an invocation wants to load. */
export interface Claim {
  readonly object: string;
  readonly sequencer: string;
  /** This run's name: nobody else's. */
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
 * - An upload that is done is a duplicate. One that another run holds is a duplicate as soon as that run is seen
 *   alive, because its lease is renewed: it has retries and a failure queue of its own. Where it is not, it may
 *   be dead, and this claim may be its retry: its lease is waited for.
 * - An upload that was begun and is in nobody's hands is taken up from its checkpoint, by whichever event of it
 *   comes first: a retry, a duplicate, or the one that an invocation out of time sent to itself.
 *
 * @param seen the lease as this claim found it when it came
 */
export function decideClaim(
  entry: LedgerEntry | undefined,
  claim: Claim,
  seen: Lease | undefined,
  nowMs: number,
  times: LedgerTimes,
): ClaimDecision {
  const { object, sequencer, owner } = claim;
  const expiresAt = Math.ceil((nowMs + times.keepMs) / 1000);
  const lease = { owner, untilMs: nowMs + times.leaseMs };
  const fresh: EntryChange = { object, newest: sequencer, sequencer, status: 'running', lease, expiresAt };
  if (entry === undefined) return { kind: 'write', entry: fresh, claimed: true };

  const order = compareSequencers(sequencer, entry.newest);
  if (order < 0) {
    return { kind: 'answer', status: 'stale', reason: `a later upload (${entry.newest}) is known` };
  }
  const held = entry.lease?.owner === owner ? undefined : entry.lease;
  const heldUntilMs = held === undefined ? 0 : held.untilMs + graceMs(times);
  const isHeld = heldUntilMs > nowMs;
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
    const isAlive = seen !== undefined && (held?.owner !== seen.owner || held.untilMs > seen.untilMs);
    return isAlive
      ? { kind: 'answer', status: 'duplicate', reason: 'another invocation is loading it' }
      : { kind: 'wait', untilMs: heldUntilMs };
  }
  return { kind: 'write', entry: { ...entry, lease, expiresAt }, claimed: true };
}
