import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { createOrganization } from '../../account/index.ts';
import { createNetworkFacts } from './network-facts.ts';
import { createNetworkStore } from './network-store.ts';
import { openRegionNetwork } from './region-network.ts';
import { createServiceInterfaces } from './service-interfaces.ts';
import { settleNetwork } from './settle.ts';
import {
  accountId,
  newAddress,
  newGateway,
  newSubnet,
  newVpc,
  refuses,
  region,
  startNetwork,
} from './testing/start-network.ts';
import type { Subnet } from './network-resources.ts';

test('addresses and prefixes that an interface cannot have here are refused by name', async () => {
  const { client } = await startNetwork();
  const SubnetId = await newSubnet(client, await newVpc(client));
  for (const [name, value] of [
    ['Ipv6AddressCount', 1],
    ['Ipv6Addresses', [{ Ipv6Address: '2001:db8::1' }]],
    ['PrivateIpAddresses', [{ PrivateIpAddress: '10.20.0.9', Primary: true }]],
    ['SecondaryPrivateIpAddressCount', 1],
    ['Ipv4Prefixes', [{ Ipv4Prefix: '10.20.0.16/28' }]],
  ] as const) {
    const made = client.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId, [name]: value }));
    await expect(made).rejects.toThrow(`no network interfaces with ${name.replace(/Prefixes$/, 'Prefix')}`);
  }
  const { NetworkInterfaces } = await client.send(new sdk.DescribeNetworkInterfacesCommand({}));
  expect(NetworkInterfaces).toEqual([]);
});

test('an interface has an address and groups of its subnet, and holds both', async () => {
  const { client } = await startNetwork();
  const VpcId = await newVpc(client);
  const SubnetId = await newSubnet(client, VpcId);
  const { NetworkInterface } = await client.send(
    new sdk.CreateNetworkInterfaceCommand({ SubnetId, Description: 'mine' }),
  );
  const NetworkInterfaceId = NetworkInterface!.NetworkInterfaceId!;
  expect(NetworkInterface).toMatchObject({
    Status: 'pending',
    PrivateIpAddress: '10.20.0.4',
    Groups: [{ GroupName: 'default' }],
  });
  const PrivateIpAddress = '10.20.0.4';
  await refuses(
    'InvalidIPAddress.InUse',
    client.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress })),
  );
  const { Subnets } = await client.send(new sdk.DescribeSubnetsCommand({}));
  expect(Subnets![0]!.AvailableIpAddressCount).toBe(250);
  const AllocationId = await newAddress(client);
  const associate = () => client.send(new sdk.AssociateAddressCommand({ AllocationId, NetworkInterfaceId }));
  await refuses('Gateway.NotAttached', associate());
  await newGateway(client, VpcId);
  const { AssociationId } = await associate();
  const { NetworkInterfaces } = await client.send(
    new sdk.DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'subnet-id', Values: [SubnetId] }] }),
  );
  expect(NetworkInterfaces).toMatchObject([
    {
      NetworkInterfaceId,
      Status: 'available',
      RequesterManaged: false,
      Association: { AllocationId, AssociationId },
    },
  ]);
  await refuses('DependencyViolation', client.send(new sdk.DeleteSubnetCommand({ SubnetId })));
  await client.send(new sdk.DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  await client.send(new sdk.ReleaseAddressCommand({ AllocationId }));
  await client.send(new sdk.DeleteSubnetCommand({ SubnetId }));
});

test('a subnet runs out of addresses', async () => {
  const { client } = await startNetwork();
  const SubnetId = await newSubnet(client, await newVpc(client), '10.20.0.0/28');
  const make = () => client.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId }));
  for (let index = 0; index < 11; index++) await make();
  await refuses('InsufficientFreeAddressesInSubnet', make());
});

test('the interface of a service stays for a while after the service is gone', () => {
  let nowMs = 0;
  const location = { accountId, region };
  const organization = createOrganization({ accounts: [{ id: accountId, regions: {} }] });
  const store = createNetworkStore();
  const lingers = {
    staleMs: () => 0,
    lateMs: () => 0,
    natFails: () => false,
    natSlowMs: () => 0,
    lingerMs: () => 500,
  };
  const interfaces = createServiceInterfaces({
    store,
    organization,
    now: () => nowMs,
    faults: () => lingers,
  });
  const subnet: Subnet = {
    kind: 'subnet',
    id: 'subnet-00000000000000001',
    serial: 0,
    createdMs: 0,
    tags: {},
    vpcId: 'vpc-00000000000000001',
    cidr: '10.20.0.0/24',
    ipv6: [{ id: 'subnet-cidr-assoc-1', cidr: '2001:db8::/64' }],
    zone: 'us-east-1a',
    publicAddresses: false,
    ipv6Addresses: false,
    dns64: false,
    hostnameType: 'ip-name',
    dnsA: false,
    dnsAaaa: false,
  };
  store.commit(location, [{ put: subnet }], 1);
  const request = { owner: 'amazon-elb', description: 'ELB app/www/1', subnet: subnet.id, groups: [] };
  expect(() => interfaces.create(location, { ...request, groups: ['sg-1'] })).toThrow(/sg-1/);
  const made = interfaces.create(location, { ...request, isPublic: true, hasIpv6: true });
  expect(made).toMatchObject({ privateIp: '10.20.0.4', publicIp: '198.51.100.2', ipv6: '2001:db8::12' });
  const shown = () =>
    openRegionNetwork(store, location, organization.resources(accountId, region), nowMs)
      .all('network-interface')
      .map(({ ipv6 }) => ipv6);
  interfaces.setIpv6(location, made.id, false);
  expect(shown()).toEqual([undefined]);
  interfaces.setIpv6(location, made.id, true);
  expect(shown()).toEqual(['2001:db8::12']);
  const facts = createNetworkFacts({ store, organization, now: () => nowMs });
  expect(facts.subnet(location, subnet.id)).toEqual({
    vpcId: subnet.vpcId,
    zone: 'us-east-1a',
    freeAddresses: 250,
    hasIpv6: true,
  });
  interfaces.remove(location, made.id, 1000);
  interfaces.remove(location, made.id, 1);
  const found = () => {
    const network = openRegionNetwork(store, location, organization.resources(accountId, region), nowMs);
    settleNetwork(network);
    return network.all('network-interface').map(({ id }) => id);
  };
  nowMs = 1499;
  expect(found()).toEqual([made.id]);
  nowMs = 1500;
  expect(found()).toEqual([]);
});

test('other services ask about described and made networks', () => {
  let nowMs = 0;
  const location = { accountId, region };
  const described = {
    vpcs: [{ id: 'vpc-00000000000000001', cidr: '10.20.0.0/16' }],
    subnets: [
      { id: 'subnet-00000000000000001', vpc: 'vpc-00000000000000001', cidr: '10.20.0.0/24', zone: 'b' },
    ],
    securityGroups: [{ id: 'sg-00000000000000001', vpc: 'vpc-00000000000000001', groupName: 'default' }],
  };
  const organization = createOrganization({
    accounts: [{ id: accountId, regions: { [region]: described } }],
  });
  const store = createNetworkStore();
  const facts = createNetworkFacts({ store, organization, now: () => nowMs });
  const VpcId = 'vpc-00000000000000001';
  expect(facts.subnet(location, 'subnet-00000000000000001')).toMatchObject({
    vpcId: VpcId,
    zone: 'us-east-1b',
  });
  expect(facts.defaultGroup(location, VpcId)).toBe('sg-00000000000000001');
  expect(facts.vpc(location, VpcId)).toEqual({ hasInternetGateway: undefined });
  const gateway = { kind: 'internet-gateway', serial: 0, createdMs: 0, tags: {}, vpcId: VpcId } as const;
  const address = {
    kind: 'elastic-ip',
    serial: 1,
    createdMs: 0,
    tags: {},
    publicIp: '198.51.100.1',
  } as const;
  const made = [
    { put: { ...gateway, id: 'igw-00000000000000001' } },
    { put: { ...address, id: 'eipalloc-00000000000000001', visibleMs: 1 } },
  ];
  store.commit(location, made, 2);
  expect(facts.vpc(location, VpcId)).toEqual({ hasInternetGateway: true });
  expect(facts.hasAllocation(location, 'eipalloc-00000000000000001')).toBe(false);
  nowMs = 1;
  expect(facts.hasAllocation(location, 'eipalloc-00000000000000001')).toBe(true);
  expect(facts.securityGroup(location, 'sg-00000000000000009')).toBeUndefined();
});
