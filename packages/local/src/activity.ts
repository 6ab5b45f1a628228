/** What may keep the embedded AWS from being quiet. */
export type Work =
  | 'invocation'
  | 'stream-records'
  | 'delivery'
  /** A retry or a batching window that waits for the clock. */
  | 'waiting';

/** Counts what is under way, so that a caller can wait until nothing is. */
export interface Activity {
  /** Something began; the returned function, called once, tells its end. */
  readonly begin: (work: Work) => () => void;
  /** How much of it is under way. */
  count(work: Work): number;
  /** Resolves when nothing is under way (but what is in `ignored`). */
  quiet(ignored: ReadonlySet<Work>): Promise<void>;
}

/** Nothing is under way. */
export function createActivity(): Activity {
  const counts: Record<Work, number> = {
    invocation: 0,
    waiting: 0,
    'stream-records': 0,
    delivery: 0,
  };
  const waiters = new Set<{ ignored: ReadonlySet<Work>; resolve: () => void }>();

  const isQuiet = (ignored: ReadonlySet<Work>) =>
    Object.entries(counts).every(([work, count]) => count === 0 || ignored.has(work as Work));

  function settle(): void {
    for (const waiter of waiters) {
      if (!isQuiet(waiter.ignored)) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  }

  return {
    begin(work) {
      counts[work]++;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        counts[work]--;
        // One end is often the next one's beginning: look again when the present task is through.
        if (counts[work] === 0 && waiters.size > 0) setImmediate(settle);
      };
    },
    count: (work) => counts[work],
    quiet(ignored) {
      return new Promise((resolve) => {
        waiters.add({ ignored, resolve });
        setImmediate(settle);
      });
    },
  };
}
