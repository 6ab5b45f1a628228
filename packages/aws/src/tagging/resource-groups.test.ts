import {
  CreateGroupCommand,
  GetGroupQueryCommand,
  GetTagsCommand,
  ListGroupsCommand,
  ResourceGroupsClient,
  UpdateGroupQueryCommand,
} from '@aws-sdk/client-resource-groups';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createResourceGroupsClient } from './clients.ts';
import { createResourceGroups } from './resource-groups.ts';

const api = mockClient(ResourceGroupsClient);
afterAll(() => api.restore());
const groups = createResourceGroups({ client: createResourceGroupsClient({ region: 'eu-west-1' }) });
const group = { name: 'shop', arn: 'arn:aws:resource-groups:eu-west-1:123456789012:group/shop' };
const query = { types: ['AWS::AllSupported'], tagFilters: [{ key: 'Project', values: ['shop'] }] };
const written = {
  Type: 'TAG_FILTERS_1_0',
  Query: '{"ResourceTypeFilters":["AWS::AllSupported"],"TagFilters":[{"Key":"Project","Values":["shop"]}]}',
} as const;

function missing(name: string): Error {
  return Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 404 } });
}

beforeEach(() => {
  api.reset();
});

test('all pages of groups are listed', async () => {
  api
    .on(ListGroupsCommand, { MaxResults: 50 })
    .resolves({ GroupIdentifiers: [{ GroupName: 'shop', GroupArn: group.arn }], NextToken: '2' })
    .on(ListGroupsCommand, { NextToken: '2' })
    .resolves({ GroupIdentifiers: [{ GroupName: 'web', GroupArn: 'arn', Description: 'pages' }] });
  expect(await collectPages(groups.listGroups())).toEqual([
    group,
    { name: 'web', arn: 'arn', description: 'pages' },
  ]);
});

test('a query is read as it was written', async () => {
  api.on(CreateGroupCommand).resolves({ Group: { Name: 'shop', GroupArn: group.arn } });
  await groups.createTagGroup({ name: 'shop', query, tags: { By: 'groundcrew' } });
  const input = api.commandCalls(CreateGroupCommand)[0]?.args[0].input;
  expect(input).toEqual({ Name: 'shop', ResourceQuery: written, Tags: { By: 'groundcrew' } });
  api
    .on(GetGroupQueryCommand)
    .resolves({ GroupQuery: { GroupName: 'shop', ResourceQuery: written } })
    .on(GetTagsCommand)
    .resolves({ Tags: { By: 'groundcrew' } });
  expect(await groups.getGroup(group)).toEqual({ query, tags: { By: 'groundcrew' } });
});

test('a group of a stack has no query by tags', async () => {
  const ResourceQuery = { Type: 'CLOUDFORMATION_STACK_1_0', Query: '{"StackIdentifier":"s"}' } as const;
  api
    .on(GetGroupQueryCommand)
    .resolves({ GroupQuery: { GroupName: 'shop', ResourceQuery } })
    .on(GetTagsCommand)
    .resolves({});
  expect(await groups.getGroup(group)).toEqual({ query: null, tags: {} });
});

test('a group that is not there is nothing, and a refusal is an error', async () => {
  api.on(GetGroupQueryCommand).rejects(missing('NotFoundException')).on(GetTagsCommand).resolves({});
  expect(await groups.getGroup(group)).toBeUndefined();
  api.on(GetGroupQueryCommand).rejects(missing('ForbiddenException'));
  await expect(groups.getGroup(group)).rejects.toMatchObject({ code: 'aws-tagging.groups.read-failed' });
});

test('a query that is not JSON is an error of the service', async () => {
  api
    .on(GetGroupQueryCommand)
    .resolves({ GroupQuery: { GroupName: 'shop', ResourceQuery: { ...written, Query: '{' } } })
    .on(GetTagsCommand)
    .resolves({});
  await expect(groups.getGroup(group)).rejects.toMatchObject({
    code: 'aws-tagging.groups.read-failed',
    fault: 'service',
  });
});

test('a change that fails names the group', async () => {
  api.on(UpdateGroupQueryCommand).rejects(missing('NotFoundException'));
  await expect(groups.updateGroupQuery('shop', query)).rejects.toMatchObject({
    code: 'aws-tagging.groups.update-failed',
    message: expect.stringContaining('"shop"') as string,
  });
});
