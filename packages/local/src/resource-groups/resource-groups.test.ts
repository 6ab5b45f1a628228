import {
  CreateGroupCommand,
  type CreateGroupCommandInput,
  DeleteGroupCommand,
  GetGroupCommand,
  GetGroupQueryCommand,
  GetTagsCommand,
  ListGroupResourcesCommand,
  ListGroupsCommand,
  ResourceGroupsClient,
  SearchResourcesCommand,
  TagCommand,
  UntagCommand,
  UpdateGroupCommand,
  UpdateGroupQueryCommand,
} from '@aws-sdk/client-resource-groups';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';

const accountId = '111111111111';
const document = {
  accounts: [
    {
      id: accountId,
      regions: {
        'us-east-1': {
          instances: [{ type: 't3.micro', id: 'i-00000001', tags: { Project: 'shop', Stage: 'live' } }],
          buckets: [{ name: 'photos', tags: { Project: 'shop' } }],
          queues: [{ name: 'q-{n}', count: 60, tags: { Project: 'mail' } }],
        },
        'eu-west-1': { denied: ['resource-groups'] },
        'me-south-1': { optIn: 'not-opted-in' },
      },
    },
  ],
};

const instance = `arn:aws:ec2:us-east-1:${accountId}:instance/i-00000001`;
const bucket = 'arn:aws:s3:::photos';

function byTags(tagFilters: object, types = ['AWS::AllSupported']) {
  return {
    Type: 'TAG_FILTERS_1_0' as const,
    Query: JSON.stringify({ ResourceTypeFilters: types, TagFilters: tagFilters }),
  };
}

const ofShop = byTags([{ Key: 'Project', Values: ['shop'] }]);

async function start() {
  const started = await startAccounts(document);
  const groups = (region?: string) => started.client(ResourceGroupsClient, region);
  return { ...started, groups, client: groups(), tagging: started.client(ResourceGroupsTaggingAPIClient) };
}

test('a group is created, described, changed and deleted', async () => {
  const { client } = await start();
  const created = await client.send(
    new CreateGroupCommand({
      Name: 'shop',
      Description: 'By Project',
      ResourceQuery: ofShop,
      Tags: { Owner: 'me' },
    }),
  );
  const GroupArn = `arn:aws:resource-groups:us-east-1:${accountId}:group/shop`;
  expect(created).toMatchObject({
    Group: { GroupArn, Name: 'shop', Description: 'By Project' },
    ResourceQuery: ofShop,
    Tags: { Owner: 'me' },
  });

  const other = byTags([{ Key: 'Project', Values: ['mail'] }], ['AWS::SQS::Queue']);
  await client.send(new UpdateGroupCommand({ Group: 'shop', Description: 'Mail' }));
  await client.send(new UpdateGroupQueryCommand({ Group: GroupArn, ResourceQuery: other }));
  expect((await client.send(new GetGroupCommand({ GroupName: 'shop' }))).Group?.Description).toBe('Mail');
  expect((await client.send(new GetGroupQueryCommand({ Group: 'shop' }))).GroupQuery).toEqual({
    GroupName: 'shop',
    ResourceQuery: other,
  });
  expect((await client.send(new ListGroupsCommand({}))).GroupIdentifiers).toEqual([
    { GroupName: 'shop', GroupArn, Description: 'Mail' },
  ]);

  await client.send(new DeleteGroupCommand({ Group: 'shop' }));
  await expect(client.send(new GetGroupCommand({ Group: 'shop' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  await client.send(new CreateGroupCommand({ Name: 'shop', ResourceQuery: ofShop }));
  expect((await client.send(new GetTagsCommand({ Arn: GroupArn }))).Tags).toEqual({});
});

test("groups are listed in pages, those of the request's region", async () => {
  const { client, groups } = await start();
  for (let index = 0; index < 5; index++) {
    await client.send(new CreateGroupCommand({ Name: `g${index}`, ResourceQuery: ofShop }));
  }
  const names: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListGroupsCommand({ MaxResults: 2, ...(NextToken && { NextToken }) }));
    names.push(...(page.GroupIdentifiers ?? []).map(({ GroupName }) => GroupName));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(names).toEqual(['g0', 'g1', 'g2', 'g3', 'g4']);
  expect((await groups('us-west-2').send(new ListGroupsCommand({}))).GroupIdentifiers).toEqual([]);
});

test('a group contains the resources of its types that have its tags now', async () => {
  const { client, tagging } = await start();
  const arns = async (ResourceQuery: ReturnType<typeof byTags>) => {
    await client.send(new UpdateGroupQueryCommand({ Group: 'shop', ResourceQuery }));
    const { Resources = [] } = await client.send(new ListGroupResourcesCommand({ Group: 'shop' }));
    return Resources.map(
      ({ Identifier }) => `${Identifier?.ResourceType} ${Identifier?.ResourceArn}`,
    ).toSorted();
  };
  await client.send(new CreateGroupCommand({ Name: 'shop', ResourceQuery: ofShop }));
  const both = [`AWS::EC2::Instance ${instance}`, `AWS::S3::Bucket ${bucket}`];
  expect(await arns(ofShop)).toEqual(both);
  expect(await arns(byTags([{ Key: 'Project' }, { Key: 'Stage', Values: ['live', 'test'] }]))).toEqual([
    both[0],
  ]);
  expect(await arns(byTags([{ Key: 'Project' }], ['AWS::S3::Bucket']))).toEqual([both[1]]);
  await tagging.send(new TagResourcesCommand({ ResourceARNList: [bucket], Tags: { Project: 'mail' } }));
  expect(await arns(ofShop)).toEqual([both[0]]);
  expect(
    await arns({
      Type: 'CLOUDFORMATION_STACK_1_0' as 'TAG_FILTERS_1_0',
      Query: JSON.stringify({ ResourceTypeFilters: ['AWS::AllSupported'], StackIdentifier: 'arn:x' }),
    }),
  ).toEqual([]);
});

test('a search finds what a group with this query would contain, in pages', async () => {
  const { client } = await start();
  const ResourceQuery = byTags([{ Key: 'Project', Values: ['mail'] }]);
  const first = await client.send(new SearchResourcesCommand({ ResourceQuery, MaxResults: 50 }));
  const second = await client.send(
    new SearchResourcesCommand({ ResourceQuery, MaxResults: 50, NextToken: first.NextToken }),
  );
  const found = [...first.ResourceIdentifiers!, ...second.ResourceIdentifiers!];
  expect(second.NextToken).toBeUndefined();
  expect(new Set(found.map(({ ResourceArn }) => ResourceArn)).size).toBe(60);
});

test('groups have tags, which the tagging API returns and changes too', async () => {
  const { client, tagging } = await start();
  const { Group } = await client.send(new CreateGroupCommand({ Name: 'shop', ResourceQuery: ofShop }));
  const Arn = Group!.GroupArn!;
  const listed = async () => {
    const { ResourceTagMappingList } = await tagging.send(
      new GetResourcesCommand({ ResourceTypeFilters: ['resource-groups:group'] }),
    );
    return ResourceTagMappingList;
  };
  expect(await listed()).toEqual([]);
  await client.send(new TagCommand({ Arn, Tags: { Owner: 'me' } }));
  await tagging.send(new TagResourcesCommand({ ResourceARNList: [Arn], Tags: { Stage: 'live' } }));
  expect((await client.send(new GetTagsCommand({ Arn }))).Tags).toEqual({ Owner: 'me', Stage: 'live' });
  await client.send(new UntagCommand({ Arn, Keys: ['Owner'] }));
  expect(await listed()).toEqual([{ ResourceARN: Arn, Tags: [{ Key: 'Stage', Value: 'live' }] }]);
});

test.each([
  { Name: 'aws-shop', ResourceQuery: ofShop },
  { Name: 'a b', ResourceQuery: ofShop },
  { Name: 'taken', ResourceQuery: ofShop },
  { Name: 'x' },
  { Name: 'x', Description: 'a<b', ResourceQuery: ofShop },
  { Name: 'x', ResourceQuery: ofShop, Tags: { 'aws:x': 'y' } },
  { Name: 'x', ResourceQuery: { Type: 'OTHER', Query: '{}' } },
  { Name: 'x', ResourceQuery: { ...ofShop, Query: '{' } },
  { Name: 'x', ResourceQuery: byTags([{ Values: ['x'] }]) },
  { Name: 'x', ResourceQuery: byTags([]) },
  { Name: 'x', ResourceQuery: byTags([{ Key: 'Project' }], []) },
  { Name: 'x', ResourceQuery: byTags([{ Key: 'Project' }], ['ec2:instance']) },
] as CreateGroupCommandInput[])('CreateGroup refuses %j, and creates nothing', async (input) => {
  const { client } = await start();
  await client.send(new CreateGroupCommand({ Name: 'taken', ResourceQuery: ofShop }));
  await expect(client.send(new CreateGroupCommand(input))).rejects.toMatchObject({
    name: 'BadRequestException',
    $metadata: { httpStatusCode: 400 },
  });
  expect((await client.send(new ListGroupsCommand({}))).GroupIdentifiers).toHaveLength(1);
});

test.each([
  ['eu-west-1', 'ForbiddenException'],
  ['me-south-1', 'UnrecognizedClientException'],
])('the region %s returns %s', async (region, name) => {
  const { groups } = await start();
  await expect(groups(region).send(new ListGroupsCommand({}))).rejects.toMatchObject({ name });
});
