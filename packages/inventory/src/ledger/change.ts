import { backoffMs } from '@groundcrew/aws-core';
import { type GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import type { EntryChange } from './decide-claim.ts';
import type { LedgerEntry } from './entry.ts';
import type { LedgerStore, ReplaceOutcome } from './store.ts';

/** What the ledger works with. */
export interface LedgerDeps {
  readonly store: LedgerStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A text that nobody else makes: `crypto.randomUUID`. */
  readonly createId: () => string;
}

/** What to do about an entry as it stands: what to answer, and what to store before that, if anything. */
export interface Decision<Answer> {
  readonly answer: Answer;
  readonly write?: EntryChange | undefined;
}

/**
 * Reads, decides, writes if nothing changed in between, and begins again if something did: every change of the
 * ledger goes this way. Failures of the service are tried again until `untilMs`. A write whose answer was lost
 * is found by its id, so that nobody takes his own write for another's.
 */
export async function changeEntry<Answer>(
  deps: LedgerDeps,
  object: string,
  knownEntry: LedgerEntry | undefined,
  untilMs: number,
  decide: (entry: LedgerEntry | undefined) => Decision<Answer>,
): Promise<{ readonly answer: Answer; readonly entry: LedgerEntry | undefined }> {
  const { store, createId } = deps;
  const triedWriteIds = new Set<string>();
  let entry = knownEntry ?? (await withRetries(deps, untilMs, () => store.read(object)));
  let answer: Answer | undefined;
  for (;;) {
    if (answer !== undefined && entry !== undefined && triedWriteIds.has(entry.writeId))
      return { answer, entry };
    const decision = decide(entry);
    if (decision.write === undefined) return { answer: decision.answer, entry };
    answer = decision.answer;
    const next = { ...decision.write, revision: (entry?.revision ?? 0) + 1, writeId: createId() };
    triedWriteIds.add(next.writeId);
    const outcome = await tryToReplace(deps, next, untilMs);
    if (outcome.stored) return { answer, entry: next };
    entry = outcome.current ?? (await withRetries(deps, untilMs, () => store.read(object)));
  }
}

/** A failure of the service is no answer: the write may have been done, so the entry is read again. */
async function tryToReplace(deps: LedgerDeps, next: LedgerEntry, untilMs: number): Promise<ReplaceOutcome> {
  try {
    return await deps.store.replace(next);
  } catch (error) {
    if (!isRetryable(error) || deps.now() >= untilMs) throw error;
    await deps.sleep(backoffMs(1, deps.random, { baseMs: 200 }));
    return { stored: false };
  }
}

async function withRetries<Value>(
  deps: LedgerDeps,
  untilMs: number,
  work: () => Promise<Value>,
): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) || deps.now() >= untilMs) throw error;
      await deps.sleep(backoffMs(attempt, deps.random, { baseMs: 200, capMs: 2_000 }));
    }
  }
}

function isRetryable(error: unknown): error is GroundcrewError {
  return isGroundcrewError(error) && error.fault === 'service';
}
