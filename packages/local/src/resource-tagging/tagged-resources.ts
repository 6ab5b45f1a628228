import type { AccountRegion, ResourceRegistry } from '../resource-registry/index.ts';
import type { OriginalTags, TaggableResource } from '../tags/index.ts';

/** A resource that has or had tags, and its position among all of its region. */
export interface TaggedResource {
  readonly position: number;
  readonly resource: TaggableResource;
}

/** Resources of a region that the tagging API returns, from a position on: those that have or had tags. */
export function* taggedResources(
  { tags }: Pick<ResourceRegistry, 'tags'>,
  { accountId, region }: AccountRegion,
  from = 0,
): Generator<TaggedResource> {
  let start = 0;
  for (const source of tags.sources) {
    const resources = source.resources(accountId, region);
    for (let index = Math.max(0, from - start); index < resources.size; index++) {
      const resource = resources.at(index);
      if (resource && tags.everTagged(resource.arn, resource.original)) {
        yield { position: start + index, resource };
      }
    }
    start += resources.size;
  }
}

/** The original state of a resource of this account and region; `undefined`: no resource with this ARN. */
export function findAt(
  registry: ResourceRegistry,
  arn: string,
  scope: AccountRegion,
): OriginalTags | undefined {
  const [, , , region, accountId] = arn.split(':');
  // The ARN of a bucket contains neither, and others don't either.
  const at = registry.find(arn) ?? registry.placeOf(arn) ?? { region, accountId };
  if (at.region !== scope.region || at.accountId !== scope.accountId) return undefined;
  return registry.tags.find(arn);
}
