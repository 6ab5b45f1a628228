import type { Organization } from '../account/index.ts';
import type { TagStore } from './tag-store.ts';

/** The keys of the tags of all resources, in all accounts and regions; a key may come several times. */
export function* tagKeysIn(
  { sources, of }: Pick<TagStore, 'sources' | 'of'>,
  { accounts, regions }: Pick<Organization, 'accounts' | 'regions'>,
): Generator<string> {
  for (const { id } of accounts)
    for (const { name } of regions(id))
      for (const source of sources) {
        const resources = source.resources(id, name);
        for (let index = 0; index < resources.size; index += 1) {
          const resource = resources.at(index);
          if (resource) yield* Object.keys(of(resource.arn, resource.original.tags));
        }
      }
}
