import { createJsonReader, type JsonInput } from '../json-service.ts';
import type { CallerContext, ResourceRegistry } from '../resource-registry/index.ts';
import type { TagRead, Tags } from '../tags/index.ts';
import { invalidParameter } from './errors.ts';
import type { ExpiringTokens } from './page-tokens.ts';
import { taggedResources } from './tagged-resources.ts';

const reader = createJsonReader(invalidParameter);
const PAGE_SIZE = 100;

interface Context {
  readonly registry: ResourceRegistry;
  readonly tokens: ExpiringTokens;
}

/** Rules: "GetTagKeys" of the Resource Groups Tagging API reference. */
export function getTagKeys(input: JsonInput, caller: CallerContext, read: TagRead, context: Context): object {
  const keys = new Set<string>();
  for (const tags of allTags(context.registry, caller, read)) {
    for (const key of Object.keys(tags)) keys.add(key);
  }
  const { page, token } = pageOf(keys, 'keys', input, caller, context.tokens);
  return { PaginationToken: token, TagKeys: page };
}

/** Rules: "GetTagValues" of the Resource Groups Tagging API reference. */
export function getTagValues(
  input: JsonInput,
  caller: CallerContext,
  read: TagRead,
  context: Context,
): object {
  const key = reader.needText(input, 'Key');
  const values = new Set<string>();
  for (const tags of allTags(context.registry, caller, read)) {
    if (Object.hasOwn(tags, key)) values.add(tags[key]!);
  }
  const { page, token } = pageOf(values, `values ${key}`, input, caller, context.tokens);
  return { PaginationToken: token, TagValues: page };
}

function* allTags(registry: ResourceRegistry, caller: CallerContext, read: TagRead): Generator<Tags> {
  for (const { resource } of taggedResources(registry, caller)) {
    yield registry.tags.of(resource.arn, resource.original.tags, read);
  }
}

function pageOf(
  words: ReadonlySet<string>,
  what: string,
  input: JsonInput,
  { accountId, region }: CallerContext,
  tokens: ExpiringTokens,
): { readonly page: readonly string[]; readonly token: string } {
  const scope = `${accountId} ${region} ${what}`;
  const given = reader.text(input, 'PaginationToken');
  const from = given === undefined ? 0 : tokens.read(scope, given);
  const page = [...words].toSorted().slice(from, from + PAGE_SIZE);
  const next = from + page.length;
  return { page, token: next < words.size ? tokens.write(scope, next) : '' };
}
