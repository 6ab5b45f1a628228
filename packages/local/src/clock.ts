/** The clock of the embedded AWS; tests pass one that they control. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` after `delayMs` on this clock; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** The system clock. Its timers don't keep the process alive: the open server does. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
