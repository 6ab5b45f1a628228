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
   * What came of a request. After a 429 or 503, requests are further apart; after a run of answers, closer again. One that
   * is refused again, while others are answered, does not count: a path that alone is answered with 503 must not slow down
   * all others.
   */
  note(outcome: Outcome, attempt: number): void;
}

const FIRST_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 1_000;
/** After a refusal there is no burst again: at least this is between two requests, whatever is answered. */
const MIN_INTERVAL_MS = 10;
/** After so many answers in a row, one more request a second is sent: a slow service refuses at most one of ten for that. */
const ANSWERS_OF_RISE = 10;

/** Additive increase of the rate, multiplicative decrease: it stays near what the service accepts, without knowing it. */
export function createPacer({ now, sleep }: PacerDeps): Pacer {
  let intervalMs = 0;
  let nextMs = 0;
  /** Whether the service has answered any request since it last refused one. */
  let hasAnswered = false;
  let answersInRow = 0;

  function slowDown(): void {
    hasAnswered = false;
    answersInRow = 0;
    intervalMs = Math.min(MAX_INTERVAL_MS, Math.max(FIRST_INTERVAL_MS, intervalMs * 2));
    nextMs = Math.max(nextMs, now() + intervalMs);
  }
  function countAnswer(): void {
    if (intervalMs === 0) return;
    answersInRow += 1;
    if (answersInRow < ANSWERS_OF_RISE) return;
    answersInRow = 0;
    intervalMs = Math.max(MIN_INTERVAL_MS, 1_000 / (1_000 / intervalMs + 1));
  }

  return {
    async turn(signal) {
      const atMs = Math.max(now(), nextMs);
      nextMs = atMs + intervalMs;
      const waitMs = atMs - now();
      if (waitMs > 0) await sleep(waitMs, signal);
    },
    note(outcome, attempt) {
      if (isThrottled(outcome)) {
        if (attempt === 1 || !hasAnswered) slowDown();
        return;
      }
      hasAnswered = true;
      if (outcome.kind === 'answer') countAnswer();
    },
  };
}
