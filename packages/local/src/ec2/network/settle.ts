import { withoutAssociation } from './addresses.ts';
import { NAT_GONE_MS, natState } from './nat-states.ts';
import type { NetworkResourceChange } from './network-store.ts';
import { followSubnets } from './regional-addresses.ts';
import type { RegionNetwork } from './region-network.ts';
import type { NatGateway } from './network-resources.ts';

/**
 * Carries out what has become due: a NAT gateway that failed or is deleted gives its interface and address back, and is no longer returned
 * after an hour; interfaces of services that ended go; a
 * regional NAT gateway follows the subnets of its VPC.
 */
export function settleNetwork(network: RegionNetwork): void {
  const changes: NetworkResourceChange[] = [];
  for (const gateway of network.changed('natgateway')) {
    const state = natState(gateway, network.nowMs);
    if (state === 'failed' || state === 'deleted') changes.push(...givenBack(gateway, network));
    const endedMs =
      state === 'failed' ? gateway.readyMs : (gateway.deleting?.untilMs ?? Number.POSITIVE_INFINITY);
    const followed =
      gateway.isRegional && state === 'available' ? followSubnets(gateway, network) : undefined;
    if (followed) changes.push({ put: followed });
    if (network.nowMs >= endedMs + NAT_GONE_MS) changes.push({ remove: gateway.id });
  }
  for (const { id, goneMs } of network.changed('network-interface'))
    if (goneMs !== undefined && goneMs <= network.nowMs) changes.push({ remove: id });
  for (const { id, goneMs } of network.changed('vpc-peering-connection'))
    if (goneMs !== undefined && goneMs <= network.nowMs) changes.push({ remove: id });
  if (changes.length > 0) network.commit(...changes);
}

function givenBack({ addresses, routeTableId }: NatGateway, network: RegionNetwork): NetworkResourceChange[] {
  return [
    ...addresses.flatMap(({ interfaceId, allocationId }): NetworkResourceChange[] => {
      const own = network.changed('network-interface').find(({ id }) => id === interfaceId);
      const address = network.changed('elastic-ip').find(({ id }) => id === allocationId);
      const isOurs = own !== undefined && address?.association?.interfaceId === own.id;
      return [
        ...(isOurs ? [{ put: withoutAssociation(address) }] : []),
        ...(own ? [{ remove: own.id }] : []),
      ];
    }),
    ...(network.changed('route-table').some(({ id }) => id === routeTableId)
      ? [{ remove: routeTableId! }]
      : []),
  ];
}
