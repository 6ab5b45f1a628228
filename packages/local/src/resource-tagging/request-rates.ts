import { tooManyCalls } from '../faults/faults.ts';
import { createTokenBucket, type TokenBucket } from '../faults/token-bucket.ts';
import type { AccountRegion } from '../resource-registry/index.ts';

/** Calls a second: "Service quotas" of the Tag Editor user guide. Bursts are not documented: one second's worth is allowed. */
const callsPerSecond: Readonly<Record<string, number>> = {
  GetResources: 15,
  GetTagKeys: 15,
  GetTagValues: 15,
  TagResources: 5,
  UntagResources: 5,
};

/** Counts calls of each account, region and action. */
export interface RequestRates {
  /** @throws AwsError `ThrottledException` */
  take(action: string, scope: AccountRegion, nowMs: number): void;
}

export function createRequestRates(): RequestRates {
  const buckets = new Map<string, TokenBucket>();
  return {
    take(action, { accountId, region }, nowMs) {
      const key = `${accountId} ${region} ${action}`;
      let bucket = buckets.get(key);
      if (!bucket) {
        const rate = callsPerSecond[action]!;
        bucket = createTokenBucket({ capacity: rate, refillPerSecond: rate }, nowMs);
        buckets.set(key, bucket);
      }
      if (!bucket.take(nowMs)) throw tooManyCalls();
    },
  };
}
