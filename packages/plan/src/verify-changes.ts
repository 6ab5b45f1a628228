import type { Pace } from './attempts.ts';
import { MOST_ATTEMPTS, pause } from './attempts.ts';
import { SECOND_LOOKS } from './check-drift.ts';
import { type Drift, standingOf } from './drift.ts';
import type { Executor, Present } from './executor.ts';
import type { Change } from './plan.ts';
import { readPresent } from './read-present.ts';

export interface VerifyDeps {
  readonly executor: Executor;
  readonly pace: Pace;
  readonly attempts: number | undefined;
  /** Whether the service said that the change was made; else it only may have been. */
  readonly isDone: (change: Change) => boolean;
  /** These were seen where they belong. */
  readonly onSeen: (ids: readonly string[]) => Promise<void>;
  readonly onProgress: (seen: number) => void;
}

/**
 * Reads the changes back until each is seen, for services answer late. Those that only may have been made are looked
 * at four times. Returns those that are done and never were seen, with what was found instead.
 */
export async function verifyChanges(changes: readonly Change[], deps: VerifyDeps): Promise<readonly Drift[]> {
  const { executor, pace, attempts = MOST_ATTEMPTS, isDone, onSeen, onProgress } = deps;
  let unseen = changes;
  let present: ReadonlyMap<string, Present> = new Map();
  for (let round = 1; unseen.length > 0; round += 1) {
    present = await readPresent(unseen, executor, pace);
    const isSeen = (change: Change) => standingOf(change, present.get(change.id)!) === 'there';
    const seen = unseen.filter(isSeen).map(({ id }) => id);
    if (seen.length > 0) await onSeen(seen);
    unseen = unseen.filter((change) => !isSeen(change));
    onProgress(changes.length - unseen.length);
    if (round >= SECOND_LOOKS) unseen = unseen.filter(isDone);
    if (unseen.length === 0 || round >= attempts) break;
    await pause(round, pace);
  }
  return unseen.filter(isDone).map((change) => ({ change, found: present.get(change.id)! }));
}
