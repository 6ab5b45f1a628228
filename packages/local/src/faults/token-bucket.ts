/** Capacity of a bucket, and its refill rate. */
export interface TokenBucketRate {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** A token bucket, refilled with time. */
export interface TokenBucket {
  /** Takes tokens if there are as many, or if it is full: then it owes the rest. */
  take(nowMs: number, count?: number): boolean;
}

/** A full bucket. */
export function createTokenBucket(
  { capacity, refillPerSecond }: TokenBucketRate,
  nowMs: number,
): TokenBucket {
  let tokens = capacity;
  let filledAt = nowMs;
  return {
    take(now, count = 1) {
      tokens = Math.min(capacity, tokens + ((now - filledAt) / 1000) * refillPerSecond);
      filledAt = now;
      if (tokens < Math.min(count, capacity)) return false;
      tokens -= count;
      return true;
    },
  };
}
