import { type BackoffLimits, backoffMs, sleep as sleepFor } from './backoff.ts';
import type { Random } from './random.ts';

/** When to try again, and how long to wait before that. */
export interface RetryOptions {
  /** Whether to try again after `attempts` attempts, the last of which threw `error`. */
  readonly mayRetry: (error: unknown, attempts: number) => boolean;
  readonly limits?: BackoffLimits;
  readonly signal?: AbortSignal | undefined;
  /** Default: `Math.random`. */
  readonly random?: Random;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * Runs `work` until it succeeds, with backoff in between.
 *
 * @throws the signal's reason once it is aborted, whatever `work` threw; otherwise what `work` threw last
 */
export async function retry<Result>(
  work: () => Promise<Result>,
  { mayRetry, limits, signal, random = Math.random, sleep = sleepFor }: RetryOptions,
): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (!mayRetry(error, attempts)) throw error;
    }
    await sleep(backoffMs(attempts, random, limits), signal);
  }
}
