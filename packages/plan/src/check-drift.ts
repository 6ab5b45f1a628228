import type { Pace } from './attempts.ts';
import { type DriftCheck, type Standing, sortByStanding, standingOf } from './drift.ts';
import type { Executor, Present } from './executor.ts';
import type { Change } from './plan.ts';
import { readUntilClear } from './read-present.ts';

/** Reads of a field that is not as the plan expects: that may be an answer from before the last change to it. */
export const SECOND_LOOKS = 4;

/**
 * How the changes stand in the account now; changes nothing. What does not read as the plan expects is read again, up
 * to four times within seconds, for services answer late.
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

/** As {@link checkDrift}; what does not stand as `expected` is read again. */
export async function checkStanding(
  changes: readonly Change[],
  expected: Standing,
  executor: Executor,
  pace: Pace,
): Promise<DriftCheck> {
  const isUnclear = (change: Change, found: Present) => standingOf(change, found) !== expected;
  return sortByStanding(
    changes,
    await readUntilClear(changes, isUnclear, { executor, pace, rounds: SECOND_LOOKS }),
  );
}
