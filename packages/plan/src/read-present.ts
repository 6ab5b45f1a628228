import { mayRetry, type Pace, pause } from './attempts.ts';
import { executorBroken } from './errors.ts';
import type { Executor, Present } from './executor.ts';
import type { Change } from './plan.ts';

/**
 * What the fields of the changes are now, one for each. Throttled and transient failures are tried again.
 *
 * @throws what the executor threw
 */
export async function readPresent(
  changes: readonly Change[],
  executor: Executor,
  pace: Pace,
): Promise<ReadonlyMap<string, Present>> {
  if (changes.length === 0) return new Map();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return complete(changes, await executor.read(changes, pace.signal));
    } catch (thrown) {
      if (pace.signal?.aborted || !mayRetry(executor, thrown, attempt, pace)) throw thrown;
    }
    await pause(attempt, pace);
  }
}

function complete(changes: readonly Change[], present: ReadonlyMap<string, Present>) {
  const unread = changes.find(({ id }) => !present.has(id));
  if (unread) throw executorBroken(`the present value of ${unread.id} was not read`);
  return present;
}

/**
 * Reads until no field is `unclear`, at most `rounds` times, and each time only those that are: a service may answer
 * with what was there before the last change.
 */
export async function readUntilClear(
  changes: readonly Change[],
  isUnclear: (change: Change, found: Present) => boolean,
  { executor, pace, rounds }: { executor: Executor; pace: Pace; rounds: number },
): Promise<ReadonlyMap<string, Present>> {
  const present = new Map<string, Present>();
  let unclear = changes;
  for (let round = 1; unclear.length > 0; round += 1) {
    for (const [id, found] of await readPresent(unclear, executor, pace)) present.set(id, found);
    unclear = unclear.filter((change) => isUnclear(change, present.get(change.id)!));
    if (round >= rounds) break;
    if (unclear.length > 0) await pause(round, pace);
  }
  return present;
}
