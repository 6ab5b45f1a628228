import { readBody } from '../http-server/read-body.ts';
import { createJsonReader, type JsonInput, readJsonInput } from '../json-service.ts';
import { type CallerContext, type ResourceRegistry, typeOfArn } from '../resource-registry/index.ts';
import { taggedResources } from '../resource-tagging/tagged-resources.ts';
import { refuseUnsupportedParameters } from '../unsupported-parameters.ts';
import { AwsError, type LocalRequest, type Service } from '../service.ts';
import { badRequest, noSuchGroup } from './errors.ts';
import { createGroups, type Group } from './groups.ts';
import { cloudFormationType, readQuery } from './query.ts';

interface Call {
  readonly input: JsonInput;
  readonly caller: CallerContext;
  readonly request: LocalRequest;
  /** The ARN in the path. */
  readonly arn: string;
  readonly operation: string;
}

const reader = createJsonReader(badRequest);
const MAX_BODY_BYTES = 64 * 1024;

/** Method and path of each operation, from the Resource Groups API reference. */
const routes: Readonly<Record<string, string>> = {
  'POST /groups': 'CreateGroup',
  'POST /get-group': 'GetGroup',
  'POST /get-group-query': 'GetGroupQuery',
  'POST /update-group': 'UpdateGroup',
  'POST /update-group-query': 'UpdateGroupQuery',
  'POST /delete-group': 'DeleteGroup',
  'POST /groups-list': 'ListGroups',
  'POST /list-group-resources': 'ListGroupResources',
  'POST /resources/search': 'SearchResources',
  'GET tags': 'GetTags',
  'PUT tags': 'Tag',
  'PATCH tags': 'Untag',
};

/** Resource Groups: groups by tags, their members, and their own tags. In memory. */
export function createResourceGroups({ registry }: { readonly registry: ResourceRegistry }): Service {
  const groups = createGroups();
  registry.tags.addSource(groups);

  const groupOf = ({ input, caller }: Call): Group =>
    groups.group(caller, reader.text(input, 'Group') ?? reader.needText(input, 'GroupName'));

  function ownArn({ arn, caller }: Call): string {
    if (typeOfArn(arn) !== 'resource-groups:group') throw noSuchGroup(arn);
    return groups.group(caller, arn).arn;
  }

  function changeTags(call: Call, change: Parameters<ResourceRegistry['change']>[1]): void {
    const { caller, operation } = call;
    registry.change(ownArn(call), change, { ...caller, action: `resource-groups:${operation}` });
  }

  /** One page of the resources that match a query. */
  function search({ input, caller, request, operation }: Call, query: unknown): object {
    const { matches } = readQuery(query);
    const read = registry.tagReadFor(request, operation);
    const limit = reader.number(input, 'MaxResults', 1, 50) ?? 50;
    const page: object[] = [];
    const from = readToken(reader.text(input, 'NextToken'));
    for (const { position, resource } of taggedResources(registry, caller, from)) {
      const tags = registry.tags.of(resource.arn, resource.original.tags, read);
      if (!matches({ type: resource.type, tags })) continue;
      if (page.length === limit) return { ResourceIdentifiers: page, NextToken: writeToken(position) };
      page.push({ ResourceArn: resource.arn, ResourceType: cloudFormationType(resource.type) });
    }
    return { ResourceIdentifiers: page };
  }

  const actions: Readonly<Record<string, (call: Call) => object>> = {
    CreateGroup({ input, caller }) {
      const { query } = readQuery(input.ResourceQuery);
      const group = groups.create(caller, {
        name: reader.needText(input, 'Name'),
        description: reader.text(input, 'Description') ?? '',
        query,
      });
      const set = reader.map(input, 'Tags', 50);
      try {
        registry.change(group.arn, { set }, { ...caller, action: 'resource-groups:CreateGroup' });
      } catch (error) {
        groups.delete(group);
        throw error;
      }
      return { Group: groupElement(group), ResourceQuery: query, Tags: set };
    },
    GetGroup: (call) => ({ Group: groupElement(groupOf(call)) }),
    GetGroupQuery(call) {
      const { name, query } = groupOf(call);
      return { GroupQuery: { GroupName: name, ResourceQuery: query } };
    },
    UpdateGroup(call) {
      const group = groupOf(call);
      group.description = reader.text(call.input, 'Description') ?? '';
      return { Group: groupElement(group) };
    },
    UpdateGroupQuery(call) {
      const group = groupOf(call);
      group.query = readQuery(call.input.ResourceQuery).query;
      return { GroupQuery: { GroupName: group.name, ResourceQuery: group.query } };
    },
    DeleteGroup(call) {
      const group = groupOf(call);
      groups.delete(group);
      registry.tags.forget(group.arn);
      return { Group: groupElement(group) };
    },
    ListGroups({ request: { query }, caller }) {
      const parameters = {
        maxResults: query.has('maxResults') ? Number(query.get('maxResults')) : undefined,
      };
      const limit = reader.number(parameters, 'maxResults', 1, 50) ?? 50;
      const from = readToken(query.get('nextToken') ?? undefined);
      const all = groups.list(caller);
      const page = all.slice(from, from + limit);
      const next = from + page.length;
      return {
        Groups: page.map(groupElement),
        GroupIdentifiers: page.map(({ name, arn, description }) => ({
          GroupName: name,
          GroupArn: arn,
          Description: description,
        })),
        ...(next < all.length && { NextToken: writeToken(next) }),
      };
    },
    ListGroupResources(call) {
      const found = search(call, groupOf(call).query) as { readonly ResourceIdentifiers: readonly object[] };
      return { ...found, Resources: found.ResourceIdentifiers.map((Identifier) => ({ Identifier })) };
    },
    SearchResources: (call) => search(call, call.input.ResourceQuery),
    GetTags(call) {
      const arn = ownArn(call);
      return { Arn: arn, Tags: registry.tags.get(arn, registry.tagReadFor(call.request, 'GetTags')) };
    },
    Tag(call) {
      const Tags = reader.map(call.input, 'Tags', 50);
      changeTags(call, { set: Tags });
      return { Arn: call.arn, Tags };
    },
    Untag(call) {
      const Keys = reader.texts(call.input, 'Keys', 1, 50) ?? [];
      changeTags(call, { remove: Keys });
      return { Arn: call.arn, Keys };
    },
  };

  return {
    name: 'resource-groups',
    protocol: 'rest-json',
    operations: Object.values(routes),
    matches: ({ signingService }) => signingService === 'resource-groups',
    async handle(request) {
      const encoded = /^\/resources\/(.+)\/tags$/.exec(request.path)?.[1];
      const operation = routes[`${request.method} ${encoded === undefined ? request.path : 'tags'}`];
      if (operation === undefined) throw unsupportedOperation(request);
      const input = readJsonInput(await readBody(request, MAX_BODY_BYTES));
      refuseUnsupportedParameters('resource-groups', operation, (name) => input[name], {
        code: 'BadRequestException',
      });
      const arn = encoded === undefined ? '' : decodeArn(encoded);
      const action = `resource-groups:${operation}`;
      const resource = arn === '' ? '*' : arn;
      const caller = await registry.authorize(request, { action, resource, operation });
      if (operation === 'ListGroupResources' || operation === 'SearchResources') {
        await request.reportCall({ action: 'tag:GetResources', resource: '*', operation });
      }
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(actions[operation]!({ input, caller, request, arn, operation })),
      };
    },
  };
}

function decodeArn(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw badRequest(`"${encoded}" is not an encoded ARN`);
  }
}

function groupElement({ arn, name, description }: Group): object {
  return { GroupArn: arn, Name: name, Description: description };
}

function writeToken(position: number): string {
  return Buffer.from(`at ${position}`).toString('base64url');
}

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const position = /^at (\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (position === undefined) throw badRequest(`The NextToken "${token}" was not returned by any page`);
  return Number(position);
}

function unsupportedOperation({ method, path }: LocalRequest): AwsError {
  return new AwsError(
    404,
    'UnknownOperationException',
    `${method} ${path} of resource-groups is not supported by the embedded AWS; supported: ${Object.values(routes).join(', ')}`,
  );
}
