import type { Pace } from './attempts.ts';
import { type Drift, type DriftCheck, type Standing, standingOn } from './drift.ts';
import type { Executor } from './executor.ts';
import { fieldsOf, type Ground, heldBy } from './grounds.ts';
import type { Change } from './plan.ts';
import { readUntilClear } from './read-present.ts';

/** Reads of a field that is not as the plan expects: that may be an answer from before the last change to it. */
export const SECOND_LOOKS = 4;

/**
 * How the changes, and what they hold, stand in the account now; changes nothing. What does not read as the plan expects
 * is read again, up to four times within seconds, for services answer late.
 *
 * @throws what the executor threw
 */
export async function checkDrift(
  changes: readonly Change[],
  executor: Executor,
  pace: Pace,
): Promise<DriftCheck> {
  return checkStanding(changes, 'ready', executor, pace);
}

/** As {@link checkDrift}; what does not stand as `expected`, on its `groundsOf`, is read again. */
export async function checkStanding(
  changes: readonly Change[],
  expected: Standing,
  executor: Executor,
  pace: Pace,
  groundsOf: (change: Change) => readonly Ground[] = heldBy,
): Promise<DriftCheck> {
  const present = await readUntilClear(changes, {
    executor,
    pace,
    rounds: SECOND_LOOKS,
    fieldsOf: (some) => fieldsOf(some, groundsOf),
    isClear: (change, found) => standingOn(change, groundsOf(change), found) === expected,
  });
  const ready: Change[] = [];
  const there: Change[] = [];
  const drifted: Drift[] = [];
  for (const change of changes) {
    const standing = standingOn(change, groundsOf(change), present);
    if (standing === 'ready') ready.push(change);
    else if (standing === 'there') there.push(change);
    else drifted.push(standing);
  }
  return { ready, there, drifted };
}
