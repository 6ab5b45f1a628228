import type { Change } from '@groundcrew/plan';
import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import { createNetworkExecutor } from './network-executor.ts';
import type { NetworkCalls } from './network-calls.ts';

interface Asked {
  readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[];
}

/** An account in which somebody has taken the tags off what a plan made. */
const ec2 = {
  DescribeAddresses: ({ Filters = [] }: Asked) =>
    Promise.resolve({
      Addresses: Filters.every(
        ({ Name, Values }) => Name === 'allocation-id' && Values.includes('eipalloc-1'),
      )
        ? [{ AllocationId: 'eipalloc-1', Tags: [] }]
        : [],
    }),
  DescribeEgressOnlyInternetGateways: ({ Filters = [] }: Asked) =>
    Promise.resolve({
      EgressOnlyInternetGateways:
        Filters.length === 0
          ? [{ EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ VpcId: 'vpc-1' }], Tags: [] }]
          : [],
    }),
};

const removalOf = (item: Item): Change => ({
  id: 'c1',
  target: { accountId: '123456789012', region: 'eu-west-1', resource: 'r', label: item.name },
  field: 'exists',
  before: item as never,
  after: null,
  reason: 'undo',
});

test.each<[Item, string]>([
  [
    { kind: 'address', key: 'address:nat/euw1-az1', name: 'shop-nat-euw1-az1', props: {}, refs: {} },
    'eipalloc-1',
  ],
  [
    {
      kind: 'egress-only-gateway',
      key: 'egress-only-gateway',
      name: 'shop',
      props: {},
      refs: { vpc: 'vpc' },
    },
    'eigw-1',
  ],
])('what lost its tags is not taken for removed: $kind', async (item, id) => {
  const executor = createNetworkExecutor({
    calls: { ec2 } as unknown as NetworkCalls,
    network: 'shop',
    planHash: 'a'.repeat(64),
  });
  executor.resources!.ids.set('vpc', 'vpc-1').set(item.key, id);
  const change = removalOf(item);
  const found = await executor.read([change]);
  expect(found.get('c1')).toEqual({ value: change.before });
  expect(await executor.resources!.find(change)).toEqual({ id });
});
