import { applyStopped, executorBroken } from './errors.ts';
import type { Executor, ItemFailure } from './executor.ts';
import type { FailedEntry } from './journal-entries.ts';
import type { Change } from './plan.ts';
import {
  backOff,
  DEFAULT_MAX_ATTEMPTS,
  describeError,
  mayRetry,
  oneLine,
  type RetryPolicy,
} from './retry-policy.ts';

export interface SendDeps {
  readonly executor: Pick<Executor, 'apply' | 'isRetryable' | 'isFatal'>;
  readonly retryPolicy: RetryPolicy;
  /** Before each call. */
  readonly onCall: () => void;
  /** Receives the outcome of some of the changes as soon as it is known, to record it. */
  readonly onOutcome: (outcome: { done: readonly string[]; failed: readonly FailedEntry[] }) => Promise<void>;
}

/**
 * Makes the changes of a batch. Throttled and transient failures are retried; any other failure of a whole call is
 * bisected, until the change that causes it is alone.
 *
 * @throws GroundcrewError `plan.apply.stopped` if every further call would fail too; the reason of the signal; what
 * `onOutcome` threw
 */
export async function sendBatch(batch: readonly Change[], deps: SendDeps): Promise<void> {
  await send(batch, deps, new Set());
}

/** @param unknownOutcome ids of changes that an earlier call may have made */
async function send(batch: readonly Change[], deps: SendDeps, unknownOutcome: Set<string>): Promise<void> {
  const { executor, retryPolicy, onCall, onOutcome } = deps;
  let left = batch;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > 1) await backOff(attempt - 1, retryPolicy);
    retryPolicy.signal?.throwIfAborted();
    let result: Awaited<ReturnType<Executor['apply']>>;
    try {
      onCall();
      result = await executor.apply(left, retryPolicy.signal);
    } catch (thrown) {
      if (retryPolicy.signal?.aborted) throw thrown;
      // The response may be lost, or a batch of several calls may have failed at the second.
      for (const { id } of left) unknownOutcome.add(id);
      if (executor.isFatal?.(thrown)) throw applyStopped(describeError(thrown).message, thrown);
      if (mayRetry(executor, thrown, attempt, retryPolicy)) continue;
      if (left.length === 1 || executor.isRetryable?.(thrown)) {
        const error = describeError(thrown);
        await onOutcome({ done: [], failed: left.map(({ id }) => ({ id, ...error, inDoubt: true })) });
        return;
      }
      const middle = Math.ceil(left.length / 2);
      await send(left.slice(0, middle), deps, unknownOutcome);
      await send(left.slice(middle), deps, unknownOutcome);
      return;
    }
    left = await recordOutcome(left, result.failed, attempt);
  }

  /** Records the outcomes that are known; returns the changes to retry. */
  async function recordOutcome(
    sent: readonly Change[],
    failures: readonly ItemFailure[],
    attempt: number,
  ): Promise<readonly Change[]> {
    const byId = new Map(failures.map((failure) => [failure.id, failure]));
    const isLast = attempt >= (retryPolicy.maxAttempts ?? DEFAULT_MAX_ATTEMPTS);
    const done = sent.filter(({ id }) => !byId.has(id)).map(({ id }) => id);
    if (done.length + byId.size > sent.length) {
      throw executorBroken('a change failed that was not in the batch');
    }
    const failed: FailedEntry[] = [];
    const retries: Change[] = [];
    for (const change of sent) {
      const failure = byId.get(change.id);
      if (!failure) continue;
      if (failure.retryable) unknownOutcome.add(change.id);
      if (failure.retryable && !isLast) retries.push(change);
      else {
        const { id, code, message } = failure;
        failed.push({ id, code, message: oneLine(message), inDoubt: unknownOutcome.has(id) });
      }
    }
    if (done.length + failed.length > 0) await onOutcome({ done, failed });
    return retries;
  }
}
