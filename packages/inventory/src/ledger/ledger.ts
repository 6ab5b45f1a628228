import { GroundcrewError } from '@groundcrew/errors';
import { changeEntry, type LedgerDeps, readEntry } from './change.ts';
import {
  type Claim,
  type ClaimDecision,
  decideClaim,
  graceMs,
  type LedgerTimes,
  noSeenLeases,
  seeLease,
} from './decide-claim.ts';
import type { LedgerEntry } from './entry.ts';
import { createLoadLease, type LoadLease } from './lease.ts';
import { compareSequencers } from './sequencer.ts';

/** The outcome of a claim. */
export type ClaimResult =
  | { readonly status: 'claimed'; readonly lease: LoadLease }
  | { readonly status: 'duplicate' | 'stale'; readonly reason: string };

/** Why there is nothing to load. */
export type KnownAnswer = Extract<ClaimResult, { readonly reason: string }>;

/** How long a claim may take. */
export interface ClaimLimits {
  readonly maxWaitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Records which upload of an object was loaded how far, and lets one run at a time write its rows. */
export interface Ledger {
  /**
   * Claims an upload. If another run holds it, or an older one of the same object, waits until that run is known to
   * be
   * alive, or is finished or expired.
   *
   * @throws GroundcrewError `inventory.ledger.busy` if that takes longer than `maxWaitMs`
   */
  claim(claim: Omit<Claim, 'owner'>, limits: ClaimLimits): Promise<ClaimResult>;
  /** What is known of an upload without claiming it: that it, or a later one of its object, was handled. */
  findAnswer(upload: Omit<Claim, 'owner'>): Promise<KnownAnswer | undefined>;
  /**
   * Claims an upload to undo its load: from then on no event loads it, and newer files wait as they wait for a load.
   *
   * @throws GroundcrewError `inventory.undo.unknown-load`, `inventory.undo.busy`
   */
  claimUndo(
    upload: Omit<Claim, 'owner'>,
  ): Promise<{ readonly lease: LoadLease; readonly entry: LedgerEntry }>;
  /** Whether a run holds the lease of an upload, so that it may write rows of it: others respect it a little longer. */
  isHeld(upload: Omit<Claim, 'owner'>): Promise<boolean>;
}

/** A lease of 30 s is renewed several times; the upload of a killed run is free again before Lambda's first retry. */
export const defaultLedgerTimes: LedgerTimes = { leaseMs: 30_000, keepMs: 30 * 24 * 3_600_000 };

/** How long service errors are retried before a claim fails. */
const MAX_RETRY_MS = 10_000;
/** How often to check whether another run has released its lease. */
const POLL_INTERVAL_MS = 1_000;

export function createLedger(deps: LedgerDeps, times: LedgerTimes = defaultLedgerTimes): Ledger {
  const { now, sleep, createId } = deps;
  return {
    async findAnswer(upload) {
      const entry = await readEntry(deps, upload.object, now() + MAX_RETRY_MS);
      const decision = decideClaim(entry, { ...upload, owner: '' }, noSeenLeases, now(), times);
      return decision.kind === 'answer' ? { status: decision.status, reason: decision.reason } : undefined;
    },

    async isHeld({ object, sequencer }) {
      const entry = await readEntry(deps, object, now() + MAX_RETRY_MS);
      if (entry?.lease === undefined || compareSequencers(entry.sequencer, sequencer) !== 0) return false;
      return entry.lease.untilMs + graceMs(times) > now();
    },

    async claimUndo({ object, sequencer }) {
      const owner = createId();
      const { answer, entry } = await changeEntry<GroundcrewError | null>(
        deps,
        object,
        undefined,
        now() + MAX_RETRY_MS,
        (found) => {
          if (found === undefined || compareSequencers(found.sequencer, sequencer) !== 0) {
            return { answer: unknownLoad(object) };
          }
          const heldUntilMs = found.lease === undefined ? 0 : found.lease.untilMs + graceMs(times);
          if (heldUntilMs > now()) return { answer: stillWritten(object) };
          const lease = { owner, untilMs: now() + times.leaseMs };
          const expiresAt = Math.ceil((now() + times.keepMs) / 1000);
          return { answer: null, write: { ...found, status: 'undoing', lease, expiresAt } };
        },
      );
      if (answer !== null) throw answer;
      return { lease: createLoadLease(deps, times, entry!), entry: entry! };
    },

    async claim(request, { maxWaitMs, signal }) {
      const claim = { ...request, owner: createId() };
      const deadlineMs = now() + maxWaitMs;
      let seen = noSeenLeases;
      for (;;) {
        const { answer, entry } = await changeEntry<ClaimDecision>(
          deps,
          claim.object,
          undefined,
          now() + MAX_RETRY_MS,
          (found) => {
            const decision = decideClaim(found, claim, seen, now(), times);
            return { answer: decision, ...(decision.kind === 'write' && { write: decision.entry }) };
          },
        );
        if (answer.kind === 'answer') return { status: answer.status, reason: answer.reason };
        if (answer.kind === 'write' && answer.claimed) {
          return { status: 'claimed', lease: createLoadLease(deps, times, entry!) };
        }
        seen = seeLease(seen, entry?.lease);
        const untilMs = answer.kind === 'wait' ? answer.untilMs : now() + POLL_INTERVAL_MS;
        if (now() >= deadlineMs) throw stillHeld(claim.object, maxWaitMs);
        await sleep(Math.max(1, Math.min(POLL_INTERVAL_MS, untilMs - now(), deadlineMs - now())), signal);
      }
    },
  };
}

function unknownLoad(object: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.undo.unknown-load',
    `the ledger has no load of ${object}, or one of a later upload of it; groundcrew inventory loads lists those that it has`,
    { details: { object } },
  );
}

function stillWritten(object: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.undo.busy',
    `${object} is being loaded or undone right now; wait until that has ended, or half a minute if it was interrupted`,
    { fault: 'service', details: { object } },
  );
}

function stillHeld(object: string, waitedMs: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.ledger.busy',
    `another run still writes ${object} after ${Math.round(waitedMs / 1000)} s of waiting; the event will be retried`,
    { fault: 'service', details: { object, waitedMs } },
  );
}
