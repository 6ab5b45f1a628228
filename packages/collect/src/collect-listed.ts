import type { RegionFailure } from '@groundcrew/aws/ec2/regions';
import { isTaggableKind } from '@groundcrew/aws/ec2/tagging';
import { resourceNameOf } from '@groundcrew/aws/tagging';
import { type Coverage, createTextPool, OTHER_TYPES, type Resource, type Tags } from '@groundcrew/account';
import type { ChosenTypes } from './choose-types.ts';
import { failureOfCall, ONLY_TAGGED_REASON } from './coverage.ts';
import type { RegionContext } from './deps.ts';
import type { Draft } from './draft.ts';
import { noLinks, noTags } from './empty.ts';
import {
  isListedType,
  type ListedResource,
  type ListedType,
  listResources,
  regionalTypes,
} from './listed-types.ts';
import { TAGGING_PERMISSION, typePermissions } from './permissions.ts';
import { readMissingTags } from './read-missing-tags.ts';

/** What was listed of a type, and how that went. */
interface Row {
  readonly type: ListedType;
  readonly drafts: Draft[];
  failure?: RegionFailure;
}

/**
 * The resources that services list by their own calls, with tags from the tagging API, a hundred a call; and those of
 * all other types that it returns.
 *
 * @param buckets of this region; missing if they could not be listed or are not requested
 */
export async function* collectListed(
  context: RegionContext,
  chosen: ChosenTypes,
  buckets: readonly ListedResource[] | undefined,
  report: (coverage: Coverage) => void,
): AsyncGenerator<readonly Resource[], void, undefined> {
  const { accountId, region } = context;
  const types = regionalTypes.filter((type) => chosen.listed.includes(type));
  const rows = await Promise.all(types.map((type) => listType(context, type)));
  if (buckets && chosen.listed.includes('s3:bucket')) {
    rows.push({ type: 's3:bucket', drafts: buckets.map((bucket) => toDraft(context, 's3:bucket', bucket)) });
  }
  const others = new Map<string, Draft>();
  const isNeeded = chosen.others || rows.some(({ drafts, failure }) => failure || drafts.length > 0);
  const tagging = isNeeded && chosen.filters ? await readTags(context, chosen, rows, others) : undefined;
  for (const { type, drafts, failure } of rows) {
    let reason: string | undefined;
    let present: readonly Draft[] = drafts;
    if (tagging === undefined) for (const draft of drafts) draft.tags ??= noTags;
    else ({ present, reason } = await readMissingTags(context, type, drafts, tagging));
    const resources = present.map(toResource);
    const unknown = resources.filter(({ tags }) => tags === null).length;
    report({
      accountId,
      region,
      type,
      status: 'listed',
      ...(reason !== undefined && { reason }),
      ...failure,
      resources: resources.length,
      unknown,
    });
    if (resources.length > 0) yield resources;
  }
  if (others.size > 0) yield Array.from(others.values(), toResource);
  if (chosen.others) {
    const outcome = tagging ?? ({ status: 'tagged-only', reason: ONLY_TAGGED_REASON } as const);
    report({ accountId, region, type: OTHER_TYPES, ...outcome, resources: others.size, unknown: 0 });
  }
}

async function listType(context: RegionContext, type: (typeof regionalTypes)[number]): Promise<Row> {
  const { clients, signal } = context;
  const row: Row = { type, drafts: [] };
  try {
    for await (const page of listResources(type, clients, context, signal ? { signal } : {})) {
      for (const resource of page) row.drafts.push(toDraft(context, type, resource));
    }
  } catch (error) {
    row.failure = failureOfCall(error, { ...context, permission: typePermissions[type].list });
  }
  return row;
}

/** Fills in the tags that the tagging API returns; resolves with why not all of them, if it failed. */
async function readTags(
  context: RegionContext,
  chosen: ChosenTypes,
  rows: readonly Row[],
  others: Map<string, Draft>,
): Promise<RegionFailure | undefined> {
  const { clients, signal } = context;
  const byType = new Map<string, Row>(rows.map((row) => [row.type, row]));
  const pool = createTextPool();
  const internTags = (tags: Tags): Tags =>
    Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, pool.intern(value)]));
  const drafts = new Map(rows.flatMap((row) => row.drafts.map((draft) => [draft.arn, draft])));
  try {
    const pages = clients.tagging.getResources({ types: chosen.filters }, signal ? { signal } : {});
    for await (const page of pages) {
      for (const { arn, tags } of page) {
        const listed = drafts.get(arn);
        if (listed) {
          listed.tags = internTags(tags);
          continue;
        }
        const type = resourceNameOf(arn)?.type ?? '';
        // EC2 has described its own, and what a complete list leaves out is gone.
        if (isTaggableKind(type) || !chosen.matches(type)) continue;
        const draft = toDraft(context, type, { arn });
        draft.tags = internTags(tags);
        const row = byType.get(type);
        if (row?.failure) {
          row.drafts.push(draft);
          drafts.set(arn, draft);
        } else if (!isListedType(type)) others.set(arn, draft);
      }
    }
    return undefined;
  } catch (error) {
    return failureOfCall(error, { ...context, permission: TAGGING_PERMISSION });
  }
}

function toDraft(
  { accountId, region }: RegionContext,
  type: string,
  { arn, createdAt }: ListedResource,
): Draft {
  const name = resourceNameOf(arn);
  return {
    arn,
    type,
    id: name?.id ?? arn,
    accountId: name?.accountId || accountId,
    region: name?.region || region,
    tags: undefined,
    links: noLinks,
    ...(createdAt && { createdAt: createdAt.toISOString() }),
  };
}

function toResource(draft: Draft): Resource {
  const { arn, type, id, accountId, region, tags = null, links, createdAt } = draft;
  return { arn, type, id, accountId, region, tags, links, ...(createdAt !== undefined && { createdAt }) };
}
