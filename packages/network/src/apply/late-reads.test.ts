import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import { kindCalls } from './kinds.ts';
import type { LookUp } from './network-calls.ts';

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
