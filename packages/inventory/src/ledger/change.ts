import { backoffMs } from '@groundcrew/aws-core';
import { type GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import type { EntryChange } from './decide-claim.ts';
import type { LedgerEntry } from './entry.ts';
import type { LedgerStore, Replaced } from './store.ts';

/** What the ledger works with. */
export interface LedgerTools {
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
  tools: LedgerTools,
  object: string,
  known: LedgerEntry | undefined,
  untilMs: number,
  decide: (entry: LedgerEntry | undefined) => Decision<Answer>,
): Promise<{ readonly answer: Answer; readonly entry: LedgerEntry | undefined }> {
  const { store, createId } = tools;
  const tried = new Set<string>();
  let entry = known ?? (await persistently(tools, untilMs, () => store.read(object)));
  let answer: Answer | undefined;
  for (;;) {
    if (answer !== undefined && entry !== undefined && tried.has(entry.writeId)) return { answer, entry };
    const decision = decide(entry);
    if (decision.write === undefined) return { answer: decision.answer, entry };
    answer = decision.answer;
    const next = { ...decision.write, revision: (entry?.revision ?? 0) + 1, writeId: createId() };
    tried.add(next.writeId);
    const outcome = await tryToReplace(tools, next, untilMs);
    if (outcome.stored) return { answer, entry: next };
    entry = outcome.current ?? (await persistently(tools, untilMs, () => store.read(object)));
  }
}

/** A failure of the service is no answer: the write may have been done, so the entry is read again. */
async function tryToReplace(tools: LedgerTools, next: LedgerEntry, untilMs: number): Promise<Replaced> {
  try {
    return await tools.store.replace(next);
  } catch (error) {
    if (!isWorthAnother(error) || tools.now() >= untilMs) throw error;
    await tools.sleep(backoffMs(1, tools.random, { baseMs: 200 }));
    return { stored: false };
  }
}

async function persistently<Value>(
  tools: LedgerTools,
  untilMs: number,
  work: () => Promise<Value>,
): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isWorthAnother(error) || tools.now() >= untilMs) throw error;
      await tools.sleep(backoffMs(attempt, tools.random, { baseMs: 200, capMs: 2_000 }));
    }
  }
}

function isWorthAnother(error: unknown): error is GroundcrewError {
  return isGroundcrewError(error) && error.fault === 'service';
}
