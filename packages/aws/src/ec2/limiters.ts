import {
  type BucketLimiter,
  createRateLimiter,
  type RateLimiterClock,
  type TokenBucketRate,
} from '@groundcrew/aws-core';

/**
 * The bucket of a call's token: the small one is for describe calls without a filter and pages, the large one for those
 * with a filter or with pages; `mutating` for calls that change tags, `starting` for those that start and stop instances,
 * `creating` for those that make, change and remove parts of networks.
 */
export type Ec2Bucket = 'unfiltered' | 'filtered' | 'mutating' | 'starting' | 'creating';

/** The buckets of one account in one region; throttling is `RequestLimitExceeded`. */
export type Ec2Limiter = BucketLimiter<Ec2Bucket>;

/**
 * Amazon EC2 Developer Guide, "Request throttling for the Amazon EC2 API", of which a stored copy was read: non-mutating
 * actions, mutating ones, and `CreateTags` and `DeleteTags`, which have rates of their own among these. EC2 has a bucket per action; here actions of a
 * kind share one.
 */
export const ec2Buckets: Readonly<Record<Ec2Bucket, TokenBucketRate>> = {
  unfiltered: { capacity: 50, refillPerSecond: 10 },
  filtered: { capacity: 100, refillPerSecond: 20 },
  mutating: { capacity: 100, refillPerSecond: 10 },
  // That of StartInstances, the smaller of the two.
  starting: { capacity: 5, refillPerSecond: 2 },
  // Mutating actions without a rate of their own, and resource-intensive ones. NAT gateways (10, and 1 a second) and gateway
  // endpoints (4, and 0.3 a second) have their own, which networks of a few of each stay below; what is throttled is retried.
  creating: { capacity: 50, refillPerSecond: 5 },
};

/** Default share of the buckets; the rest is for production's own calls. */
export const DEFAULT_SHARE = 0.5;

export interface Ec2LimiterSettings extends RateLimiterClock {
  /** Share of a bucket's capacity and of its refill rate, above 0, at most 1. */
  readonly share?: number;
  /** For an account with other limits than the documented ones. */
  readonly buckets?: Readonly<Partial<Record<Ec2Bucket, TokenBucketRate>>>;
}

/**
 * All limiters of a process: always the same one for an account and a region. EC2 has a bucket per account and region,
 * shared by all of its users and roles.
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
        starting: limiterOf('starting'),
        creating: limiterOf('creating'),
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
