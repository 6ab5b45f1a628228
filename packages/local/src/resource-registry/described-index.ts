import {
  type DescribedResource,
  type DescribedType,
  describedListNames,
  describedLists,
  type LocalAccount,
} from '../account/index.ts';
import { createValueGenerator } from '../account/value-generator.ts';
import type { OriginalTags } from '../tags/index.ts';
import { type AccountRegion, arnOf } from './resource-types.ts';

/** A resource that a service lists. */
export interface ListedResource extends AccountRegion {
  readonly arn: string;
  readonly type: DescribedType;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  readonly original: OriginalTags;
}

/** All described resources of services other than EC2. */
export interface DescribedIndex {
  /** Sorted by name. */
  list(type: DescribedType, scope: AccountRegion): readonly ListedResource[];
  find(arn: string): ListedResource | undefined;
}

const EARLIEST_CREATION_MS = Date.UTC(2024, 0, 1);
const CREATION_RANGE_SECONDS = 2 * 365 * 24 * 60 * 60;

/** Built once: descriptions don't change. */
export function indexDescribed(accounts: readonly LocalAccount[]): DescribedIndex {
  const lists = new Map<string, readonly ListedResource[]>();
  const byArn = new Map<string, ListedResource>();
  const keyOf = (type: string, { accountId, region }: AccountRegion) => `${type} ${accountId} ${region}`;

  for (const { id: accountId, regions } of accounts) {
    for (const [region, described] of Object.entries(regions)) {
      for (const list of describedListNames) {
        const scope = { accountId, region };
        const type = describedLists[list];
        const all = (described[list] ?? []).flatMap((entry) =>
          resourcesOf(entry, type, scope, described.complete),
        );
        for (const resource of all) byArn.set(resource.arn, resource);
        lists.set(keyOf(type, scope), all.toSorted(byName));
      }
    }
  }
  return {
    list: (type, scope) => lists.get(keyOf(type, scope)) ?? [],
    find: (arn) => byArn.get(arn),
  };
}

/** The order of the services: by code units. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function resourcesOf(
  { name, count = 1, tags, createdAt }: DescribedResource,
  type: DescribedType,
  scope: AccountRegion,
  isComplete = false,
): ListedResource[] {
  const ages = createValueGenerator('created', type, scope.accountId, scope.region, name);
  return Array.from({ length: count }, (_, index) => {
    const numbered = (text: string) => (isComplete ? text : text.replaceAll('{n}', String(index + 1)));
    const ownName = numbered(name);
    const ownTags = Object.entries(tags ?? {}).map(([key, value]) => [key, numbered(value)]);
    return {
      ...scope,
      arn: arnOf(type, scope, ownName),
      type,
      name: ownName,
      createdMs:
        createdAt === undefined
          ? EARLIEST_CREATION_MS + ages.number(index, CREATION_RANGE_SECONDS) * 1000
          : Date.parse(createdAt),
      original: { tags: Object.fromEntries(ownTags), everTagged: tags !== undefined },
    };
  });
}
