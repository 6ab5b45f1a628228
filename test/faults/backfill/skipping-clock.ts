import { type Clock, systemClock } from '@groundcrew/local';

/** The time of the machine, without the pauses in which everything only waits. */
export interface SkippingClock extends Clock {
  /** Goes on to when the next task is due, and runs it; without a task nothing happens. */
  skip(): void;
  /** How much was skipped so far. */
  skippedMs(): number;
  /** Forgets all tasks. */
  stop(): void;
}

export interface SkippingClockOptions {
  /** Default: the system clock. */
  readonly machine?: Clock;
  /** By how much it is ahead from the start; default: 0. */
  readonly skippedMs?: number;
}

interface Task {
  readonly atMs: number;
  readonly run: () => void;
}

/** The longest delay of a timer (Node.js documentation, `setTimeout`). */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * A clock that runs as the machine's does, and can be moved forward. Tasks run in the order of their times, so that to skip a pause
 * in which nothing else happens changes nothing but how long it takes.
 */
export function createSkippingClock(options: SkippingClockOptions = {}): SkippingClock {
  const { machine = systemClock } = options;
  const tasks = new Set<Task>();
  let { skippedMs = 0 } = options;
  let cancelTimer = (): void => {};
  const now = (): number => machine.now() + skippedMs;

  /** Of tasks that are due at the same time the one that was added first. */
  function earliest(): Task | undefined {
    let first: Task | undefined;
    for (const task of tasks) if (first === undefined || task.atMs < first.atMs) first = task;
    return first;
  }

  function arm(): void {
    cancelTimer();
    cancelTimer = () => {};
    const next = earliest();
    if (next === undefined) return;
    const delayMs = Math.min(MAX_DELAY_MS, Math.max(0, next.atMs - now()));
    cancelTimer = machine.after(delayMs, runDue);
  }

  function runDue(): void {
    for (let task = earliest(); task !== undefined && task.atMs <= now(); task = earliest()) {
      tasks.delete(task);
      task.run();
    }
    arm();
  }

  return {
    now,
    after(delayMs, run) {
      const task: Task = { atMs: now() + Math.max(0, delayMs), run };
      tasks.add(task);
      if (earliest() === task) arm();
      return () => {
        if (tasks.delete(task)) arm();
      };
    },
    skip() {
      const next = earliest();
      if (next === undefined) return;
      skippedMs += Math.max(0, next.atMs - now());
      runDue();
    },
    skippedMs: () => skippedMs,
    stop() {
      tasks.clear();
      arm();
    },
  };
}
