import { networkLists, type NetworkListName } from '@groundcrew/aws/ec2';
import type { NetworkQuery } from './answers.ts';
import { type Gatherer, hasKey, hasTag, itemsOf, textOf, type Wanted } from './gather.ts';

/** What both traces and plans read. */
const both: readonly NetworkListName[] = [
  'describe-subnets',
  'describe-route-tables',
  'describe-security-groups',
  'describe-security-group-rules',
  'describe-internet-gateways',
  'describe-nat-gateways',
  'describe-egress-only-internet-gateways',
  'describe-vpc-peering-connections',
  'describe-vpc-endpoints',
];

const ofTraces: readonly NetworkListName[] = [
  'describe-network-acls',
  'describe-network-interfaces',
  'describe-instances',
  'describe-vpc-block-public-access-exclusions',
];

const ofPlans: readonly NetworkListName[] = ['describe-addresses', 'describe-availability-zones'];

const listOf = (name: NetworkListName): Wanted => ({
  path: name,
  permission: networkLists[name].permission,
  ask: ({ ec2 }, options) => ec2.list(name, options),
});

const blockPublicAccess: Wanted = {
  path: 'describe-vpc-block-public-access-options',
  permission: 'ec2:DescribeVpcBlockPublicAccessOptions',
  ask: ({ ec2 }, options) => ec2.blockPublicAccess(options),
};

/** What of a network EC2 has. */
export async function askEc2({ ask }: Gatherer, { own, anyWithTag }: NetworkQuery): Promise<void> {
  const [vpcs] = await ask([listOf('describe-vpcs')]);
  const dnsHostnames = itemsOf(vpcs, 'Vpcs')
    .filter((vpc) => (own ? hasTag(vpc, own.tag) : anyWithTag !== undefined && hasKey(vpc, anyWithTag)))
    .map((vpc) => textOf(vpc, 'VpcId'))
    .map((id): Wanted => ({
      path: `dns-hostnames-${id}`,
      permission: 'ec2:DescribeVpcAttribute',
      ask: ({ ec2 }, options) => ec2.dnsHostnames(id, options),
    }));
  if (own) {
    await ask([...[...both, ...ofPlans].map(listOf), ...dnsHostnames]);
    return;
  }
  if (anyWithTag !== undefined) await ask([...ofPlans.map(listOf), ...dnsHostnames]);
  const [lists] = await ask([
    listOf('describe-managed-prefix-lists'),
    ...[...both, ...ofTraces].map(listOf),
    blockPublicAccess,
  ]);
  // Both lists are of the same part: without the first, what is not in the second is not known to be nothing.
  if (!lists) return;
  const ids = itemsOf(lists, 'PrefixLists').map((each) => textOf(each, 'PrefixListId'));
  await ask([
    listOf('describe-prefix-lists'),
    ...ids.map((id): Wanted => ({
      path: `entries-${id}`,
      permission: 'ec2:GetManagedPrefixListEntries',
      ask: ({ ec2 }, options) => ec2.prefixListEntries(id, options),
    })),
  ]);
}
