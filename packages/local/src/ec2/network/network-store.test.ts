import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { codeOf, newGateway, newSubnet, newVpc, refuses, startNetwork } from './testing/start-network.ts';

function workFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'groundcrew-networks-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('networks and their tags survive a restart, and no id is given again', async () => {
  const dataDir = workFolder();
  const first = await startNetwork({ dataDir });
  const VpcId = await newVpc(first.client);
  const gone = await newVpc(first.client, '10.30.0.0/16');
  await first.client.send(new sdk.DeleteVpcCommand({ VpcId: gone }));
  await first.client.send(
    new sdk.CreateTagsCommand({ Resources: [VpcId], Tags: [{ Key: 'Name', Value: 'shop' }] }),
  );
  await newSubnet(first.client, VpcId);
  await first.local.close();
  const second = await startNetwork({ dataDir });
  const { Vpcs } = await second.client.send(new sdk.DescribeVpcsCommand({}));
  expect(Vpcs).toMatchObject([{ VpcId, Tags: [{ Key: 'Name', Value: 'shop' }] }]);
  expect((await second.client.send(new sdk.DescribeSubnetsCommand({}))).Subnets).toHaveLength(1);
  expect([VpcId, gone]).not.toContain(await newVpc(second.client, '10.40.0.0/16'));
});

test('a described network is changed, and removed from the bottom up', async () => {
  const described = {
    vpcs: [{ id: 'vpc-00000000000000001', cidr: '10.20.0.0/16', name: 'old' }],
    subnets: [
      { id: 'subnet-00000000000000001', vpc: 'vpc-00000000000000001', cidr: '10.20.0.0/24', zone: 'a' },
    ],
    securityGroups: [{ id: 'sg-00000000000000001', vpc: 'vpc-00000000000000001', groupName: 'web' }],
    routeTables: [{ id: 'rtb-00000000000000001', vpc: 'vpc-00000000000000001' }],
    internetGateways: [{ id: 'igw-00000000000000001', vpc: 'vpc-00000000000000001' }],
    networkInterfaces: [{ id: 'eni-00000000000000001', subnet: 'subnet-00000000000000001' }],
  };
  const { client } = await startNetwork({}, described);
  const VpcId = 'vpc-00000000000000001';
  const SubnetId = 'subnet-00000000000000001';
  const GroupId = 'sg-00000000000000001';
  const RouteTableId = 'rtb-00000000000000001';
  const InternetGatewayId = 'igw-00000000000000001';
  expect(await codeOf(newSubnet(client, VpcId, '10.20.0.0/25'))).toBe('InvalidSubnet.Conflict');
  await newSubnet(client, VpcId, '10.20.1.0/24');
  const { Subnets } = await client.send(new sdk.DescribeSubnetsCommand({}));
  expect(Subnets).toMatchObject([{ SubnetId, CidrBlock: '10.20.0.0/24' }, { CidrBlock: '10.20.1.0/24' }]);
  const DestinationCidrBlock = '0.0.0.0/0';
  await client.send(
    new sdk.CreateRouteCommand({ RouteTableId, DestinationCidrBlock, GatewayId: InternetGatewayId }),
  );
  const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }];
  await client.send(new sdk.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  const { SecurityGroups } = await client.send(
    new sdk.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
  );
  expect(SecurityGroups).toMatchObject([{ GroupName: 'web', VpcId, IpPermissions }]);
  const { RouteTables } = await client.send(new sdk.DescribeRouteTablesCommand({}));
  expect(RouteTables).toMatchObject([
    { RouteTableId, Routes: [{ GatewayId: 'local' }, { GatewayId: InternetGatewayId, State: 'active' }] },
  ]);

  await refuses('DependencyViolation', client.send(new sdk.DeleteSubnetCommand({ SubnetId })));
  await client.send(new sdk.DeleteNetworkInterfaceCommand({ NetworkInterfaceId: 'eni-00000000000000001' }));
  for (const subnet of Subnets!)
    await client.send(new sdk.DeleteSubnetCommand({ SubnetId: subnet.SubnetId }));
  await client.send(new sdk.DeleteSecurityGroupCommand({ GroupId }));
  await client.send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  await client.send(new sdk.DeleteInternetGatewayCommand({ InternetGatewayId }));
  await client.send(new sdk.DeleteVpcCommand({ VpcId }));
  expect((await client.send(new sdk.DescribeVpcsCommand({}))).Vpcs).toEqual([]);
  await refuses('InvalidVpcID.NotFound', client.send(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] })));
});

test('an account with more VPCs than the usual quota has a larger one', async () => {
  const vpcs = Array.from({ length: 6 }, (_, index) => ({ name: `v${index}`, cidr: `10.${index}.0.0/16` }));
  const { client } = await startNetwork({}, { vpcs });
  await newVpc(client, '10.60.0.0/16');
});

test('what is new is not found for a while, but it is there', async () => {
  const faults = { lateIds: 1, lateIdsMs: 3000 };
  const { client, clock } = await startNetwork({ faults });
  const VpcId = await newVpc(client);
  const describe = () => client.send(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] }));
  await refuses('InvalidVpcID.NotFound', describe());
  expect((await client.send(new sdk.DescribeVpcsCommand({}))).Vpcs).toEqual([]);
  expect((await client.send(new sdk.DescribeSecurityGroupsCommand({}))).SecurityGroups).toEqual([]);
  await refuses('InvalidVpcID.NotFound', newSubnet(client, VpcId));
  const Tags = [{ Key: 'a', Value: 'b' }];
  await refuses(
    'InvalidVpcID.NotFound',
    client.send(new sdk.CreateTagsCommand({ Resources: [VpcId], Tags })),
  );
  clock.advance(3000);
  expect((await describe()).Vpcs).toHaveLength(1);
  const table = { VpcId, ClientToken: 'table' };
  const { RouteTable } = await client.send(new sdk.CreateRouteTableCommand(table));
  const again = await client.send(new sdk.CreateRouteTableCommand(table));
  expect(again.RouteTable!.RouteTableId).toBe(RouteTable!.RouteTableId);
  await newSubnet(client, VpcId);
  expect((await client.send(new sdk.DescribeSubnetsCommand({}))).Subnets).toEqual([]);
  await refuses('InvalidSubnet.Conflict', newSubnet(client, VpcId));
});

test('late reads see networks as they were, and calls that change them do not', async () => {
  const { client, clock, local } = await startNetwork();
  const VpcId = await newVpc(client);
  const gone = await newVpc(client, '10.30.0.0/16');
  clock.advance(5000);
  local.setFaults({ lateReads: 1, lateReadsMs: 3000 });
  await client.send(new sdk.DeleteVpcCommand({ VpcId: gone }));
  const SubnetId = await newSubnet(client, VpcId);
  await client.send(new sdk.ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const seen = async () => {
    const { Vpcs } = await client.send(new sdk.DescribeVpcsCommand({}));
    const { Subnets } = await client.send(new sdk.DescribeSubnetsCommand({}));
    const attribute = { VpcId, Attribute: 'enableDnsHostnames' as const };
    const { EnableDnsHostnames } = await client.send(new sdk.DescribeVpcAttributeCommand(attribute));
    return [
      Vpcs!.map((vpc) => vpc.VpcId),
      Subnets!.map((subnet) => subnet.SubnetId),
      EnableDnsHostnames!.Value,
    ];
  };
  clock.advance(2999);
  expect(await seen()).toEqual([[VpcId, gone], [], false]);
  await refuses(
    'InvalidSubnetID.NotFound',
    client.send(new sdk.DescribeSubnetsCommand({ SubnetIds: [SubnetId] })),
  );
  await client.send(new sdk.ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
  clock.advance(1);
  expect(await seen()).toEqual([[VpcId], [SubnetId], true]);
});

test('a call whose answer is lost was carried out', async () => {
  const { client, local } = await startNetwork();
  const VpcId = await newVpc(client);
  local.setFaults({ resetAfter: 1 });
  expect(await codeOf(newGateway(client, VpcId))).not.toBe(undefined);
  expect(await codeOf(newSubnet(client, VpcId))).not.toBe(undefined);
  local.setFaults({ throttle: 1 });
  await refuses('RequestLimitExceeded', newSubnet(client, VpcId, '10.20.9.0/24'));
  local.setFaults();
  expect((await client.send(new sdk.DescribeInternetGatewaysCommand({}))).InternetGateways).toHaveLength(1);
  expect((await client.send(new sdk.DescribeSubnetsCommand({}))).Subnets).toHaveLength(1);
});

test.each([
  ['DescribeSubnets', new sdk.DescribeSubnetsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] })],
  [
    'DescribeVpcEndpoints',
    new sdk.DescribeVpcEndpointsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
  ],
  [
    'DescribeNatGateways',
    new sdk.DescribeNatGatewaysCommand({ Filter: [{ Name: 'constructor', Values: ['red'] }] }),
  ],
])('an unknown filter of %s is refused', async (_, command) => {
  const { client } = await startNetwork();
  await refuses('InvalidParameterValue', client.send(command as sdk.DescribeSubnetsCommand));
});
