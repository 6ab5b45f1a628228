import { createServiceLimiters, type LimiterSettings, type ServiceLimiters } from './service-limiters.ts';

/** The buckets of a service that AWS publishes no request rates of. */
export type AssumedBucket = 'describe' | 'change';

/** Assumed: a call that is throttled all the same waits and is sent again. */
const assumedBuckets = {
  describe: { capacity: 20, refillPerSecond: 10 },
  change: { capacity: 10, refillPerSecond: 4 },
} as const;

/** All limiters of a process, of one such service. */
export function createAssumedLimiters(settings: LimiterSettings): ServiceLimiters<AssumedBucket> {
  return createServiceLimiters<AssumedBucket>(assumedBuckets, settings);
}
