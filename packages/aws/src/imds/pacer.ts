import type { Outcome } from './exchange.ts';
import { isThrottled } from './interpret-outcome.ts';

interface PacerDeps {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Keeps all requests of a client below the rate that its service accepts. */
export interface Pacer {
  /** Resolves when the next request may be sent. */
  turn(signal: AbortSignal | undefined): Promise<void>;
  /**
   * What came of a request: after a 429 or 503, requests are further apart. One that is refused again, while others are
   * answered, does not count: a path that alone is answered with 503 must not slow down all others.
   */
  note(outcome: Outcome, attempt: number): void;
}

const FIRST_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 1_000;

export function createPacer({ now, sleep }: PacerDeps): Pacer {
  let intervalMs = 0;
  let nextMs = 0;
  /** Whether the service has answered any request since it last refused one. */
  let hasAnswered = false;
  return {
    async turn(signal) {
      const atMs = Math.max(now(), nextMs);
      nextMs = atMs + intervalMs;
      const waitMs = atMs - now();
      if (waitMs > 0) await sleep(waitMs, signal);
    },
    note(outcome, attempt) {
      if (!isThrottled(outcome)) {
        hasAnswered = true;
        return;
      }
      if (attempt > 1 && hasAnswered) return;
      hasAnswered = false;
      intervalMs = Math.min(MAX_INTERVAL_MS, Math.max(FIRST_INTERVAL_MS, intervalMs * 2));
      nextMs = Math.max(nextMs, now() + intervalMs);
    },
  };
}
