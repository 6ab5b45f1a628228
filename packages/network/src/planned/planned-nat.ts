import { refOf } from '../desired/item.ts';
import type { NatGateway, NetworkInterface } from '../model/index.ts';
import { type Planned, PLANNED_SCOPE, type PlannedItem } from './planned.ts';

/** A NAT gateway, with its interface if it is in a subnet. */
export function natGateway(
  { places, addresses, publicAddress, of, idOf }: Planned,
  item: PlannedItem,
): { readonly gateway: NatGateway; readonly interfaces: readonly NetworkInterface[] } {
  const vpc = of('vpc')[0]!.id;
  const outer = { family: 4, value: publicAddress() } as const;
  const base = {
    id: item.id,
    scope: PLANNED_SCOPE,
    name: item.name,
    vpc,
    state: 'available',
    isPublic: true,
  };
  const subnet = idOf(refOf(item, 'subnet'));
  const place = places.find(({ id }) => id === subnet);
  const inner = place && addresses.in(place);
  if (!place || !inner) {
    // A regional one shows its public addresses only.
    const gateway: NatGateway = { ...base, addresses: [{ private: outer, public: outer }] };
    return { gateway, interfaces: [] };
  }
  const pair = { private: { family: 4, value: inner.value } as const, public: outer };
  const gateway: NatGateway = { ...base, subnet: place.id, addresses: [pair] };
  return {
    gateway,
    interfaces: [
      {
        id: `the interface of ${item.id}`,
        scope: PLANNED_SCOPE,
        vpc,
        subnet: place.id,
        groups: [],
        addresses: [pair],
        ipv6: [],
        type: 'nat_gateway',
      },
    ],
  };
}
