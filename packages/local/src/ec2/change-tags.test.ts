import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { LocalRegion } from '../account/index.ts';
import type { LocalOptions } from '../options.ts';
import { startAccounts } from '../testing/start-accounts.ts';

const accountId = '111111111111';
const region = 'us-east-1';

const shop: LocalRegion = {
  instances: [{ id: 'i-00000001', type: 't3.micro', tags: { Project: 'shop', Env: 'prod' } }],
  volumes: [
    { id: 'vol-00000001', tags: { Project: 'shop' } },
    { id: 'vol-00000002' },
    { id: 'vol-00000003', count: 1 },
  ],
  vpcs: [{ id: 'vpc-00000001' }],
};

async function start(described: LocalRegion = shop, options: LocalOptions = {}) {
  const { local, clock, ec2 } = await startAccounts(
    { accounts: [{ id: accountId, regions: { [region]: described } }] },
    options,
  );
  const client = ec2(region);
  const recordOf = (tags: readonly Tag[] = []) =>
    Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  return {
    local,
    clock,
    client,
    tagsOfVolume: async (id: string) => {
      const { Volumes } = await client.send(new DescribeVolumesCommand({ VolumeIds: [id] }));
      return recordOf(Volumes?.[0]?.Tags);
    },
    tagsOfInstance: async (id: string) => {
      const { Reservations } = await client.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      return recordOf(Reservations?.[0]?.Instances?.[0]?.Tags);
    },
  };
}

test('CreateTags adds tags, and replaces those with the same key', async () => {
  const { client, tagsOfInstance, tagsOfVolume } = await start();
  await client.send(
    new CreateTagsCommand({
      Resources: ['i-00000001', 'vol-00000002', 'vpc-00000001'],
      Tags: [
        { Key: 'Project', Value: 'search & co' },
        { Key: 'project', Value: '' },
      ],
    }),
  );
  expect(await tagsOfInstance('i-00000001')).toEqual({ Project: 'search & co', Env: 'prod', project: '' });
  expect(await tagsOfVolume('vol-00000002')).toEqual({ Project: 'search & co', project: '' });
  const { Vpcs } = await client.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Project', Values: ['search*'] }] }),
  );
  expect(Vpcs?.map(({ VpcId }) => VpcId)).toEqual(['vpc-00000001']);
  const { Reservations } = await client.send(
    new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Project', Values: ['shop'] }] }),
  );
  expect(Reservations).toEqual([]);
});

test.each([
  [{ Key: 'Project', Value: 'shop' }, { Env: 'prod' }],
  [
    { Key: 'Project', Value: 'other' },
    { Project: 'shop', Env: 'prod' },
  ],
  [
    { Key: 'Project', Value: '' },
    { Project: 'shop', Env: 'prod' },
  ],
  [{ Key: 'Project' }, { Env: 'prod' }],
  [{ Key: 'project' }, { Project: 'shop', Env: 'prod' }],
])('DeleteTags of %j leaves %j', async (tag, left) => {
  const { client, tagsOfInstance } = await start();
  await client.send(new DeleteTagsCommand({ Resources: ['i-00000001'], Tags: [tag] }));
  expect(await tagsOfInstance('i-00000001')).toEqual(left);
});

test('DeleteTags with an empty value removes empty tags', async () => {
  const { client, tagsOfVolume } = await start({
    volumes: [{ id: 'vol-00000001', tags: { a: '', b: 'x' } }],
  });
  const Tags = [
    { Key: 'a', Value: '' },
    { Key: 'b', Value: '' },
  ];
  await client.send(new DeleteTagsCommand({ Resources: ['vol-00000001'], Tags }));
  expect(await tagsOfVolume('vol-00000001')).toEqual({ b: 'x' });
});

test('DeleteTags without tags removes all but those of AWS', async () => {
  const tags = { Project: 'shop', 'aws:cloudformation:stack-name': 'shop' };
  const { client, tagsOfVolume } = await start({ volumes: [{ id: 'vol-00000001', tags }] });
  await client.send(new DeleteTagsCommand({ Resources: ['vol-00000001'] }));
  expect(await tagsOfVolume('vol-00000001')).toEqual({ 'aws:cloudformation:stack-name': 'shop' });
});

const tagsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
const project = [{ Key: 'Project', Value: 'x' }];
const one = ['vol-00000001'];

test.each<[string, { Resources: string[]; Tags: Tag[] }, string, string]>([
  [
    'an unknown id',
    { Resources: [...one, 'vol-0badbad0'], Tags: project },
    'InvalidVolume.NotFound',
    'vol-0badbad0',
  ],
  [
    'an unknown instance',
    { Resources: [...one, 'i-0badbad0'], Tags: project },
    'InvalidInstanceID.NotFound',
    'i-0badbad0',
  ],
  ['no id at all', { Resources: [...one, 'shop'], Tags: project }, 'InvalidID', "The ID 'shop' is not valid"],
  [
    'a tag of AWS',
    { Resources: one, Tags: [{ Key: 'aws:x', Value: '' }] },
    'InvalidParameterValue',
    'reserved',
  ],
  [
    'the same key twice',
    { Resources: one, Tags: [...project, ...project] },
    'InvalidParameterValue',
    'Project',
  ],
  ['an empty key', { Resources: one, Tags: [{ Key: '', Value: 'x' }] }, 'InvalidParameterValue', 'key'],
  ['a long key', { Resources: one, Tags: [{ Key: 'k'.repeat(129) }] }, 'InvalidParameterValue', '128'],
  [
    'a long value',
    { Resources: one, Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] },
    'InvalidParameterValue',
    '256',
  ],
  ['a tag too many', { Resources: one, Tags: tagsOf(50) }, 'TagLimitExceeded', 'maximum'],
  ['no tags', { Resources: one, Tags: [] }, 'MissingParameter', 'tagSet'],
  ['no ids', { Resources: [], Tags: project }, 'MissingParameter', 'resourceIdSet'],
  [
    'too many ids',
    { Resources: Array.from({ length: 1001 }, (_, n) => `vol-${String(n).padStart(8, '0')}`), Tags: project },
    'InvalidParameterValue',
    '1000',
  ],
])('CreateTags with %s changes nothing', async (_, input, name, message) => {
  const { client, tagsOfVolume } = await start();
  await expect(client.send(new CreateTagsCommand(input))).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
  expect(await tagsOfVolume('vol-00000001')).toEqual({ Project: 'shop' });
});

test('an instance that reads its own tags accepts only keys that are valid paths', async () => {
  const { client, tagsOfInstance } = await start({
    instances: [{ id: 'i-00000001', type: 't3.micro', metadataTags: true }],
  });
  for (const Key of ['Cost center', 'a/b', '담당', '_index']) {
    const change = client.send(
      new CreateTagsCommand({ Resources: ['i-00000001'], Tags: [{ Key, Value: 'x' }] }),
    );
    await expect(change).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining(`'${Key}'`),
    });
  }
  expect(await tagsOfInstance('i-00000001')).toEqual({});
});

test('a resource with the maximum number of tags can still have their values changed', async () => {
  const { client, tagsOfVolume } = await start({
    volumes: [{ id: 'vol-00000001', tags: Object.fromEntries(tagsOf(50).map(({ Key }) => [Key, 'old'])) }],
  });
  await client.send(new CreateTagsCommand({ Resources: one, Tags: tagsOf(50) }));
  expect(new Set(Object.values(await tagsOfVolume('vol-00000001')))).toEqual(new Set(['v']));
});

test('a thousand resources are tagged by one call', async () => {
  const { client } = await start({ volumes: [{ count: 1000 }] });
  const { Volumes = [] } = await client.send(new DescribeVolumesCommand());
  const Resources = Volumes.map(({ VolumeId = '' }) => VolumeId);
  await client.send(new CreateTagsCommand({ Resources, Tags: project }));
  const { Tags } = await client.send(new DescribeTagsCommand({ MaxResults: 1000 }));
  expect(new Set(Tags?.map(({ ResourceId }) => ResourceId))).toEqual(new Set(Resources));
});

test('a call on a resource whose tagging is denied fails as a whole', async () => {
  const { client, tagsOfVolume } = await start(shop, { faults: { denyTagging: ['*:volume/vol-00000002'] } });
  const change = new CreateTagsCommand({ Resources: ['vol-00000001', 'vol-00000002'], Tags: project });
  await expect(client.send(change)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  expect(await tagsOfVolume('vol-00000001')).toEqual({ Project: 'shop' });
  await client.send(new CreateTagsCommand({ Resources: one, Tags: project }));
  expect(await tagsOfVolume('vol-00000001')).toEqual({ Project: 'x' });
});

test('a dry run changes nothing', async () => {
  const { client, tagsOfVolume } = await start();
  const change = new CreateTagsCommand({ Resources: one, Tags: project, DryRun: true });
  await expect(client.send(change)).rejects.toMatchObject({ name: 'DryRunOperation' });
  expect(await tagsOfVolume('vol-00000001')).toEqual({ Project: 'shop' });
});

test('stale reads return past tags', async () => {
  const { client, clock, local, tagsOfVolume } = await start();
  local.setFaults({ staleTags: { chance: 1, forMs: 1000 } });
  await client.send(new CreateTagsCommand({ Resources: one, Tags: project }));
  expect(await tagsOfVolume('vol-00000001')).toEqual({ Project: 'shop' });
  clock.advance(1000);
  expect(await tagsOfVolume('vol-00000001')).toEqual({ Project: 'x' });
});

test('tag changes are counted by a bucket of their own', async () => {
  const { client } = await start(shop, { ec2Buckets: true });
  const change = () => client.send(new CreateTagsCommand({ Resources: one, Tags: project }));
  for (let call = 0; call < 100; call++) await change();
  await expect(change()).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
  await client.send(new DeleteTagsCommand({ Resources: one, Tags: project }));
});

test('tags are of one account and region', async () => {
  const { ec2 } = await startAccounts({
    accounts: [{ id: accountId, regions: { 'us-east-1': shop, 'us-west-2': {} } }],
  });
  const elsewhere = ec2('us-west-2').send(new CreateTagsCommand({ Resources: one, Tags: project }));
  await expect(elsewhere).rejects.toMatchObject({ name: 'InvalidVolume.NotFound' });
});
