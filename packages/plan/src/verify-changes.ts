import { MAX_DRIFT_READS } from './check-drift.ts';
import { classifyField, type Drift } from './drift.ts';
import type { CurrentValue, Executor } from './executor.ts';
import type { Change } from './plan.ts';
import { readCurrentValues } from './read-current-values.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { backOff, DEFAULT_MAX_ATTEMPTS } from './retry-policy.ts';

export interface VerifyDeps {
  readonly executor: Executor;
  readonly retryPolicy: RetryPolicy;
  readonly maxReads: number | undefined;
  /** Whether the service reported that the change was made; otherwise it only may have been. */
  readonly isDone: (change: Change) => boolean;
  /** These were read back. */
  readonly onVerified: (ids: readonly string[]) => Promise<void>;
  readonly onProgress: (seen: number) => void;
}

/**
 * Reads the changes back until each is visible, because services are eventually consistent. Those that only may have
 * been made are read four times. Returns those that are done and did not become visible, with what was found instead.
 */
export async function verifyChanges(changes: readonly Change[], deps: VerifyDeps): Promise<readonly Drift[]> {
  const { executor, retryPolicy, maxReads = DEFAULT_MAX_ATTEMPTS, isDone, onVerified, onProgress } = deps;
  let unverified = changes;
  let current: ReadonlyMap<string, CurrentValue> = new Map();
  for (let round = 1; unverified.length > 0; round += 1) {
    current = await readCurrentValues(unverified, executor, retryPolicy);
    const isVerified = (change: Change) => classifyField(change, current.get(change.id)!) === 'applied';
    const verified = unverified.filter(isVerified).map(({ id }) => id);
    if (verified.length > 0) await onVerified(verified);
    unverified = unverified.filter((change) => !isVerified(change));
    onProgress(changes.length - unverified.length);
    if (round >= MAX_DRIFT_READS) unverified = unverified.filter(isDone);
    if (unverified.length === 0 || round >= maxReads) break;
    await backOff(round, retryPolicy);
  }
  return unverified.filter(isDone).map((change) => ({ change, found: current.get(change.id)! }));
}
