import type { Directory, Place } from '../directory/index.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import type { TagRead, Tags } from '../tags/index.ts';
import { invalidParameter } from './errors.ts';
import type { ExpiringTokens } from './page-tokens.ts';
import { taggedResources } from './tagged-resources.ts';

const reader = createJsonReader(invalidParameter);
const pageSize = 100;

interface Context {
  readonly directory: Directory;
  readonly tokens: ExpiringTokens;
}

/** Rules: "GetTagKeys" of the Resource Groups Tagging API reference. */
export function getTagKeys(input: JsonInput, place: Place, read: TagRead, context: Context): object {
  const keys = new Set<string>();
  for (const tags of allTags(context.directory, place, read)) {
    for (const key of Object.keys(tags)) keys.add(key);
  }
  const { page, token } = pageOf(keys, 'keys', input, place, context.tokens);
  return { PaginationToken: token, TagKeys: page };
}

/** Rules: "GetTagValues" of the Resource Groups Tagging API reference. */
export function getTagValues(input: JsonInput, place: Place, read: TagRead, context: Context): object {
  const key = reader.needText(input, 'Key');
  const values = new Set<string>();
  for (const tags of allTags(context.directory, place, read)) {
    if (Object.hasOwn(tags, key)) values.add(tags[key]!);
  }
  const { page, token } = pageOf(values, `values ${key}`, input, place, context.tokens);
  return { PaginationToken: token, TagValues: page };
}

function* allTags(directory: Directory, place: Place, read: TagRead): Generator<Tags> {
  for (const { resource } of taggedResources(directory, place)) {
    yield directory.tags.of(resource.arn, resource.original.tags, read);
  }
}

function pageOf(
  words: ReadonlySet<string>,
  what: string,
  input: JsonInput,
  { accountId, region }: Place,
  tokens: ExpiringTokens,
): { readonly page: readonly string[]; readonly token: string } {
  const scope = `${accountId} ${region} ${what}`;
  const given = reader.text(input, 'PaginationToken');
  const from = given === undefined ? 0 : tokens.read(scope, given);
  const page = [...words].toSorted().slice(from, from + pageSize);
  const next = from + page.length;
  return { page, token: next < words.size ? tokens.write(scope, next) : '' };
}
