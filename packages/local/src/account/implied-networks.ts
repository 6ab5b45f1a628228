import type { AccountInstance } from '@groundcrew/account/file';
import { INSTANCES_PER_SUBNET, type Networks } from './network.ts';
import { zoneIndexOf } from './region-instances.ts';

/** The networks that instances are in, by id. */
export interface ImpliedNetworks {
  readonly vpcs: ReadonlyMap<string, { readonly cidr: string }>;
  readonly subnets: ReadonlyMap<
    string,
    { readonly vpcId: string; readonly cidr: string; readonly zoneIndex: number }
  >;
  readonly securityGroups: ReadonlyMap<string, { readonly name: string; readonly vpcId: string }>;
}

/** Networks that instances name, and those generated for instances that name none, exist without being described. */
export function impliedNetworks(
  entries: readonly AccountInstance[],
  networks: Networks,
  zones: string,
): ImpliedNetworks {
  const vpcs = new Map<string, { cidr: string }>();
  const subnets = new Map<string, { vpcId: string; cidr: string; zoneIndex: number }>();
  const securityGroups = new Map<string, { name: string; vpcId: string }>();

  function add(position: number, entry: AccountInstance): void {
    const zoneIndex = zoneIndexOf(entry, zones, position);
    const { vpcId, vpcCidr, subnetId, subnetCidr, ...network } = networks.at(position, entry, zoneIndex);
    if (!vpcs.has(vpcId)) vpcs.set(vpcId, { cidr: vpcCidr });
    if (!subnets.has(subnetId)) subnets.set(subnetId, { vpcId, cidr: subnetCidr, zoneIndex });
    for (const { id, name } of network.securityGroups) {
      if (!securityGroups.has(id)) securityGroups.set(id, { name, vpcId });
    }
  }

  let start = 0;
  for (const entry of entries) {
    const end = start + (entry.count ?? 1);
    if (entry.state !== 'terminated') {
      // One instance of each zone in each address block is enough: all others are in the same networks.
      for (let first = start; first < end; first = nextBlock(first)) {
        const last = Math.min(end, nextBlock(first), first + zones.length);
        for (let position = first; position < last; position++) add(position, entry);
      }
    }
    start = end;
  }
  return { vpcs, subnets, securityGroups };
}

function nextBlock(position: number): number {
  return (Math.floor(position / INSTANCES_PER_SUBNET) + 1) * INSTANCES_PER_SUBNET;
}
