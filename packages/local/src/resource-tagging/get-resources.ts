import { isJsonObject } from '../json-object.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import { type CallerContext, type ResourceRegistry, typeOfArn } from '../resource-registry/index.ts';
import type { TagRead, Tags } from '../tags/index.ts';
import { invalidParameter } from './errors.ts';
import type { ExpiringTokens } from './page-tokens.ts';
import { findAt, taggedResources } from './tagged-resources.ts';

interface TagFilter {
  readonly key: string;
  /** Alternatives; empty: any value. */
  readonly values: readonly string[];
}

const reader = createJsonReader(invalidParameter);
const DEFAULT_PAGE_SIZE = 50;
const paginationNames = ['ResourcesPerPage', 'TagsPerPage', 'PaginationToken'];

/**
 * Rules: "GetResources" of the Resource Groups Tagging API reference.
 *
 * @throws AwsError `InvalidParameterException`, `PaginationTokenExpiredException`
 */
export function getResources(
  input: JsonInput,
  caller: CallerContext,
  read: TagRead,
  { registry, tokens }: { readonly registry: ResourceRegistry; readonly tokens: ExpiringTokens },
): object {
  const arns = reader.texts(input, 'ResourceARNList', 0, 100) ?? [];
  if (arns.length > 0) {
    checkArnListAlone(input);
    return { PaginationToken: '', ResourceTagMappingList: mappingsOf(arns, caller, read, registry) };
  }
  const filters = readTagFilters(input);
  const types = readTypes(input);
  const pageSize = reader.number(input, 'ResourcesPerPage', 1, 100) ?? DEFAULT_PAGE_SIZE;
  const maxTags = reader.number(input, 'TagsPerPage', 100, 500) ?? Number.POSITIVE_INFINITY;
  const { PaginationToken: _token, ...asked } = input;
  const scope = JSON.stringify([caller.accountId, caller.region, asked]);
  const token = reader.text(input, 'PaginationToken');

  const page: object[] = [];
  let tagCount = 0;
  const from = token === undefined ? 0 : tokens.read(scope, token);
  for (const { position, resource } of taggedResources(registry, caller, from)) {
    if (types.length > 0 && !types.some((type) => isOfType(resource.type, type))) continue;
    const tags = registry.tags.of(resource.arn, resource.original.tags, read);
    if (!filters.every((filter) => hasTag(tags, filter))) continue;
    tagCount += Math.max(1, Object.keys(tags).length);
    if (page.length === pageSize || (tagCount > maxTags && page.length > 0)) {
      return { PaginationToken: tokens.write(scope, position), ResourceTagMappingList: page };
    }
    page.push(mappingOf(resource.arn, tags));
  }
  return { PaginationToken: '', ResourceTagMappingList: page };
}

function checkArnListAlone(input: JsonInput): void {
  const beside = [...paginationNames, 'TagFilters', 'ResourceTypeFilters'].find((name) => {
    const value = input[name];
    return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && !value.length);
  });
  if (beside === undefined) return;
  throw invalidParameter(`ResourceARNList and ${beside} can't be used in the same request`);
}

function mappingsOf(
  arns: readonly string[],
  caller: CallerContext,
  read: TagRead,
  registry: ResourceRegistry,
): object[] {
  const { tags } = registry;
  const bad = arns.find((arn) => typeOfArn(arn) === undefined);
  if (bad !== undefined) throw invalidParameter(`"${bad}" in ResourceARNList is not an ARN`);
  return [...new Set(arns)].flatMap((arn) => {
    const original = findAt(registry, arn, caller);
    if (!original || !tags.everTagged(arn, original)) return [];
    return [mappingOf(arn, tags.of(arn, original.tags, read))];
  });
}

function mappingOf(arn: string, tags: Tags): object {
  return { ResourceARN: arn, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

function readTagFilters(input: JsonInput): readonly TagFilter[] {
  const filters = input.TagFilters ?? [];
  if (!Array.isArray(filters) || filters.length > 50) {
    throw invalidParameter('TagFilters must be a list of at most 50');
  }
  return filters.map((filter: unknown) => {
    if (!isJsonObject(filter)) throw invalidParameter('TagFilters must be a list of filters');
    return { key: reader.needText(filter, 'Key'), values: reader.texts(filter, 'Values', 0, 20) ?? [] };
  });
}

function readTypes(input: JsonInput): readonly string[] {
  const types = reader.texts(input, 'ResourceTypeFilters', 0, 100) ?? [];
  const bad = types.find((type) => !/^[a-z][\w-]*(:[\w./-]+)?$/.test(type));
  if (bad === undefined) return types;
  throw invalidParameter(`"${bad}" in ResourceTypeFilters is not of the form service or service:type`);
}

/** @param filter `ec2`, or `ec2:instance` */
function isOfType(type: string, filter: string): boolean {
  return type === filter || (!filter.includes(':') && type.startsWith(`${filter}:`));
}

function hasTag(tags: Tags, { key, values }: TagFilter): boolean {
  return Object.hasOwn(tags, key) && (values.length === 0 || values.includes(tags[key]!));
}
