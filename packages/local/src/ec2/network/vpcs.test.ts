import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { newGateway, newSubnet, newVpc, refuses, startNetwork } from './testing/start-network.ts';

test('a VPC comes with its main route table, its default group and its default network ACL, and goes with them', async () => {
  const { client } = await startNetwork();
  const { Vpc } = await client.send(
    new sdk.CreateVpcCommand({
      CidrBlock: '10.20.0.7/16',
      AmazonProvidedIpv6CidrBlock: true,
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: 'shop' }] }],
    }),
  );
  expect(Vpc).toMatchObject({
    State: 'pending',
    CidrBlock: '10.20.0.0/16',
    OwnerId: '111111111111',
    Tags: [{ Key: 'Name', Value: 'shop' }],
  });
  const VpcId = Vpc!.VpcId!;
  const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
  const vpcs = await client.send(
    new sdk.DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: ['shop'] }] }),
  );
  expect(vpcs.Vpcs).toMatchObject([
    {
      VpcId,
      State: 'available',
      CidrBlockAssociationSet: [{ CidrBlock: '10.20.0.0/16', CidrBlockState: { State: 'associated' } }],
      Ipv6CidrBlockAssociationSet: [
        {
          Ipv6CidrBlock: expect.stringMatching(/^2001:db8:.*\/56$/),
          Ipv6CidrBlockState: { State: 'associated' },
        },
      ],
    },
  ]);
  const { RouteTables } = await client.send(new sdk.DescribeRouteTablesCommand({ Filters }));
  expect(RouteTables).toMatchObject([
    {
      Associations: [{ Main: true }],
      Routes: [
        { DestinationCidrBlock: '10.20.0.0/16', GatewayId: 'local', State: 'active' },
        {
          DestinationIpv6CidrBlock: vpcs.Vpcs![0]!.Ipv6CidrBlockAssociationSet![0]!.Ipv6CidrBlock,
          GatewayId: 'local',
        },
      ],
    },
  ]);
  const { SecurityGroups } = await client.send(new sdk.DescribeSecurityGroupsCommand({ Filters }));
  const group = SecurityGroups![0]!;
  expect(group).toMatchObject({
    GroupName: 'default',
    IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group.GroupId }] }],
    IpPermissionsEgress: [
      { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
    ],
  });
  const { NetworkAcls } = await client.send(new sdk.DescribeNetworkAclsCommand({ Filters }));
  expect(NetworkAcls).toMatchObject([{ IsDefault: true }]);
  expect(NetworkAcls![0]!.Entries).toHaveLength(8);

  await client.send(new sdk.DeleteVpcCommand({ VpcId }));
  await refuses('InvalidVpcID.NotFound', client.send(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] })));
  expect((await client.send(new sdk.DescribeRouteTablesCommand({}))).RouteTables).toEqual([]);
  expect((await client.send(new sdk.DescribeSecurityGroupsCommand({}))).SecurityGroups).toEqual([]);
  expect((await client.send(new sdk.DescribeNetworkAclsCommand({}))).NetworkAcls).toEqual([]);
});

test.each([
  ['10.0.0.0/15', 'InvalidVpc.Range'],
  ['10.0.0.0/29', 'InvalidVpc.Range'],
  ['10.0.0.0', 'InvalidParameterValue'],
  ['10.0.0.256/16', 'InvalidParameterValue'],
  ['2001:db8::/56', 'InvalidParameterValue'],
])('a VPC of %s is refused as %s', async (CidrBlock, code) => {
  const { client } = await startNetwork();
  await refuses(code, client.send(new sdk.CreateVpcCommand({ CidrBlock })));
});

test('attributes of DNS are changed one at a time', async () => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  const describe = async () =>
    (await client.send(new sdk.DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' })))
      .EnableDnsHostnames?.Value;
  expect(await describe()).toBe(false);
  await client.send(new sdk.ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  expect(await describe()).toBe(true);
  const both = { EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } };
  await refuses(
    'InvalidParameterCombination',
    client.send(new sdk.ModifyVpcAttributeCommand({ VpcId, ...both })),
  );
});

test('further ranges are added as AWS permits beside the first, and removed when no subnet is in them', async () => {
  const { client } = await startNetwork({ networkQuotas: { rangesPerVpc: 3 } });
  const VpcId = await newVpc(client);
  const add = (CidrBlock: string) => client.send(new sdk.AssociateVpcCidrBlockCommand({ VpcId, CidrBlock }));
  for (const range of ['192.168.0.0/16', '10.20.128.0/20', '198.19.0.0/20'])
    await refuses('InvalidVpc.Range', add(range));
  const { CidrBlockAssociation } = await add('10.21.0.0/16');
  expect(CidrBlockAssociation).toMatchObject({
    CidrBlock: '10.21.0.0/16',
    CidrBlockState: { State: 'associating' },
  });
  await add('100.64.0.0/16');
  await refuses('CidrLimitExceeded', add('10.22.0.0/16'));
  const SubnetId = await newSubnet(client, VpcId, '10.21.0.0/24');
  const AssociationId = CidrBlockAssociation!.AssociationId!;
  const remove = (id = AssociationId) =>
    client.send(new sdk.DisassociateVpcCidrBlockCommand({ AssociationId: id }));
  await refuses('InvalidCidrBlock.InUse', remove());
  await client.send(new sdk.DeleteSubnetCommand({ SubnetId }));
  expect((await remove()).CidrBlockAssociation).toMatchObject({
    CidrBlockState: { State: 'disassociating' },
  });
  const { Vpcs } = await client.send(new sdk.DescribeVpcsCommand({}));
  const ranges = Vpcs![0]!.CidrBlockAssociationSet!;
  expect(ranges.map(({ CidrBlock }) => CidrBlock)).toEqual(['10.20.0.0/16', '100.64.0.0/16']);
  await refuses('OperationNotPermitted', remove(ranges[0]!.AssociationId));
});

test('an IPv6 range that was removed is still returned, as disassociated', async () => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  const { Ipv6CidrBlockAssociation } = await client.send(
    new sdk.AssociateVpcCidrBlockCommand({ VpcId, AmazonProvidedIpv6CidrBlock: true }),
  );
  const range = Ipv6CidrBlockAssociation!.Ipv6CidrBlock!;
  const Ipv6CidrBlock = range.replace('00::/56', '05::/64');
  const { Subnet } = await client.send(
    new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.20.0.0/24', Ipv6CidrBlock }),
  );
  const AssociationId = Ipv6CidrBlockAssociation!.AssociationId!;
  const remove = () => client.send(new sdk.DisassociateVpcCidrBlockCommand({ AssociationId }));
  await refuses('InvalidCidrBlock.InUse', remove());
  const ofSubnet = Subnet!.Ipv6CidrBlockAssociationSet![0]!.AssociationId!;
  await client.send(new sdk.DisassociateSubnetCidrBlockCommand({ AssociationId: ofSubnet }));
  await remove();
  const { Vpcs } = await client.send(new sdk.DescribeVpcsCommand({}));
  expect(Vpcs![0]!.Ipv6CidrBlockAssociationSet).toMatchObject([
    { Ipv6CidrBlock: range, Ipv6CidrBlockState: { State: 'disassociated' } },
  ]);
});

test('a VPC is not deleted while something is in it', async () => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  const remove = () => client.send(new sdk.DeleteVpcCommand({ VpcId }));
  const SubnetId = await newSubnet(client, VpcId);
  await refuses('DependencyViolation', remove());
  await client.send(new sdk.DeleteSubnetCommand({ SubnetId }));
  const InternetGatewayId = await newGateway(client, VpcId);
  await refuses('DependencyViolation', remove());
  await refuses(
    'DependencyViolation',
    client.send(new sdk.DeleteInternetGatewayCommand({ InternetGatewayId })),
  );
  await client.send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  await refuses(
    'Gateway.NotAttached',
    client.send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId })),
  );
  const { GroupId } = await client.send(
    new sdk.CreateSecurityGroupCommand({ VpcId, GroupName: 'web', Description: 'web' }),
  );
  await refuses('DependencyViolation', remove());
  await client.send(new sdk.DeleteSecurityGroupCommand({ GroupId }));
  const { RouteTable } = await client.send(new sdk.CreateRouteTableCommand({ VpcId }));
  await refuses('DependencyViolation', remove());
  await client.send(new sdk.DeleteRouteTableCommand({ RouteTableId: RouteTable!.RouteTableId! }));
  await remove();
});

test('quotas are refused, and DryRun makes nothing', async () => {
  const { client } = await startNetwork({ networkQuotas: { vpcs: 1, internetGateways: 1, addresses: 1 } });
  await refuses(
    'DryRunOperation',
    client.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16', DryRun: true })),
  );
  await newVpc(client);
  await refuses('VpcLimitExceeded', newVpc(client));
  await client.send(new sdk.CreateInternetGatewayCommand({}));
  await refuses('InternetGatewayLimitExceeded', client.send(new sdk.CreateInternetGatewayCommand({})));
  await client.send(new sdk.AllocateAddressCommand({}));
  await refuses('AddressLimitExceeded', client.send(new sdk.AllocateAddressCommand({})));
});
