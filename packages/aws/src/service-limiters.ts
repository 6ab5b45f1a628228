import {
  type BucketLimiter,
  createRateLimiter,
  type RateLimiterClock,
  type TokenBucketRate,
} from '@groundcrew/aws-core';

export interface LimiterSettings extends RateLimiterClock {
  /** The share of the buckets to use, above 0 and up to 1; default: 0.5, the rest is for production's own calls. */
  readonly share?: number;
}

/** The limiters of a process: always the same one for an account and a region. */
export type ServiceLimiters<Bucket extends string> = (
  accountId: string,
  region: string,
) => BucketLimiter<Bucket>;

/**
 * Limiters of a service that has the same buckets in each region of each account.
 *
 * @throws RangeError for a share that is not above 0 and at most 1
 */
export function createServiceLimiters<Bucket extends string>(
  buckets: Readonly<Record<Bucket, TokenBucketRate>>,
  { share = 0.5, ...clock }: LimiterSettings,
): ServiceLimiters<Bucket> {
  if (!(share > 0 && share <= 1)) {
    throw new RangeError(`the share ${share} of the token buckets is not above 0 and at most 1; 0.5 is half`);
  }
  const made = new Map<string, BucketLimiter<Bucket>>();
  const limiterOf = (bucket: Bucket) => {
    const { capacity, refillPerSecond } = buckets[bucket];
    const shared = { capacity: Math.max(1, capacity * share), refillPerSecond: refillPerSecond * share };
    return createRateLimiter(shared, clock);
  };
  return (accountId, region) => {
    const key = `${accountId} ${region}`;
    const known = made.get(key);
    if (known) return known;
    const names = Object.keys(buckets) as Bucket[];
    const limiters = new Map(names.map((bucket) => [bucket, limiterOf(bucket)]));
    const limiter: BucketLimiter<Bucket> = {
      take: (bucket, signal) => limiters.get(bucket)!.take(signal),
      throttled: (bucket) => limiters.get(bucket)!.throttled(),
    };
    made.set(key, limiter);
    return limiter;
  };
}
