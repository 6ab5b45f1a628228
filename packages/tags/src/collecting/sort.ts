import type { Coverage, TaggedResource } from '../model.ts';

/** The order of resources in a snapshot: account, region, type and ARN. */
export function byAccountRegionType(one: TaggedResource, other: TaggedResource): number {
  return byPlace(one, other) || compare(one.arn, other.arn);
}

/** The order of coverage: account, region and type. */
export function byPlace(
  one: Pick<Coverage, 'accountId' | 'region' | 'type'>,
  other: Pick<Coverage, 'accountId' | 'region' | 'type'>,
): number {
  return (
    compare(one.accountId, other.accountId) ||
    compare(one.region, other.region) ||
    compare(one.type, other.type)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
