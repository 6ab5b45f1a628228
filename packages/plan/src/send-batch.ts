import { MOST_ATTEMPTS, mayRetry, oneLine, type Pace, pause, tell } from './attempts.ts';
import { applyStopped, executorBroken } from './errors.ts';
import type { Executor, ItemFailure } from './executor.ts';
import type { FailedEntry } from './journal-entries.ts';
import type { Change } from './plan.ts';

export interface SendDeps {
  readonly executor: Pick<Executor, 'apply' | 'isRetryable' | 'isFatal'>;
  readonly pace: Pace;
  /** Before each call. */
  readonly onCall: () => void;
  /** What became of some of the changes, as soon as it is known; to be written down. */
  readonly onOutcome: (outcome: { done: readonly string[]; failed: readonly FailedEntry[] }) => Promise<void>;
}

/**
 * Makes the changes of a batch. Throttled and transient failures are tried again; any other that takes the call as
 * a whole is narrowed down by halves, until the change that it is about stands alone.
 *
 * @throws GroundcrewError `plan.apply.stopped` where no further call would fare better; what aborted the signal; what `onOutcome` threw
 */
export async function sendBatch(batch: readonly Change[], deps: SendDeps): Promise<void> {
  await send(batch, deps, new Set());
}

/** @param doubted ids of changes that an earlier call may have made */
async function send(batch: readonly Change[], deps: SendDeps, doubted: Set<string>): Promise<void> {
  const { executor, pace, onCall, onOutcome } = deps;
  let left = batch;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > 1) await pause(attempt - 1, pace);
    pace.signal?.throwIfAborted();
    let answer: Awaited<ReturnType<Executor['apply']>>;
    try {
      onCall();
      answer = await executor.apply(left, pace.signal);
    } catch (thrown) {
      if (pace.signal?.aborted) throw thrown;
      // The answer may be lost, or a batch of several calls may have failed at the second.
      for (const { id } of left) doubted.add(id);
      if (executor.isFatal?.(thrown)) throw applyStopped(tell(thrown).message, thrown);
      if (mayRetry(executor, thrown, attempt, pace)) continue;
      if (left.length === 1 || executor.isRetryable?.(thrown)) {
        const told = tell(thrown);
        await onOutcome({ done: [], failed: left.map(({ id }) => ({ id, ...told, inDoubt: true })) });
        return;
      }
      const middle = Math.ceil(left.length / 2);
      await send(left.slice(0, middle), deps, doubted);
      await send(left.slice(middle), deps, doubted);
      return;
    }
    left = await settle(left, answer.failed, attempt);
  }

  /** Tells what is known of the changes now; returns those to try again. */
  async function settle(
    sent: readonly Change[],
    failures: readonly ItemFailure[],
    attempt: number,
  ): Promise<readonly Change[]> {
    const byId = new Map(failures.map((failure) => [failure.id, failure]));
    const isLast = attempt >= (pace.attempts ?? MOST_ATTEMPTS);
    const done = sent.filter(({ id }) => !byId.has(id)).map(({ id }) => id);
    if (done.length + byId.size > sent.length) {
      throw executorBroken('a change failed that was not in the batch');
    }
    const failed: FailedEntry[] = [];
    const again: Change[] = [];
    for (const change of sent) {
      const failure = byId.get(change.id);
      if (!failure) continue;
      if (failure.retryable) doubted.add(change.id);
      if (failure.retryable && !isLast) again.push(change);
      else {
        const { id, code, message } = failure;
        failed.push({ id, code, message: oneLine(message), inDoubt: doubted.has(id) });
      }
    }
    if (done.length + failed.length > 0) await onOutcome({ done, failed });
    return again;
  }
}
