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
  EC2Client,
} from '@aws-sdk/client-ec2';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenLimiter } from '../testing/open-limiter.ts';
import { createEc2Tagging } from './ec2-tagging.ts';
import { type TaggableKind, taggableKinds } from './kinds.ts';

const mock = mockClient(EC2Client);
afterAll(() => mock.restore());
const client = new EC2Client({ region: 'eu-central-1' });
let limiter = createOpenLimiter();

beforeEach(() => {
  mock.reset();
  mock.onAnyCommand().resolves({});
  limiter = createOpenLimiter();
});

function ec2() {
  return createEc2Tagging({ client, limiter, random: () => 0, sleep: async () => undefined });
}

/** The inputs of all calls. */
function inputs(): unknown[] {
  return mock.calls().map((call) => call.args[0].input);
}

const time = new Date('2026-03-01T09:00:00Z');
const Tags = [{ Key: 'Project', Value: 'shop' }];
const tags = { Project: 'shop' };
const own = { OwnerId: '123456789012' };
const ownerId = '123456789012';

describe('the facts of each kind', () => {
  it('instances: network and latest launch, without those that are terminated or about to be', async () => {
    const Placed = { SubnetId: 'subnet-1', VpcId: 'vpc-1', LaunchTime: time, Tags };
    mock.on(DescribeInstancesCommand).resolves({
      Reservations: [
        { ...own, Instances: [{ InstanceId: 'i-1', ...Placed, State: { Name: 'stopped' } }] },
        {
          ...own,
          Instances: [
            { InstanceId: 'i-2', State: { Name: 'terminated' } },
            { InstanceId: 'i-3', State: { Name: 'shutting-down' } },
          ],
        },
      ],
    });
    expect(await collectPages(ec2().describeTaggable('ec2:instance'))).toEqual([
      {
        kind: 'ec2:instance',
        id: 'i-1',
        tags,
        parents: { subnet: 'subnet-1', vpc: 'vpc-1' },
        ownerId,
        createdAt: '2026-03-01T09:00:00.000Z',
      },
    ]);
  });

  it('volumes: the instance, if it is a single one', async () => {
    mock.on(DescribeVolumesCommand).resolves({
      Volumes: [
        { VolumeId: 'vol-1', CreateTime: time, Tags, Attachments: [{ InstanceId: 'i-1' }] },
        { VolumeId: 'vol-2', Attachments: [{ InstanceId: 'i-1' }, { InstanceId: 'i-2' }] },
        { VolumeId: 'vol-3', Attachments: [], State: 'available' },
        { VolumeId: 'vol-4', State: 'deleting' },
      ],
    });
    const volumes = await collectPages(ec2().describeTaggable('ec2:volume'));
    expect(volumes[0]).toMatchObject({ tags, createdAt: '2026-03-01T09:00:00.000Z' });
    expect(volumes.map(({ id, parents }) => [id, parents])).toEqual([
      ['vol-1', { instance: 'i-1' }],
      ['vol-2', {}],
      ['vol-3', {}],
    ]);
  });

  it("snapshots: the account's own, with the volume, unless it is the placeholder of copies", async () => {
    mock.on(DescribeSnapshotsCommand).resolves({
      Snapshots: [
        { SnapshotId: 'snap-1', VolumeId: 'vol-1', StartTime: time, ...own, Tags },
        { SnapshotId: 'snap-2', VolumeId: 'vol-ffffffff' },
      ],
    });
    expect(await collectPages(ec2().describeTaggable('ec2:snapshot'))).toEqual([
      {
        kind: 'ec2:snapshot',
        id: 'snap-1',
        tags,
        parents: { volume: 'vol-1' },
        ownerId,
        createdAt: '2026-03-01T09:00:00.000Z',
      },
      { kind: 'ec2:snapshot', id: 'snap-2', tags: {}, parents: {} },
    ]);
    expect(inputs()).toEqual([{ MaxResults: 1_000, OwnerIds: ['self'] }]);
  });

  it("images: the account's own, also disabled ones", async () => {
    mock.on(DescribeImagesCommand).resolves({
      Images: [
        {
          ImageId: 'ami-1',
          Name: 'web',
          CreationDate: '2026-03-01T09:00:00.000Z',
          SourceInstanceId: 'i-1',
          Tags,
        },
        { ImageId: 'ami-2', State: 'deregistered' },
      ],
    });
    expect(await collectPages(ec2().describeTaggable('ec2:image'))).toEqual([
      {
        kind: 'ec2:image',
        id: 'ami-1',
        tags,
        parents: { instance: 'i-1' },
        createdAt: '2026-03-01T09:00:00.000Z',
        name: 'web',
      },
    ]);
    expect(inputs()).toEqual([{ MaxResults: 1_000, Owners: ['self'], IncludeDisabled: true }]);
  });

  it('addresses: their targets, without pages, and only those with an allocation', async () => {
    mock.on(DescribeAddressesCommand).resolves({
      Addresses: [
        {
          AllocationId: 'eipalloc-1',
          PublicIp: '203.0.113.7',
          InstanceId: 'i-1',
          NetworkInterfaceId: 'eni-1',
          Tags,
        },
        { AllocationId: 'eipalloc-2', PublicIp: '203.0.113.8', InstanceId: '' },
        { PublicIp: '203.0.113.9' },
      ],
    });
    expect(await collectPages(ec2().describeTaggable('ec2:elastic-ip'))).toEqual([
      {
        kind: 'ec2:elastic-ip',
        id: 'eipalloc-1',
        tags,
        parents: { instance: 'i-1', 'network-interface': 'eni-1' },
        name: '203.0.113.7',
      },
      { kind: 'ec2:elastic-ip', id: 'eipalloc-2', tags: {}, parents: {}, name: '203.0.113.8' },
    ]);
    expect(inputs()).toEqual([{}]);
    expect(limiter.log).toEqual(['take unfiltered']);
  });

  it('network interfaces: the instance and the network', async () => {
    mock.on(DescribeNetworkInterfacesCommand).resolves({
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          Attachment: { InstanceId: 'i-1' },
          SubnetId: 'subnet-1',
          VpcId: 'vpc-1',
          TagSet: Tags,
        },
        { NetworkInterfaceId: 'eni-2', SubnetId: 'subnet-1', VpcId: 'vpc-1' },
      ],
    });
    const found = await collectPages(ec2().describeTaggable('ec2:network-interface'));
    expect(found.map((each) => [each.id, each.tags, each.parents])).toEqual([
      ['eni-1', tags, { instance: 'i-1', subnet: 'subnet-1', vpc: 'vpc-1' }],
      ['eni-2', {}, { subnet: 'subnet-1', vpc: 'vpc-1' }],
    ]);
  });

  it('networks: the VPC, and the owner, who may be another account', async () => {
    const VpcId = 'vpc-1';
    mock.on(DescribeVpcsCommand).resolves({ Vpcs: [{ VpcId, ...own, Tags, IsDefault: true }] });
    mock
      .on(DescribeSubnetsCommand)
      .resolves({ Subnets: [{ SubnetId: 'subnet-1', VpcId, OwnerId: '210987654321', Tags }] });
    mock
      .on(DescribeRouteTablesCommand)
      .resolves({ RouteTables: [{ RouteTableId: 'rtb-1', VpcId, ...own, Tags }] });
    mock
      .on(DescribeSecurityGroupsCommand)
      .resolves({ SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'default', VpcId, ...own, Tags }] });
    mock.on(DescribeInternetGatewaysCommand).resolves({
      InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId }], ...own, Tags }],
    });
    const kinds = [
      'ec2:vpc',
      'ec2:subnet',
      'ec2:route-table',
      'ec2:security-group',
      'ec2:internet-gateway',
    ] as const;
    const all = await Promise.all(kinds.map((kind) => collectPages(ec2().describeTaggable(kind))));
    const parents = { vpc: VpcId };
    expect(all.flat()).toEqual([
      { kind: 'ec2:vpc', id: 'vpc-1', tags, parents: {}, ownerId },
      { kind: 'ec2:subnet', id: 'subnet-1', tags, parents, ownerId: '210987654321' },
      { kind: 'ec2:route-table', id: 'rtb-1', tags, parents, ownerId },
      { kind: 'ec2:security-group', id: 'sg-1', tags, parents, ownerId, name: 'default' },
      { kind: 'ec2:internet-gateway', id: 'igw-1', tags, parents, ownerId },
    ]);
  });

  it('NAT gateways: the network, without deleted ones', async () => {
    mock.on(DescribeNatGatewaysCommand).resolves({
      NatGateways: [
        {
          NatGatewayId: 'nat-1',
          State: 'available',
          CreateTime: time,
          SubnetId: 'subnet-1',
          VpcId: 'vpc-1',
          Tags,
        },
        { NatGatewayId: 'nat-2', State: 'deleted' },
      ],
    });
    const found = await collectPages(ec2().describeTaggable('ec2:natgateway'));
    expect(found.map(({ id, parents }) => [id, parents])).toEqual([
      ['nat-1', { subnet: 'subnet-1', vpc: 'vpc-1' }],
    ]);
  });
});

describe('a listing', () => {
  it('reads the pages of a kind, of the maximum size', async () => {
    mock
      .on(DescribeRouteTablesCommand)
      .resolvesOnce({ RouteTables: [{ RouteTableId: 'rtb-1' }], NextToken: 'b' })
      .resolvesOnce({ RouteTables: [], NextToken: 'c' })
      .resolves({ RouteTables: [{ RouteTableId: 'rtb-2' }], NextToken: '' });
    const found = await collectPages(ec2().describeTaggable('ec2:route-table'));
    expect(found.map(({ id }) => id)).toEqual(['rtb-1', 'rtb-2']);
    expect(inputs()).toEqual([
      { MaxResults: 100 },
      { MaxResults: 100, NextToken: 'b' },
      { MaxResults: 100, NextToken: 'c' },
    ]);
    expect(limiter.log).toEqual(['take filtered', 'take filtered', 'take filtered']);
  });

  it('is an error if a token is repeated, not endless', async () => {
    mock.on(DescribeVpcsCommand).resolves({ NextToken: 'b' });
    await expect(collectPages(ec2().describeTaggable('ec2:vpc'))).rejects.toMatchObject({
      code: 'aws-ec2.pages.loop',
    });
  });

  it('reports the type, the region and the reason of a failure', async () => {
    const refusal = Object.assign(new Error('no'), {
      name: 'UnauthorizedOperation',
      $metadata: { httpStatusCode: 403 },
    });
    mock.on(DescribeVolumesCommand).rejects(refusal);
    await expect(collectPages(ec2().describeTaggable('ec2:volume'))).rejects.toMatchObject({
      code: 'aws-ec2.describe-taggable-failed',
      message: expect.stringMatching(
        /^could not list the resources of type ec2:volume in region eu-central-1: /,
      ),
      details: { reason: 'access-denied', region: 'eu-central-1' },
    });
  });

  it('ends with the reason of the interruption', async () => {
    const reason = new Error('enough');
    const listing = ec2().describeTaggable('ec2:vpc', {}, { signal: AbortSignal.abort(reason) });
    await expect(collectPages(listing)).rejects.toBe(reason);
  });
});

describe('resources by their ids', () => {
  const filters: Record<TaggableKind, string> = {
    'ec2:instance': 'instance-id',
    'ec2:volume': 'volume-id',
    'ec2:snapshot': 'snapshot-id',
    'ec2:network-interface': 'network-interface-id',
    'ec2:elastic-ip': 'allocation-id',
    'ec2:image': 'image-id',
    'ec2:security-group': 'group-id',
    'ec2:vpc': 'vpc-id',
    'ec2:subnet': 'subnet-id',
    'ec2:route-table': 'route-table-id',
    'ec2:internet-gateway': 'internet-gateway-id',
    'ec2:natgateway': 'nat-gateway-id',
  };

  it.each(taggableKinds)(
    'of %s are requested by a filter, so that a missing one does not fail the others',
    async (kind) => {
      await collectPages(ec2().describeTaggable(kind, { ids: ['x-1'] }));
      const key = kind === 'ec2:natgateway' ? 'Filter' : 'Filters';
      expect(inputs()).toEqual([
        expect.objectContaining({ [key]: [{ Name: filters[kind], Values: ['x-1'] }] }),
      ]);
      expect(limiter.log).toEqual(['take filtered']);
    },
  );

  it('go 200 in a call, each once', async () => {
    const ids = Array.from({ length: 201 }, (_, i) => `vol-${i}`);
    await collectPages(ec2().describeTaggable('ec2:volume', { ids: [...ids, 'vol-0'] }));
    expect(inputs()).toEqual([
      { MaxResults: 1_000, Filters: [{ Name: 'volume-id', Values: ids.slice(0, 200) }] },
      { MaxResults: 1_000, Filters: [{ Name: 'volume-id', Values: ['vol-200'] }] },
    ]);
  });

  it('are searched in the whole list if they are many, as long as its pages have many of them', async () => {
    const ids = Array.from({ length: 1_450 }, (_, i) => `vol-${i}`);
    const listed = ids.map((VolumeId) => ({ VolumeId }));
    const others = Array.from({ length: 801 }, (_, i) => ({ VolumeId: `vol-other-${i}` }));
    mock
      .on(DescribeVolumesCommand)
      .callsFake(async ({ Filters, NextToken }: { Filters?: { Values: string[] }[]; NextToken?: string }) => {
        if (Filters) return { Volumes: Filters[0]?.Values.map((VolumeId) => ({ VolumeId })) };
        if (NextToken === undefined) return { Volumes: listed.slice(0, 1_000), NextToken: 'b' };
        return { Volumes: [...listed.slice(1_000, 1_199), ...others], NextToken: 'c' };
      });
    const found = await collectPages(ec2().describeTaggable('ec2:volume', { ids }));
    expect(found.map(({ id }) => id)).toEqual(ids);
    const filtered = inputs().flatMap(
      (input) => (input as { Filters?: { Values: string[] }[] }).Filters ?? [],
    );
    expect(filtered.map(({ Values }) => Values.length)).toEqual([200, 51]);
  });

  it('are not requested by id if the whole list has them all', async () => {
    const ids = Array.from({ length: 1_200 }, (_, i) => `vol-${i}`);
    mock
      .on(DescribeVolumesCommand)
      .resolvesOnce({ Volumes: ids.slice(0, 900).map((VolumeId) => ({ VolumeId })), NextToken: 'b' })
      .resolves({ Volumes: ids.slice(900).map((VolumeId) => ({ VolumeId })) });
    const found = await collectPages(ec2().describeTaggable('ec2:volume', { ids }));
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(inputs()).toEqual([{ MaxResults: 1_000 }, { MaxResults: 1_000, NextToken: 'b' }]);
  });

  it('are none if none is requested, rather than all', async () => {
    expect(await collectPages(ec2().describeTaggable('ec2:vpc', { ids: [] }))).toEqual([]);
    expect(inputs()).toEqual([]);
  });

  it('are the requested ones, although some characters are wildcards in a filter', async () => {
    mock.on(DescribeVpcsCommand).resolves({ Vpcs: [{ VpcId: 'vpc-1' }, { VpcId: 'vpc-*' }] });
    const found = await collectPages(ec2().describeTaggable('ec2:vpc', { ids: ['vpc-*'] }));
    expect(found.map(({ id }) => id)).toEqual(['vpc-*']);
  });
});

describe('what is attached to instances', () => {
  it.each(['ec2:volume', 'ec2:network-interface'] as const)('%s is found by them', async (kind) => {
    mock.on(DescribeVolumesCommand).resolves({ Volumes: [{ VolumeId: 'x-1' }] });
    mock
      .on(DescribeNetworkInterfacesCommand)
      .resolves({ NetworkInterfaces: [{ NetworkInterfaceId: 'x-1' }] });
    const found = await collectPages(ec2().describeTaggable(kind, { attachedTo: ['i-1', 'i-2'] }));
    expect(found.map(({ id }) => id)).toEqual(['x-1']);
    expect(inputs()).toEqual([
      { MaxResults: 1_000, Filters: [{ Name: 'attachment.instance-id', Values: ['i-1', 'i-2'] }] },
    ]);
  });

  it('is empty for a kind that is not attached', async () => {
    expect(await collectPages(ec2().describeTaggable('ec2:vpc', { attachedTo: ['i-1'] }))).toEqual([]);
    expect(inputs()).toEqual([]);
  });
});
