import {
  type BucketLimiter,
  createRateLimiter,
  type RateLimiterClock,
  type TokenBucketRate,
} from '@groundcrew/aws-core';

/** GetResources takes from one bucket, TagResources and UntagResources from the other. */
export type TaggingBucket = 'read' | 'write';
export type TaggingLimiter = BucketLimiter<TaggingBucket>;

/**
 * Calls of one account in one region: 15 reads a second, as AWS's quotas have it for GetResources. The 5 writes, and
 * one second's worth as the size of the bucket, are assumed, not published; a throttled call waits and is retried.
 */
export const taggingBuckets: Readonly<Record<TaggingBucket, TokenBucketRate>> = {
  read: { capacity: 15, refillPerSecond: 15 },
  write: { capacity: 5, refillPerSecond: 5 },
};

export interface TaggingLimiterSettings extends RateLimiterClock {
  /** The share of the buckets to use, above 0 and up to 1; default: 0.5. */
  readonly share?: number;
}

/**
 * All limiters of a process: for one account and region always the same one, for all callers.
 *
 * @throws RangeError for a share that is not above 0 and up to 1
 */
export function createTaggingLimiters(
  settings: TaggingLimiterSettings,
): (accountId: string, region: string) => TaggingLimiter {
  const { share = 0.5 } = settings;
  if (!(share > 0 && share <= 1)) {
    throw new RangeError(`the share ${share} of the token buckets is not above 0 and at most 1; 0.5 is half`);
  }
  const limiterOf = ({ capacity, refillPerSecond }: TokenBucketRate) =>
    createRateLimiter(
      { capacity: Math.max(1, capacity * share), refillPerSecond: refillPerSecond * share },
      settings,
    );
  const limitersByRegion = new Map<string, TaggingLimiter>();

  return (accountId, region) => {
    const key = `${accountId} ${region}`;
    let limiter = limitersByRegion.get(key);
    if (limiter === undefined) {
      const limiters = { read: limiterOf(taggingBuckets.read), write: limiterOf(taggingBuckets.write) };
      limiter = {
        take: (bucket, signal) => limiters[bucket].take(signal),
        throttled: (bucket) => limiters[bucket].throttled(),
      };
      limitersByRegion.set(key, limiter);
    }
    return limiter;
  };
}
