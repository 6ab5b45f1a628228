import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import { subnetKind } from './subnet-kind.ts';
import type { Found, Making } from './network-calls.ts';

/** Calls that change a subnet, in their order. */
function recorded() {
  const calls: string[] = [];
  const call = (name: string) => (input: object) => {
    calls.push(`${name} ${JSON.stringify(input)}`);
    return Promise.resolve({ Subnet: { SubnetId: 'subnet-1' } });
  };
  const ec2 = {
    CreateSubnet: call('CreateSubnet'),
    ModifySubnetAttribute: call('ModifySubnetAttribute'),
    AssociateSubnetCidrBlock: call('AssociateSubnetCidrBlock'),
    DisassociateSubnetCidrBlock: call('DisassociateSubnetCidrBlock'),
    DescribeSubnets: () =>
      Promise.resolve({ Subnets: [{ Ipv6CidrBlockAssociationSet: [{ AssociationId: 'assoc-1' }] }] }),
    DescribeVpcs: () =>
      Promise.resolve({
        Vpcs: [{ VpcId: 'vpc-1', Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/56' }] }],
      }),
  };
  const making = {
    calls: { ec2 },
    ids: new Map([['vpc', 'vpc-1']]),
    network: 'shop',
    once: (_: string, ask: () => Promise<unknown>) => ask(),
  } as unknown as Making;
  return { calls, making, names: () => calls.map((each) => each.split(' ')[0]) };
}

const subnet = (props: Item['props']): Item => ({
  kind: 'subnet',
  key: 'subnet:10.0.0.0/24',
  name: 'public',
  props: { cidr: '10.0.0.0/24', zone: 'euw1-az1', ...props },
  refs: { vpc: 'vpc' },
});
const [without, dual] = [subnet({}), subnet({ ipv6: 3, ipv6Addresses: true })];
const found = (values: Found['values']): Found => ({ id: 'subnet-1', values });

test('a new subnet with a range of IPv6 hands out its addresses', async () => {
  const { calls, making } = recorded();
  await subnetKind.make(dual, making, undefined);
  expect(calls.at(-1)).toContain('"AssignIpv6AddressOnCreation":{"Value":true}');
});

test('a subnet that gets the range hands it out afterwards, and one that loses it stops before', async () => {
  const gets = recorded();
  await subnetKind.update!(without, dual, ['ipv6', 'ipv6Addresses'], found({}), gets.making);
  expect(gets.names()).toEqual(['AssociateSubnetCidrBlock', 'ModifySubnetAttribute']);
  const loses = recorded();
  const has = found({ ipv6: 3, ipv6Addresses: true });
  await subnetKind.update!(dual, without, ['ipv6', 'ipv6Addresses'], has, loses.making);
  expect(loses.names()).toEqual(['ModifySubnetAttribute', 'DisassociateSubnetCidrBlock']);
});
