import { createHash } from 'node:crypto';
import { applyStopped } from './errors.ts';
import type { Journal } from './journal.ts';
import type { FailedEntry, Made } from './journal-entries.ts';
import type { Change } from './plan-model.ts';
import { backOff, DEFAULT_MAX_ATTEMPTS, describeError, type RetryPolicy } from './retry-policy.ts';
import { type Settlement, type ResourceExecutor, resourceKeyOf } from './resource-executor.ts';
import { learnId } from './resource-ids.ts';

/** How long resources are waited for. */
export interface ResourceWaits {
  /** For as long a read may not show what was made, in milliseconds; default: a minute. */
  readonly lateReadMs?: number;
  /** For as long a resource may take until it is ready, or until what uses it has gone; default: 15 minutes. */
  readonly settleMs?: number;
}

/** What making one resource needs of an apply. */
export interface MakeResourceDeps {
  readonly resources: ResourceExecutor;
  readonly journal: Journal;
  readonly planHash: string;
  readonly retryPolicy: RetryPolicy;
  readonly waits: ResourceWaits;
  /** Before each call that changes something. */
  readonly onCall: () => void;
  /** What is waited for, for people. */
  readonly onWait: (change: Change, progress: string | undefined) => void;
}

const LATE_READ_MS = 60_000;
const SETTLE_MS = 15 * 60_000;
/** Between two looks at something that takes its time. */
const pollDelays = { firstMs: 1_000, growth: 1.5, maxMs: 10_000 };

/** The client token of a change: each process that tries the same has the same, and another one after a discarded resource. */
export function tokenOf(planHash: string, changeId: string, discarded: number): string {
  const text = JSON.stringify([planHash, changeId, discarded]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * Makes one change of a resource, written down before and after, and waits until it is ready. Nothing is made twice: see
 * `ResourceIdentity`.
 *
 * @throws GroundcrewError `plan.apply.stopped`; the reason of the signal; what a read threw in the end
 */
export async function makeResource(change: Change, deps: MakeResourceDeps): Promise<void> {
  const { resources, journal, planHash, retryPolicy, waits, onCall, onWait } = deps;
  const { now, sleep, signal, maxAttempts = DEFAULT_MAX_ATTEMPTS } = retryPolicy;
  const { lateReadMs = LATE_READ_MS, settleMs = SETTLE_MS } = waits;
  const earlier = journal.record.changes.get(change.id);
  const token = tokenOf(planHash, change.id, earlier?.discarded ?? 0);
  /** When a call was sent last whose answer is not known: of an earlier process it may be as late as now. */
  let unknownSinceMs = earlier && (earlier.open || earlier.inDoubt) ? now() : undefined;
  const at = () => new Date(now()).toISOString();
  await journal.append({
    type: 'intent',
    at: at(),
    changes: [change],
    ...(resources.identityOf(change) === 'client-token' && { tokens: { [change.id]: token } }),
  });

  const startedAtMs = now();
  let attempts = 0;
  for (let round = 1; ; round += 1) {
    signal?.throwIfAborted();
    const found = resources.identityOf(change) === 'ownership-tag' ? await findBelieved() : undefined;
    let failure: FailedEntry;
    let answer: { readonly made: Made | undefined } | undefined;
    try {
      attempts += 1;
      onCall();
      answer = { made: await resources.make(change, { token, existing: found, signal }) };
    } catch (thrown) {
      if (signal?.aborted) throw thrown;
      const kind = resources.failureOf(thrown);
      if (kind === 'unanswered' || kind === 'fatal') unknownSinceMs = now();
      failure = { id: change.id, ...describeError(thrown), inDoubt: unknownSinceMs !== undefined };
      if (kind === 'fatal') {
        await journal.append({ type: 'outcome', at: at(), done: [], failed: [failure] });
        throw applyStopped(failure.message, thrown);
      }
      const waitedMs = now() - startedAtMs;
      const mayGoOn = {
        throttled: attempts < maxAttempts,
        unanswered: attempts < maxAttempts,
        'not-visible': waitedMs < lateReadMs,
        'in-use': waitedMs < settleMs,
        refused: false,
      }[kind];
      if (!mayGoOn) {
        await journal.append({ type: 'outcome', at: at(), done: [], failed: [failure] });
        return;
      }
      if (kind === 'in-use') onWait(change, failure.message);
      // Waiting for others does not count as an attempt.
      if (kind === 'in-use' || kind === 'not-visible') attempts -= 1;
      await (kind === 'in-use' ? sleep(pollMs(round), signal) : backOff(Math.min(round, 6), retryPolicy));
    }
    if (answer) return await succeed(answer.made);
  }

  async function succeed(made: Made | undefined): Promise<void> {
    const entry = { type: 'outcome', at: at(), done: [change.id], failed: [] } as const;
    await journal.append({ ...entry, ...(made && { made: { [change.id]: { id: made.id } } }) });
    learnId(resources.ids, change, made);
    await settleResource(change, deps);
  }

  /** After a lost answer, what is not found is looked for until it would certainly be, and then once more. */
  async function findBelieved(): Promise<Made | undefined> {
    for (let look = 1; ; look += 1) {
      const untilMs = unknownSinceMs === undefined ? 0 : unknownSinceMs + lateReadMs;
      const isLast = now() >= untilMs;
      const found = await persist(deps, () => resources.find(change, signal));
      if (found !== undefined || isLast) return found;
      onWait(change, 'looking for what an earlier call may have made');
      await sleep(Math.min(pollMs(look), Math.max(1, untilMs - now())), signal);
    }
  }
}

/**
 * Waits until what a change made is ready, or what it removed has gone. What failed after it was made is removed. What is
 * still not ready in the end stays as it is: not verified, so that a resume waits again.
 */
export async function settleResource(change: Change, deps: MakeResourceDeps): Promise<void> {
  const { resources, journal, retryPolicy, waits, onCall, onWait } = deps;
  const { now, sleep, signal } = retryPolicy;
  const endMs = now() + (waits.settleMs ?? SETTLE_MS);
  const made = journal.record.changes.get(change.id)?.made;
  const at = () => new Date(now()).toISOString();
  for (let look = 1; ; look += 1) {
    const settlement: Settlement = await persist(deps, () => resources.settle(change, made, signal));
    if (settlement.state === 'done') {
      await journal.append({ type: 'verified', at: at(), ids: [change.id] });
      return;
    }
    if (settlement.state === 'failed') {
      const { code, message } = settlement;
      const failed = { id: change.id, code, message, ...(await discard(code, message)) };
      await journal.append({ type: 'outcome', at: at(), done: [], failed: [failed] });
      return;
    }
    if (now() >= endMs) return;
    onWait(change, settlement.progress);
    await sleep(pollMs(look), signal);
  }

  async function discard(
    code: string,
    message: string,
  ): Promise<Pick<FailedEntry, 'inDoubt'> & Partial<FailedEntry>> {
    if (!made) return { inDoubt: true };
    try {
      onCall();
      await persist(deps, () => resources.discard(change, made, signal));
      resources.ids.delete(resourceKeyOf(change) ?? '');
      return { inDoubt: false, discarded: made.id };
    } catch (thrown) {
      if (signal?.aborted) throw thrown;
      const why = describeError(thrown);
      // It stays recorded as made, so that a resume or an undo removes it.
      return { code, inDoubt: true, message: `${message}; ${made.id} could not be removed: ${why.message}` };
    }
  }
}

/** Calls until there is an answer: what it does can be done again. */
export async function persist<Answer>(
  { resources, retryPolicy }: Pick<MakeResourceDeps, 'resources' | 'retryPolicy'>,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const { signal, maxAttempts = DEFAULT_MAX_ATTEMPTS } = retryPolicy;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await call();
    } catch (thrown) {
      if (signal?.aborted) throw thrown;
      const kind = resources.failureOf(thrown);
      if ((kind !== 'throttled' && kind !== 'unanswered') || attempt >= maxAttempts) throw thrown;
      await backOff(attempt, retryPolicy);
    }
  }
}

const pollMs = (look: number): number =>
  Math.min(pollDelays.maxMs, pollDelays.firstMs * pollDelays.growth ** Math.min(look - 1, 10));
