import { retry } from '@groundcrew/async';
import { factsOf, isThrottle, isTransient } from './classify.ts';

/** The token buckets of one service, of one account in one region. */
export interface BucketLimiter<Bucket extends string> {
  /** Resolves when a call may be sent; rejects with the signal's reason as soon as that is aborted. */
  take(bucket: Bucket, signal?: AbortSignal): Promise<void>;
  /** Reports that the service throttled a call. */
  throttled(bucket: Bucket): void;
}

/** How calls are sent and retried. */
export interface CallSettings<Bucket extends string> {
  readonly limiter: BucketLimiter<Bucket>;
  /** A number from 0 to below 1; default: `Math.random`. */
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Makes one call: waits for its token and retries errors that are not final. Throws the errors of the SDK. */
export type Call<Bucket extends string> = <Answer>(
  bucket: Bucket,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Answer>,
) => Promise<Answer>;

/** The number of attempts of a call, including the first, by the error of the last one. */
const maxAttempts = {
  /** Other clients share the bucket and may empty it repeatedly; each attempt waits for a token. */
  throttled: 8,
  /** Each attempt may take as long as the request timeout. */
  timeout: 2,
  /** The SDK signs the second one by the service's clock. */
  clock: 2,
  transient: 4,
};
const backoffLimits = { baseMs: 200, capMs: 10_000 };

/** A caller over the token buckets of a service. The retries of its client must be disabled. */
export function createCall<Bucket extends string>({
  limiter,
  random,
  sleep,
}: CallSettings<Bucket>): Call<Bucket> {
  return (bucket, signal, attempt) =>
    retry(
      async () => {
        await limiter.take(bucket, signal);
        return await attempt();
      },
      {
        mayRetry(error, attempts) {
          const failure = failureOf(error);
          if (failure === 'throttled') limiter.throttled(bucket);
          return failure !== 'final' && attempts < maxAttempts[failure];
        },
        limits: backoffLimits,
        signal,
        ...(random && { random }),
        ...(sleep && { sleep }),
      },
    );
}

function failureOf(error: unknown): keyof typeof maxAttempts | 'final' {
  if (isThrottle(error)) return 'throttled';
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  if (isTransient(error)) return 'transient';
  return factsOf(error).clockCorrected ? 'clock' : 'final';
}
