import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { newSubnet, newVpc, refuses, startNetwork } from './testing/start-network.ts';

test('a subnet is moved to a network ACL, which holds it, with entries by number and direction', async () => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  await newSubnet(client, VpcId);
  const { NetworkAcl } = await client.send(new sdk.CreateNetworkAclCommand({ VpcId }));
  const NetworkAclId = NetworkAcl!.NetworkAclId!;
  expect(NetworkAcl!.Entries).toMatchObject([{ RuleAction: 'deny' }, { RuleAction: 'deny' }]);
  const add = (RuleNumber: number) =>
    client.send(
      new sdk.CreateNetworkAclEntryCommand({
        NetworkAclId,
        RuleNumber,
        Protocol: 'tcp',
        RuleAction: 'allow',
        Egress: false,
        CidrBlock: '0.0.0.0/0',
        PortRange: { From: 443, To: 443 },
      }),
    );
  await add(100);
  await refuses('NetworkAclEntryAlreadyExists', add(100));
  await refuses('InvalidParameterValue', add(32_767));
  const acls = async () => (await client.send(new sdk.DescribeNetworkAclsCommand({}))).NetworkAcls!;
  const [initial] = await acls();
  const AssociationId = initial!.Associations![0]!.NetworkAclAssociationId!;
  await client.send(new sdk.ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
  const [, own] = await acls();
  expect(own).toMatchObject({
    Associations: [{ NetworkAclId }],
    Entries: [{}, {}, { RuleNumber: 100, Protocol: '6', PortRange: { From: 443, To: 443 }, Egress: false }],
  });
  const remove = () => client.send(new sdk.DeleteNetworkAclCommand({ NetworkAclId }));
  await refuses('DependencyViolation', remove());
  const entry = { NetworkAclId, RuleNumber: 100, Egress: false };
  await client.send(new sdk.DeleteNetworkAclEntryCommand(entry));
  await refuses('InvalidNetworkAclEntry.NotFound', client.send(new sdk.DeleteNetworkAclEntryCommand(entry)));
  await refuses(
    'InvalidParameterValue',
    client.send(new sdk.DeleteNetworkAclCommand({ NetworkAclId: initial!.NetworkAclId! })),
  );
});

test('two VPCs are peered, and a route to a peering that is deleted is a black hole', async () => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  const PeerVpcId = await newVpc(client, '10.30.0.0/16');
  await refuses(
    'InvalidParameterValue',
    client.send(new sdk.CreateVpcPeeringConnectionCommand({ VpcId, PeerVpcId: VpcId })),
  );
  const { VpcPeeringConnection } = await client.send(
    new sdk.CreateVpcPeeringConnectionCommand({ VpcId, PeerVpcId }),
  );
  expect(VpcPeeringConnection).toMatchObject({ Status: { Code: 'pending-acceptance' } });
  const VpcPeeringConnectionId = VpcPeeringConnection!.VpcPeeringConnectionId!;
  await client.send(new sdk.AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  const { RouteTable } = await client.send(new sdk.CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable!.RouteTableId!;
  const DestinationCidrBlock = '10.30.0.0/16';
  await client.send(
    new sdk.CreateRouteCommand({ RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId }),
  );
  const state = async () => {
    const { RouteTables } = await client.send(
      new sdk.DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }),
    );
    return RouteTables![0]!.Routes![1]!.State;
  };
  expect(await state()).toBe('active');
  await client.send(new sdk.DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  expect(await state()).toBe('blackhole');
  const Filters = [{ Name: 'status-code', Values: ['deleted'] }];
  const { VpcPeeringConnections } = await client.send(
    new sdk.DescribeVpcPeeringConnectionsCommand({ Filters }),
  );
  expect(VpcPeeringConnections).toMatchObject([
    { RequesterVpcInfo: { VpcId, CidrBlock: '10.20.0.0/16' }, AccepterVpcInfo: { VpcId: PeerVpcId } },
  ]);
});
