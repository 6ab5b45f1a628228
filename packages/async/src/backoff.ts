/** Limits of the delay between two attempts. */
export interface BackoffLimits {
  /** Maximum of the first delay; default: 50 ms. */
  readonly baseMs?: number;
  /** Maximum of any delay; default: 20 s. */
  readonly capMs?: number;
  /**
   * Share of the maximum that every delay has at least, from 0 to 1; default: 0. With more than 0, a few short delays
   * in a row cannot use up all attempts at once.
   */
  readonly minShare?: number;
}

/**
 * The delay before attempt `attempt + 1`, in milliseconds: random between zero (or `minShare`) and a maximum that doubles
 * with each attempt ("full jitter", AWS Builders' Library: Timeouts, retries and backoff with jitter).
 *
 * @param attempt the attempts that failed so far, from 1
 * @param random a number from 0 to below 1, as `Math.random` returns
 */
export function backoffMs(attempt: number, random: () => number, limits: BackoffLimits = {}): number {
  const { baseMs = 50, capMs = 20_000, minShare = 0 } = limits;
  const maxMs = Math.min(capMs, baseMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(maxMs * (minShare + (1 - minShare) * random()));
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
