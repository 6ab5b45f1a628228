/** A token bucket: each call takes one token; `capacity` is the maximum, `refillPerSecond` the refill rate. */
export interface TokenBucketRate {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** Lets calls through at the rate of a token bucket, first come, first served. */
export interface RateLimiter {
  /** Resolves when the caller may send; rejects with the signal's reason as soon as that is aborted. */
  take(signal?: AbortSignal): Promise<void>;
  /**
   * Reports that the service throttled a call in spite of the limiter: other clients use the same bucket. The
   * bucket
   * is then considered empty and refilled at half the rate, a quarter and so on with each report, for a while.
   */
  throttled(): void;
}

/** The clock, replaceable in tests. */
export interface RateLimiterClock {
  /** Milliseconds, monotonic: `performance.now`. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Calls that were in flight together are throttled together; they count once. */
const SAME_THROTTLE_MS = 1_000;
/** This long without throttling doubles the rate again. */
const RECOVERY_MS = 15_000;
const MAX_HALVINGS = 4;

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A limiter over one token bucket, full at the start.
 *
 * @throws RangeError for a bucket that would never have a token
 */
export function createRateLimiter(
  { capacity, refillPerSecond }: TokenBucketRate,
  { now, sleep }: RateLimiterClock,
): RateLimiter {
  if (!(capacity >= 1 && refillPerSecond > 0)) {
    throw new RangeError(
      `a token bucket of ${capacity}, refilled by ${refillPerSecond} each second, never has a token`,
    );
  }
  const waiters = new Set<Waiter>();
  let tokens = capacity;
  let refilledAtMs = now();
  let throttledAtMs = Number.NEGATIVE_INFINITY;
  let halvings = 0;
  let pendingSleep: AbortController | undefined;

  function refill(): void {
    const nowMs = now();
    while (halvings > 0 && nowMs - throttledAtMs >= RECOVERY_MS) {
      addTokens(throttledAtMs + RECOVERY_MS);
      throttledAtMs += RECOVERY_MS;
      halvings -= 1;
    }
    addTokens(nowMs);
  }

  function addTokens(untilMs: number): void {
    tokens = Math.min(capacity, tokens + Math.max(0, untilMs - refilledAtMs) * perMs());
    refilledAtMs = Math.max(refilledAtMs, untilMs);
  }

  function perMs(): number {
    return refillPerSecond / 1000 / 2 ** halvings;
  }

  /** Serves the waiting calls in order until there are none; only one such loop runs at a time. */
  async function serveWaiters(): Promise<void> {
    const controller = new AbortController();
    pendingSleep = controller;
    try {
      while (waiters.size > 0 && !controller.signal.aborted) {
        refill();
        const [first] = waiters;
        if (first && tokens >= 1) {
          tokens -= 1;
          waiters.delete(first);
          first.resolve();
        } else {
          // Rounded up, so that with a clock of whole milliseconds the token is there after the sleep.
          await sleep(Math.ceil((1 - tokens) / perMs()), controller.signal);
        }
      }
    } catch (error) {
      if (!controller.signal.aborted) {
        for (const waiter of waiters) waiter.reject(error);
        waiters.clear();
      }
    } finally {
      if (pendingSleep === controller) pendingSleep = undefined;
    }
  }

  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const cancel = (): void => {
          waiters.delete(waiter);
          // A timer left behind would keep the process from exiting.
          if (waiters.size === 0) {
            pendingSleep?.abort();
            pendingSleep = undefined;
          }
          reject(signal?.reason as Error);
        };
        const removeListener = (): void => signal?.removeEventListener('abort', cancel);
        const waiter: Waiter = {
          resolve: () => {
            removeListener();
            resolve();
          },
          reject: (error) => {
            removeListener();
            reject(error as Error);
          },
        };
        signal?.addEventListener('abort', cancel, { once: true });
        waiters.add(waiter);
        if (pendingSleep === undefined) void serveWaiters();
      }),

    throttled() {
      refill();
      tokens = 0;
      if (now() - throttledAtMs >= SAME_THROTTLE_MS) halvings = Math.min(MAX_HALVINGS, halvings + 1);
      throttledAtMs = now();
    },
  };
}
