import { taggedKindOf } from './arns.ts';
import type { Form } from '../form.ts';
import { writeXml } from '../xml.ts';
import { type Filter, readFilters, unknownFilter } from './filter.ts';
import { pageSizeOf } from './page-size.ts';
import { type Ec2Resource, findResource, type RegionState, resourceAt, sizeOfAll } from './region-state.ts';
import { type RequestContext, tagReader } from './request-context.ts';

/** A tag of a resource. */
interface TagFacts {
  readonly resource: Ec2Resource;
  /** Position of the resource, and index of the tag on it. */
  readonly position: number;
  readonly tagIndex: number;
  readonly key: string;
  readonly value: string;
}

// More than a resource can have, including those of AWS.
const POSITIONS_PER_RESOURCE = 1000;

/**
 * The content of a response, in pieces.
 *
 * Rules: "DescribeTags" of the EC2 API reference.
 *
 * @throws AwsError
 */
export function describeTags(form: Form, context: RequestContext): Iterable<string> {
  const pageSize = pageSizeOf(form, { maxPageSize: 1000, clamps: false });
  const filters = readFilters(form);
  const checks = filters.map(checkOf);
  const scope = JSON.stringify(['tags', context.accountId, context.region, filters]);
  const token = form.text('NextToken');
  const start = token === undefined ? 0 : context.tokens.read(scope, token);
  const found = tagsFrom(start, idsOf(filters), context);
  return tagSet(found, checks, pageSize, ({ position, tagIndex }) =>
    context.tokens.write(scope, position * POSITIONS_PER_RESOURCE + tagIndex),
  );
}

function checkOf(filter: Filter): (tag: TagFacts) => boolean {
  const { name } = filter;
  if (name.startsWith('tag:')) {
    const tagKey = name.slice('tag:'.length);
    return ({ key, value }) => key === tagKey && filter.matches([value]);
  }
  switch (name) {
    case 'key':
      return ({ key }) => filter.matches([key]);
    case 'value':
      return ({ value }) => filter.matches([value]);
    case 'resource-id':
      return ({ resource }) => filter.matches([resource.id]);
    case 'resource-type':
      return ({ resource }) => filter.matches([resource.kind]);
    default:
      throw unknownFilter(name);
  }
}

/** The ids to look for, if they have no wildcards: then only those need to be read. */
function idsOf(filters: readonly Filter[]): readonly string[] | undefined {
  const filter = filters.find(({ name }) => name === 'resource-id');
  return filter?.values.some((value) => /[*?\\]/.test(value)) ? undefined : filter?.values;
}

function* tagsFrom(
  start: number,
  ids: readonly string[] | undefined,
  context: RequestContext,
): Generator<TagFacts> {
  const readers = new Map<string, ReturnType<typeof tagReader>>();
  const firstPosition = Math.floor(start / POSITIONS_PER_RESOURCE);
  const firstTagIndex = start % POSITIONS_PER_RESOURCE;
  for (const { resource, position } of ids ? named(ids, context) : all(firstPosition, context)) {
    if (position < firstPosition) continue;
    const { kind, id, original } = resource;
    let tagsOf = readers.get(kind);
    if (!tagsOf) {
      tagsOf = tagReader(kind, context);
      readers.set(kind, tagsOf);
    }
    for (const [tagIndex, [key, value]] of Object.entries(tagsOf(id, original.tags)).entries()) {
      if (position > firstPosition || tagIndex >= firstTagIndex)
        yield { resource, position, tagIndex, key, value };
    }
  }
}

function* all(start: number, state: RegionState) {
  for (let position = start; position < sizeOfAll(state); position++) {
    const resource = resourceAt(position, state);
    if (resource) yield { resource, position };
  }
}

/** The existing resources among those named; their positions are in the order of the names. */
function* named(ids: readonly string[], state: RegionState) {
  for (const [position, id] of [...new Set(ids)].entries()) {
    const kind = taggedKindOf(id);
    const resource = kind && findResource(kind, id, state);
    if (resource) yield { resource, position };
  }
}

function* tagSet(
  tags: Iterable<TagFacts>,
  checks: readonly ((tag: TagFacts) => boolean)[],
  pageSize = Number.POSITIVE_INFINITY,
  tokenOf: (tag: TagFacts) => string,
): Generator<string> {
  let count = 0;
  let end = '</tagSet>';
  yield '<tagSet>';
  for (const tag of tags) {
    if (!checks.every((check) => check(tag))) continue;
    if (count === pageSize) {
      end += `<nextToken>${tokenOf(tag)}</nextToken>`;
      break;
    }
    count++;
    const { resource, key, value } = tag;
    yield writeXml({ item: { resourceId: resource.id, resourceType: resource.kind, key, value } });
  }
  yield end;
}
