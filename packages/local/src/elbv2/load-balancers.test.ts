import {
  AddTagsCommand,
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ModifyLoadBalancerAttributesCommand,
  RemoveTagsCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createTestFolder } from '../testing/test-stack.ts';
import { startBalancers } from './testing/start-balancers.ts';

const web = { Name: 'web', Subnets: ['subnet-a', 'subnet-b'], SecurityGroups: ['sg-web'] };

async function open(options: Parameters<typeof startBalancers>[0] = {}) {
  const started = await startBalancers(options);
  const { client } = started;
  return {
    ...started,
    async create(input: CreateLoadBalancerCommandInput = web) {
      const { LoadBalancers = [] } = await client.send(new CreateLoadBalancerCommand(input));
      return LoadBalancers[0]!;
    },
    async list(input = {}) {
      const { LoadBalancers = [] } = await client.send(new DescribeLoadBalancersCommand(input));
      return LoadBalancers;
    },
  };
}

test('a load balancer is provisioned, then active, and holds an interface in each subnet', async () => {
  const { create, list, clock, held, calls } = await open();
  const made = await create();
  expect(made).toMatchObject({
    LoadBalancerArn: expect.stringMatching(
      /^arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
    ),
    DNSName: expect.stringMatching(/^web-\d+\.eu-west-1\.elb\.amazonaws\.com$/),
    CanonicalHostedZoneId: 'Z32O12XQLNTSW2',
    Scheme: 'internet-facing',
    Type: 'application',
    VpcId: 'vpc-1',
    State: { Code: 'provisioning' },
    SecurityGroups: ['sg-web'],
    IpAddressType: 'ipv4',
    CreatedTime: new Date(clock.now()),
    AvailabilityZones: [
      { ZoneName: 'eu-west-1a', SubnetId: 'subnet-a' },
      { ZoneName: 'eu-west-1b', SubnetId: 'subnet-b' },
    ],
  });
  await clock.advance(60_000);
  expect((await list())[0]?.State).toEqual({ Code: 'active' });
  expect(held).toMatchObject([
    {
      subnet: 'subnet-a',
      groups: ['sg-web'],
      owner: 'amazon-elb',
      isPublic: true,
      description: `ELB ${made.LoadBalancerArn?.split('loadbalancer/')[1]}`,
    },
    { subnet: 'subnet-b' },
  ]);
  expect(calls[0]).toMatchObject({
    action: 'elasticloadbalancing:CreateLoadBalancer',
    resource: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/*',
  });
});

test('a network load balancer needs one zone, has no default group, and another kind of name', async () => {
  const { create, held } = await open();
  const made = await create({
    Name: 'edge',
    Type: 'network',
    SubnetMappings: [{ SubnetId: 'subnet-a', AllocationId: 'eipalloc-1' }],
  });
  expect(made).toMatchObject({
    DNSName: expect.stringMatching(/^edge-[0-9a-f]{16}\.elb\.eu-west-1\.amazonaws\.com$/),
    CanonicalHostedZoneId: 'Z2IFOLAFXWLO4F',
    SecurityGroups: [],
    AvailabilityZones: [{ LoadBalancerAddresses: [{ AllocationId: 'eipalloc-1' }] }],
  });
  expect(held[0]?.type).toBe('network_load_balancer');
});

test('the same create again finds the first one, and one with other settings or tags is refused', async () => {
  const { create, list, held } = await open();
  const Tags = [{ Key: 'groundcrew:change', Value: '1/a' }];
  const first = await create({ ...web, Tags });
  const second = await create({ ...web, Subnets: web.Subnets.toReversed(), Tags });
  expect(second.LoadBalancerArn).toBe(first.LoadBalancerArn);
  const duplicate = { name: 'DuplicateLoadBalancerNameException' };
  await expect(create(web)).rejects.toMatchObject(duplicate);
  await expect(create({ ...web, Scheme: 'internal', Tags })).rejects.toMatchObject({
    ...duplicate,
    message: "A load balancer with the same name 'web' exists, but with different settings",
  });
  expect(await list()).toHaveLength(1);
  expect(held).toHaveLength(2);
});

test.each([
  [{ Subnets: ['subnet-a'] }, 'ValidationError', 'At least two subnets in two different'],
  [{ Subnets: [] }, 'ValidationError', 'At least one subnet'],
  [{ Subnets: ['subnet-a', 'subnet-a2'] }, 'InvalidConfigurationRequestException', 'same Availability Zone'],
  [{ Subnets: ['subnet-a', 'subnet-x'] }, 'SubnetNotFoundException', "ID 'subnet-x' does not exist"],
  [{ Subnets: ['subnet-a', 'subnet-other'] }, 'InvalidConfigurationRequestException', 'the same VPC'],
  [
    { Subnets: ['subnet-other', 'subnet-other-a'] },
    'InvalidSubnetException',
    'VPC vpc-2 has no internet gateway',
  ],
  [{ Subnets: ['subnet-a', 'subnet-full'] }, 'InvalidSubnetException', 'Not enough IP space'],
  [
    { Subnets: ['subnet-a', 'subnet-c'], IpAddressType: 'dualstack' as const },
    'InvalidSubnetException',
    'IPv6 CIDR block',
  ],
  [{ SecurityGroups: ['sg-other'] }, 'InvalidConfigurationRequestException', 'security groups are invalid'],
  [{ SecurityGroups: ['sg-none'] }, 'InvalidConfigurationRequestException', 'security groups are invalid'],
  [{ Name: 'internal-web' }, 'ValidationError', "cannot begin with 'internal-'"],
  [{ Name: 'a_b' }, 'ValidationError', 'alphanumeric'],
  [{ Name: 'x'.repeat(33) }, 'ValidationError', "cannot be longer than '32'"],
  [{ Name: '-web' }, 'ValidationError', 'hyphen'],
  [{ Type: 'gateway' as const }, 'ValidationError', 'no gateway ones'],
  [{ Tags: [{ Key: 'a' }, { Key: 'a' }] }, 'DuplicateTagKeysException', "'a'"],
  [{ Tags: [{ Key: 'aws:a', Value: 'b' }] }, 'ValidationError', 'reserved'],
  [
    {
      Subnets: undefined,
      SubnetMappings: [{ SubnetId: 'subnet-a', AllocationId: 'eipalloc-1' }, { SubnetId: 'subnet-b' }],
    },
    'InvalidConfigurationRequestException',
    'Network Load Balancers only',
  ],
])('a create with %o is refused with %s', async (input, name, message) => {
  const { create, held, bugs } = await open();
  await expect(create({ ...web, ...input })).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
  expect([held, bugs]).toEqual([[], []]);
});

test('a load balancer gets other subnets, groups and addresses; interfaces in subnets that stay are kept', async () => {
  const { create, client, list, held } = await open();
  const { LoadBalancerArn = '' } = await create();
  const { AvailabilityZones } = await client.send(
    new SetSubnetsCommand({ LoadBalancerArn, Subnets: ['subnet-b', 'subnet-c'] }),
  );
  expect(AvailabilityZones?.map(({ SubnetId }) => SubnetId)).toEqual(['subnet-b', 'subnet-c']);
  expect(held.map(({ subnet, lingerMs }) => [subnet, lingerMs])).toEqual([
    ['subnet-a', 30_000],
    ['subnet-b', undefined],
    ['subnet-c', undefined],
  ]);
  await client.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: ['sg-default'] }));
  expect(held.map(({ groups }) => groups)).toEqual([['sg-web'], ['sg-default'], ['sg-default']]);
  const dualstack = new SetIpAddressTypeCommand({ LoadBalancerArn, IpAddressType: 'dualstack' });
  await expect(client.send(dualstack)).rejects.toMatchObject({ name: 'InvalidSubnetException' });
  await client.send(new SetSubnetsCommand({ LoadBalancerArn, Subnets: web.Subnets }));
  await client.send(dualstack);
  expect((await list())[0]).toMatchObject({ IpAddressType: 'dualstack', SecurityGroups: ['sg-default'] });
  await expect(
    client.send(new SetSubnetsCommand({ LoadBalancerArn, Subnets: ['subnet-a'] })),
  ).rejects.toMatchObject({ name: 'ValidationError' });
});

test('a network load balancer without groups cannot get any', async () => {
  const { create, client } = await open();
  const { LoadBalancerArn } = await create({ Name: 'edge', Type: 'network', Subnets: ['subnet-a'] });
  const command = new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: ['sg-web'] });
  await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidConfigurationRequestException' });
});

test('a deleted load balancer lets its interfaces linger, and a second delete is not an error', async () => {
  const { create, client, list, held } = await open();
  const { LoadBalancerArn } = await create();
  const remove = new DeleteLoadBalancerCommand({ LoadBalancerArn });
  await client.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn,
      Attributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }],
    }),
  );
  await expect(client.send(remove)).rejects.toMatchObject({ name: 'OperationNotPermittedException' });
  await client.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn,
      Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
    }),
  );
  await client.send(remove);
  await client.send(remove);
  expect(await list()).toEqual([]);
  expect(held.map(({ lingerMs }) => lingerMs)).toEqual([30_000, 30_000]);
  await expect(list({ Names: ['web'] })).rejects.toMatchObject({ name: 'LoadBalancerNotFoundException' });
});

test('what is made late is not found for a while, and is made once anyway', async () => {
  const { create, client, list, clock, held } = await open({ lateMs: () => 2_000 });
  const { LoadBalancerArn } = await create();
  const named = { Names: ['web'] };
  const missing = { name: 'LoadBalancerNotFoundException' };
  await expect(list(named)).rejects.toMatchObject(missing);
  await expect(
    client.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn })),
  ).rejects.toMatchObject(missing);
  expect((await create()).LoadBalancerArn).toBe(LoadBalancerArn);
  await clock.advance(2_000);
  expect(await list(named)).toHaveLength(1);
  expect(held).toHaveLength(2);
});

test('attributes have defaults, and unknown or wrong ones are refused', async () => {
  const { create, client } = await open();
  const { LoadBalancerArn } = await create();
  const change = (Key: string, Value: string) =>
    client.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes: [{ Key, Value }] }));
  await change('idle_timeout.timeout_seconds', '4000');
  const { Attributes = [] } = await client.send(
    new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }),
  );
  expect(Attributes).toContainEqual({ Key: 'idle_timeout.timeout_seconds', Value: '4000' });
  expect(Attributes).toContainEqual({ Key: 'load_balancing.cross_zone.enabled', Value: 'true' });
  for (const [key, value] of [
    ['idle_timeout.timeout_seconds', '4001'],
    ['deletion_protection.enabled', 'yes'],
    ['colour', 'red'],
  ] as const)
    await expect(change(key, value)).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(change('load_balancing.cross_zone.enabled', 'false')).rejects.toMatchObject({
    name: 'InvalidConfigurationRequestException',
  });
});

test('lists have pages, and a marker of another list is refused', async () => {
  const { create, client, list } = await open();
  for (const Name of ['one', 'two', 'three']) await create({ ...web, Name });
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new DescribeLoadBalancersCommand({ PageSize: 2, Marker }));
    names.push(...(page.LoadBalancers ?? []).map(({ LoadBalancerName }) => LoadBalancerName));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(names).toEqual(['one', 'two', 'three']);
  expect(await list({ Names: ['three', 'one'] })).toMatchObject([
    { LoadBalancerName: 'three' },
    { LoadBalancerName: 'one' },
  ]);
  await expect(list({ Marker: 'x' })).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(list({ PageSize: 401 })).rejects.toMatchObject({ name: 'ValidationError' });
});

test('load balancers and their tags are there after a restart', async () => {
  const dataDir = createTestFolder('balancers');
  const { create, client, clock, close } = await open({ dataDir });
  const { LoadBalancerArn = '' } = await create({ ...web, Tags: [{ Key: 'a', Value: '1' }] });
  const ResourceArns = [LoadBalancerArn];
  await client.send(new AddTagsCommand({ ResourceArns, Tags: [{ Key: 'b', Value: '2' }] }));
  await client.send(new RemoveTagsCommand({ ResourceArns, TagKeys: ['a'] }));
  await close();
  const again = await open({ dataDir, clock });
  expect(await again.list()).toMatchObject([{ LoadBalancerArn, SecurityGroups: ['sg-web'] }]);
  const { TagDescriptions } = await again.client.send(new DescribeTagsCommand({ ResourceArns }));
  expect(TagDescriptions).toMatchObject([{ Tags: [{ Key: 'b', Value: '2' }] }]);
  await again.client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  await again.close();
  expect(await (await open({ dataDir, clock })).list()).toEqual([]);
});
