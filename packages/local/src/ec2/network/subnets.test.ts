import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { newSubnet, newVpc, refuses, startNetwork } from './testing/start-network.ts';

test('a subnet is made in a zone by its id, with its free addresses', async () => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  const { AvailabilityZones } = await client.send(new sdk.DescribeAvailabilityZonesCommand({}));
  expect(AvailabilityZones).toHaveLength(6);
  const { ZoneId, ZoneName } = AvailabilityZones![2]!;
  expect(ZoneId).toMatch(/^use1-az[1-6]$/);
  const { Subnet } = await client.send(
    new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.20.4.0/22', AvailabilityZoneId: ZoneId }),
  );
  const shared = { AvailabilityZone: ZoneName, AvailabilityZoneId: ZoneId, AvailableIpAddressCount: 1019 };
  expect(Subnet).toMatchObject({ ...shared, CidrBlock: '10.20.4.0/22', MapPublicIpOnLaunch: false });
  const SubnetId = Subnet!.SubnetId!;
  await client.send(new sdk.ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
  const { Subnets } = await client.send(
    new sdk.DescribeSubnetsCommand({ Filters: [{ Name: 'availability-zone-id', Values: [ZoneId!] }] }),
  );
  expect(Subnets).toMatchObject([{ ...shared, SubnetId, MapPublicIpOnLaunch: true, State: 'available' }]);
  const { NetworkAcls } = await client.send(new sdk.DescribeNetworkAclsCommand({}));
  expect(NetworkAcls![0]!.Associations).toMatchObject([{ SubnetId }]);
});

test.each([
  [{ CidrBlock: '10.20.0.128/25' }, 'InvalidSubnet.Conflict'],
  [{ CidrBlock: '10.20.0.0/23' }, 'InvalidSubnet.Conflict'],
  [{ CidrBlock: '10.21.0.0/24' }, 'InvalidSubnet.Range'],
  [{ CidrBlock: '10.20.1.0/29' }, 'InvalidSubnet.Range'],
  [{ CidrBlock: '10.20.1.0' }, 'InvalidParameterValue'],
  [{ CidrBlock: '10.20.1.0/24', AvailabilityZone: 'us-east-1z' }, 'InvalidParameterValue'],
  [{ CidrBlock: '10.20.1.0/24', AvailabilityZoneId: 'use1-az9' }, 'InvalidParameterValue'],
  [
    { CidrBlock: '10.20.1.0/24', AvailabilityZone: 'us-east-1a', AvailabilityZoneId: 'use1-az1' },
    'InvalidParameterCombination',
  ],
  [{ CidrBlock: '10.20.1.0/24', Ipv6CidrBlock: '2001:db8::/64' }, 'InvalidSubnet.Range'],
  [{ CidrBlock: '10.20.1.0/24', VpcId: 'vpc-0123456789abcdef9' }, 'InvalidVpcID.NotFound'],
])('beside 10.20.0.0/24, a subnet of %j is refused as %s', async (parameters, code) => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  await newSubnet(client, VpcId);
  await refuses(code, client.send(new sdk.CreateSubnetCommand({ VpcId, ...parameters })));
});

test('a subnet gets and loses a range of IPv6, and instances get none of it before', async () => {
  const { client } = await startNetwork();
  const { Vpc } = await client.send(
    new sdk.CreateVpcCommand({ CidrBlock: '10.20.0.0/16', AmazonProvidedIpv6CidrBlock: true }),
  );
  const SubnetId = await newSubnet(client, Vpc!.VpcId!);
  const assign = (Value: boolean) =>
    client.send(new sdk.ModifySubnetAttributeCommand({ SubnetId, AssignIpv6AddressOnCreation: { Value } }));
  await refuses('InvalidParameterValue', assign(true));
  const { Vpcs } = await client.send(new sdk.DescribeVpcsCommand({}));
  const range = Vpcs![0]!.Ipv6CidrBlockAssociationSet![0]!.Ipv6CidrBlock!;
  const Ipv6CidrBlock = range.replace('00::/56', '01::/64');
  const { Ipv6CidrBlockAssociation } = await client.send(
    new sdk.AssociateSubnetCidrBlockCommand({ SubnetId, Ipv6CidrBlock }),
  );
  expect(Ipv6CidrBlockAssociation).toMatchObject({
    Ipv6CidrBlock,
    Ipv6CidrBlockState: { State: 'associating' },
  });
  await assign(true);
  const AssociationId = Ipv6CidrBlockAssociation!.AssociationId!;
  const remove = () => client.send(new sdk.DisassociateSubnetCidrBlockCommand({ AssociationId }));
  await refuses('InvalidCidrBlock.InUse', remove());
  await assign(false);
  await remove();
  await refuses('InvalidSubnetCidrBlockAssociationID.NotFound', remove());
});

test('pages continue where they ended, also when something is removed', async () => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  const ids: string[] = [];
  for (let index = 0; index < 8; index++) ids.push(await newSubnet(client, VpcId, `10.20.${index}.0/24`));
  const first = await client.send(new sdk.DescribeSubnetsCommand({ MaxResults: 5 }));
  expect(first.Subnets?.map(({ SubnetId }) => SubnetId)).toEqual(ids.slice(0, 5));
  await client.send(new sdk.DeleteSubnetCommand({ SubnetId: ids[0]! }));
  const next = await client.send(
    new sdk.DescribeSubnetsCommand({ MaxResults: 5, NextToken: first.NextToken }),
  );
  expect(next.Subnets?.map(({ SubnetId }) => SubnetId)).toEqual(ids.slice(5));
  expect(next.NextToken).toBeUndefined();
});
