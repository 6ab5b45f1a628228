import type { Outcome } from './exchange.ts';

interface PacerDeps {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Keeps all requests of a client below the rate that its service accepts. */
export interface Pacer {
  /** Resolves when the next request may be sent. */
  turn(signal: AbortSignal | undefined): Promise<void>;
  /** What came of it: after a 429, requests are further apart. */
  note(outcome: Outcome): void;
}

const FIRST_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 1_000;

export function createPacer({ now, sleep }: PacerDeps): Pacer {
  let intervalMs = 0;
  let nextMs = 0;
  return {
    async turn(signal) {
      const atMs = Math.max(now(), nextMs);
      nextMs = atMs + intervalMs;
      const waitMs = atMs - now();
      if (waitMs > 0) await sleep(waitMs, signal);
    },
    note(outcome) {
      if (outcome.kind !== 'answer' || outcome.status !== 429) return;
      intervalMs = Math.min(MAX_INTERVAL_MS, Math.max(FIRST_INTERVAL_MS, intervalMs * 2));
      nextMs = Math.max(nextMs, now() + intervalMs);
    },
  };
}
