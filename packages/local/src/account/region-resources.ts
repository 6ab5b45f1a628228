import type { AccountResource, LocalAccount } from './account.ts';
import type { InstanceDetails } from './details.ts';
import { createEntryList, numberedTags } from './entry-list.ts';
import { impliedNetworks } from './implied-networks.ts';
import { createMadeUp } from './made-up.ts';
import { createNetworks } from './network.ts';
import { type RegionInstances, zoneIndexOf } from './region-instances.ts';
import { factsOfRegion } from './regions.ts';
import {
  type Ec2Kind,
  kindOfReference,
  type Reference,
  type ResourceKind,
  resourceKindNames,
  resourceKinds,
} from './resource-kinds.ts';

/** Everything that is told of a resource of EC2 other than an instance. */
export interface ResourceDetails {
  readonly kind: ResourceKind;
  readonly accountId: string;
  readonly region: string;
  /** Place among those of its kind, from 0. */
  readonly position: number;
  readonly id: string;
  /** What the account's description says of it; empty where it says nothing. */
  readonly entry: AccountResource;
  readonly tags: Readonly<Record<string, string>>;
  readonly everTagged: boolean;
  /** Ids of what it belongs to. */
  readonly parents: Readonly<Partial<Record<Exclude<Ec2Kind, 'natgateway'>, string>>>;
  /** What it is attached to, or was made of. */
  readonly instance: InstanceDetails | undefined;
  readonly zone: string;
  /** ISO 8601 with milliseconds. */
  readonly createdAt: string;
  /** Of VPCs and subnets. */
  readonly cidr: string | undefined;
  /** Of security groups. */
  readonly groupName: string | undefined;
  /** 17 hexadecimal digits for whatever else is made up for it. */
  readonly hex: string;
}

/** The resources of one kind. Details are made when they are asked for: there may be very many. */
export interface ResourceTable {
  readonly size: number;
  /** `undefined`: there is nothing at this place, as of an instance that has lost it. */
  at(position: number): ResourceDetails | undefined;
  positionOf(id: string): number | undefined;
}

/** What there is in one region beside instances. */
export type RegionResources = Readonly<Record<ResourceKind, ResourceTable>>;

type Parents = Partial<Record<Exclude<Ec2Kind, 'natgateway'>, string>>;

const createdAfter = Date.UTC(2024, 0, 1);
const createdWithinSeconds = 800 * 24 * 3600;

export function createRegionResources(
  account: LocalAccount,
  region: string,
  instances: RegionInstances,
): RegionResources {
  const described = account.regions[region] ?? {};
  const { zones } = factsOfRegion(region);
  const networks = createNetworks(account.id, region);
  const implied = impliedNetworks(described.instances ?? [], networks, zones);
  const lists = Object.fromEntries(
    resourceKindNames.map((kind) => [kind, createEntryList(described[resourceKinds[kind].list] ?? [])]),
  ) as Readonly<Record<ResourceKind, ReturnType<typeof createEntryList<AccountResource>>>>;
  const madeUp = Object.fromEntries(
    resourceKindNames.map((kind) => [kind, createMadeUp(account.id, region, `described ${kind}`)]),
  ) as Readonly<Record<ResourceKind, ReturnType<typeof createMadeUp>>>;

  function describedIdAt(kind: ResourceKind, position: number): string {
    const { prefix, isNamedByInstances } = resourceKinds[kind];
    const { id, name, count } = lists[kind].find(position).entry;
    const word = id ?? (isNamedByInstances && count === undefined ? name : undefined);
    return word === undefined ? `${prefix}-0${madeUp[kind].hex(position, 16)}` : networks.idOf(prefix, word);
  }

  function instancePositionOf(word: string | undefined, number: number): number | undefined {
    if (word === undefined) return undefined;
    return instances.positionOfWord(word, number) ?? instances.positionOf(word);
  }

  /** Id of what a reference leads to. */
  function idOfReference(reference: Exclude<Reference, 'instance'>, word: string, number: number): string {
    const kind = kindOfReference(reference) as ResourceKind;
    const position = lists[kind].positionOf(word, number);
    return position === undefined
      ? networks.idOf(resourceKinds[kind].prefix, word)
      : describedIdAt(kind, position);
  }

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
      parents[parent] = idOfReference(reference, word, number);
    }
    if (instance) {
      const { network } = instance;
      parents.instance = instance.id;
      if (kind === 'snapshot') parents.volume ??= instance.rootVolumeId;
      if (kind === 'elastic-ip' && network) parents['network-interface'] ??= network.interfaceId;
      if (kind === 'network-interface' && network) {
        parents.subnet ??= network.subnetId;
        parents.vpc ??= network.vpcId;
      }
    }
    const own = kind === 'subnet' ? implied.subnets.get(id) : implied.securityGroups.get(id);
    if (own) parents.vpc ??= own.vpcId;
    const ofSubnet = parents.subnet === undefined ? undefined : vpcOfSubnet(parents.subnet);
    if (ofSubnet !== undefined) parents.vpc ??= ofSubnet;
    if (belongsToVpc.has(kind)) parents.vpc ??= networks.idOf('vpc', 'main');
    return parents;
  }

  function vpcOfSubnet(id: string): string | undefined {
    const known = implied.subnets.get(id);
    if (known) return known.vpcId;
    const position = tables.subnet.positionOf(id);
    return position === undefined ? undefined : tables.subnet.at(position)?.parents.vpc;
  }

  function describedAt(kind: ResourceKind, position: number): ResourceDetails {
    const { entry, number } = lists[kind].find(position);
    const id = describedIdAt(kind, position);
    return detailsOf(kind, position, id, entry, number, instancePositionOf(entry.instance, number), {
      tags: numberedTags(entry, number),
      everTagged: entry.tags !== undefined || entry.name !== undefined,
    });
  }

  function detailsOf(
    kind: ResourceKind,
    position: number,
    id: string,
    entry: AccountResource,
    number: number,
    instancePosition: number | undefined,
    tags: Pick<ResourceDetails, 'tags' | 'everTagged'>,
  ): ResourceDetails {
    const zoneIndex = implied.subnets.get(id)?.zoneIndex ?? zoneIndexOf(entry, zones, position);
    const instance = instancePosition === undefined ? undefined : instances.at(instancePosition);
    const seconds = madeUp[kind].number(position, createdWithinSeconds);
    return {
      kind,
      accountId: account.id,
      region,
      position,
      id,
      entry,
      ...tags,
      parents: parentsOf(kind, id, entry, number, instance),
      instance,
      zone: instance?.zone ?? `${region}${zones[zoneIndex]}`,
      createdAt: new Date(entry.createdAt ?? createdAfter + seconds * 1000).toISOString(),
      cidr: cidrOf(kind, id, entry, position),
      groupName: kind === 'security-group' ? groupNameOf(id, entry) : undefined,
      hex: `0${madeUp[kind].hex(position, 16)}`,
    };
  }

  function cidrOf(kind: ResourceKind, id: string, entry: AccountResource, position: number) {
    if (kind === 'vpc') return entry.cidr ?? implied.vpcs.get(id)?.cidr ?? '172.31.0.0/16';
    if (kind !== 'subnet') return undefined;
    return entry.cidr ?? implied.subnets.get(id)?.cidr ?? `172.31.${position % 256}.0/24`;
  }

  function groupNameOf(id: string, { groupName, id: word, name }: AccountResource): string {
    return groupName ?? implied.securityGroups.get(id)?.name ?? name ?? word ?? id;
  }

  const untagged = { tags: {}, everTagged: false };
  const ofTags = (tags: Readonly<Record<string, string>> | undefined) =>
    tags === undefined ? untagged : { tags, everTagged: true };

  /** What is described, and behind it one for each instance that has not lost it. */
  function besideInstances(
    kind: 'volume' | 'network-interface',
    idAt: (position: number) => string,
    tagsKey: 'volumeTags' | 'networkInterfaceTags',
  ): ResourceTable {
    const { size: first } = lists[kind];
    return {
      size: first + instances.size,
      at(position) {
        if (position < first) return describedAt(kind, position);
        const instancePosition = position - first;
        const entry = instances.entryAt(instancePosition);
        if (entry.state === 'terminated') return undefined;
        const tags = ofTags(entry[tagsKey]);
        return detailsOf(kind, position, idAt(instancePosition), {}, 0, instancePosition, tags);
      },
      positionOf: createIndex(first + instances.size, (position) =>
        position < first ? describedIdAt(kind, position) : idAt(position - first),
      ),
    };
  }

  /** What is described, and behind it what is there though nobody described it. */
  function withImplied(kind: ResourceKind, ids: Iterable<string>): ResourceTable {
    const { size: first } = lists[kind];
    const known = new Set(Array.from({ length: first }, (_, position) => describedIdAt(kind, position)));
    const others = [...ids].filter((id) => !known.has(id));
    const size = first + others.length;
    return {
      size,
      at: (position) =>
        position < first
          ? describedAt(kind, position)
          : detailsOf(kind, position, others[position - first]!, {}, 0, undefined, untagged),
      positionOf: createIndex(size, (position) =>
        position < first ? describedIdAt(kind, position) : others[position - first]!,
      ),
    };
  }

  function describedOnly(kind: ResourceKind): ResourceTable {
    const { size } = lists[kind];
    return {
      size,
      at: (position) => describedAt(kind, position),
      positionOf: createIndex(size, (position) => describedIdAt(kind, position)),
    };
  }

  /** Those that instances are in, and those that only resources name. */
  function impliedIds(kind: 'vpc' | 'subnet', ofInstances: Iterable<string>): Set<string> {
    const ids = new Set(ofInstances);
    for (const other of resourceKindNames) {
      for (const entry of described[resourceKinds[other].list] ?? []) {
        const word = entry[kind] ?? (kind === 'vpc' && belongsToVpc.has(other) ? 'main' : undefined);
        if (word !== undefined) ids.add(idOfReference(kind, word, 0));
      }
    }
    return ids;
  }

  const tables: RegionResources = {
    volume: besideInstances('volume', instances.rootVolumeIdAt, 'volumeTags'),
    snapshot: describedOnly('snapshot'),
    'network-interface': besideInstances(
      'network-interface',
      instances.interfaceIdAt,
      'networkInterfaceTags',
    ),
    'elastic-ip': describedOnly('elastic-ip'),
    image: describedOnly('image'),
    'security-group': withImplied('security-group', implied.securityGroups.keys()),
    vpc: withImplied('vpc', impliedIds('vpc', implied.vpcs.keys())),
    subnet: withImplied('subnet', impliedIds('subnet', implied.subnets.keys())),
    'route-table': describedOnly('route-table'),
    'internet-gateway': describedOnly('internet-gateway'),
    natgateway: describedOnly('natgateway'),
  };
  return tables;
}

const belongsToVpc: ReadonlySet<ResourceKind> = new Set([
  'security-group',
  'subnet',
  'route-table',
  'natgateway',
]);

/** Finds positions by id; what it takes is laid out when it is first asked. */
function createIndex(size: number, idAt: (position: number) => string): (id: string) => number | undefined {
  let positions: ReadonlyMap<string, number> | undefined;
  return (id) => {
    positions ??= new Map(Array.from({ length: size }, (_, position) => [idAt(position), position]));
    return positions.get(id);
  };
}
