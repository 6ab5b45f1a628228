/** Capacity that fills up with time. */
export interface TokenBucket {
  /** Takes one where there is one. */
  take(nowMs: number): boolean;
}

/** A full bucket that holds what one second brings, and at least one. */
export function createTokenBucket(perSecond: number, nowMs: number): TokenBucket {
  const capacity = Math.max(1, perSecond);
  let tokens = capacity;
  let filledAt = nowMs;
  return {
    take(now) {
      tokens = Math.min(capacity, tokens + ((now - filledAt) / 1000) * perSecond);
      filledAt = now;
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
  };
}
