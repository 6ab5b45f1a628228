import type { RegionFailure } from '@groundcrew/aws/ec2/regions';
import {
  ec2Arn,
  type TaggableKind,
  type TaggableParent,
  type TaggableResource,
  type UsedAs,
} from '@groundcrew/aws/ec2/tagging';
import { resourceNameOf } from '@groundcrew/aws/tagging';
import type { Coverage, Links, Resource } from '@groundcrew/account';
import type { ChosenTypes } from './choose-types.ts';
import { failureOfCall } from './coverage.ts';
import type { RegionContext } from './deps.ts';
import { noLinks, noTags } from './empty.ts';
import { TAGGING_PERMISSION, typePermissions } from './permissions.ts';

interface Row {
  readonly kind: TaggableKind;
  resources: number;
  failure?: RegionFailure;
}

/**
 * The resources of EC2 by its describe calls, which include those never tagged. Of a kind that may not be
 * described, those that are or were tagged, from the tagging API.
 */
export async function* collectEc2(
  context: RegionContext,
  { kinds, isDetailed }: Pick<ChosenTypes, 'kinds' | 'isDetailed'>,
  report: (coverage: Coverage) => void,
): AsyncGenerator<readonly Resource[], void, undefined> {
  const { accountId, region } = context;
  const rows: Row[] = [];
  const seen = new Set<string>();
  const toResource = createResourceMapper(context);
  let unreachable: RegionFailure | undefined;
  for (const kind of kinds) {
    const row: Row = { kind, resources: 0 };
    rows.push(row);
    if (unreachable) {
      row.failure = unreachable;
      continue;
    }
    const own: string[] = [];
    try {
      for await (const page of context.clients.ec2.describeTaggable(
        kind,
        isDetailed ? { details: true } : {},
        optionsOf(context),
      )) {
        const resources = page.flatMap((resource) => toResource(resource) ?? []);
        row.resources += resources.length;
        for (const { arn } of resources) own.push(arn);
        if (resources.length > 0) yield resources;
      }
    } catch (error) {
      row.failure = failureOfCall(error, { ...context, permission: typePermissions[kind].list });
      for (const arn of own) seen.add(arn);
      // Each kind would only be waited for as long again.
      if (row.failure.status === 'timed-out' || row.failure.status === 'not-enabled')
        unreachable = row.failure;
    }
  }
  if (!unreachable && rows.some(({ failure }) => failure)) yield* taggedOnly(context, rows, seen);
  for (const { kind, resources, failure } of rows) {
    report({ accountId, region, type: kind, status: 'listed', ...failure, resources, unknown: 0 });
  }
}

/** What the tagging API returns of the kinds that failed. It may fail itself: the rows report a failure already. */
async function* taggedOnly(
  context: RegionContext,
  rows: readonly Row[],
  seen: Set<string>,
): AsyncGenerator<readonly Resource[], void, undefined> {
  const { accountId, region } = context;
  const failed = new Map<string, Row>(rows.flatMap((row) => (row.failure ? [[row.kind, row]] : [])));
  try {
    const query = { types: [...failed.keys()] };
    for await (const page of context.clients.tagging.getResources(query, optionsOf(context))) {
      const resources: Resource[] = [];
      for (const { arn, tags } of page) {
        const name = resourceNameOf(arn);
        const row = failed.get(name?.type ?? '');
        if (name === undefined || row === undefined || seen.has(arn)) continue;
        seen.add(arn);
        row.resources += 1;
        resources.push({ arn, type: row.kind, id: name.id, accountId, region, tags, links: noLinks });
      }
      if (resources.length > 0) yield resources;
    }
  } catch (error) {
    failureOfCall(error, { ...context, permission: TAGGING_PERMISSION });
  }
}

/** The kinds of what is used by its id. */
const usedKinds: Readonly<Record<UsedAs, TaggableKind>> = {
  'security-group': 'ec2:security-group',
  'source-snapshot': 'ec2:snapshot',
  // By its ARN.
  'instance-profile': 'ec2:instance',
};

/** Converts what EC2 returns to resources; what another account shares, which only that one can tag, is left out. */
function createResourceMapper({
  accountId,
  region,
}: RegionContext): (resource: TaggableResource) => Resource | undefined {
  const owners = new Map<string, string>();
  const prefixes = new Map<string, string>();
  const arnOf = (kind: TaggableKind, id: string, owner: string) => {
    const key = `${kind} ${owner}`;
    let prefix = prefixes.get(key);
    if (prefix === undefined) {
      prefix = ec2Arn({ kind, id: '', region, accountId: owner });
      prefixes.set(key, prefix);
    }
    return prefix + id;
  };
  const linksOf = ({ parents, uses }: TaggableResource): Links => {
    const links: Record<string, string | readonly string[]> = {};
    for (const [relation, parent] of Object.entries(parents)) {
      links[relation] = arnOf(`ec2:${relation as TaggableParent}`, parent, owners.get(parent) ?? accountId);
    }
    for (const [name, ids] of Object.entries(uses ?? {})) {
      links[name] = ids.map((used) =>
        used.startsWith('arn:') ? used : arnOf(usedKinds[name as UsedAs], used, accountId),
      );
    }
    return links;
  };
  return (resource) => {
    const { kind, id, tags, parents, uses, ownerId = accountId, createdAt, attributes } = resource;
    if (ownerId !== accountId) {
      owners.set(id, ownerId);
      return undefined;
    }
    return {
      arn: arnOf(kind, id, accountId),
      type: kind,
      id,
      accountId,
      region,
      tags: isEmpty(tags) ? noTags : tags,
      links: isEmpty(parents) && uses === undefined ? noLinks : linksOf(resource),
      ...(attributes && { attributes }),
      ...(createdAt !== undefined && { createdAt }),
    };
  };
}

function isEmpty(values: object): boolean {
  for (const _ in values) return false;
  return true;
}

function optionsOf({ signal }: RegionContext): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
