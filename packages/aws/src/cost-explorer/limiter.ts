import {
  createRateLimiter,
  type RateLimiter,
  type RateLimiterClock,
  type TokenBucketRate,
} from '@groundcrew/aws-core';

/**
 * The request rate of one account. AWS publishes no rate for Cost Explorer, only that too many requests are refused (API
 * reference, LimitExceededException); a report takes a handful, so this is slow on purpose.
 */
export const costExplorerBucket: TokenBucketRate = { capacity: 4, refillPerSecond: 1 };

/** The limiter that all requests to one account should share. */
export function createCostExplorerLimiter(clock: RateLimiterClock): RateLimiter {
  return createRateLimiter(costExplorerBucket, clock);
}
