import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import { kindCalls } from './kinds.ts';
import { resourceFailureOf } from './failures.ts';
import { ipv6HeldError } from './holders.ts';
import type { LookUp, Making } from './network-calls.ts';

const notFound = (name: string) => () =>
  Promise.reject(Object.assign(new Error(`${name}: it does not exist`), { name }));

/** One read shows what was just made, and the next one does not yet. */
const look = {
  calls: {
    ec2: {
      DescribeVpcs: () => Promise.resolve({ Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] }),
      DescribeVpcAttribute: notFound('InvalidVpcID.NotFound'),
    },
    elb: {
      DescribeLoadBalancers: () => Promise.resolve({ LoadBalancers: [{ LoadBalancerArn: 'arn:lb' }] }),
      DescribeTargetGroups: () => Promise.resolve({ TargetGroups: [{ TargetGroupArn: 'arn:tg' }] }),
      DescribeTags: notFound('LoadBalancerNotFoundException'),
    },
  },
  ids: new Map([['vpc', 'vpc-1']]),
  network: 'shop',
  once: (_: string, ask: () => Promise<unknown>) => ask(),
} as unknown as LookUp;

const item = (kind: Item['kind']): Item => ({
  kind,
  key: kind,
  name: 'shop',
  props: { cidr: '10.0.0.0/16', dnsHostnames: true },
  refs: {},
});

test('a VPC whose attributes are not visible yet is waited for, and no second one is made', async () => {
  const found = await kindCalls.vpc.find(item('vpc'), look);
  expect(found).toMatchObject({ id: 'vpc-1', state: 'pending' });
});

test.each(['load-balancer', 'target-group'] as const)(
  'a %s whose tags are not visible yet is not visible yet',
  async (kind) => {
    expect(await kindCalls[kind].find(item(kind), look)).toBeUndefined();
  },
);

const inUse = Object.assign(new Error('in use'), { name: 'InvalidCidrBlock.InUse' });

test.each([
  ['ELB app/shop-www/0123456789abcdef', 'ipv4', 'in-use'],
  ['ELB app/shop-www/0123456789abcdef', 'dualstack', 'refused'],
  ['', 'ipv4', 'refused'],
])('a range that %j of %s has addresses of is %s', async (Description, IpAddressType, expected) => {
  const held = await ipv6HeldError(
    item('subnet'),
    'subnet-1',
    {
      ...look,
      calls: {
        ec2: {
          DescribeNetworkInterfaces: () =>
            Promise.resolve({
              NetworkInterfaces: [
                { NetworkInterfaceId: 'eni-1', Description, Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }] },
                { NetworkInterfaceId: 'eni-2', Description: 'without IPv6', Ipv6Addresses: [] },
              ],
            }),
        },
        elb: { DescribeLoadBalancers: () => Promise.resolve({ LoadBalancers: [{ IpAddressType }] }) },
      },
    } as unknown as Making,
    inUse,
  );
  expect(held.message).toContain('eni-1');
  expect(held.message).not.toContain('eni-2');
  expect(resourceFailureOf(held)).toBe(expected);
});
