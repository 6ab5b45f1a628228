import { formatAddress, parseAddress, parseCidr, sizeOf } from './cidr.ts';
import { refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import type { Subnet } from './network-resources.ts';

/** The first four and the last are AWS's: "Subnet CIDR blocks" of the VPC user guide. */
const RESERVED_FIRST = 4n;
const RESERVED = 5n;

/** The private addresses in use of a subnet. */
function usedIn(subnet: Subnet, network: RegionNetwork): Set<string> {
  const used = new Set<string>();
  for (const { subnetId, privateIp } of network.all('network-interface')) {
    if (subnetId === subnet.id) used.add(privateIp);
  }
  if (!network.isDescribed('subnet', subnet.id)) return used;
  for (const { parents, entry, instance } of network.describedInterfaces()) {
    if (parents.subnet !== subnet.id) continue;
    for (const address of entry.privateIps ?? instance?.network?.privateIps ?? []) used.add(address);
  }
  return used;
}

/** How many addresses of a subnet are free. */
export function freeAddresses(subnet: Subnet, network: RegionNetwork): number {
  const range = parseCidr(subnet.cidr);
  return range ? Math.max(0, Number(sizeOf(range) - RESERVED) - usedIn(subnet, network).size) : 0;
}

/**
 * The lowest free address of a subnet, or the one that is wanted.
 *
 * @param taken by others that the same call makes
 * @throws AwsError `InsufficientFreeAddressesInSubnet`, `InvalidIPAddress.InUse`, `InvalidParameterValue`
 */
export function takeAddress(
  subnet: Subnet,
  network: RegionNetwork,
  wanted?: string,
  taken: readonly string[] = [],
): string {
  const range = parseCidr(subnet.cidr);
  if (!range) throw insufficient(subnet.id);
  const used = usedIn(subnet, network);
  for (const address of taken) used.add(address);
  const last = range.first + sizeOf(range) - 1n;
  if (wanted !== undefined) {
    const address = parseAddress(wanted);
    if (address?.family !== 4 || address.first < range.first + RESERVED_FIRST || address.first >= last)
      throw refused(
        'InvalidParameterValue',
        `Address ${wanted} does not fall within the subnet's address range`,
      );
    if (used.has(wanted)) throw refused('InvalidIPAddress.InUse', `Address ${wanted} is in use.`);
    return wanted;
  }
  for (let address = range.first + RESERVED_FIRST; address < last; address++) {
    const text = formatAddress(4, address);
    if (!used.has(text)) return text;
  }
  throw insufficient(subnet.id);
}

function insufficient(subnetId: string) {
  return refused(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of interfaces.`,
  );
}
