import {
  type Coverage,
  OTHER_TYPES,
  relations,
  type Resource,
  SNAPSHOT_FORMAT,
  type SnapshotReader,
} from '@groundcrew/account';
import type { TaggedResource, TagSnapshot } from '../model.ts';

/** What of a resource its tags depend on. */
export function toTaggedResource(resource: Resource): TaggedResource {
  const { arn, type, id, accountId, region, tags, links, createdAt } = resource;
  return {
    arn,
    type,
    id,
    accountId,
    region,
    tags,
    parents: parentsOf(links),
    ...(createdAt !== undefined && { createdAt }),
  };
}

const noParents: TaggedResource['parents'] = Object.freeze({});

/** Of several parents of a kind, such as a volume's on two instances, none is inherited from. */
function parentsOf(links: Resource['links']): TaggedResource['parents'] {
  let parents: Record<string, string> | undefined;
  for (const relation of relations) {
    const link = links[relation];
    if (typeof link === 'string') (parents ??= {})[relation] = link;
  }
  return parents ?? noParents;
}

/** Types that are known only where they are tagged have a row of their own, `other`, which is marked as such. */
export function toTagCoverage(row: Coverage): Coverage {
  return row.status === 'tagged-only' ? { ...row, status: 'listed' } : row;
}

/**
 * The tags of a snapshot of an account.
 *
 * @throws GroundcrewError those of `openSnapshot`
 */
export async function tagSnapshotOf({ header, resources }: SnapshotReader): Promise<TagSnapshot> {
  const tagged: TaggedResource[] = [];
  for await (const page of resources) for (const resource of page) tagged.push(toTaggedResource(resource));
  const { takenAt, accounts, coverage } = header;
  return {
    format: 'groundcrew-tag-snapshot/1',
    takenAt,
    accounts,
    resources: tagged,
    coverage: coverage.map(toTagCoverage),
  };
}

const RESOURCES_PER_PAGE = 1_000;

/** A snapshot of tags as one of an account, without attributes. */
export function accountSnapshotOf({ takenAt, accounts, coverage, resources }: TagSnapshot): SnapshotReader {
  async function* pages(): AsyncGenerator<readonly Resource[], void, undefined> {
    for (let from = 0; from < resources.length; from += RESOURCES_PER_PAGE) {
      const page = resources.slice(from, from + RESOURCES_PER_PAGE);
      yield page.map(({ parents, ...resource }) => ({ ...resource, links: parents }));
    }
  }
  return {
    header: {
      format: SNAPSHOT_FORMAT,
      takenAt,
      accounts,
      resources: resources.length,
      coverage: coverage.map((row) =>
        row.type === OTHER_TYPES && row.status === 'listed' ? { ...row, status: 'tagged-only' } : row,
      ),
    },
    resources: pages(),
  };
}
