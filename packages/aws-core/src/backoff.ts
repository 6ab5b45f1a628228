/** Bounds of the wait between two attempts. */
export interface BackoffLimits {
  /** The most that the first wait may be; 50 ms unless said otherwise. */
  readonly baseMs?: number;
  /** The most that any wait may be; 20 s unless said otherwise. */
  readonly capMs?: number;
}

/**
 * How long to wait before attempt `attempt + 1`, in milliseconds: anything between nothing and a bound that
 * doubles with each attempt ("full jitter", AWS Builders' Library: Timeouts, retries and backoff with jitter).
 *
 * @param attempt the attempts that failed so far, from 1
 * @param random a number from 0 up to 1, as `Math.random`
 */
export function backoffMs(attempt: number, random: () => number, limits: BackoffLimits = {}): number {
  const { baseMs = 50, capMs = 20_000 } = limits;
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** Math.max(0, attempt - 1)));
}

/** Resolves after `ms`; rejects with the signal's reason as soon as that is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
