import type { RegionStatus } from '@groundcrew/aws/ec2/regions';

/** The outcome of listing one region of one account. */
export interface RegionOutcome {
  /** `null`: the caller's own account, whose id was not requested. */
  readonly accountId: string | null;
  /** `all` if not even the names of the regions could be listed. */
  readonly region: string;
  readonly status: RegionStatus;
  /** Instances listed; if the region failed half way, those until then. */
  readonly count: number;
  /** Why it could not be listed, and what to do about it. */
  readonly reason: string | null;
}

type Place = Pick<RegionOutcome, 'accountId' | 'region'>;

/** Sorts by account and region. */
export function byPlace(one: Place, other: Place): number {
  return compare(one.accountId ?? '', other.accountId ?? '') || compare(one.region, other.region);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The regions that could not be listed. */
export function unaskedIn(regions: readonly RegionOutcome[]): readonly RegionOutcome[] {
  return regions.filter(({ status }) => status !== 'listed');
}
