import { isFatal } from '@groundcrew/aws/ec2/regions';
import type { ResourceGroups } from '@groundcrew/aws/tagging';
import { isGroundcrewError } from '@groundcrew/errors';
import { type FoundGroup, findGroups } from '@groundcrew/tags/grouping';
import type { TagSnapshot } from '@groundcrew/tags/model';

/** An account and region whose groups can't be listed. */
export interface GroupGap {
  readonly accountId: string;
  readonly region: string;
  readonly reason: string;
}

type GroupsFor = (accountId: string, region: string) => Pick<ResourceGroups, 'listGroups' | 'getGroup'>;

/**
 * The resource groups of all accounts and regions that the snapshot is of.
 *
 * @throws an error that prevents every call, such as missing credentials; the signal's reason
 */
export async function findExistingGroups(
  { coverage }: TagSnapshot,
  groupsFor: GroupsFor,
  signal: AbortSignal,
): Promise<{ readonly existing: readonly FoundGroup[]; readonly gaps: readonly GroupGap[] }> {
  const listed = coverage.filter(({ status, region }) => status === 'listed' && region !== 'all');
  const places = new Map(
    listed.map(({ accountId, region }) => [`${accountId} ${region}`, { accountId, region }]),
  );
  const gaps: GroupGap[] = [];
  const found = await Promise.all(
    [...places.values()].map(async (place) => {
      try {
        return await findGroups(groupsFor(place.accountId, place.region), place, signal);
      } catch (thrown) {
        signal.throwIfAborted();
        if (!isGroundcrewError(thrown) || isFatal(thrown)) throw thrown;
        gaps.push({ ...place, reason: thrown.message });
        return [];
      }
    }),
  );
  return { existing: found.flat(), gaps };
}

/** The snapshot without the places with unknown groups: nothing can be planned there. */
export function withoutGaps(snapshot: TagSnapshot, gaps: readonly GroupGap[]): TagSnapshot {
  const isKnown = (one: { readonly accountId: string; readonly region: string }) =>
    !gaps.some(({ accountId, region }) => accountId === one.accountId && region === one.region);
  return { ...snapshot, resources: snapshot.resources.filter(isKnown) };
}
