import { randomBytes } from 'node:crypto';

/** Session tokens of a metadata service. */
export interface Tokens {
  issue(ttlSeconds: number): string;
  /** Whole seconds until a token expires; `undefined`: unknown or expired. */
  secondsLeft(token: string): number | undefined;
}

/** @param now milliseconds since 1970 */
export function createTokens(now: () => number): Tokens {
  const expiresAtMs = new Map<string, number>();
  return {
    issue(ttlSeconds) {
      for (const [token, expiryMs] of expiresAtMs) if (expiryMs <= now()) expiresAtMs.delete(token);
      const token = randomBytes(40).toString('base64');
      expiresAtMs.set(token, now() + ttlSeconds * 1000);
      return token;
    },
    secondsLeft(token) {
      const leftMs = (expiresAtMs.get(token) ?? 0) - now();
      return leftMs > 0 ? Math.ceil(leftMs / 1000) : undefined;
    },
  };
}
