import {
  type BucketLimiter,
  createRateLimiter,
  type RateLimiterClock,
  type TokenBucketRate,
} from '@groundcrew/aws-core';

/**
 * Of which bucket a call takes a token: the small one for describe calls that ask for everything at once, the large
 * one for those with a filter or with pages; the last one for calls that change tags.
 */
export type Ec2Bucket = 'unfiltered' | 'filtered' | 'mutating';

/** The buckets of one account in one region; a refusal for the rate is `RequestLimitExceeded`. */
export type Ec2Limiter = BucketLimiter<Ec2Bucket>;

/**
 * Amazon EC2 Developer Guide, "Request throttling for the Amazon EC2 API": non-mutating actions, and `CreateTags` and
 * `DeleteTags`, which have rates of their own among the mutating ones. EC2 counts each action for itself; here those
 * of a kind share.
 */
export const ec2Buckets: Readonly<Record<Ec2Bucket, TokenBucketRate>> = {
  unfiltered: { capacity: 50, refillPerSecond: 10 },
  filtered: { capacity: 100, refillPerSecond: 20 },
  mutating: { capacity: 100, refillPerSecond: 10 },
};

/** How much of the buckets is ours unless said otherwise; the rest is for production's own calls. */
export const DEFAULT_SHARE = 0.5;

export interface Ec2LimiterSettings extends RateLimiterClock {
  /** From above 0 to 1, of a bucket's capacity and of its refill. */
  readonly share?: number;
  /** Where an account has other limits than the documented ones. */
  readonly buckets?: Readonly<Partial<Record<Ec2Bucket, TokenBucketRate>>>;
}

/**
 * All limiters of a process: for one account and region always the same one, whoever asks. EC2 keeps a bucket for
 * each account and region, for all of its users and roles together.
 *
 * @throws RangeError for a share that is not above 0 and at most 1
 */
export function createEc2Limiters(
  settings: Ec2LimiterSettings,
): (accountId: string, region: string) => Ec2Limiter {
  const { share = DEFAULT_SHARE, buckets = {} } = settings;
  if (!(share > 0 && share <= 1)) {
    throw new RangeError(`the share ${share} of the token buckets is not above 0 and at most 1; 0.5 is half`);
  }
  const limiterOf = (bucket: Ec2Bucket) => {
    const { capacity, refillPerSecond } = buckets[bucket] ?? ec2Buckets[bucket];
    const shared = { capacity: Math.max(1, capacity * share), refillPerSecond: refillPerSecond * share };
    return createRateLimiter(shared, settings);
  };
  const made = new Map<string, Ec2Limiter>();

  return (accountId, region) => {
    const key = `${accountId} ${region}`;
    let limiter = made.get(key);
    if (limiter === undefined) {
      const limiters = {
        unfiltered: limiterOf('unfiltered'),
        filtered: limiterOf('filtered'),
        mutating: limiterOf('mutating'),
      };
      limiter = {
        take: (bucket, signal) => limiters[bucket].take(signal),
        throttled: (bucket) => limiters[bucket].throttled(),
      };
      made.set(key, limiter);
    }
    return limiter;
  };
}
