import { backoffMs, sleep as sleepFor } from './backoff.ts';
import { isThrottle, isTransient } from './classify.ts';

/** The token buckets of one service, of one account in one region. */
export interface BucketLimiter<Bucket extends string> {
  /** Resolves when a call may go; rejects with the signal's reason as soon as that is aborted. */
  take(bucket: Bucket, signal?: AbortSignal): Promise<void>;
  /** The service refused a call for its rate. */
  throttled(bucket: Bucket): void;
}

/** How calls are made and made again. */
export interface CallSettings<Bucket extends string> {
  readonly limiter: BucketLimiter<Bucket>;
  /** A number from 0 up to 1; `Math.random` where left out. */
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Makes one call: waits for its token, and tries again what may well succeed later. Errors are those of the SDK. */
export type Call<Bucket extends string> = <Answer>(
  bucket: Bucket,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Answer>,
) => Promise<Answer>;

/** The attempts that a call has in all, the first included, by how the last one failed. */
const maxAttempts = {
  /** The bucket is shared with others, who may empty it again and again; each attempt waits for a token. */
  throttled: 8,
  /** Each one may last as long as the request timeout. */
  timeout: 2,
  transient: 4,
};
const backoffLimits = { baseMs: 200, capMs: 10_000 };

/** A caller over the token buckets of a service; its client must try nothing a second time by itself. */
export function createCall<Bucket extends string>({
  limiter,
  random = Math.random,
  sleep = sleepFor,
}: CallSettings<Bucket>): Call<Bucket> {
  return async (bucket, signal, attempt) => {
    for (let attempts = 1; ; attempts += 1) {
      await limiter.take(bucket, signal);
      try {
        return await attempt();
      } catch (error) {
        // Once interrupted, a call fails in whatever way; the reason of the interruption is what counts.
        signal?.throwIfAborted();
        const failure = failureOf(error);
        if (failure === 'throttled') limiter.throttled(bucket);
        if (failure === 'final' || attempts >= maxAttempts[failure]) throw error;
      }
      await sleep(backoffMs(attempts, random, backoffLimits), signal);
    }
  };
}

function failureOf(error: unknown): keyof typeof maxAttempts | 'final' {
  if (isThrottle(error)) return 'throttled';
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  return isTransient(error) ? 'transient' : 'final';
}
