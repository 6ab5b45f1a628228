import type { Clock } from './clock.ts';

/** A clock that only moves when a test advances it. */
export interface MovableClock extends Clock {
  /** Advances, running due tasks in order, each at its time and with its immediate consequences. */
  advance(byMs: number): Promise<void>;
  /** When the next task is due, in milliseconds since 1970; `undefined`: none. */
  next(): number | undefined;
}

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** Creates a clock set to `startMs`; default: 2026-01-01T00:00:00Z. */
export function createMovableClock(startMs: number = Date.UTC(2026, 0, 1)): MovableClock {
  let nowMs = startMs;
  const tasks = new Set<Task>();

  function earliest(): Task | undefined {
    let first: Task | undefined;
    // Tasks due at the same time run in the order in which they were added.
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
