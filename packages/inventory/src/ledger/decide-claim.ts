import type { Lease, LedgerEntry } from './entry.ts';
import { compareSequencers } from './sequencer.ts';

/** One upload that an invocation is about to load. */
export interface Claim {
  readonly object: string;
  readonly sequencer: string;
  /** Unique id of this run. */
  readonly owner: string;
}

/** Durations in milliseconds. */
export interface LedgerTimes {
  /** Duration of a lease, unless it is renewed. */
  readonly leaseMs: number;
  /** How long an entry is stored. */
  readonly keepMs: number;
}

export type ClaimDecision =
  | { readonly kind: 'answer'; readonly status: 'duplicate' | 'stale'; readonly reason: string }
  /** Another run holds the lease; to be decided again, at `untilMs` at the latest. */
  | { readonly kind: 'wait'; readonly untilMs: number }
  /** To be stored; with `claimed`, this run then holds the upload. */
  | { readonly kind: 'write'; readonly entry: EntryChange; readonly claimed: boolean };

/** The leases of other runs that a waiting claim has seen. */
export interface SeenLeases {
  readonly last: Lease | undefined;
  /** How often the lease was another than before, since the first look. */
  readonly changes: number;
}

export const noSeenLeases: SeenLeases = { last: undefined, changes: 0 };

/**
 * A lease that changes twice is of a run that is alive. Once may be a request that a dead run had sent before it was killed, and
 * that was carried out after its retry first looked; a run sends the next request only when it has the response to the last.
 */
const CHANGES_OF_THE_LIVING = 2;

export function seeLease(seen: SeenLeases, lease: Lease | undefined): SeenLeases {
  const isOther = lease?.owner !== seen.last?.owner || lease?.untilMs !== seen.last?.untilMs;
  if (!isOther) return seen;
  return { last: lease, changes: seen === noSeenLeases ? 0 : seen.changes + 1 };
}

/** An entry without the fields that a write adds. */
export type EntryChange = Omit<LedgerEntry, 'revision' | 'writeId'>;

/**
 * The last part of a lease, in which its owner no longer writes. Requests sent before have this time, and
 * {@link graceMs} more, to arrive: together 15 s of a lease of 30 s, the maximum duration of a write.
 */
export function fenceMs({ leaseMs }: LedgerTimes): number {
  return leaseMs / 3;
}

/** How long other runs respect a lease after its end: clocks differ, and a last write may be in flight. */
export function graceMs({ leaseMs }: LedgerTimes): number {
  return leaseMs / 6;
}

/**
 * Decides the outcome of a claim, given the entry of the ledger.
 *
 * - An upload older than the newest known one is stale, whatever happened to the newer one.
 * - A newer one is recorded immediately, so that a run of an older one sees it and stops; it starts when that run
 *   has released its lease or the lease has expired, so that no older row follows a newer one.
 * - A finished upload is a duplicate. One that another run holds is a duplicate as soon as that run is known to be
 *   alive, because its lease was renewed twice: it has retries and a failure queue of its own. Otherwise that run may be
 *   dead, and this claim may be its retry: it waits for the lease to expire.
 * - An upload that was started and has no lease is resumed from its checkpoint, by whichever event of it comes
 *   first: a retry, a duplicate, or the one that an invocation out of time sent to itself.
 *
 * @param seen the leases that were found since the claim started
 */
export function decideClaim(
  entry: LedgerEntry | undefined,
  claim: Claim,
  seen: SeenLeases,
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
    const isAlive = seeLease(seen, held).changes >= CHANGES_OF_THE_LIVING;
    return isAlive
      ? { kind: 'answer', status: 'duplicate', reason: 'another invocation is loading it' }
      : { kind: 'wait', untilMs: heldUntilMs };
  }
  return { kind: 'write', entry: { ...entry, lease, expiresAt }, claimed: true };
}
