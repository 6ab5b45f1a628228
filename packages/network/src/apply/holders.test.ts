import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import { heldError } from './holders.ts';
import type { Making } from './network-calls.ts';

const item: Item = { kind: 'subnet', key: 'subnet:10.20.0.0/24', name: 'shop-public', props: {}, refs: {} };

/** A subnet with an interface of a load balancer that is in other subnets, or in these. */
const making = (...subnets: readonly string[]) =>
  ({
    calls: {
      ec2: {
        DescribeNetworkInterfaces: async () => ({
          NetworkInterfaces: [
            {
              NetworkInterfaceId: 'eni-1',
              SubnetId: 'subnet-1',
              Description: 'ELB app/www/0123456789abcdef',
            },
          ],
        }),
      },
      elb: {
        DescribeLoadBalancers: async () => ({
          LoadBalancers: [{ AvailabilityZones: subnets.map((SubnetId) => ({ SubnetId })) }],
        }),
      },
    },
    ids: new Map(),
  }) as unknown as Making;

test('an interface of a load balancer that has left the subnet goes by itself, and one that has it holds it', async () => {
  const left = await heldError(item, 'subnet-1', making('subnet-2', 'subnet-3'), new Error('held'));
  expect(left).toMatchObject({ details: { goes: true }, message: expect.stringContaining('is waited for') });
  const there = await heldError(item, 'subnet-1', making('subnet-1', 'subnet-2'), new Error('held'));
  expect(there).toMatchObject({
    details: { goes: false },
    message: expect.stringContaining('load balancer www'),
  });
});
