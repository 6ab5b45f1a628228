import type { ResourceGroups } from '@groundcrew/aws/tagging';
import type { FoundGroup } from './group.ts';

/** All groups of one account in one region, with their queries and tags: the input of {@link planGroups}. */
export async function findGroups(
  groups: Pick<ResourceGroups, 'listGroups' | 'getGroup'>,
  { accountId, region }: Pick<FoundGroup, 'accountId' | 'region'>,
  signal?: AbortSignal,
): Promise<readonly FoundGroup[]> {
  const options = signal ? { signal } : {};
  const found: FoundGroup[] = [];
  for await (const page of groups.listGroups(options)) {
    for (const { name, arn } of page) {
      const details = await groups.getGroup({ name, arn }, options);
      // It may have been deleted since.
      if (details) found.push({ accountId, region, name, arn, ...details });
    }
  }
  return found;
}
