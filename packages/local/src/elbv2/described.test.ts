import {
  AddTagsCommand,
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  SetIpAddressTypeCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';

const region = 'eu-west-1';
const described = `arn:aws:elasticloadbalancing:${region}:111122223333:loadbalancer/app/old/50dc6c495c0c9188`;
const vpc = 'vpc-0000000000000000a';
const subnets = ['a', 'b', 'c'].map((zone) => ({ id: `subnet-0000000000000000${zone}`, zone, vpc }));

/** A described load balancer in a VPC of three zones with an internet gateway, and a VPC without one. */
async function open() {
  const { client, local } = await startAccounts({
    accounts: [
      {
        id: '111122223333',
        regions: {
          [region]: {
            vpcs: [{ id: vpc }, { id: 'vpc-0000000000000000b' }],
            subnets: [
              ...subnets,
              { id: 'subnet-0000000000000000d', zone: 'a', vpc: 'vpc-0000000000000000b' },
              { id: 'subnet-0000000000000000e', zone: 'b', vpc: 'vpc-0000000000000000b' },
            ],
            internetGateways: [{ vpc }],
            securityGroups: [{ id: 'sg-0000000000000000a', groupName: 'default', vpc }],
            others: [
              {
                arn: described,
                attributes: { dnsName: 'old-1.eu-west-1.elb.amazonaws.com', status: 'active' },
                tags: { Project: 'shop' },
              },
              { arn: `arn:aws:elasticloadbalancing:${region}:111122223333:loadbalancer/classic` },
            ],
          },
        },
      },
    ],
  });
  const elb = client(ElasticLoadBalancingV2Client, region);
  const create = (Name: string, ids: readonly string[], more: object = {}) =>
    elb.send(
      new CreateLoadBalancerCommand({
        Name,
        Subnets: ids.map((id) => `subnet-0000000000000000${id}`),
        ...more,
      }),
    );
  return { local, elb, create, tagging: client(ResourceGroupsTaggingAPIClient, region) };
}

test('a load balancer is made in the subnets of the account file, with the default group of their VPC', async () => {
  const { create } = await open();
  const { LoadBalancers } = await create('web', ['a', 'c']);
  expect(LoadBalancers?.[0]).toMatchObject({
    VpcId: vpc,
    SecurityGroups: ['sg-0000000000000000a'],
    AvailabilityZones: [{ ZoneName: 'eu-west-1a' }, { ZoneName: 'eu-west-1c' }],
  });
  await expect(create('inner', ['d', 'e'])).rejects.toMatchObject({
    name: 'InvalidSubnetException',
    message: 'VPC vpc-0000000000000000b has no internet gateway',
  });
  await create('inner', ['d', 'e'], { Scheme: 'internal' });
});

test('one of the account file is listed and tagged, and not changed', async () => {
  const { elb, create } = await open();
  await create('web', ['a', 'b']);
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  expect(LoadBalancers.map(({ LoadBalancerName, State }) => [LoadBalancerName, State?.Code])).toEqual([
    ['old', 'active'],
    ['web', 'provisioning'],
  ]);
  const LoadBalancerArn = described;
  await elb.send(new AddTagsCommand({ ResourceArns: [described], Tags: [{ Key: 'Env', Value: 'prod' }] }));
  const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns: [described] }));
  expect(TagDescriptions?.[0]?.Tags).toEqual([
    { Key: 'Project', Value: 'shop' },
    { Key: 'Env', Value: 'prod' },
  ]);
  expect((await elb.send(new DescribeListenersCommand({ LoadBalancerArn }))).Listeners).toEqual([]);
  const denied = { name: 'OperationNotPermittedException', message: expect.stringContaining('account file') };
  await expect(elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }))).rejects.toMatchObject(denied);
  const command = new SetIpAddressTypeCommand({ LoadBalancerArn, IpAddressType: 'ipv4' });
  await expect(elb.send(command)).rejects.toMatchObject(denied);
  await expect(create('old', ['a', 'b'])).rejects.toMatchObject({
    name: 'DuplicateLoadBalancerNameException',
  });
});

test('the tagging API finds what was made with tags', async () => {
  const { tagging, create } = await open();
  const { LoadBalancers } = await create('web', ['a', 'b'], { Tags: [{ Key: 'Team', Value: 'web' }] });
  const { ResourceTagMappingList } = await tagging.send(
    new GetResourcesCommand({ TagFilters: [{ Key: 'Team' }], ResourceTypeFilters: ['elasticloadbalancing'] }),
  );
  expect(ResourceTagMappingList).toEqual([
    { ResourceARN: LoadBalancers?.[0]?.LoadBalancerArn, Tags: [{ Key: 'Team', Value: 'web' }] },
  ]);
});

test('a lost answer leaves one load balancer, which the same call finds; tags may be read late', async () => {
  const { local, elb, create } = await open();
  const Tags = [{ Key: 'groundcrew:change', Value: '1' }];
  local.setFaults({ throttle: 1 });
  await expect(create('web', ['a', 'b'], { Tags })).rejects.toMatchObject({ name: 'Throttling' });
  local.setFaults({ error: 1 });
  await expect(create('web', ['a', 'b'], { Tags })).rejects.toMatchObject({ name: 'InternalFailure' });
  local.setFaults({ resetAfter: 1 });
  await expect(create('web', ['a', 'b'], { Tags })).rejects.toThrow();
  local.setFaults({ staleTags: { chance: 1, forMs: 2_000 } });
  const { LoadBalancers = [] } = await create('web', ['a', 'b'], { Tags });
  const [{ LoadBalancerArn = '' } = {}] = LoadBalancers;
  await elb.send(new AddTagsCommand({ ResourceArns: [LoadBalancerArn], Tags: [{ Key: 'a', Value: 'b' }] }));
  const read = async () =>
    (await elb.send(new DescribeTagsCommand({ ResourceArns: [LoadBalancerArn] }))).TagDescriptions?.[0]?.Tags;
  expect(await read()).toEqual(Tags);
  local.setFaults();
  expect(await read()).toHaveLength(2);
  expect((await elb.send(new DescribeLoadBalancersCommand({}))).LoadBalancers).toHaveLength(2);
});
