/** What may keep the embedded AWS from being quiet. */
export type ActivityKind =
  | 'invocation'
  | 'stream-records'
  | 'delivery'
  /** A retry or a batching window that waits for the clock. */
  | 'waiting';

/** Counts what is under way, so that a caller can wait until nothing is. */
export interface Activity {
  /** Something began; the returned function, called once, tells its end. */
  readonly begin: (work: ActivityKind) => () => void;
  /** How much of it is under way. */
  count(work: ActivityKind): number;
  /** Resolves when nothing is under way (but what is in `ignored`). */
  whenIdle(ignored: ReadonlySet<ActivityKind>): Promise<void>;
}

/** Nothing is under way. */
export function createActivity(): Activity {
  const counts: Record<ActivityKind, number> = {
    invocation: 0,
    waiting: 0,
    'stream-records': 0,
    delivery: 0,
  };
  const waiters = new Set<{ ignored: ReadonlySet<ActivityKind>; resolve: () => void }>();

  const isIdle = (ignored: ReadonlySet<ActivityKind>) =>
    Object.entries(counts).every(([work, count]) => count === 0 || ignored.has(work as ActivityKind));

  function resolveWaiters(): void {
    for (const waiter of waiters) {
      if (!isIdle(waiter.ignored)) continue;
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
        if (counts[work] === 0 && waiters.size > 0) setImmediate(resolveWaiters);
      };
    },
    count: (work) => counts[work],
    whenIdle(ignored) {
      return new Promise((resolve) => {
        waiters.add({ ignored, resolve });
        setImmediate(resolveWaiters);
      });
    },
  };
}
