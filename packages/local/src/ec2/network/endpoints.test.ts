import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { newVpc, refuses, startNetwork } from './testing/start-network.ts';

async function start() {
  const started = await startNetwork();
  const { client } = started;
  const VpcId = await newVpc(client);
  const { RouteTable } = await client.send(new sdk.CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable!.RouteTableId!;
  return {
    ...started,
    VpcId,
    RouteTableId,
    make: (parameters: Partial<sdk.CreateVpcEndpointCommandInput> = {}) =>
      client.send(
        new sdk.CreateVpcEndpointCommand({
          VpcId,
          ServiceName: 'com.amazonaws.us-east-1.s3',
          RouteTableIds: [RouteTableId],
          ...parameters,
        }),
      ),
    async routes() {
      const input = { RouteTableIds: [RouteTableId] };
      const { RouteTables } = await client.send(new sdk.DescribeRouteTablesCommand(input));
      return RouteTables![0]!.Routes!.slice(1);
    },
  };
}

test('a gateway endpoint has a route for the prefix list of its service in each of its tables', async () => {
  const { client, make, routes, RouteTableId, VpcId } = await start();
  const { VpcEndpoint } = await make({ ClientToken: 'a' });
  const VpcEndpointId = VpcEndpoint!.VpcEndpointId!;
  expect(VpcEndpoint).toMatchObject({ VpcEndpointType: 'Gateway', VpcId, RouteTableIds: [RouteTableId] });
  expect((await make({ ClientToken: 'a' })).VpcEndpoint!.VpcEndpointId).toBe(VpcEndpointId);
  await refuses('RouteAlreadyExists', make());
  const { PrefixLists } = await client.send(new sdk.DescribePrefixListsCommand({}));
  const s3 = PrefixLists!.find(({ PrefixListName }) => PrefixListName === 'com.amazonaws.us-east-1.s3')!;
  const { Entries } = await client.send(
    new sdk.GetManagedPrefixListEntriesCommand({ PrefixListId: s3.PrefixListId }),
  );
  expect(Entries!.map(({ Cidr }) => Cidr)).toEqual(s3.Cidrs);
  expect(await routes()).toMatchObject([
    { DestinationPrefixListId: s3.PrefixListId, GatewayId: VpcEndpointId, State: 'active' },
  ]);
  const other = (await client.send(new sdk.CreateRouteTableCommand({ VpcId }))).RouteTable!.RouteTableId!;
  const change = { AddRouteTableIds: [other], RemoveRouteTableIds: [RouteTableId] };
  await client.send(new sdk.ModifyVpcEndpointCommand({ VpcEndpointId, ...change }));
  expect(await routes()).toEqual([]);
  const Filters = [{ Name: 'service-name', Values: ['com.amazonaws.*.s3'] }];
  const { VpcEndpoints } = await client.send(new sdk.DescribeVpcEndpointsCommand({ Filters }));
  expect(VpcEndpoints).toMatchObject([{ VpcEndpointId, RouteTableIds: [other] }]);
  await refuses('DependencyViolation', client.send(new sdk.DeleteVpcCommand({ VpcId })));
  const unknown = 'vpce-0123456789abcdef0';
  const { Unsuccessful } = await client.send(
    new sdk.DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId, unknown] }),
  );
  expect(Unsuccessful).toMatchObject([
    { ResourceId: unknown, Error: { Code: 'InvalidVpcEndpointId.NotFound' } },
  ]);
  expect((await client.send(new sdk.DescribeVpcEndpointsCommand({}))).VpcEndpoints).toEqual([]);
});

test.each([
  [{ ServiceName: 'com.amazonaws.us-east-1.s4' }, 'InvalidServiceName'],
  [{ RouteTableIds: ['rtb-0123456789abcdef0'] }, 'InvalidRouteTableId.NotFound'],
  [{ VpcId: 'vpc-0123456789abcdef0' }, 'InvalidVpcID.NotFound'],
  [{ VpcEndpointType: 'Interface' as const }, 'InvalidParameterValue'],
  [{ PolicyDocument: '{' }, 'InvalidParameter'],
])('an endpoint with %j is refused as %s', async (parameters, code) => {
  const { make } = await start();
  await refuses(code, make(parameters));
});
