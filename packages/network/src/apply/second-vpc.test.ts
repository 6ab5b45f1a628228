import type { Change } from '@groundcrew/plan';
import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import type { NetworkCalls } from './network-calls.ts';
import { createNetworkExecutor } from './network-executor.ts';

const item: Item = {
  kind: 'vpc',
  key: 'vpc',
  name: 'shop',
  props: { cidr: '10.20.0.0/16', dnsHostnames: true },
  refs: {},
};
const change: Change = {
  id: 'create vpc',
  target: { accountId: '123456789012', region: 'eu-west-1', resource: 'new:vpc', label: 'VPC shop' },
  field: 'exists',
  before: null,
  after: item as never,
  reason: 'the file wants it',
};

/** What an account has of VPCs with the tags of the network; a filter by id is heeded. */
function executorOf(...vpcIds: readonly string[]) {
  const Tags = [
    { Key: 'groundcrew:network', Value: 'shop' },
    { Key: 'groundcrew:key', Value: 'vpc' },
  ];
  const ec2 = {
    DescribeVpcs: ({ Filters = [] }: { Filters?: { Name: string; Values: string[] }[] }) => {
      const [byId] = Filters.filter(({ Name }) => Name === 'vpc-id');
      const ids = vpcIds.filter((id) => byId?.Values.includes(id) ?? true);
      return Promise.resolve({
        Vpcs: ids.map((VpcId) => ({ VpcId, CidrBlock: '10.20.0.0/16', State: 'available', Tags })),
      });
    },
    DescribeVpcAttribute: () => Promise.resolve({ EnableDnsHostnames: { Value: true } }),
  };
  const calls = { ec2 } as unknown as NetworkCalls;
  const executor = createNetworkExecutor({ calls, network: 'shop', planHash: 'a'.repeat(64) });
  executor.resources!.ids.set('vpc', 'vpc-1');
  return executor.resources!;
}

test('a VPC is done if it is the only one of its network, and failed if another apply made one too', async () => {
  expect(await executorOf('vpc-1').settle(change, { id: 'vpc-1' })).toEqual({ state: 'done' });
  expect(await executorOf('vpc-1', 'vpc-2').settle(change, { id: 'vpc-1' })).toMatchObject({
    state: 'failed',
    code: 'network.apply.concurrent',
    message: expect.stringContaining('vpc-2 is another VPC of shop'),
  });
});
