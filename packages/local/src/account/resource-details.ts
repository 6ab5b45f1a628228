import {
  type AccountResource,
  type Ec2Kind,
  factsOfRegion,
  kindOfReference,
  type LocalAccount,
  type ResourceKind,
} from '@groundcrew/account/file';
import type { InstanceDetails } from './details.ts';
import type { ImpliedNetworks } from './implied-networks.ts';
import type { Networks } from './network.ts';
import { type RegionInstances, zoneIndexOf, zoneOf } from './region-instances.ts';
import type { ResourceIds } from './resource-ids.ts';

/** All data that EC2 returns for a resource other than an instance. */
export interface ResourceDetails {
  readonly kind: ResourceKind;
  readonly accountId: string;
  readonly region: string;
  /** Index among those of its kind, from 0. */
  readonly position: number;
  readonly id: string;
  /** Its description entry; empty if it has none. */
  readonly entry: AccountResource;
  readonly tags: Readonly<Record<string, string>>;
  readonly everTagged: boolean;
  /** Ids of its parents. */
  readonly parents: Readonly<Partial<Record<Exclude<Ec2Kind, 'natgateway'>, string>>>;
  /** The resource it is attached to, or was created from. */
  readonly instance: InstanceDetails | undefined;
  readonly zone: string;
  /** ISO 8601 with milliseconds. */
  readonly createdAt: string;
  /** Of VPCs and subnets. */
  readonly cidr: string | undefined;
  /** Described ones of a network interface. */
  readonly securityGroups: readonly { readonly id: string; readonly name: string }[] | undefined;
  /** Of security groups. */
  readonly groupName: string | undefined;
  /** 17 hexadecimal digits for other generated values. */
  readonly hex: string;
}

type Parents = Partial<Record<Exclude<Ec2Kind, 'natgateway'>, string>>;

/** A resource before values are generated for it. */
export interface ResourceOutline extends Pick<
  ResourceDetails,
  'kind' | 'position' | 'id' | 'entry' | 'tags' | 'everTagged'
> {
  /** Number within the entry, from 0. */
  readonly number: number;
  readonly instancePosition: number | undefined;
}

/** What is known of a region while its resources are generated. */
export interface ResourceDetailsContext {
  readonly account: LocalAccount;
  readonly region: string;
  readonly instances: RegionInstances;
  readonly networks: Networks;
  /** The networks that instances are in. */
  readonly named: ImpliedNetworks;
  readonly ids: ResourceIds;
  readonly vpcOfSubnet: (subnetId: string) => string | undefined;
}

const EARLIEST_CREATION_MS = Date.UTC(2024, 0, 1);
const CREATION_RANGE_SECONDS = 800 * 24 * 3600;
const kindsInVpc: ReadonlySet<ResourceKind> = new Set([
  'security-group',
  'subnet',
  'route-table',
  'natgateway',
]);

/** Generates values that a description omits. */
export function createDetailsFactory(
  context: ResourceDetailsContext,
): (outline: ResourceOutline) => ResourceDetails {
  const { account, region, instances, networks, named, ids, vpcOfSubnet } = context;
  const { zones } = factsOfRegion(region);
  const isComplete = account.regions[region]?.complete ?? false;

  function parentsOf(
    kind: ResourceKind,
    id: string,
    entry: AccountResource,
    number: number,
    instance: InstanceDetails | undefined,
  ): Parents {
    const parents: Parents = {};
    for (const reference of ['volume', 'snapshot', 'networkInterface', 'subnet', 'vpc'] as const) {
      const word = entry[reference];
      if (word === undefined) continue;
      const parent = kindOfReference(reference) as keyof Parents;
      parents[parent] = ids.ofReference(reference, word, number);
    }
    // A copy has what is attached to an instance that is about to end, and not the instance.
    if (!instance && isComplete && entry.instance !== undefined) parents.instance = entry.instance;
    if (instance) {
      const { network } = instance;
      parents.instance = instance.id;
      if (isComplete) return parents;
      if (kind === 'snapshot' && instance.rootVolumeId !== undefined)
        parents.volume ??= instance.rootVolumeId;
      if (kind === 'elastic-ip' && network?.interfaceId !== undefined) {
        parents['network-interface'] ??= network.interfaceId;
      }
      if (kind === 'network-interface' && network) {
        parents.subnet ??= network.subnetId;
        parents.vpc ??= network.vpcId;
      }
    }
    if (isComplete) return parents;
    const own = kind === 'subnet' ? named.subnets.get(id) : named.securityGroups.get(id);
    if (own) parents.vpc ??= own.vpcId;
    const ofSubnet = parents.subnet === undefined ? undefined : vpcOfSubnet(parents.subnet);
    if (ofSubnet !== undefined) parents.vpc ??= ofSubnet;
    if (kindsInVpc.has(kind)) parents.vpc ??= networks.idOf('vpc', 'main');
    return parents;
  }

  function cidrOf(kind: ResourceKind, id: string, entry: AccountResource, position: number) {
    if (kind === 'vpc') return entry.cidr ?? named.vpcs.get(id)?.cidr ?? '172.31.0.0/16';
    if (kind !== 'subnet') return undefined;
    return entry.cidr ?? named.subnets.get(id)?.cidr ?? `172.31.${position % 256}.0/24`;
  }

  function groupNameOf(id: string, { groupName, id: word, name }: AccountResource): string {
    return groupName ?? named.securityGroups.get(id)?.name ?? name ?? word ?? id;
  }

  return ({ kind, position, id, entry, number, instancePosition, tags, everTagged }) => {
    const ofNetwork = entry.zone === undefined ? named.subnets.get(id)?.zoneIndex : undefined;
    const zoneIndex = ofNetwork ?? zoneIndexOf(entry, zones, position);
    const instance = instancePosition === undefined ? undefined : instances.at(instancePosition);
    const seconds = ids.numberAt(kind, position, CREATION_RANGE_SECONDS);
    return {
      kind,
      accountId: account.id,
      region,
      position,
      id,
      entry,
      tags,
      everTagged,
      parents: parentsOf(kind, id, entry, number, instance),
      instance,
      zone: entry.zone === undefined && instance ? instance.zone : zoneOf(entry, region, zones, zoneIndex),
      createdAt: new Date(entry.createdAt ?? EARLIEST_CREATION_MS + seconds * 1000).toISOString(),
      cidr: cidrOf(kind, id, entry, position),
      groupName: kind === 'security-group' ? groupNameOf(id, entry) : undefined,
      securityGroups: entry.securityGroups?.map(networks.securityGroupOf),
      hex: ids.hexAt(kind, position),
    };
  };
}
