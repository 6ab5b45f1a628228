import type { LocalAccount } from '../account/index.ts';
import type { TaggableResource, TagSource } from '../tags/index.ts';
import { type AccountRegion, typeOfArn } from './resource-types.ts';

/** Described resources of types that have no list here: they are tagged, and the tagging API returns them. */
export interface OtherResources {
  readonly source: TagSource;
  /** Where a resource is: its ARN need not have account and region. */
  placeOf(arn: string): AccountRegion | undefined;
}

/** Built once: descriptions don't change. */
export function indexOthers(accounts: readonly LocalAccount[]): OtherResources {
  const places = new Map<string, AccountRegion>();
  const byArn = new Map<string, TaggableResource>();
  const lists = new Map<string, TaggableResource[]>();
  const keyOf = (accountId: string, region: string) => `${accountId} ${region}`;
  for (const { id: accountId, regions } of accounts) {
    for (const [region, { others = [] }] of Object.entries(regions)) {
      const list = others.map(({ arn, tags }) => ({
        arn,
        type: typeOfArn(arn) ?? '',
        original: { tags: tags ?? {}, everTagged: tags !== undefined },
      }));
      lists.set(keyOf(accountId, region), list);
      for (const resource of list) {
        byArn.set(resource.arn, resource);
        places.set(resource.arn, { accountId, region });
      }
    }
  }
  return {
    source: {
      find: (arn) => byArn.get(arn)?.original,
      resources(accountId, region) {
        const list = lists.get(keyOf(accountId, region)) ?? [];
        return { size: list.length, at: (position) => list[position] };
      },
    },
    placeOf: (arn) => places.get(arn),
  };
}
