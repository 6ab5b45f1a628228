import { nextPublicAddress } from './public-addresses.ts';
import type { RegionNetwork } from './region-network.ts';
import type { NatAddress, NatGateway } from './network-resources.ts';

/**
 * The addresses of a regional NAT gateway: one of AWS in each zone in which its VPC has subnets, kept while it has some there.
 *
 * Rules: `AutoProvisionZones` of "NatGateway", EC2 API reference; here it expands at once.
 */
export function regionalAddresses(
  id: string,
  vpcId: string,
  present: readonly NatAddress[],
  network: RegionNetwork,
): readonly NatAddress[] {
  const zones = network.all('subnet').flatMap((subnet) => (subnet.vpcId === vpcId ? [subnet.zone] : []));
  const addresses: NatAddress[] = [];
  for (const zone of [...new Set(zones)].toSorted()) {
    const taken = addresses.flatMap(({ publicIp }) => publicIp ?? []);
    addresses.push(
      present.find((each) => each.zone === zone) ?? {
        zone,
        allocationId: network.idOf('eipalloc', `${id} ${zone} ${present.length}`),
        associationId: network.idOf('eipassoc', `${id} ${zone} ${present.length}`),
        publicIp: nextPublicAddress(network, taken),
      },
    );
  }
  return addresses;
}

/** The gateway as it is after subnets were made or removed; `undefined`: nothing changes. */
export function followSubnets(gateway: NatGateway, network: RegionNetwork): NatGateway | undefined {
  const addresses = regionalAddresses(gateway.id, gateway.vpcId, gateway.addresses, network);
  const isSame =
    addresses.length === gateway.addresses.length &&
    addresses.every(({ zone }, at) => zone === gateway.addresses[at]!.zone);
  return isSame ? undefined : { ...gateway, addresses };
}
