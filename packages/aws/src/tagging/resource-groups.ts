import {
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupQueryCommand,
  GetTagsCommand,
  ListGroupsCommand,
  QueryType,
  type ResourceGroupsClient,
  TagCommand,
  UpdateGroupQueryCommand,
} from '@aws-sdk/client-resource-groups';
import { pages, wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { type CallOptions, callService, type SendOptions } from '../call.ts';

/** Which resources are in a group: those of these types that have all of these tags, each by any of its values. */
export interface TagQuery {
  /** CloudFormation's names (`AWS::EC2::Instance`); `AWS::AllSupported` for all. */
  readonly types: readonly string[];
  /** Without values: the key alone counts. */
  readonly tagFilters: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface ResourceGroup {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
}

/** A group in full. */
export interface ResourceGroupDetails {
  /** `null`: the group is not by tags, but by a stack. */
  readonly query: TagQuery | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface TagGroupInput {
  /** Letters, digits, `.`, `_` and `-`, up to 300; not beginning with `aws` (API reference, CreateGroup). */
  readonly name: string;
  readonly description?: string;
  readonly query: TagQuery;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The calls of Resource Groups that this project needs, of one account in one region. Retries are the SDK's own. */
export interface ResourceGroups {
  /** All groups by name and ARN, a page at a time. @throws GroundcrewError `aws-tagging.groups.list-failed` */
  listGroups(options?: CallOptions): AsyncIterable<readonly ResourceGroup[]>;
  /** `undefined` if there is no such group. @throws GroundcrewError `aws-tagging.groups.read-failed` */
  getGroup(
    group: Pick<ResourceGroup, 'name' | 'arn'>,
    options?: CallOptions,
  ): Promise<ResourceGroupDetails | undefined>;
  /** @throws GroundcrewError `aws-tagging.groups.create-failed` */
  createTagGroup(group: TagGroupInput, options?: CallOptions): Promise<ResourceGroup>;
  /** @throws GroundcrewError `aws-tagging.groups.update-failed` */
  updateGroupQuery(name: string, query: TagQuery, options?: CallOptions): Promise<void>;
  /** Sets tags of the group itself. @throws GroundcrewError `aws-tagging.groups.update-failed` */
  tagGroup(arn: string, tags: Readonly<Record<string, string>>, options?: CallOptions): Promise<void>;
  /** Removes the group, not what is in it. @throws GroundcrewError `aws-tagging.groups.delete-failed` */
  deleteGroup(name: string, options?: CallOptions): Promise<void>;
}

/** The largest page there is (API reference, ListGroups, MaxResults). */
const PAGE_SIZE = 50;

export function createResourceGroups({ client }: { readonly client: ResourceGroupsClient }): ResourceGroups {
  function request<Answer>(
    what: 'create' | 'delete' | 'list' | 'read' | 'update',
    doing: string,
    signal: AbortSignal | undefined,
    send: (options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    return callService(signal, send, (error) =>
      wrapServiceError(error, { code: `aws-tagging.groups.${what}-failed`, doing }),
    );
  }

  return {
    listGroups: ({ signal } = {}) =>
      pages<ResourceGroup>((token) =>
        request('list', 'list the resource groups', signal, async (options) => {
          const command = new ListGroupsCommand({
            MaxResults: PAGE_SIZE,
            ...(token !== undefined && { NextToken: token }),
          });
          const { GroupIdentifiers = [], NextToken } = await client.send(command, options);
          const items = GroupIdentifiers.map(({ GroupName = '', GroupArn = '', Description }) =>
            toGroup(GroupName, GroupArn, Description),
          );
          return { items, next: NextToken || undefined };
        }),
      ),

    async getGroup({ name, arn }, { signal } = {}) {
      try {
        return await request('read', `read the resource group "${name}"`, signal, async (options) => {
          const [query, tags] = await Promise.all([
            client.send(new GetGroupQueryCommand({ Group: name }), options),
            client.send(new GetTagsCommand({ Arn: arn }), options),
          ]);
          return { query: readQuery(name, query.GroupQuery?.ResourceQuery), tags: tags.Tags ?? {} };
        });
      } catch (error) {
        if (isGroundcrewError(error) && error.details.awsError === 'NotFoundException') return undefined;
        throw error;
      }
    },

    createTagGroup: ({ name, description, query, tags }, { signal } = {}) =>
      request('create', `create the resource group "${name}"`, signal, async (options) => {
        const command = new CreateGroupCommand({
          Name: name,
          ...(description !== undefined && { Description: description }),
          ResourceQuery: writeQuery(query),
          ...(tags && { Tags: { ...tags } }),
        });
        const { Group } = await client.send(command, options);
        return toGroup(Group?.Name ?? name, Group?.GroupArn ?? '', Group?.Description);
      }),

    async updateGroupQuery(name, query, { signal } = {}) {
      await request('update', `change the resource group "${name}"`, signal, (options) =>
        client.send(new UpdateGroupQueryCommand({ Group: name, ResourceQuery: writeQuery(query) }), options),
      );
    },

    async tagGroup(arn, tags, { signal } = {}) {
      await request('update', `tag the resource group "${arn}"`, signal, (options) =>
        client.send(new TagCommand({ Arn: arn, Tags: { ...tags } }), options),
      );
    },

    async deleteGroup(name, { signal } = {}) {
      await request('delete', `delete the resource group "${name}"`, signal, (options) =>
        client.send(new DeleteGroupCommand({ Group: name }), options),
      );
    },
  };
}

function toGroup(name: string, arn: string, description: string | undefined): ResourceGroup {
  return { name, arn, ...(description && { description }) };
}

function writeQuery({ types, tagFilters }: TagQuery) {
  const query = {
    ResourceTypeFilters: types,
    TagFilters: tagFilters.map(({ key, values }) => ({ Key: key, Values: values })),
  };
  return { Type: QueryType.TAG_FILTERS_1_0, Query: JSON.stringify(query) };
}

function readQuery(
  name: string,
  query: { Type?: string | undefined; Query?: string | undefined } | undefined,
): TagQuery | null {
  if (query?.Type !== QueryType.TAG_FILTERS_1_0) return null;
  try {
    const { ResourceTypeFilters = [], TagFilters = [] } = JSON.parse(query.Query ?? '') as {
      ResourceTypeFilters?: string[];
      TagFilters?: { Key: string; Values?: string[] }[];
    };
    const tagFilters = TagFilters.map(({ Key, Values = [] }) => ({ key: Key, values: Values }));
    return { types: ResourceTypeFilters, tagFilters };
  } catch (error) {
    const text = `the query of the resource group "${name}" is not the JSON that AWS documents: ${query.Query}`;
    throw new GroundcrewError('aws-tagging.groups.read-failed', text, { fault: 'service', cause: error });
  }
}
