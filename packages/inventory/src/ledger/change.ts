import { backoffMs, retry } from '@groundcrew/async';
import { type GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import type { EntryChange } from './decide-claim.ts';
import type { LedgerEntry } from './entry.ts';
import type { LedgerStore, ReplaceOutcome } from './store.ts';

/** The store and the environment of a ledger. */
export interface LedgerDeps {
  readonly store: LedgerStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Returns a unique text: `crypto.randomUUID`. */
  readonly createId: () => string;
}

/** The outcome of looking at an entry: the answer for the caller, and the entry to store first, if any. */
export interface Decision<Answer> {
  readonly answer: Answer;
  readonly write?: EntryChange | undefined;
}

/**
 * Changes an entry by optimistic locking: reads it, decides, writes it if it is unchanged, and starts over
 * otherwise. Service errors are retried until `untilMs`. A write whose response was lost is recognized by its
 * id, so that a run does not take its own write for another run's.
 */
export async function changeEntry<Answer>(
  deps: LedgerDeps,
  object: string,
  knownEntry: LedgerEntry | undefined,
  untilMs: number,
  decide: (entry: LedgerEntry | undefined) => Decision<Answer>,
): Promise<{ readonly answer: Answer; readonly entry: LedgerEntry | undefined }> {
  const { createId } = deps;
  const answerOfWrite = new Map<string, Answer>();
  let entry = knownEntry ?? (await readEntry(deps, object, untilMs));
  for (;;) {
    if (entry !== undefined && answerOfWrite.has(entry.writeId)) {
      return { answer: answerOfWrite.get(entry.writeId)!, entry };
    }
    const { answer, write } = decide(entry);
    if (write === undefined) return { answer, entry };
    const next = { ...write, revision: (entry?.revision ?? 0) + 1, writeId: createId() };
    answerOfWrite.set(next.writeId, answer);
    const outcome = await tryToReplace(deps, next, untilMs);
    if (outcome.stored) return { answer, entry: next };
    entry = outcome.current ?? (await readEntry(deps, object, untilMs));
  }
}

/** Reads an entry, with retries of service errors until `untilMs`. */
export function readEntry(
  deps: LedgerDeps,
  object: string,
  untilMs: number,
): Promise<LedgerEntry | undefined> {
  return withRetries(deps, untilMs, () => deps.store.read(object));
}

/** After a service error the write may have been applied or not: `stored: false` has the entry read again. */
async function tryToReplace(deps: LedgerDeps, next: LedgerEntry, untilMs: number): Promise<ReplaceOutcome> {
  try {
    return await deps.store.replace(next);
  } catch (error) {
    if (!isRetryable(error) || deps.now() >= untilMs) throw error;
    await deps.sleep(backoffMs(1, deps.random, { baseMs: 200 }));
    return { stored: false };
  }
}

function withRetries<Value>(
  { now, random, sleep }: LedgerDeps,
  untilMs: number,
  work: () => Promise<Value>,
): Promise<Value> {
  return retry(work, {
    mayRetry: (error) => isRetryable(error) && now() < untilMs,
    limits: { baseMs: 200, capMs: 2_000 },
    random,
    sleep,
  });
}

function isRetryable(error: unknown): error is GroundcrewError {
  return isGroundcrewError(error) && error.fault === 'service';
}
