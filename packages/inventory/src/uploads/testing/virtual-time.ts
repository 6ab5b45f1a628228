/** A clock that jumps to the next event: hours of waiting take no time, and every run is the same. */
export interface VirtualTime {
  readonly now: () => number;
  /** Calls `run` in `ms`; calls at the same time run in the order of scheduling. */
  after(ms: number, run: () => void): void;
  /** Advances the time until nothing is scheduled. */
  runOut(): Promise<void>;
}

export function createVirtualTime(): VirtualTime {
  const startMs = Date.UTC(2026, 2, 1);
  let nowMs = startMs;
  let waiting: { readonly atMs: number; readonly run: () => void }[] = [];
  return {
    now: () => nowMs,
    after(ms, run) {
      const atMs = nowMs + Math.max(0, ms);
      const place = waiting.findLastIndex((other) => other.atMs <= atMs) + 1;
      waiting.splice(place, 0, { atMs, run });
    },
    async runOut() {
      for (;;) {
        // Everything that does not depend on the clock has run by then: some of it takes a turn of the event loop.
        for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
        const next = waiting.shift();
        if (next === undefined) return;
        nowMs = next.atMs;
        if (nowMs - startMs > 30 * 24 * 3_600_000) {
          waiting = [];
          throw new Error('the simulation does not end');
        }
        next.run();
      }
    },
  };
}
