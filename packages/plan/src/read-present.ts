import { mayRetry, type Pace, pause } from './attempts.ts';
import { keyOf } from './check-plan.ts';
import { executorBroken } from './errors.ts';
import type { Executor, Field, Present } from './executor.ts';
import type { Change } from './plan.ts';

/**
 * What the fields are now, one for each. Throttled and transient failures are tried again.
 *
 * @throws what the executor threw
 */
export async function readPresent(
  fields: readonly Field[],
  executor: Executor,
  pace: Pace,
): Promise<ReadonlyMap<string, Present>> {
  if (fields.length === 0) return new Map();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return complete(fields, await executor.read(fields, pace.signal));
    } catch (thrown) {
      if (pace.signal?.aborted || !mayRetry(executor, thrown, attempt, pace)) throw thrown;
    }
    await pause(attempt, pace);
  }
}

function complete(fields: readonly Field[], present: ReadonlyMap<string, Present>) {
  const unread = fields.find(({ id }) => !present.has(id));
  if (unread) throw executorBroken(`the present value of ${unread.id} was not read`);
  return present;
}

export interface ReadUntilClear {
  readonly executor: Executor;
  readonly pace: Pace;
  /** How often is read at most. */
  readonly rounds: number;
  /** What is to be read for changes; their own fields unless said otherwise. */
  readonly fieldsOf?: (changes: readonly Change[]) => readonly Field[];
  /** Whether what was read needs no second look. */
  readonly isClear: (change: Change, present: ReadonlyMap<string, Present>) => boolean;
}

/**
 * Reads until all changes are clear, and each time only for resources of which one is not: a service may answer with what
 * was there before the last change. So what is known of one resource is all of one time.
 */
export async function readUntilClear(
  changes: readonly Change[],
  { executor, pace, rounds, fieldsOf = (some) => some, isClear }: ReadUntilClear,
): Promise<ReadonlyMap<string, Present>> {
  const present = new Map<string, Present>();
  let unclear = changes;
  for (let round = 1; unclear.length > 0; round += 1) {
    for (const [id, found] of await readPresent(fieldsOf(unclear), executor, pace)) present.set(id, found);
    const again = new Set(
      unclear.filter((change) => !isClear(change, present)).map(({ target }) => keyOf(target)),
    );
    unclear = unclear.filter(({ target }) => again.has(keyOf(target)));
    if (round >= rounds) break;
    if (unclear.length > 0) await pause(round, pace);
  }
  return present;
}
