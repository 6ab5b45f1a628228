import type { AddressPlan } from '../addresses/index.ts';
import type { Item } from '../desired/item.ts';
import type { NetworkState } from '../desired/network-state.ts';
import { wantedItems } from '../desired/wanted-items.ts';
import type { NetworkFile } from '../file/index.ts';

/** All that a file wants; what is there already has its id, and what AWS chose for it. */
export function plannedItems(
  file: NetworkFile,
  addresses: AddressPlan,
  state: NetworkState,
): ReadonlyMap<string, Item> {
  const wanted = [...wantedItems(file, addresses, state)];
  return new Map(
    wanted.map(([key, item]) => {
      const there = state.items.get(key);
      // The range of IPv6 is AWS's choice.
      const props = item.kind === 'ipv6-range' ? { ...there?.props, ...item.props } : item.props;
      return [key, { ...item, props, ...(there?.id !== undefined && { id: there.id }) }];
    }),
  );
}
