import { retry } from '@groundcrew/async';
import { keyOf } from './check-plan.ts';
import { executorBroken } from './errors.ts';
import type { CurrentValue, Executor, Field } from './executor.ts';
import type { Change } from './plan.ts';
import { backOff, backoffLimits, mayRetry, type RetryPolicy } from './retry-policy.ts';

/**
 * The current values of the fields, one for each. Throttled and transient failures are retried.
 *
 * @throws what the executor threw; the signal's reason if it is aborted
 */
export async function readCurrentValues(
  fields: readonly Field[],
  executor: Executor,
  retryPolicy: RetryPolicy,
): Promise<ReadonlyMap<string, CurrentValue>> {
  if (fields.length === 0) return new Map();
  const { sleep, random, signal } = retryPolicy;
  return await retry(async () => checkComplete(fields, await executor.read(fields, signal)), {
    mayRetry: (thrown, attempts) => mayRetry(executor, thrown, attempts, retryPolicy),
    limits: backoffLimits,
    sleep,
    random,
    signal,
  });
}

function checkComplete(fields: readonly Field[], current: ReadonlyMap<string, CurrentValue>) {
  const unread = fields.find(({ id }) => !current.has(id));
  if (unread) throw executorBroken(`the value of ${unread.id} was not read`);
  return current;
}

export interface ReadUntilConsistentOptions {
  readonly executor: Executor;
  readonly retryPolicy: RetryPolicy;
  /** The maximum number of reads. */
  readonly maxReads: number;
  /** The fields to read for changes; default: their own. */
  readonly fieldsOf?: (changes: readonly Change[]) => readonly Field[];
  /** Whether what was read needs no further read. */
  readonly isConsistent: (change: Change, current: ReadonlyMap<string, CurrentValue>) => boolean;
}

/**
 * Reads until all changes are consistent, each time only the resources with one that is not: a service may return
 * what was there before the last change. So all values of one resource are of the same read.
 */
export async function readUntilConsistent(
  changes: readonly Change[],
  { executor, retryPolicy, maxReads, fieldsOf = (some) => some, isConsistent }: ReadUntilConsistentOptions,
): Promise<ReadonlyMap<string, CurrentValue>> {
  const current = new Map<string, CurrentValue>();
  let inconsistent = changes;
  for (let round = 1; inconsistent.length > 0; round += 1) {
    for (const [id, found] of await readCurrentValues(fieldsOf(inconsistent), executor, retryPolicy))
      current.set(id, found);
    const inconsistentResources = new Set(
      inconsistent.filter((change) => !isConsistent(change, current)).map(({ target }) => keyOf(target)),
    );
    inconsistent = inconsistent.filter(({ target }) => inconsistentResources.has(keyOf(target)));
    if (round >= maxReads) break;
    if (inconsistent.length > 0) await backOff(round, retryPolicy);
  }
  return current;
}
