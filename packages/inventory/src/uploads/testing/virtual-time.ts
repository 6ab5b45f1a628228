/** A clock that jumps to whatever happens next: hours of waiting take no time, and every run is the same. */
export interface VirtualTime {
  readonly now: () => number;
  /** Calls `run` in `ms`; what falls on one instant comes in the order in which it was asked for. */
  after(ms: number, run: () => void): void;
  /** Lets time pass until nothing is left to happen. */
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
        // By then all that could go on without the clock has gone on: some of it takes a turn of the event loop.
        for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
        const next = waiting.shift();
        if (next === undefined) return;
        nowMs = next.atMs;
        if (nowMs - startMs > 30 * 24 * 3_600_000) {
          waiting = [];
          throw new Error('the simulation does not come to an end');
        }
        next.run();
      }
    },
  };
}

/** A number from 0 up to 1 each time; equal seeds give equal numbers (Mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
