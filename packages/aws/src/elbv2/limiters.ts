import type { BucketLimiter, TokenBucketRate } from '@groundcrew/aws-core';
import { createServiceLimiters, type LimiterSettings, type ServiceLimiters } from '../service-limiters.ts';

/** `reading` for describe calls, `mutating` for all others. */
export type ElbBucket = 'reading' | 'mutating';

export type ElbLimiter = BucketLimiter<ElbBucket>;

/**
 * Elastic Load Balancing user guide, "Request throttling for the Elastic Load Balancing API": 40 and 10 a second for
 * calls that change nothing. The rates of the others could not be looked up: assumed, and a throttled call waits.
 */
const buckets: Readonly<Record<ElbBucket, TokenBucketRate>> = {
  reading: { capacity: 40, refillPerSecond: 10 },
  mutating: { capacity: 10, refillPerSecond: 3 },
};

/** All limiters of a process: always the same one for an account and a region. */
export function createElbLimiters(settings: LimiterSettings): ServiceLimiters<ElbBucket> {
  return createServiceLimiters(buckets, settings);
}
