/** The kinds of work that keep the embedded AWS from being idle. */
export type ActivityKind =
  | 'invocation'
  | 'stream-records'
  | 'delivery'
  /** A state of a state machine. */
  | 'execution'
  /** A retry or a batching window that waits for the clock. */
  | 'waiting';

/** Counts work in progress, so that a caller can wait until there is none. */
export interface Activity {
  /** Work begins; the returned function, called once, ends it. */
  readonly begin: (work: ActivityKind) => () => void;
  /** How much of it is in progress. */
  count(work: ActivityKind): number;
  /** Resolves when nothing is in progress (except the kinds in `ignored`). */
  whenIdle(ignored: ReadonlySet<ActivityKind>): Promise<void>;
}

/** Nothing is in progress. */
export function createActivity(): Activity {
  const counts: Record<ActivityKind, number> = {
    invocation: 0,
    execution: 0,
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
        // The end of one task often starts the next: check again when the current task has finished.
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
