import type { AccountRegion } from '../resource-registry/index.ts';
import type { TagSource } from '../tags/index.ts';
import { badRequest, noSuchGroup } from './errors.ts';
import type { ResourceQuery } from './query.ts';

export interface Group extends AccountRegion {
  readonly arn: string;
  readonly name: string;
  description: string;
  query: ResourceQuery;
}

/** All groups, in memory. */
export interface Groups extends TagSource {
  /** Sorted by name. */
  list(scope: AccountRegion): readonly Group[];
  /** By name or ARN. @throws AwsError `NotFoundException` */
  group(scope: AccountRegion, nameOrArn: string): Group;
  /** @throws AwsError `BadRequestException` */
  create(scope: AccountRegion, group: Pick<Group, 'name' | 'description' | 'query'>): Group;
  delete(group: Group): void;
}

export function createGroups(): Groups {
  const groups = new Map<string, Group>();

  const list = ({ accountId, region }: AccountRegion) =>
    [...groups.values()]
      .filter((group) => group.accountId === accountId && group.region === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));

  return {
    list,
    group(scope, nameOrArn) {
      const arn = nameOrArn.startsWith('arn:') ? nameOrArn : arnOf(scope, nameOrArn);
      const found = groups.get(arn);
      if (found?.accountId !== scope.accountId || found.region !== scope.region) throw noSuchGroup(nameOrArn);
      return found;
    },
    create({ accountId, region }, { name, description, query }) {
      // Rules: "CreateGroup" of the Resource Groups API reference.
      if (!/^[\w.-]{1,300}$/.test(name) || /^aws/i.test(name)) {
        throw badRequest(
          `Name "${name}": 1 to 300 letters, digits, hyphens, periods and underscores, not beginning with "aws"`,
        );
      }
      if (!/^[\p{L}\p{N}_. -]{0,1024}$/u.test(description)) {
        throw badRequest(
          `Description "${description}": letters, digits, hyphens, underscores, periods, spaces`,
        );
      }
      const arn = arnOf({ accountId, region }, name);
      if (groups.has(arn)) throw badRequest(`Cannot create group: group already exists: "${name}"`);
      const group = { accountId, region, arn, name, description, query };
      groups.set(arn, group);
      return group;
    },
    delete: ({ arn }) => void groups.delete(arn),
    find: (arn) => (groups.has(arn) ? { tags: {}, everTagged: false } : undefined),
    resources(accountId, region) {
      const all = list({ accountId, region });
      return {
        size: all.length,
        at: (position) => {
          const group = all[position];
          const original = { tags: {}, everTagged: false };
          return group && { arn: group.arn, type: 'resource-groups:group', original };
        },
      };
    },
  };
}

function arnOf({ accountId, region }: AccountRegion, name: string): string {
  return `arn:aws:resource-groups:${region}:${accountId}:group/${name}`;
}
