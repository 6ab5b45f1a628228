import type { RegionStatus } from '@groundcrew/aws/ec2/regions';

/** How asking one region of one account went. */
export interface RegionOutcome {
  /** `null`: the caller's own account, whose number was not asked for. */
  readonly accountId: string | null;
  /** `all` where not even the names of the regions could be had. */
  readonly region: string;
  readonly status: RegionStatus;
  /** Instances that were listed; of a region that failed half way, those until then. */
  readonly count: number;
  /** Why it could not be asked, and what to do about it. */
  readonly reason: string | null;
}

/** Sorts by account and name. */
export function byPlace(one: RegionOutcome, other: RegionOutcome): number {
  return compare(one.accountId ?? '', other.accountId ?? '') || compare(one.region, other.region);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
