import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { LocalOptions } from '../../options.ts';
import { newAddress, newGateway, newSubnet, newVpc, refuses, startNetwork } from './testing/start-network.ts';

async function start(options: LocalOptions = {}) {
  const started = await startNetwork({
    networkDelays: { natPendingMs: 1000, natDeletingMs: 500 },
    ...options,
  });
  const { client } = started;
  const VpcId = await newVpc(client);
  const InternetGatewayId = await newGateway(client, VpcId);
  const SubnetId = await newSubnet(client, VpcId);
  const AllocationId = await newAddress(client);
  return {
    ...started,
    VpcId,
    InternetGatewayId,
    SubnetId,
    AllocationId,
    async make(parameters: Partial<sdk.CreateNatGatewayCommandInput> = {}) {
      const input = { SubnetId, AllocationId, ...parameters };
      const { NatGateway } = await client.send(new sdk.CreateNatGatewayCommand(input));
      return NatGateway!;
    },
    async describe(NatGatewayId: string) {
      const input = { NatGatewayIds: [NatGatewayId] };
      const { NatGateways } = await client.send(new sdk.DescribeNatGatewaysCommand(input));
      return NatGateways![0]!;
    },
    async address() {
      const { Addresses } = await client.send(
        new sdk.DescribeAddressesCommand({ AllocationIds: [AllocationId] }),
      );
      return Addresses![0]!;
    },
  };
}

test('a NAT gateway is pending, available and deleted, with its interface and its address', async () => {
  const { client, clock, make, describe, address, SubnetId, VpcId, AllocationId, InternetGatewayId } =
    await start();
  const made = await make();
  const NatGatewayId = made.NatGatewayId!;
  expect(made).toMatchObject({ State: 'pending', VpcId, SubnetId, NatGatewayAddresses: [{ AllocationId }] });
  clock.advance(999);
  expect(await describe(NatGatewayId)).toMatchObject({ State: 'pending' });
  clock.advance(1);
  const { PublicIp, NetworkInterfaceId, AssociationId } = await address();
  expect(await describe(NatGatewayId)).toMatchObject({
    State: 'available',
    ConnectivityType: 'public',
    AvailabilityMode: 'zonal',
    NatGatewayAddresses: [{ AllocationId, PublicIp, NetworkInterfaceId, AssociationId, IsPrimary: true }],
  });
  const { NetworkInterfaces } = await client.send(new sdk.DescribeNetworkInterfacesCommand({}));
  expect(NetworkInterfaces).toMatchObject([
    {
      NetworkInterfaceId,
      InterfaceType: 'nat_gateway',
      Status: 'in-use',
      RequesterManaged: true,
      Description: `Interface for NAT Gateway ${NatGatewayId}`,
      Association: { PublicIp, AllocationId },
    },
  ]);
  await refuses('InvalidIPAddress.InUse', client.send(new sdk.ReleaseAddressCommand({ AllocationId })));
  await refuses('AuthFailure', client.send(new sdk.DisassociateAddressCommand({ AssociationId })));
  await refuses('DependencyViolation', client.send(new sdk.DeleteSubnetCommand({ SubnetId })));
  const detach = () => client.send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  await refuses('DependencyViolation', detach());

  await client.send(new sdk.DeleteNatGatewayCommand({ NatGatewayId }));
  expect(await describe(NatGatewayId)).toMatchObject({ State: 'deleting' });
  await refuses('DependencyViolation', client.send(new sdk.DeleteSubnetCommand({ SubnetId })));
  clock.advance(500);
  expect(await describe(NatGatewayId)).toMatchObject({ State: 'deleted', DeleteTime: expect.any(Date) });
  expect((await address()).AssociationId).toBeUndefined();
  await detach();
  await client.send(new sdk.DeleteSubnetCommand({ SubnetId }));
  await client.send(new sdk.ReleaseAddressCommand({ AllocationId }));
  clock.advance(3_600_000);
  await refuses('NatGatewayNotFound', describe(NatGatewayId));
});

test('the same token returns the same NAT gateway, and is refused for another request', async () => {
  const { client, make, SubnetId, VpcId } = await start();
  const first = await make({ ClientToken: 'a' });
  expect((await make({ ClientToken: 'a' })).NatGatewayId).toBe(first.NatGatewayId);
  const other = await newSubnet(client, VpcId, '10.20.1.0/24');
  await refuses('IdempotentParameterMismatch', make({ ClientToken: 'a', SubnetId: other }));
  await refuses(
    'IdempotentParameterMismatch',
    make({
      ClientToken: 'a',
      TagSpecifications: [{ ResourceType: 'natgateway', Tags: [{ Key: 'Name', Value: 'x' }] }],
    }),
  );
  const { NatGateways } = await client.send(
    new sdk.DescribeNatGatewaysCommand({ Filter: [{ Name: 'subnet-id', Values: [SubnetId, other] }] }),
  );
  expect(NatGateways).toHaveLength(1);
});

test('a NAT gateway fails later without an internet gateway, or with an address that is in use', async () => {
  const { client, clock, make, describe, address, VpcId, InternetGatewayId } = await start();
  const first = await make();
  const second = await make();
  clock.advance(1000);
  expect(await describe(first.NatGatewayId!)).toMatchObject({ State: 'available' });
  expect(await describe(second.NatGatewayId!)).toMatchObject({
    State: 'failed',
    FailureCode: 'Resource.AlreadyAssociated',
    FailureMessage: expect.stringContaining('is already associated'),
  });
  const { NetworkInterfaces } = await client.send(new sdk.DescribeNetworkInterfacesCommand({}));
  expect(NetworkInterfaces).toHaveLength(1);
  await client.send(new sdk.DeleteNatGatewayCommand({ NatGatewayId: first.NatGatewayId! }));
  clock.advance(500);
  await client.send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  const third = await make();
  clock.advance(1000);
  expect(await describe(third.NatGatewayId!)).toMatchObject({ FailureCode: 'Gateway.NotAttached' });
  expect((await address()).AssociationId).toBeUndefined();
});

test('a NAT gateway fails later in a subnet without a free address', async () => {
  const { client, clock, make, describe, address, VpcId } = await start();
  const SubnetId = await newSubnet(client, VpcId, '10.20.1.0/28');
  for (let index = 0; index < 11; index++)
    await client.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId }));
  const { NatGatewayId } = await make({ SubnetId });
  clock.advance(1000);
  expect(await describe(NatGatewayId!)).toMatchObject({ FailureCode: 'InsufficientFreeAddressesInSubnet' });
  expect((await address()).AssociationId).toBeUndefined();
});

test('injected faults make NAT gateways slow and let them fail', async () => {
  const { clock, make, describe, address } = await start({
    faults: { natFail: 1, natSlow: 1, natSlowMs: 9000 },
  });
  const { NatGatewayId } = await make();
  clock.advance(9999);
  expect(await describe(NatGatewayId!)).toMatchObject({ State: 'pending' });
  expect((await address()).AssociationId).toBeDefined();
  clock.advance(1);
  expect(await describe(NatGatewayId!)).toMatchObject({ State: 'failed', FailureCode: 'InternalError' });
  expect((await address()).AssociationId).toBeUndefined();
});

test('a regional NAT gateway is one of the VPC, with addresses of AWS and a route table of its own', async () => {
  const { client, clock, describe, VpcId, InternetGatewayId } = await start();
  const { NatGateway } = await client.send(
    new sdk.CreateNatGatewayCommand({ VpcId, AvailabilityMode: 'regional' }),
  );
  clock.advance(1000);
  const gateway = await describe(NatGateway!.NatGatewayId!);
  expect(gateway).toMatchObject({
    State: 'available',
    AvailabilityMode: 'regional',
    VpcId,
    NatGatewayAddresses: [{ AvailabilityZone: 'us-east-1a', PublicIp: expect.any(String) }],
  });
  expect(gateway.SubnetId).toBeUndefined();
  const further = { VpcId, CidrBlock: '10.20.9.0/24', AvailabilityZone: 'us-east-1c' };
  await client.send(new sdk.CreateSubnetCommand(further));
  expect((await describe(gateway.NatGatewayId!)).NatGatewayAddresses).toMatchObject([
    { PublicIp: gateway.NatGatewayAddresses![0]!.PublicIp },
    { AvailabilityZone: 'us-east-1c' },
  ]);
  const RouteTableId = gateway.RouteTableId!;
  const { RouteTables } = await client.send(
    new sdk.DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }),
  );
  expect(RouteTables![0]!.Routes).toMatchObject([{}, { GatewayId: InternetGatewayId }]);
  await refuses('DependencyViolation', client.send(new sdk.DeleteRouteTableCommand({ RouteTableId })));
  await client.send(new sdk.DeleteNatGatewayCommand({ NatGatewayId: gateway.NatGatewayId! }));
  clock.advance(500);
  await refuses(
    'InvalidRouteTableID.NotFound',
    client.send(new sdk.DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] })),
  );
});

test('wrong requests and quotas are refused at once', async () => {
  const { client, clock, make } = await start({ networkQuotas: { natGatewaysPerZone: 1 } });
  await refuses('InvalidElasticIpID.NotFound', make({ AllocationId: 'eipalloc-0123456789abcdef0' }));
  await refuses('InvalidSubnetID.NotFound', make({ SubnetId: 'subnet-0123456789abcdef0' }));
  await refuses('MissingParameter', make({ AllocationId: undefined }));
  await refuses('InvalidParameterCombination', make({ ConnectivityType: 'private' }));
  const { NatGatewayId } = await make();
  await refuses('NatGatewayLimitExceeded', make());
  await client.send(new sdk.DeleteNatGatewayCommand({ NatGatewayId: NatGatewayId! }));
  clock.advance(500);
  await make();
  await refuses(
    'NatGatewayNotFound',
    client.send(new sdk.DeleteNatGatewayCommand({ NatGatewayId: 'nat-0123456789abcdef0' })),
  );
});
