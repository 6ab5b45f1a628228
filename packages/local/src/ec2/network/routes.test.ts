import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { LocalOptions } from '../../options.ts';
import { newAddress, newGateway, newSubnet, newVpc, refuses, startNetwork } from './testing/start-network.ts';

async function start(options: LocalOptions = {}) {
  const started = await startNetwork(options);
  const { client } = started;
  const VpcId = await newVpc(client);
  const { RouteTable } = await client.send(new sdk.CreateRouteTableCommand({ VpcId, ClientToken: 'table' }));
  const RouteTableId = RouteTable!.RouteTableId!;
  return {
    ...started,
    VpcId,
    RouteTableId,
    add: (
      target: Partial<sdk.CreateRouteCommandInput>,
      DestinationCidrBlock: string | undefined = '0.0.0.0/0',
    ) => client.send(new sdk.CreateRouteCommand({ RouteTableId, DestinationCidrBlock, ...target })),
    async routes() {
      const input = { RouteTableIds: [RouteTableId] };
      const { RouteTables } = await client.send(new sdk.DescribeRouteTablesCommand(input));
      return RouteTables![0]!.Routes!.slice(1);
    },
  };
}

test('a route is made once, moved and removed', async () => {
  const { client, RouteTableId, VpcId, add, routes } = await start();
  const GatewayId = await newGateway(client, VpcId);
  const DestinationCidrBlock = '0.0.0.0/0';
  await refuses(
    'InvalidParameterValue',
    client.send(new sdk.ReplaceRouteCommand({ RouteTableId, DestinationCidrBlock, GatewayId })),
  );
  await add({ GatewayId });
  await refuses('RouteAlreadyExists', add({ GatewayId }));
  await refuses('RouteAlreadyExists', add({ GatewayId }, '10.20.0.0/16'));
  await refuses('InvalidParameterValue', add({ GatewayId }, '10.20.1.0/24'));
  expect(await routes()).toMatchObject([
    { DestinationCidrBlock, GatewayId, State: 'active', Origin: 'CreateRoute' },
  ]);
  const SubnetId = await newSubnet(client, VpcId);
  const AllocationId = await newAddress(client);
  const { NatGateway } = await client.send(new sdk.CreateNatGatewayCommand({ SubnetId, AllocationId }));
  const NatGatewayId = NatGateway!.NatGatewayId!;
  await client.send(new sdk.ReplaceRouteCommand({ RouteTableId, DestinationCidrBlock, NatGatewayId }));
  const [moved] = await routes();
  expect(moved).toMatchObject({ NatGatewayId, State: 'active' });
  expect(moved!.GatewayId).toBeUndefined();
  const remove = () => client.send(new sdk.DeleteRouteCommand({ RouteTableId, DestinationCidrBlock }));
  await remove();
  await refuses('InvalidRoute.NotFound', remove());
});

test('a route is a black hole when its target is gone, or no longer attached', async () => {
  const { client, clock, VpcId, add, routes } = await start({ networkDelays: { natDeletingMs: 10 } });
  const InternetGatewayId = await newGateway(client, VpcId);
  await add({ GatewayId: InternetGatewayId });
  const SubnetId = await newSubnet(client, VpcId);
  const AllocationId = await newAddress(client);
  const { NatGateway } = await client.send(new sdk.CreateNatGatewayCommand({ SubnetId, AllocationId }));
  const NatGatewayId = NatGateway!.NatGatewayId!;
  await add({ NatGatewayId }, '172.16.0.0/12');
  const { EgressOnlyInternetGateway } = await client.send(
    new sdk.CreateEgressOnlyInternetGatewayCommand({ VpcId }),
  );
  const { EgressOnlyInternetGatewayId } = EgressOnlyInternetGateway!;
  const states = async () => (await routes()).map(({ State }) => State);
  await add({
    EgressOnlyInternetGatewayId,
    DestinationCidrBlock: undefined,
    DestinationIpv6CidrBlock: '::/0',
  });
  expect(await states()).toEqual(['active', 'active', 'active']);
  await client.send(new sdk.DeleteNatGatewayCommand({ NatGatewayId }));
  clock.advance(10);
  await client.send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  await client.send(new sdk.DeleteEgressOnlyInternetGatewayCommand({ EgressOnlyInternetGatewayId }));
  expect(await states()).toEqual(['blackhole', 'blackhole', 'blackhole']);
});

test.each([
  [{ GatewayId: 'igw-0123456789abcdef0' }, 'InvalidGatewayID.NotFound'],
  [{ NatGatewayId: 'nat-0123456789abcdef0' }, 'InvalidNatGatewayID.NotFound'],
  [{ NetworkInterfaceId: 'eni-0123456789abcdef0' }, 'InvalidNetworkInterfaceID.NotFound'],
  [{ VpcPeeringConnectionId: 'pcx-0123456789abcdef0' }, 'InvalidVpcPeeringConnectionID.NotFound'],
  [{ TransitGatewayId: 'tgw-0123456789abcdef0' }, 'InvalidParameterValue'],
  [{}, 'MissingParameter'],
  [
    { GatewayId: 'igw-0123456789abcdef0', NatGatewayId: 'nat-0123456789abcdef0' },
    'InvalidParameterCombination',
  ],
])('a route to %j is refused as %s', async (target, code) => {
  const { add } = await start();
  await refuses(code, add(target));
});

test('a gateway of no VPC, or of another one, is not a target', async () => {
  const { client, add } = await start({ networkQuotas: { routesPerTable: 1 } });
  const { InternetGateway } = await client.send(new sdk.CreateInternetGatewayCommand({}));
  await refuses('InvalidParameterValue', add({ GatewayId: InternetGateway!.InternetGatewayId }));
  const other = await newVpc(client, '10.30.0.0/16');
  await refuses('InvalidParameterValue', add({ GatewayId: await newGateway(client, other) }));
});

test('more routes than the quota are refused', async () => {
  const { client, VpcId, add } = await start({ networkQuotas: { routesPerTable: 1 } });
  const GatewayId = await newGateway(client, VpcId);
  await add({ GatewayId });
  await refuses('RouteLimitExceeded', add({ GatewayId }, '172.16.0.0/12'));
});

test('a subnet has one route table, which holds it until it is moved', async () => {
  const { client, RouteTableId, VpcId } = await start();
  const SubnetId = await newSubnet(client, VpcId);
  const associate = (table: string) =>
    client.send(new sdk.AssociateRouteTableCommand({ RouteTableId: table, SubnetId }));
  const { AssociationId } = await associate(RouteTableId);
  expect((await associate(RouteTableId)).AssociationId).toBe(AssociationId);
  const { RouteTable } = await client.send(new sdk.CreateRouteTableCommand({ VpcId }));
  const other = RouteTable!.RouteTableId!;
  await refuses('Resource.AlreadyAssociated', associate(other));
  await refuses('DependencyViolation', client.send(new sdk.DeleteRouteTableCommand({ RouteTableId })));
  const { NewAssociationId } = await client.send(
    new sdk.ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId: other }),
  );
  expect(NewAssociationId).not.toBe(AssociationId);
  await client.send(new sdk.DeleteRouteTableCommand({ RouteTableId }));
  const { RouteTables } = await client.send(
    new sdk.DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }] }),
  );
  expect(RouteTables).toMatchObject([
    {
      RouteTableId: other,
      Associations: [{ RouteTableAssociationId: NewAssociationId, SubnetId, Main: false }],
    },
  ]);
  const remove = (id = NewAssociationId) =>
    client.send(new sdk.DisassociateRouteTableCommand({ AssociationId: id }));
  await remove();
  await refuses('InvalidAssociationID.NotFound', remove());
});

test('another table becomes the main one, whose association is not removed', async () => {
  const { client, RouteTableId, VpcId } = await start();
  const main = async () => {
    const Filters = [
      { Name: 'vpc-id', Values: [VpcId] },
      { Name: 'association.main', Values: ['true'] },
    ];
    const { RouteTables } = await client.send(new sdk.DescribeRouteTablesCommand({ Filters }));
    expect(RouteTables).toHaveLength(1);
    return RouteTables![0]!;
  };
  const AssociationId = (await main()).Associations![0]!.RouteTableAssociationId!;
  await refuses(
    'InvalidParameterValue',
    client.send(new sdk.DisassociateRouteTableCommand({ AssociationId })),
  );
  await client.send(new sdk.ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
  expect((await main()).RouteTableId).toBe(RouteTableId);
});

test('the same token returns the same route table', async () => {
  const { client, RouteTableId, VpcId } = await start();
  const again = await client.send(new sdk.CreateRouteTableCommand({ VpcId, ClientToken: 'table' }));
  expect(again.RouteTable!.RouteTableId).toBe(RouteTableId);
});
