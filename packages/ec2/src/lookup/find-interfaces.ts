import { BlockList, isIPv4 } from 'node:net';
import type { Ec2Filter, Ec2Interface } from '@groundcrew/aws/ec2';
import type { Target } from '@groundcrew/aws/ec2/regions';
import type { FleetDeps } from '../listing/deps.ts';
import type { LookupQuestion } from './question.ts';
import { isMacAddress } from './recognize.ts';

/** A network interface that matches a question, and how. */
export interface FoundInterface extends Target {
  readonly networkInterface: Ec2Interface;
  /** The block delegated to it that the address is in: `10.80.1.16/28`. */
  readonly prefix?: string;
}

/**
 * The network interfaces of an address or an id, in one region. An address that no interface has of its own may be in a
 * block that is delegated to one, as addresses of pods are (EC2 user guide, "Assigning prefixes to network interfaces"):
 * EC2 has no filter for those, so the interfaces of its subnets are read.
 *
 * @throws GroundcrewError `aws-ec2.describe-interfaces-failed`, `aws-ec2.describe-networks-failed`
 */
export async function findInterfaces(
  question: LookupQuestion,
  target: Target,
  { ec2For, signal }: FleetDeps,
): Promise<readonly FoundInterface[]> {
  const ec2 = ec2For(target.accountId, target.region);
  const options = signal ? { signal } : {};
  const ask = (filters: readonly Ec2Filter[]) => ec2.describeInterfaces(filters, options);
  if (question.by === 'interface') {
    const name = isMacAddress(question.value) ? 'mac-address' : 'network-interface-id';
    const found = await ask([{ name, values: [question.value] }]);
    return found.map((networkInterface) => ({ ...target, networkInterface }));
  }
  if (question.by !== 'address') return [];
  const address = question.value;
  for (const name of filtersOf(address)) {
    const found = await ask([{ name, values: [address] }]);
    if (found.length > 0) return found.map((networkInterface) => ({ ...target, networkInterface }));
  }
  if (!isIPv4(address)) return [];
  const subnets = (await ec2.describeNetworks('subnet', [], options)).filter(({ cidr }) =>
    isIn(address, cidr),
  );
  if (subnets.length === 0) return [];
  const neighbors = await ask([{ name: 'subnet-id', values: subnets.map(({ id }) => id).slice(0, 200) }]);
  return neighbors.flatMap((networkInterface) => {
    const prefixes = (networkInterface.Ipv4Prefixes ?? []).map(({ Ipv4Prefix }) => Ipv4Prefix);
    const prefix = prefixes.find((block) => isIn(address, block));
    return prefix === undefined ? [] : [{ ...target, networkInterface, prefix }];
  });
}

function filtersOf(address: string): readonly string[] {
  return isIPv4(address)
    ? ['addresses.private-ip-address', 'addresses.association.public-ip']
    : ['ipv6-addresses.ipv6-address'];
}

function isIn(address: string, cidr: string | undefined): boolean {
  const [network = '', length = ''] = cidr?.split('/') ?? [];
  if (!isIPv4(network)) return false;
  const block = new BlockList();
  block.addSubnet(network, Number(length), 'ipv4');
  return block.check(address, 'ipv4');
}
