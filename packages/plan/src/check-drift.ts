import { type ChangeState, classifyChange, type Drift, type DriftCheck } from './drift.ts';
import type { Executor } from './executor.ts';
import type { Change } from './plan.ts';
import { fieldsOf, ownPreconditions, type Precondition } from './preconditions.ts';
import { readUntilConsistent } from './read-current-values.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** The maximum reads of a field that is not as the plan expects: the response may be stale. */
export const MAX_DRIFT_READS = 4;

/**
 * The state of the changes and of their preconditions in the account; changes nothing. What is not as the plan
 * expects is read again, up to four times within seconds, because services are eventually consistent.
 *
 * @throws what the executor threw
 */
export async function checkDrift(
  changes: readonly Change[],
  executor: Executor,
  retryPolicy: RetryPolicy,
): Promise<DriftCheck> {
  return checkChangeStates(changes, 'ready', executor, retryPolicy);
}

/** As {@link checkDrift}; what is not in the state `expected`, with its `preconditionsOf`, is read again. */
export async function checkChangeStates(
  changes: readonly Change[],
  expected: ChangeState,
  executor: Executor,
  retryPolicy: RetryPolicy,
  preconditionsOf: (change: Change) => readonly Precondition[] = ownPreconditions,
): Promise<DriftCheck> {
  const current = await readUntilConsistent(changes, {
    executor,
    retryPolicy,
    maxReads: MAX_DRIFT_READS,
    fieldsOf: (some) => fieldsOf(some, preconditionsOf),
    isConsistent: (change, found) => classifyChange(change, preconditionsOf(change), found) === expected,
  });
  const ready: Change[] = [];
  const applied: Change[] = [];
  const drifted: Drift[] = [];
  const gone: Change[] = [];
  for (const change of changes) {
    const state = classifyChange(change, preconditionsOf(change), current);
    if (state === 'ready') ready.push(change);
    else if (state === 'applied') applied.push(change);
    else if (state.found === 'gone') gone.push(change);
    else drifted.push(state);
  }
  return { ready, applied, drifted, gone };
}
