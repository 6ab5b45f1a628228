import { refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';

/** A range for documentation (RFC 5737): it is not routed on the Internet. */
const ranges = ['198.51.100'];
const PER_RANGE = 254;

/**
 * A public address that nothing has.
 *
 * @param taken by others that the same call makes
 * @throws AwsError `InsufficientAddressCapacity`
 */
export function nextPublicAddress(network: RegionNetwork, taken: readonly string[] = []): string {
  const used = new Set(taken);
  for (const { publicIp } of network.all('elastic-ip')) used.add(publicIp);
  for (const { publicIp } of network.all('network-interface')) if (publicIp !== undefined) used.add(publicIp);
  for (const { addresses } of network.all('natgateway'))
    for (const { publicIp } of addresses) if (publicIp !== undefined) used.add(publicIp);
  // Another one after each that was made: an address that was given back is not at once somebody's again.
  const start = network.next('elastic-ip').serial;
  for (let offset = 0; offset < ranges.length * PER_RANGE; offset++) {
    const at = (start + offset) % (ranges.length * PER_RANGE);
    const address = `${ranges[Math.floor(at / PER_RANGE)]}.${(at % PER_RANGE) + 1}`;
    if (!used.has(address)) return address;
  }
  throw refused('InsufficientAddressCapacity', 'There are not enough free public addresses to allocate.');
}
