/** The time that the embedded AWS lives by; tests give one that they can move. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` once `delayMs` have passed on this clock; the returned function calls it off. */
  after(delayMs: number, task: () => void): () => void;
}

/** The machine's own clock. Its timers don't keep the process alive: the open server does. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
