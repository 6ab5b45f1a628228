import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import { resourceFailureOf } from './failures.ts';
import { kindCalls } from './kinds.ts';
import type { Making } from './network-calls.ts';

/** A read that does not show yet the range of IPv6 that the VPC has got. */
const making = {
  calls: { ec2: { DescribeVpcs: () => Promise.resolve({ Vpcs: [{ VpcId: 'vpc-1' }] }) } },
  ids: new Map([
    ['vpc', 'vpc-1'],
    ['group:web', 'sg-1'],
    ['ipv6-range', 'assoc-1'],
  ]),
  network: 'shop',
  once: (_: string, ask: () => Promise<unknown>) => ask(),
} as unknown as Making;

test.each<Item>([
  {
    kind: 'subnet',
    key: 'subnet:10.0.0.0/24',
    name: 'public',
    props: { cidr: '10.0.0.0/24', zone: 'euw1-az1', ipv6: 3 },
    refs: { vpc: 'vpc' },
  },
  {
    kind: 'rule',
    key: 'rule:web/tcp/443/IPv6 of the VPC',
    name: 'IPv6 of the VPC to web:443/tcp',
    props: { source: 'IPv6 of the VPC', protocol: 'tcp', ports: '443' },
    refs: { group: 'group:web', range: 'ipv6-range' },
  },
])('a $kind that needs it is tried again', async (item) => {
  const error: unknown = await kindCalls[item.kind]
    .make(item, making, undefined)
    .catch((thrown: unknown) => thrown);
  expect(resourceFailureOf(error)).toBe('not-visible');
});
