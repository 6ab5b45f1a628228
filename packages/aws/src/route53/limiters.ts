import type { BucketLimiter, TokenBucketRate } from '@groundcrew/aws-core';
import { createServiceLimiters, type LimiterSettings, type ServiceLimiters } from '../service-limiters.ts';

/** One bucket for all calls of an account. */
export type Route53Bucket = 'any';

export type Route53Limiter = BucketLimiter<Route53Bucket>;

/** Route 53 developer guide, "Throttling for Amazon Route 53 API requests": all actions of an account together. */
const buckets: Readonly<Record<Route53Bucket, TokenBucketRate>> = {
  any: { capacity: 50, refillPerSecond: 10 },
};

/** All limiters of a process. Route 53 is global: give the same region for an account each time. */
export function createRoute53Limiters(settings: LimiterSettings): ServiceLimiters<Route53Bucket> {
  return createServiceLimiters(buckets, settings);
}
