/** The result of listing one type in one region of one account. */
export interface Coverage {
  /** Twelve digits; empty if it is unknown. */
  readonly accountId: string;
  /** `all` if the regions could not be listed. */
  readonly region: string;
  /**
   * A type such as `ec2:volume`, `s3:bucket`; `all` if nothing in the region could be listed; {@link OTHER_TYPES} for all
   * types without a row of their own.
   */
  readonly type: string;
  /** All but `listed` mean that resources may be missing. */
  readonly status: CoverageStatus;
  /** Resources that were listed, for a failed list until its failure. */
  readonly resources: number;
  /** Those of them with unknown tags. */
  readonly unknown: number;
  /** Why it could not be listed, or the tags are unknown, and what to do about it. */
  readonly reason?: string;
}

/** `tagged-only`: what was never tagged is missing. */
export type CoverageStatus = 'listed' | 'tagged-only' | 'denied' | 'not-enabled' | 'timed-out' | 'failed';

export const coverageStatuses: readonly CoverageStatus[] = [
  'listed',
  'tagged-only',
  'denied',
  'not-enabled',
  'timed-out',
  'failed',
];

/** The type of a row for all types of a region that only GetResources returns. */
export const OTHER_TYPES = 'other';

/** The type of a row for a region of which nothing is known, and the region of an account of which nothing is known. */
export const ALL = 'all';

/** How far a snapshot goes for one type in one place. */
export interface Known {
  readonly status: CoverageStatus | 'not-asked';
  readonly reason?: string;
}

const notAsked: Known = { status: 'not-asked' };

/** Finds how far a snapshot goes for a type in a region of an account. */
export function createCoverageIndex(
  coverage: readonly Coverage[],
): (place: Pick<Coverage, 'accountId' | 'region' | 'type'>) => Known {
  const rows = new Map(coverage.map((row) => [keyOf(row.accountId, row.region, row.type), row]));
  return ({ accountId, region, type }) =>
    rows.get(keyOf(accountId, region, type)) ??
    rows.get(keyOf(accountId, region, ALL)) ??
    rows.get(keyOf(accountId, ALL, type)) ??
    rows.get(keyOf(accountId, ALL, ALL)) ??
    rows.get(keyOf(accountId, region, OTHER_TYPES)) ??
    notAsked;
}

function keyOf(accountId: string, region: string, type: string): string {
  return `${accountId} ${region} ${type}`;
}

/** The resources of a row; `null`: unknown, as what was asked did not respond. */
export function countListed({ status, resources }: Pick<Coverage, 'status' | 'resources'>): number | null {
  return status === 'listed' || status === 'tagged-only' || resources > 0 ? resources : null;
}

/** What could not be listed or read, and so is missing in all that is asked of a snapshot. */
export function gapsIn(coverage: readonly Coverage[]): readonly Coverage[] {
  return coverage.filter(
    ({ status, unknown }) => (status !== 'listed' && status !== 'tagged-only') || unknown > 0,
  );
}

/** Whether not one list could be read: it would look like an empty account, of which nothing is wrong. */
export function isNothingListed(resources: number, coverage: readonly Coverage[]): boolean {
  return resources === 0 && coverage.length > 0 && gapsIn(coverage).length === coverage.length;
}

/** Reasons that are shown: of a region that does not respond, all lists have the same one. */
const MAX_REASONS = 3;

/** The first reasons of gaps, each with a place that it holds for: `ec2:volume in eu-west-1: …`. */
export function gapReasons(gaps: readonly Coverage[]): readonly string[] {
  const byReason = new Map(gaps.toReversed().map((gap) => [gap.reason, gap]));
  return [...byReason]
    .toReversed()
    .flatMap(([reason, gap]) => (reason === undefined ? [] : [`${placeOf(gap)}: ${reason}`]))
    .slice(0, MAX_REASONS);
}

function placeOf({ type, region }: Coverage): string {
  const what = type === ALL ? 'all types' : type;
  return region === ALL ? what : `${what} in ${region}`;
}
