import { isJsonObject } from '../json-object.ts';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import {
  type CallerContext,
  findTagsProblem,
  noSuchResource,
  type ResourceRegistry,
} from '../resource-registry/index.ts';
import type { LocalRequest } from '../service.ts';
import type { Tags } from '../tags/index.ts';
import { invalid } from './errors.ts';
import type { JsonObject } from '../json-object.ts';

export type RegistryAction = (input: JsonInput, request: LocalRequest) => Promise<JsonObject>;

const reader = createJsonReader(invalid);

/** Tables of all regions and accounts: the list of them, and their tags. */
export function createTagActions(registry: ResourceRegistry): Readonly<Record<string, RegistryAction>> {
  async function authorize(action: string, resource: string, request: LocalRequest): Promise<CallerContext> {
    return registry.authorize(request, { action: `dynamodb:${action}`, resource, operation: action });
  }

  /** @throws AwsError `ResourceNotFoundException` */
  async function authorizeResource(operation: string, input: JsonInput, request: LocalRequest) {
    const arn = reader.needText(input, 'ResourceArn');
    const caller = await authorize(operation, arn, request);
    checkArn(arn);
    const table = registry.find(arn);
    if (
      table?.type !== 'dynamodb:table' ||
      table.accountId !== caller.accountId ||
      table.region !== caller.region
    ) {
      throw noSuchResource('dynamodb', arn);
    }
    return { table, caller, action: `dynamodb:${operation}` };
  }

  return {
    async ListTables(input, request) {
      const caller = await authorize('ListTables', '*', request);
      const limit = reader.number(input, 'Limit', 1, 100) ?? 100;
      const after = reader.text(input, 'ExclusiveStartTableName') ?? '';
      const later = registry.list('dynamodb:table', caller).filter(({ name }) => name > after);
      const page = later.slice(0, limit).map(({ name }) => name);
      return {
        TableNames: page,
        ...(page.length < later.length && { LastEvaluatedTableName: page.at(-1) }),
      };
    },

    async ListTagsOfResource(input, request) {
      const { table } = await authorizeResource('ListTagsOfResource', input, request);
      const tags = registry.tagsOf(table, registry.tagReadFor(request, 'ListTagsOfResource'));
      const token = reader.text(input, 'NextToken');
      if (token !== undefined) throw invalid(`The NextToken "${token}" was not returned by any page`);
      // All of them, 50 at most, fit into one page.
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },

    async TagResource(input, request) {
      const { table, caller, action } = await authorizeResource('TagResource', input, request);
      registry.change(table.arn, { set: readTags(input.Tags) }, { ...caller, action });
      return {};
    },

    async UntagResource(input, request) {
      const { table, caller, action } = await authorizeResource('UntagResource', input, request);
      const remove = reader.texts(input, 'TagKeys', 0, 50) ?? [];
      registry.change(table.arn, { remove }, { ...caller, action });
      return {};
    },
  };
}

/**
 * The tags of a CreateTable or a TagResource.
 *
 * @throws AwsError `ValidationException`
 */
export function readTags(value: unknown): Tags {
  if (!Array.isArray(value) || value.length === 0) throw invalid('Tags must be a list of at least one tag');
  const tags = Object.fromEntries(
    value.map((tag: unknown) => {
      if (!isJsonObject(tag)) throw invalid('Tags must be a list of tags');
      if (typeof tag.Value !== 'string') {
        throw invalid(
          "1 validation error detected: Value null at 'tags.member.value' failed to satisfy constraint: Member must not be null",
        );
      }
      return [reader.needText(tag, 'Key'), tag.Value];
    }),
  );
  const problem = findTagsProblem(tags, {}, 'dynamodb:table');
  if (problem) throw invalid(problem.message);
  return tags;
}

/** Tables have tags; their indexes have none. */
function checkArn(arn: string): void {
  if (!arn.startsWith('arn:')) throw invalid(`ARNs must start with 'arn:': ${arn}`);
  if (arn.includes('/index/')) {
    throw invalid(
      `One or more parameter values were invalid: Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
    );
  }
}
