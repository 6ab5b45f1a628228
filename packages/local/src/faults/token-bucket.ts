/** Capacity of a bucket, and its refill rate. */
export interface TokenBucketRate {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** A token bucket, refilled with time. */
export interface TokenBucket {
  /** Takes a token if there is one. */
  take(nowMs: number): boolean;
}

/** A full bucket. */
export function createTokenBucket(
  { capacity, refillPerSecond }: TokenBucketRate,
  nowMs: number,
): TokenBucket {
  let tokens = capacity;
  let filledAt = nowMs;
  return {
    take(now) {
      tokens = Math.min(capacity, tokens + ((now - filledAt) / 1000) * refillPerSecond);
      filledAt = now;
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
  };
}
