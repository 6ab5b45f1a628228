import { byAccountRegionType } from '@groundcrew/account';
import { collectAccount, type CollectDeps, type CollectScope } from '@groundcrew/collect';
import type { TaggedResource, TagSnapshot } from '../model.ts';
import { toTagCoverage, toTaggedResource } from './tag-snapshot-of.ts';

/**
 * The resources in accounts and regions with all tags.
 *
 * @throws GroundcrewError those of `collectAccount`
 */
export async function collectTags(
  scope: Omit<CollectScope, 'details'>,
  deps: CollectDeps,
): Promise<TagSnapshot> {
  const resources: TaggedResource[] = [];
  const { takenAt, accounts, coverage } = await collectAccount(scope, deps, (page) => {
    for (const resource of page) resources.push(toTaggedResource(resource));
  });
  return {
    format: 'groundcrew-tag-snapshot/1',
    takenAt,
    accounts,
    resources: resources.sort(byAccountRegionType),
    coverage: coverage.map(toTagCoverage),
  };
}
