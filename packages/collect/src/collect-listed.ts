import type { RegionFailure } from '@groundcrew/aws/ec2/regions';
import { isTaggableKind } from '@groundcrew/aws/ec2/tagging';
import { resourceNameOf } from '@groundcrew/aws/tagging';
import {
  type Coverage,
  createTextPool,
  type Links,
  OTHER_TYPES,
  relations,
  type Resource,
  type Tags,
} from '@groundcrew/account';
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
  outerTypeOf,
  type RegionalType,
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
  const rows = await listTypes(context, chosen);
  if (buckets && chosen.listed.includes('s3:bucket')) {
    rows.push({ type: 's3:bucket', drafts: buckets.map((bucket) => toDraft(context, 's3:bucket', bucket)) });
  }
  const others = new Map<string, Draft>();
  const isNeeded =
    chosen.others ||
    rows.some(({ drafts, failure }) => failure || drafts.some(({ tags }) => tags === undefined));
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

/** The types of the context's region, concurrently; what lists in another type, after that one. */
async function listTypes(context: RegionContext, chosen: ChosenTypes): Promise<Row[]> {
  const { isDetailed } = chosen;
  const rows = new Map<RegionalType, Promise<Row>>();
  const rowOf = (type: RegionalType): Promise<Row> => {
    const known = rows.get(type);
    if (known) return known;
    const outer = outerTypeOf(type);
    const row =
      outer === undefined
        ? listType(context, type, isDetailed)
        : rowOf(outer).then((of) => listType(context, type, isDetailed, of));
    rows.set(type, row);
    return row;
  };
  const types = regionalTypes(context.region).filter((type) => chosen.listed.includes(type));
  return await Promise.all(types.map(rowOf));
}

async function listType(
  context: RegionContext,
  type: RegionalType,
  isDetailed: boolean,
  outer?: Row,
): Promise<Row> {
  const { clients, signal } = context;
  const row: Row = { type, drafts: [] };
  const within = outer?.drafts.map(({ arn }) => arn);
  const options = { ...(signal && { signal }), ...(within && { within }) };
  try {
    for await (const page of listResources(type, clients, context, options)) {
      for (const resource of page) row.drafts.push(toDraft(context, type, resource, isDetailed));
    }
    if (outer?.failure) row.failure = outer.failure;
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
          // A list is not late, as the tagging API is.
          listed.tags ??= internTags(tags);
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
  { arn, id, tags, links = noLinks, attributes, createdAt }: ListedResource,
  isDetailed = false,
): Draft {
  const name = resourceNameOf(arn);
  return {
    arn,
    type,
    id: id ?? name?.id ?? arn,
    accountId: name?.accountId || accountId,
    region: name?.region || region,
    tags,
    links: isDetailed ? links : parentsOnly(links),
    ...(isDetailed && attributes && { attributes }),
    ...(createdAt && { createdAt: createdAt.toISOString() }),
  };
}

/** Links that tags are inherited along. */
function parentsOnly(links: Links): Links {
  if (links === noLinks) return noLinks;
  return Object.fromEntries(Object.entries(links).filter(([name]) => relationNames.has(name)));
}

const relationNames = new Set<string>(relations);

function toResource({ tags = null, ...draft }: Draft): Resource {
  return { ...draft, tags };
}
