/** Capacity that fills up with time. */
export interface TokenBucket {
  /** Takes one where there is one. */
  take(nowMs: number): boolean;
}

/** A full bucket that holds `burstSeconds` (1) seconds' worth. */
export function createTokenBucket(perSecond: number, nowMs: number, burstSeconds = 1): TokenBucket {
  const capacity = Math.max(1, perSecond * burstSeconds);
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
