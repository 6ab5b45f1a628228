import { createRateLimiter } from '@groundcrew/aws-core';
import { type FailedObject, failedObjects, type FailedObjectsSource } from './failed-objects.ts';
import type { LeftGroup } from './redrive.ts';
import { tryToDelete } from './try-to-delete.ts';

/** Whether an object may be deleted, or why it stays. */
export type ObjectOutcome =
  | { readonly isAccepted: true }
  | { readonly isAccepted: false; readonly reason: string };

export interface RedriveObjectsOptions extends FailedObjectsSource {
  readonly deliver: (object: FailedObject) => Promise<ObjectOutcome>;
  /** Keeps what was accepted, for a rehearsal. */
  readonly keepsAccepted: boolean;
  readonly match?: string | undefined;
  readonly limit: number;
  /** Objects a second at most. */
  readonly maxPerSecond?: number | undefined;
  readonly onProgress?: (result: { readonly accepted: number; readonly examined: number }) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface ObjectsRedrive {
  readonly examined: number;
  readonly accepted: number;
  readonly unmatched: number;
  readonly left: readonly LeftGroup[];
  /** Accepted, but still in the bucket: they will be delivered again. */
  readonly notDeleted: number;
  readonly end: 'all' | 'limit' | 'stopped';
}

/** As many failures in a row: the cause is not fixed. */
const MAX_FAILURES = 10;
const MAX_REASONS = 100;

/**
 * Delivers the objects of a bucket, one after the other, the oldest of each shard first, and deletes each once it was accepted.
 * What is killed on its way delivers an object twice at worst, and loses none.
 *
 * @throws those of `@groundcrew/aws/s3`; what `deliver` threw; the signal's reason if it is aborted
 */
export async function redriveObjects(options: RedriveObjectsOptions): Promise<ObjectsRedrive> {
  const { s3, bucket, deliver, keepsAccepted, match, limit, maxPerSecond, onProgress, now, sleep, signal } =
    options;
  const limiter =
    maxPerSecond === undefined
      ? undefined
      : createRateLimiter({ capacity: 1, refillPerSecond: maxPerSecond }, { now, sleep });
  const left = new Map<string, { messages: number; readonly example: string }>();
  let [examined, accepted, unmatched, notDeleted, failuresInARow] = [0, 0, 0, 0, 0];

  function leave(key: string, reason: string): void {
    const group = left.has(reason) || left.size < MAX_REASONS ? reason : 'other reasons';
    const known = left.get(group);
    if (known) known.messages += 1;
    else left.set(group, { messages: 1, example: key });
  }

  const ended = (end: ObjectsRedrive['end']): ObjectsRedrive => ({
    examined,
    accepted,
    unmatched,
    left: [...left].map(([reason, group]) => ({ reason, ...group })),
    notDeleted,
    end,
  });

  for await (const object of failedObjects(options)) {
    if (examined === limit) return ended('limit');
    examined += 1;
    if (match !== undefined && !object.body.includes(match)) {
      unmatched += 1;
      continue;
    }
    await limiter?.take(signal);
    const { problem } = object;
    const outcome =
      problem === undefined ? await deliver(object) : { isAccepted: false as const, reason: problem };
    if (outcome.isAccepted) {
      accepted += 1;
      failuresInARow = 0;
      // Without the signal: what was accepted is to be deleted even if the run is interrupted.
      if (!keepsAccepted && !(await tryToDelete(s3, { bucket, key: object.key }))) notDeleted += 1;
    } else {
      leave(object.key, outcome.reason);
      failuresInARow += 1;
      if (failuresInARow >= MAX_FAILURES) return ended('stopped');
    }
    onProgress?.({ accepted, examined });
  }
  return ended('all');
}
