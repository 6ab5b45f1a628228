import type { BucketLimiter, TokenBucketRate } from '@groundcrew/aws-core';
import { createServiceLimiters, type LimiterSettings, type ServiceLimiters } from '../service-limiters.ts';
import { type ListService, type ListServiceName, listServices } from './services.ts';

export type ListLimiter = BucketLimiter<ListServiceName>;

/** Where AWS publishes no rate: assumed, and a call that is throttled anyway waits and is sent again. */
const ASSUMED_CALLS_PER_SECOND = 10;

const buckets = Object.fromEntries(
  Object.entries(listServices).map(
    ([name, { callsPerSecond = ASSUMED_CALLS_PER_SECOND }]: [string, ListService]) => [
      name,
      { capacity: callsPerSecond * 2, refillPerSecond: callsPerSecond },
    ],
  ),
) as Record<ListServiceName, TokenBucketRate>;

/** All limiters of a process: a bucket for each service of an account in a region. */
export function createListLimiters(settings: LimiterSettings): ServiceLimiters<ListServiceName> {
  return createServiceLimiters(buckets, settings);
}
