import type { Clock } from './clock.ts';

/** A clock that stands still until a test moves it. */
export interface MovableClock extends Clock {
  /** Moves on, running what falls due in its order, each at its time and with what follows from it at once. */
  advance(byMs: number): Promise<void>;
  /** When the next task falls due, in milliseconds since 1970; `undefined`: nothing waits. */
  next(): number | undefined;
}

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** Makes a clock that stands at `startMs`; 2026-01-01T00:00:00Z unless said otherwise. */
export function createMovableClock(startMs: number = Date.UTC(2026, 0, 1)): MovableClock {
  let nowMs = startMs;
  const tasks = new Set<Task>();

  function earliest(): Task | undefined {
    let first: Task | undefined;
    // Tasks that fall due at one time run in the order in which they were added.
    for (const task of tasks) if (!first || task.at < first.at) first = task;
    return first;
  }

  return {
    now: () => nowMs,
    after(delayMs, run) {
      const task = { at: nowMs + Math.max(0, delayMs), run };
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    async advance(byMs) {
      const until = nowMs + byMs;
      for (let task = earliest(); task && task.at <= until; task = earliest()) {
        tasks.delete(task);
        nowMs = Math.max(nowMs, task.at);
        task.run();
        await new Promise((resolve) => setImmediate(resolve));
      }
      nowMs = until;
    },
    next: () => earliest()?.at,
  };
}
