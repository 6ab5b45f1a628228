import {
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  paginateDescribeVolumes,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { LocalRegion } from '../account/index.ts';
import { startAccounts } from '../testing/start-accounts.ts';

const accountId = '111111111111';
const region = 'us-east-1';

async function start(described: LocalRegion, more: Readonly<Record<string, LocalRegion>> = {}) {
  const { ec2 } = await startAccounts({
    accounts: [{ id: accountId, regions: { [region]: described, ...more } }],
  });
  return ec2(region);
}

const shop = {
  instances: [
    {
      id: 'i-00000001',
      type: 't3.micro',
      zone: 'b',
      vpc: 'vpc-00000001',
      subnet: 'subnet-00000001',
      securityGroups: ['sg-00000001=web'],
      volumeTags: { Project: 'shop' },
    },
  ],
  volumes: [
    { id: 'vol-00000001', instance: 'i-00000001', name: 'data', sizeGiB: 100, snapshot: 'base' },
    { id: 'vol-00000002', zone: 'c', tags: { project: 'Shop & Sons' } },
  ],
  snapshots: [
    { id: 'base', volume: 'vol-00000001', createdAt: '2026-01-02T03:04:05Z', description: 'nightly' },
    { instance: 'i-00000001' },
  ],
  networkInterfaces: [{ id: 'eni-00000001', instance: 'i-00000001' }],
  addresses: [{ id: 'eipalloc-00000001', instance: 'i-00000001', publicIp: '203.0.113.9' }],
  images: [{ id: 'ami-00000001', name: 'golden', instance: 'i-00000001', snapshot: 'base' }],
  vpcs: [{ id: 'vpc-00000001', name: 'shop' }],
  routeTables: [{ id: 'rtb-00000001', vpc: 'shop' }],
  internetGateways: [{ id: 'igw-00000001', vpc: 'shop' }, { id: 'igw-00000002' }],
  natGateways: [{ id: 'nat-00000001', subnet: 'subnet-00000001' }],
} as const;

test('volumes have their attachments, and the root volumes of instances are among them', async () => {
  const client = await start(shop);
  const { Volumes = [] } = await client.send(new DescribeVolumesCommand());
  const { Reservations } = await client.send(new DescribeInstancesCommand());
  const root = Reservations?.[0]?.Instances?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId;
  const { Snapshots } = await client.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
  expect(Volumes).toMatchObject([
    {
      VolumeId: 'vol-00000001',
      Size: 100,
      SnapshotId: Snapshots?.[0]?.SnapshotId,
      State: 'in-use',
      AvailabilityZone: 'us-east-1b',
      Attachments: [{ InstanceId: 'i-00000001' }],
      Tags: [{ Key: 'Name', Value: 'data' }],
    },
    {
      VolumeId: 'vol-00000002',
      State: 'available',
      AvailabilityZone: 'us-east-1c',
      Attachments: [],
      Tags: [{ Key: 'project', Value: 'Shop & Sons' }],
    },
    {
      VolumeId: root,
      Attachments: [{ InstanceId: 'i-00000001', DeleteOnTermination: true }],
      Tags: [{ Key: 'Project', Value: 'shop' }],
    },
  ]);
  expect(Snapshots).toMatchObject([
    {
      VolumeId: 'vol-00000001',
      OwnerId: accountId,
      StartTime: new Date('2026-01-02T03:04:05Z'),
      Description: 'nightly',
      Tags: [],
    },
    { VolumeId: root },
  ]);
});

test('network interfaces have their networks, and the primary ones of instances are among them', async () => {
  const client = await start(shop);
  const { NetworkInterfaces } = await client.send(new DescribeNetworkInterfacesCommand());
  const { Reservations } = await client.send(new DescribeInstancesCommand());
  const [primary] = Reservations?.[0]?.Instances?.[0]?.NetworkInterfaces ?? [];
  const common = {
    VpcId: 'vpc-00000001',
    SubnetId: 'subnet-00000001',
    OwnerId: accountId,
    Status: 'in-use',
    Groups: [{ GroupId: 'sg-00000001', GroupName: 'web' }],
    TagSet: [],
  };
  expect(NetworkInterfaces).toMatchObject([
    {
      ...common,
      NetworkInterfaceId: 'eni-00000001',
      Attachment: { InstanceId: 'i-00000001', DeviceIndex: 1 },
    },
    {
      ...common,
      NetworkInterfaceId: primary?.NetworkInterfaceId,
      PrivateIpAddress: primary?.PrivateIpAddress,
      Attachment: { AttachmentId: primary?.Attachment?.AttachmentId, DeviceIndex: 0 },
    },
  ]);
});

test('addresses, images and gateways reference their parents', async () => {
  const client = await start(shop);
  const { Addresses } = await client.send(new DescribeAddressesCommand());
  expect(Addresses).toMatchObject([
    {
      AllocationId: 'eipalloc-00000001',
      PublicIp: '203.0.113.9',
      InstanceId: 'i-00000001',
      NetworkInterfaceId: expect.stringMatching(/^eni-/),
    },
  ]);
  const { Images } = await client.send(new DescribeImagesCommand({ Owners: ['self'] }));
  expect(Images).toMatchObject([
    { ImageId: 'ami-00000001', Name: 'golden', OwnerId: accountId, SourceInstanceId: 'i-00000001' },
  ]);
  const { InternetGateways } = await client.send(new DescribeInternetGatewaysCommand());
  expect(InternetGateways).toMatchObject([
    { InternetGatewayId: 'igw-00000001', Attachments: [{ VpcId: 'vpc-00000001' }] },
    { InternetGatewayId: 'igw-00000002', Attachments: [] },
  ]);
  const { NatGateways } = await client.send(new DescribeNatGatewaysCommand());
  expect(NatGateways).toMatchObject([
    { NatGatewayId: 'nat-00000001', SubnetId: 'subnet-00000001', VpcId: 'vpc-00000001', State: 'available' },
  ]);
  const { RouteTables } = await client.send(new DescribeRouteTablesCommand());
  expect(RouteTables).toMatchObject([{ RouteTableId: 'rtb-00000001', VpcId: 'vpc-00000001' }]);
});

test('networks that instances name exist without being described', async () => {
  const client = await start({
    instances: [
      { type: 't3.micro', vpc: 'shop', securityGroups: ['web', 'ops'], count: 2 },
      { type: 't3.micro' },
      { type: 't3.micro', vpc: 'gone', state: 'terminated' },
    ],
    subnets: [{ id: 'lonely', vpc: 'other', name: 'lonely', cidr: '10.9.0.0/24' }],
  });
  const { Reservations = [] } = await client.send(new DescribeInstancesCommand());
  const instances = Reservations.flatMap((reservation) => reservation.Instances ?? []);
  const { Vpcs = [] } = await client.send(new DescribeVpcsCommand());
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand());
  const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand());
  const running = instances.filter(({ State }) => State?.Name === 'running');
  const lonely = Subnets.find(({ CidrBlock }) => CidrBlock === '10.9.0.0/24');
  expect(lonely).toMatchObject({ Tags: [{ Key: 'Name', Value: 'lonely' }] });
  expect(new Set(Vpcs.map(({ VpcId }) => VpcId))).toEqual(
    new Set([...running.map(({ VpcId }) => VpcId), lonely?.VpcId]),
  );
  expect(new Set(Subnets.map(({ SubnetId }) => SubnetId))).toEqual(
    new Set([...running.map(({ SubnetId }) => SubnetId), lonely?.SubnetId]),
  );
  expect(SecurityGroups.map(({ GroupName }) => GroupName)).toEqual(['web', 'ops', 'default']);
  for (const { SubnetId, VpcId } of running) {
    expect(Subnets.find((subnet) => subnet.SubnetId === SubnetId)?.VpcId).toBe(VpcId);
  }
});

test('the volume and the interface of an instance become visible with it', async () => {
  const { clock, ec2 } = await startAccounts({
    accounts: [
      {
        id: accountId,
        regions: { [region]: { instances: [{ type: 't3.micro', visibleAfterMs: 2000 }] } },
      },
    ],
  });
  const client = ec2(region);
  const counts = async () => {
    const { Volumes = [] } = await client.send(new DescribeVolumesCommand());
    const { NetworkInterfaces = [] } = await client.send(new DescribeNetworkInterfacesCommand());
    return [Volumes.length, NetworkInterfaces.length];
  };
  expect(await counts()).toEqual([0, 0]);
  clock.advance(2000);
  expect(await counts()).toEqual([1, 1]);
});

test('there are no networks without resources', async () => {
  const client = await start({
    subnets: [{ id: 'front', vpc: 'shop', zone: 'b' }],
    natGateways: [{ subnet: 'front' }, { subnet: 'back', vpc: 'shop' }],
    securityGroups: [{ name: 'web', vpc: 'shop' }],
    routeTables: [{ vpc: 'shop', count: 2 }],
  });
  const { Vpcs = [] } = await client.send(new DescribeVpcsCommand());
  const { NatGateways = [] } = await client.send(new DescribeNatGatewaysCommand());
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand());
  expect(Vpcs).toHaveLength(1);
  expect(NatGateways.map(({ VpcId }) => VpcId)).toEqual([Vpcs[0]?.VpcId, Vpcs[0]?.VpcId]);
  expect(NatGateways.map(({ SubnetId }) => SubnetId)).toEqual(Subnets.map(({ SubnetId }) => SubnetId));
  expect(Subnets[0]?.AvailabilityZone).toBe('us-east-1b');
});

test('each of the identical resources belongs to its own parent', async () => {
  const client = await start({
    instances: [{ type: 't3.micro', name: 'web-{n}', count: 3 }],
    volumes: [{ instance: 'web-{n}', name: 'data-{n}', count: 3 }],
    snapshots: [{ volume: 'data-{n}', count: 6, tags: { n: '{n}' } }],
  });
  const { Volumes = [] } = await client.send(
    new DescribeVolumesCommand({ Filters: [{ Name: 'tag-key', Values: ['Name'] }] }),
  );
  const { Reservations = [] } = await client.send(new DescribeInstancesCommand());
  const { Snapshots = [] } = await client.send(new DescribeSnapshotsCommand());
  const ids = Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId));
  const volumeIds = Volumes.map(({ VolumeId }) => VolumeId);
  expect(Volumes.map(({ Attachments }) => Attachments?.[0]?.InstanceId)).toEqual(ids);
  expect(Volumes.map(({ Tags }) => Tags?.[0]?.Value)).toEqual(['data-1', 'data-2', 'data-3']);
  expect(Snapshots.map(({ VolumeId }) => VolumeId)).toEqual([...volumeIds, ...volumeIds]);
});

test.each([
  ['attachment.instance-id', ['i-00000001'], ['vol-00000001', 'root']],
  ['volume-id', ['vol-00000002', 'vol-0badbad0'], ['vol-00000002']],
  ['tag:project', ['Shop*'], ['vol-00000002']],
  ['tag:Project', ['shop'], ['root']],
  ['tag-key', ['Name', 'Project'], ['vol-00000001', 'root']],
  ['status', ['available'], ['vol-00000002']],
  ['availability-zone', ['us-east-1b'], ['vol-00000001', 'root']],
])('the filter %s with %j finds the volumes %j', async (Name, Values, expected) => {
  const client = await start(shop);
  const { Volumes = [] } = await client.send(new DescribeVolumesCommand({ Filters: [{ Name, Values }] }));
  expect(Volumes.map(({ VolumeId = '' }) => (/^vol-0{7}[12]$/.test(VolumeId) ? VolumeId : 'root'))).toEqual(
    expected,
  );
});

test('networks can be filtered by VPC, subnet and owner', async () => {
  const client = await start(shop, {});
  const ofVpc = [{ Name: 'vpc-id', Values: ['vpc-00000001'] }];
  const inSubnet = [{ Name: 'subnet-id', Values: ['subnet-00000001'] }];
  const ofOthers = [{ Name: 'owner-id', Values: ['222222222222'] }];
  expect((await client.send(new DescribeSubnetsCommand({ Filters: ofVpc }))).Subnets).toHaveLength(1);
  expect(
    (await client.send(new DescribeSecurityGroupsCommand({ Filters: ofVpc }))).SecurityGroups,
  ).toHaveLength(1);
  expect((await client.send(new DescribeNatGatewaysCommand({ Filter: inSubnet }))).NatGateways).toHaveLength(
    1,
  );
  expect(
    (await client.send(new DescribeNetworkInterfacesCommand({ Filters: inSubnet }))).NetworkInterfaces,
  ).toHaveLength(2);
  expect((await client.send(new DescribeVpcsCommand({ Filters: ofOthers }))).Vpcs).toEqual([]);
  expect((await client.send(new DescribeSnapshotsCommand({ OwnerIds: ['222222222222'] }))).Snapshots).toEqual(
    [],
  );
});

test.each([
  [new DescribeVolumesCommand({ VolumeIds: ['vol-0badbad0'] }), 'InvalidVolume.NotFound'],
  [new DescribeSnapshotsCommand({ SnapshotIds: ['snap-0badbad0'] }), 'InvalidSnapshot.NotFound'],
  [
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-0badbad0'] }),
    'InvalidNetworkInterfaceID.NotFound',
  ],
  [new DescribeAddressesCommand({ AllocationIds: ['eipalloc-0badbad0'] }), 'InvalidAllocationID.NotFound'],
  [new DescribeImagesCommand({ ImageIds: ['ami-0badbad0'] }), 'InvalidAMIID.NotFound'],
  [new DescribeSecurityGroupsCommand({ GroupIds: ['sg-0badbad0'] }), 'InvalidGroup.NotFound'],
  [new DescribeVpcsCommand({ VpcIds: ['vpc-0badbad0'] }), 'InvalidVpcID.NotFound'],
  [new DescribeSubnetsCommand({ SubnetIds: ['subnet-0badbad0'] }), 'InvalidSubnetID.NotFound'],
  [new DescribeRouteTablesCommand({ RouteTableIds: ['rtb-0badbad0'] }), 'InvalidRouteTableID.NotFound'],
  [
    new DescribeInternetGatewaysCommand({ InternetGatewayIds: ['igw-0badbad0'] }),
    'InvalidInternetGatewayID.NotFound',
  ],
  [new DescribeNatGatewaysCommand({ NatGatewayIds: ['nat-0badbad0'] }), 'NatGatewayNotFound'],
])('an unknown id is quoted in the error (%#)', async (command, code) => {
  const client = await start(shop);
  const sent = client.send(command as DescribeVolumesCommand);
  await expect(sent).rejects.toMatchObject({ name: code, message: expect.stringContaining('0badbad0') });
});

test('pages together contain every volume once', async () => {
  const client = await start({ volumes: [{ count: 23 }] });
  const ids: (string | undefined)[] = [];
  let pages = 0;
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client, pageSize: 10 }, {})) {
    ids.push(...Volumes.map(({ VolumeId }) => VolumeId));
    pages++;
  }
  expect(pages).toBe(3);
  expect(ids).toHaveLength(23);
  expect(new Set(ids).size).toBe(23);
});

test.each([
  [new DescribeVolumesCommand({ MaxResults: 4 }), 'InvalidParameterValue'],
  [new DescribeVpcsCommand({ MaxResults: 1001 }), 'InvalidParameterValue'],
  [new DescribeVolumesCommand({ NextToken: 'made-up' }), 'InvalidParameterValue'],
  [new DescribeVolumesCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }), 'InvalidParameterValue'],
  [
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-00000001'], MaxResults: 5 }),
    'InvalidParameterCombination',
  ],
  [new DescribeVolumesCommand({ DryRun: true }), 'DryRunOperation'],
])('requests that EC2 refuses are refused (%#)', async (command, name) => {
  const client = await start(shop);
  await expect(client.send(command as DescribeVolumesCommand)).rejects.toMatchObject({ name });
});

test('twenty thousand volumes are returned in pages', async () => {
  const client = await start({ volumes: [{ count: 20_000, name: 'data-{n}' }] });
  const Filters = [{ Name: 'tag:Name', Values: ['*9'] }];
  let volumes = 0;
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client, pageSize: 1000 }, { Filters })) {
    volumes += Volumes.length;
  }
  expect(volumes).toBe(2_000);
});
