import type { LocalAccount, OtherResource } from '../account/index.ts';
import type { TaggableResource, TagSource } from '../tags/index.ts';
import { type AccountRegion, typeOfArn } from './resource-types.ts';

/** A described resource of a type without a property of its own. */
export interface ListedOther extends TaggableResource {
  readonly entry: OtherResource;
}

/** Described resources of types that have no property of their own: they are tagged, and listed by type. */
export interface OtherResources {
  readonly source: TagSource;
  /** Where a resource is: its ARN need not have account and region. */
  placeOf(arn: string): AccountRegion | undefined;
  /** Those of a type, in the order of their ARNs. */
  list(type: string, scope: AccountRegion): readonly ListedOther[];
}

/** Types that the tagging API never returns: "GetResources" of its API reference, and the services that it supports. */
const untaggedTypes = new Set(['iam:role', 'iam:user']);

/** Built once: descriptions don't change. */
export function indexOthers(accounts: readonly LocalAccount[]): OtherResources {
  const places = new Map<string, AccountRegion>();
  const byArn = new Map<string, TaggableResource>();
  const taggable = new Map<string, readonly TaggableResource[]>();
  const byType = new Map<string, ListedOther[]>();
  const keyOf = (accountId: string, region: string, type = '') => `${accountId} ${region} ${type}`;
  for (const { id: accountId, regions } of accounts) {
    for (const [region, { others = [] }] of Object.entries(regions)) {
      const list = others.map((entry): ListedOther => {
        const { arn, tags } = entry;
        const original = { tags: tags ?? {}, everTagged: tags !== undefined };
        return { arn, type: typeOfArn(arn) ?? '', original, entry };
      });
      taggable.set(
        keyOf(accountId, region),
        list.filter(({ type }) => !untaggedTypes.has(type)),
      );
      for (const resource of list.toSorted((one, other) => (one.arn < other.arn ? -1 : 1))) {
        byArn.set(resource.arn, resource);
        places.set(resource.arn, { accountId, region });
        const key = keyOf(accountId, region, resource.type);
        const known = byType.get(key);
        if (known) known.push(resource);
        else byType.set(key, [resource]);
      }
    }
  }
  return {
    source: {
      find: (arn) => byArn.get(arn)?.original,
      resources(accountId, region) {
        const list = taggable.get(keyOf(accountId, region)) ?? [];
        return { size: list.length, at: (position) => list[position] };
      },
    },
    placeOf: (arn) => places.get(arn),
    list: (type, { accountId, region }) => byType.get(keyOf(accountId, region, type)) ?? [],
  };
}
