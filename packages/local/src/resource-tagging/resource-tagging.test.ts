import { CreateTagsCommand, DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  GetTagKeysCommand,
  GetTagValuesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
  UntagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import type { LocalOptions } from '../options.ts';
import { startAccounts } from '../testing/start-accounts.ts';

const accountId = '111111111111';
const instance = `arn:aws:ec2:us-east-1:${accountId}:instance/i-00000001`;
const untaggedInstance = `arn:aws:ec2:us-east-1:${accountId}:instance/i-00000002`;
const orders = `arn:aws:sqs:us-east-1:${accountId}:orders`;
const bucket = 'arn:aws:s3:::shop-photos';

const document = {
  accounts: [
    {
      id: accountId,
      regions: {
        'us-east-1': {
          instances: [
            { type: 't3.micro', id: 'i-00000001', tags: { Project: 'shop' } },
            { type: 't3.micro', id: 'i-00000002' },
          ],
          buckets: [{ name: 'shop-photos', tags: { Project: 'shop', Stage: 'live' } }],
          queues: [{ name: 'orders' }, { name: 'emails', tags: {} }],
          topics: [{ name: 'news-{n}', count: 120, tags: { Project: 'news', Number: '{n}' } }],
        },
        'eu-west-1': { tables: [{ name: 'customers', tags: { Project: 'crm' } }], denied: ['s3'] },
        'eu-west-2': { denied: ['tag'] },
        'me-south-1': { optIn: 'not-opted-in' },
      },
    },
    {
      id: '222222222222',
      roles: [{ name: 'ops' }],
      regions: { 'us-east-1': { logGroups: [{ name: '/app/web', tags: { Project: 'web' } }] } },
    },
  ],
};

async function start(options?: LocalOptions) {
  const started = await startAccounts(document, options);
  const tagging = (region = 'us-east-1') => started.client(ResourceGroupsTaggingAPIClient, region);
  return { ...started, tagging, client: tagging(), started };
}

async function allResources(client: ResourceGroupsTaggingAPIClient, input: GetResourcesCommandInput = {}) {
  const found = new Map<string, Record<string, string>>();
  let pages = 0;
  let PaginationToken: string | undefined;
  do {
    const page = await client.send(
      new GetResourcesCommand({ ...input, ...(PaginationToken && { PaginationToken }) }),
    );
    for (const { ResourceARN, Tags = [] } of page.ResourceTagMappingList ?? []) {
      found.set(ResourceARN!, Object.fromEntries(Tags.map(({ Key, Value }) => [Key!, Value!])));
    }
    PaginationToken = page.PaginationToken;
    pages++;
  } while (PaginationToken);
  return { found, pages };
}

test("only resources that have or had tags are returned, of the request's region", async () => {
  const { client, tagging } = await start();
  const { found } = await allResources(client);
  expect(found.get(instance)).toEqual({ Project: 'shop' });
  expect(found.get(bucket)).toEqual({ Project: 'shop', Stage: 'live' });
  expect(found.get(`arn:aws:sqs:us-east-1:${accountId}:emails`)).toEqual({});
  expect(found.get(`arn:aws:sns:us-east-1:${accountId}:news-7`)).toEqual({ Project: 'news', Number: '7' });
  expect(found.has(untaggedInstance)).toBe(false);
  expect(found.has(orders)).toBe(false);
  expect([...(await allResources(tagging('eu-west-1'))).found.keys()]).toEqual([
    `arn:aws:dynamodb:eu-west-1:${accountId}:table/customers`,
  ]);
  expect((await allResources(tagging('sa-east-1'))).found.size).toBe(0);
});

test('pages have the requested size, and together contain everything once', async () => {
  const { client } = await start();
  const whole = await allResources(client, { ResourcesPerPage: 100 });
  const small = await allResources(client, { ResourcesPerPage: 7 });
  expect(whole.pages).toBe(2);
  expect(small.pages).toBe(Math.ceil(whole.found.size / 7));
  expect([...small.found]).toEqual([...whole.found]);
  const byTags = await allResources(client, { TagsPerPage: 100 });
  expect([...byTags.found]).toEqual([...whole.found]);
  expect(byTags.pages).toBeGreaterThan(2);
});

test('a token is valid for its own request, and for 15 minutes', async () => {
  const { client, clock } = await start();
  const { PaginationToken } = await client.send(new GetResourcesCommand({ ResourcesPerPage: 2 }));
  const again = (input: GetResourcesCommandInput) =>
    client.send(new GetResourcesCommand({ PaginationToken, ...input }));
  await expect(again({ ResourcesPerPage: 3 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  clock.advance(15 * 60_000);
  expect((await again({ ResourcesPerPage: 2 })).ResourceTagMappingList).toHaveLength(2);
  clock.advance(1);
  await expect(again({ ResourcesPerPage: 2 })).rejects.toMatchObject({
    name: 'PaginationTokenExpiredException',
  });
});

test.each([
  [{ ResourceTypeFilters: ['ec2'] }, [instance]],
  [{ ResourceTypeFilters: ['ec2:volume'] }, []],
  [{ ResourceTypeFilters: ['ec2:instance', 's3'] }, [instance, bucket]],
  [{ TagFilters: [{ Key: 'Project', Values: ['shop', 'crm'] }] }, [instance, bucket]],
  [{ TagFilters: [{ Key: 'Project', Values: ['shop'] }, { Key: 'Stage' }] }, [bucket]],
  [{ TagFilters: [{ Key: 'project' }] }, []],
  [{ ResourceARNList: [bucket, orders, `arn:aws:sqs:us-east-1:${accountId}:none`] }, [bucket]],
] as [GetResourcesCommandInput, string[]][])('%j finds %j', async (input, arns) => {
  const { client } = await start();
  expect([...(await allResources(client, input)).found.keys()].toSorted()).toEqual(arns);
});

test.each([
  { ResourcesPerPage: 101 },
  { ResourcesPerPage: 0 },
  { TagsPerPage: 99 },
  { ResourceTypeFilters: ['ec2 instance'] },
  { TagFilters: [{ Key: 'Project', Values: Array.from({ length: 21 }, String) }] },
  { PaginationToken: 'none' },
  { ResourceARNList: [bucket], ResourceTypeFilters: ['s3'] },
  { ResourceARNList: [bucket], TagFilters: [{ Key: 'Project' }] },
  { ResourceARNList: [bucket], ResourcesPerPage: 100 },
  { ResourceARNList: Array.from({ length: 101 }, (_, index) => `arn:aws:s3:::b-${index}`) },
] as GetResourcesCommandInput[])('GetResources refuses %j', async (input) => {
  const { client } = await start();
  await expect(client.send(new GetResourcesCommand(input))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('resources of all services are tagged and untagged, those of EC2 seen by EC2 too', async () => {
  const { client, ec2 } = await start();
  const ResourceARNList = [untaggedInstance, orders, bucket];
  const tagged = await client.send(
    new TagResourcesCommand({ ResourceARNList, Tags: { Owner: '김철수', Project: 'shop' } }),
  );
  expect(tagged.FailedResourcesMap).toEqual({});
  const { found } = await allResources(client, { ResourceARNList });
  expect(found.get(orders)).toEqual({ Owner: '김철수', Project: 'shop' });
  expect(found.get(bucket)).toEqual({ Owner: '김철수', Project: 'shop', Stage: 'live' });
  const { Reservations = [] } = await ec2('us-east-1').send(
    new DescribeInstancesCommand({ InstanceIds: ['i-00000002'] }),
  );
  expect(Reservations[0]?.Instances?.[0]?.Tags).toContainEqual({ Key: 'Owner', Value: '김철수' });

  await client.send(new UntagResourcesCommand({ ResourceARNList, TagKeys: ['Owner', 'Project'] }));
  const after = await allResources(client, { ResourceARNList });
  // Previously tagged resources stay in the list.
  expect(after.found.get(orders)).toEqual({});
  expect(after.found.get(bucket)).toEqual({ Stage: 'live' });
});

test('tags set by CreateTags are returned here', async () => {
  const { client, started } = await start();
  await started
    .client(EC2Client)
    .send(new CreateTagsCommand({ Resources: ['i-00000002'], Tags: [{ Key: 'Stage', Value: 'test' }] }));
  const { found } = await allResources(client, { TagFilters: [{ Key: 'Stage', Values: ['test'] }] });
  expect([...found.keys()]).toEqual([untaggedInstance]);
});

test('each resource that cannot be tagged is returned with its error, and the others are tagged', async () => {
  const { client } = await start({ faults: { denyTagging: ['ec2:instance', 'arn:aws:s3:::shop-*'] } });
  const none = `arn:aws:sqs:us-east-1:${accountId}:none`;
  const elsewhere = `arn:aws:dynamodb:eu-west-1:${accountId}:table/customers`;
  const { FailedResourcesMap } = await client.send(
    new TagResourcesCommand({
      ResourceARNList: [none, elsewhere, 'no-arn-at-all', instance, bucket, orders],
      Tags: { Stage: 'x' },
    }),
  );
  const invalid = { StatusCode: 400, ErrorCode: 'InvalidParameterException' };
  expect(FailedResourcesMap).toMatchObject({
    [none]: invalid,
    [elsewhere]: invalid,
    'no-arn-at-all': invalid,
    [instance]: { StatusCode: 403, ErrorCode: 'UnauthorizedOperation' },
    [bucket]: { StatusCode: 403, ErrorCode: 'AccessDenied' },
  });
  expect(Object.keys(FailedResourcesMap!)).toHaveLength(5);
  const { found } = await allResources(client, { ResourceARNList: [instance, bucket, orders] });
  expect([...found.values()].map(({ Stage }) => Stage)).toEqual([undefined, 'live', 'x']);
});

test('a resource has up to 50 tags, those of AWS not counted, and its service reports when they are too many', async () => {
  const { client } = await start();
  const many = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, 'v']));
  const tag = async (arn: string, Tags: Record<string, string>) =>
    (await client.send(new TagResourcesCommand({ ResourceARNList: [arn], Tags }))).FailedResourcesMap;
  expect(await tag(orders, many(0, 50))).toEqual({});
  expect(await tag(orders, { k49: 'w' })).toEqual({});
  expect(await tag(orders, many(50, 1))).toMatchObject({
    [orders]: { StatusCode: 400, ErrorCode: 'InvalidParameterValueException' },
  });
  expect(await tag(instance, many(0, 50))).toMatchObject({ [instance]: { ErrorCode: 'TagLimitExceeded' } });
  expect(await tag(bucket, { 'aws:mine': 'v' })).toMatchObject({ [bucket]: { ErrorCode: 'InvalidTag' } });
  expect(await tag(bucket, { mine: 'a<b' })).toMatchObject({ [bucket]: { ErrorCode: 'InvalidTag' } });
  expect(await tag(instance, { mine: 'a<b' })).toEqual({});
});

test.each([
  { ResourceARNList: [], Tags: { a: 'b' } },
  { ResourceARNList: Array.from({ length: 21 }, (_, index) => `${orders}-${index}`), Tags: { a: 'b' } },
  { ResourceARNList: [orders], Tags: {} },
  { ResourceARNList: [orders], Tags: { ['k'.repeat(129)]: 'v' } },
  { ResourceARNList: [orders], Tags: { k: 'v'.repeat(257) } },
  {
    ResourceARNList: [orders],
    Tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ''])),
  },
])('TagResources refuses %j as a whole', async (input) => {
  const { client } = await start();
  await expect(client.send(new TagResourcesCommand(input))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('keys and values are returned once each', async () => {
  const { client } = await start();
  const { TagKeys, PaginationToken } = await client.send(new GetTagKeysCommand({}));
  expect([TagKeys, PaginationToken]).toEqual([['Number', 'Project', 'Stage'], '']);
  expect((await client.send(new GetTagValuesCommand({ Key: 'Project' }))).TagValues).toEqual([
    'news',
    'shop',
  ]);
  const first = await client.send(new GetTagValuesCommand({ Key: 'Number' }));
  const second = await client.send(
    new GetTagValuesCommand({ Key: 'Number', PaginationToken: first.PaginationToken }),
  );
  expect([first.TagValues?.length, second.TagValues?.length, second.PaginationToken]).toEqual([100, 20, '']);
});

test('reads are stale if the fault is injected, and consistent in the end', async () => {
  const { client, clock } = await start({ faults: { staleTags: { chance: 1, forMs: 3000 } } });
  await client.send(new TagResourcesCommand({ ResourceARNList: [orders], Tags: { Project: 'shop' } }));
  const seen = async () => (await allResources(client, { ResourceARNList: [orders] })).found.get(orders);
  expect(await seen()).toEqual({});
  clock.advance(2999);
  expect(await seen()).toEqual({});
  clock.advance(1);
  expect(await seen()).toEqual({ Project: 'shop' });
});

test('resources fail with the configured code if the fault is injected, the same ones for the same seed', async () => {
  const codes = async () => {
    const { client } = await start({ faults: { failTagResources: { chance: 0.5 }, seed: 7 } });
    const ResourceARNList = Array.from(
      { length: 20 },
      (_, index) => `arn:aws:sns:us-east-1:${accountId}:news-${index + 1}`,
    );
    const { FailedResourcesMap = {} } = await client.send(
      new TagResourcesCommand({ ResourceARNList, Tags: { Stage: 'x' } }),
    );
    const { found } = await allResources(client, { TagFilters: [{ Key: 'Stage', Values: ['x'] }] });
    expect(found.size).toBe(20 - Object.keys(FailedResourcesMap).length);
    return Object.entries(FailedResourcesMap).map(([arn, { ErrorCode, StatusCode }]) => [
      arn,
      ErrorCode,
      StatusCode,
    ]);
  };
  const failed = await codes();
  expect(failed.length).toBeGreaterThan(2);
  expect(failed.length).toBeLessThan(18);
  expect(new Set(failed.map(([, code, status]) => `${code} ${status}`))).toEqual(
    new Set(['InternalServiceException 500']),
  );
  expect(await codes()).toEqual(failed);
});

test('calls beyond the documented rates are refused if they are counted', async () => {
  const { client, clock } = await start({ faults: { taggingBuckets: 1 } });
  const tag = () => client.send(new TagResourcesCommand({ ResourceARNList: [orders], Tags: { a: 'b' } }));
  for (let call = 0; call < 5; call++) await tag();
  await expect(tag()).rejects.toMatchObject({ name: 'ThrottledException' });
  for (let call = 0; call < 15; call++) await client.send(new GetResourcesCommand({}));
  await expect(client.send(new GetResourcesCommand({}))).rejects.toMatchObject({
    name: 'ThrottledException',
  });
  clock.advance(200);
  await tag();
});

test.each([
  ['eu-west-2', 'AccessDeniedException'],
  ['me-south-1', 'UnrecognizedClientException'],
  ['us-eats-1', 'UnrecognizedClientException'],
])('the region %s returns %s', async (region, name) => {
  const { tagging } = await start();
  await expect(tagging(region).send(new GetResourcesCommand({}))).rejects.toMatchObject({ name });
});

test("the keys of a role give access to that account's resources", async () => {
  const { sts, started } = await start();
  const { Credentials } = await sts().send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/ops', RoleSessionName: 'groundcrew' }),
  );
  const client = started.client(ResourceGroupsTaggingAPIClient, 'us-east-1', {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: 'b',
  });
  expect([...(await allResources(client)).found.keys()]).toEqual([
    'arn:aws:logs:us-east-1:222222222222:log-group:/app/web',
  ]);
  started.clock.advance(3600_000);
  await expect(client.send(new GetResourcesCommand({}))).rejects.toMatchObject({
    name: 'ExpiredTokenException',
  });
});

test("a change needs the permission of the tagging API and of the resource's own service", async () => {
  const { client, local } = await start();
  await client.send(
    new TagResourcesCommand({ ResourceARNList: [instance, bucket, orders], Tags: { Stage: 'x' } }),
  );
  await client.send(new UntagResourcesCommand({ ResourceARNList: [instance, orders], TagKeys: ['Stage'] }));
  expect(local.calls().map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    'tag:TagResources *',
    `ec2:CreateTags ${instance}`,
    `s3:GetBucketTagging ${bucket}`,
    `s3:PutBucketTagging ${bucket}`,
    `sqs:TagQueue ${orders}`,
    'tag:UntagResources *',
    `ec2:DeleteTags ${instance}`,
    `sqs:UntagQueue ${orders}`,
  ]);
});
