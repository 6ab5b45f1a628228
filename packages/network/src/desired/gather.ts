import type { AddressPlan, PlannedSubnet } from '../addresses/index.ts';
import { formatCidr } from '../cidr/index.ts';
import type { NetworkFile } from '../file/index.ts';
import type { Item } from './item.ts';
import type { NetworkState } from './network-state.ts';

/** Gathers items; the later ones refer to the earlier ones. */
export interface Gather {
  readonly file: NetworkFile;
  readonly plan: AddressPlan;
  /** What is there: where the file leaves a choice, what exists is chosen. */
  readonly state: NetworkState;
  readonly add: (item: Item) => string;
  readonly tagsOf: (name: string) => Readonly<Record<string, string>>;
}

/** By its range: of two of a tier in a zone, neither is the first forever. */
export function subnetKey({ cidr }: Pick<PlannedSubnet, 'cidr'>): string {
  return `subnet:${formatCidr(cidr)}`;
}
