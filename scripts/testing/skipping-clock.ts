import { type Clock, systemClock } from '@groundcrew/local';

/** Of a long poll for the messages of a queue. */
const MAX_SKIPPED_MS = 1_000;

/**
 * The clock of an embedded AWS on which waits of up to a second are over at once, as if they had passed: a command that polls an
 * empty queue does not wait. Longer waits, as for the next removal of what has expired, are as long as they are.
 */
export function createSkippingClock(): Clock {
  let skippedMs = 0;
  const now = () => Date.now() + skippedMs;
  return {
    now,
    after(delayMs, task) {
      if (delayMs > MAX_SKIPPED_MS) return systemClock.after(delayMs, task);
      const atMs = now() + delayMs;
      const immediate = setImmediate(() => {
        // Of waits that are concurrent only the longest is skipped.
        skippedMs += Math.max(0, atMs - now());
        task();
      });
      return () => clearImmediate(immediate);
    },
  };
}
