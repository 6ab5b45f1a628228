import type { Organization } from '../account/index.ts';
import type { TaggableResource, TagSource } from '../tags/index.ts';

/** The databases of the account file, for the tagging API. */
export function databaseTags(organization: Organization): TagSource {
  const lists = new Map<string, readonly TaggableResource[]>();
  const byArn = new Map<string, TaggableResource>();
  for (const { id: accountId, regions } of organization.accounts) {
    for (const [region, { dbInstances = [], dbClusters = [] }] of Object.entries(regions)) {
      const resources = Object.entries({ db: dbInstances, cluster: dbClusters }).flatMap(([kind, entries]) =>
        entries.map(({ name, tags }) => ({
          arn: `arn:aws:rds:${region}:${accountId}:${kind}:${name}`,
          type: `rds:${kind}`,
          original: { tags: tags ?? {}, everTagged: tags !== undefined },
        })),
      );
      lists.set(`${accountId} ${region}`, resources);
      for (const resource of resources) byArn.set(resource.arn, resource);
    }
  }
  return {
    find: (arn) => byArn.get(arn)?.original,
    resources(accountId, region) {
      const list = lists.get(`${accountId} ${region}`) ?? [];
      return { size: list.length, at: (position) => list[position] };
    },
  };
}
