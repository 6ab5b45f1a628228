import {
  type AccountResource,
  factsOfRegion,
  type LocalAccount,
  type ResourceKind,
  resourceKindNames,
  resourceKinds,
} from '@groundcrew/account/file';
import { numberedTags } from './entry-list.ts';
import { impliedNetworks } from './implied-networks.ts';
import { createNetworks } from './network.ts';
import type { RegionInstances } from './region-instances.ts';
import { createDetailsFactory, type ResourceDetails } from './resource-details.ts';
import { createResourceIds } from './resource-ids.ts';

/** The resources of one kind. Details are generated on demand: there may be very many. */
export interface ResourceTable {
  readonly size: number;
  /** `undefined`: nothing at this position, for example because its instance is terminated. */
  at(position: number): ResourceDetails | undefined;
  positionOf(id: string): number | undefined;
}

/** The resources in one region other than instances. */
export type RegionResources = Readonly<Record<ResourceKind, ResourceTable>>;

export function createRegionResources(
  account: LocalAccount,
  region: string,
  instances: RegionInstances,
): RegionResources {
  const described = account.regions[region] ?? {};
  const { zones } = factsOfRegion(region);
  const isComplete = described.complete ?? false;
  const networks = createNetworks(account.id, region, described);
  const named = impliedNetworks(isComplete ? [] : (described.instances ?? []), networks, zones);
  const ids = createResourceIds(account.id, region, described, instances, networks);

  const detailsOf = createDetailsFactory({
    account,
    region,
    instances,
    networks,
    named,
    ids,
    vpcOfSubnet(subnetId) {
      const position = subnets.positionOf(subnetId);
      return position === undefined ? undefined : subnets.at(position)?.parents.vpc;
    },
  });

  function describedAt(kind: ResourceKind, position: number): ResourceDetails {
    const { entry, number } = ids.listOf(kind).find(position);
    const id = ids.at(kind, position);
    const instancePosition = ids.instancePositionOf(entry.instance, number);
    const tags = numberedTags(entry, number, isComplete);
    const everTagged = entry.tags !== undefined || entry.name !== undefined;
    return detailsOf({ kind, position, id, entry, number, instancePosition, tags, everTagged });
  }

  /** Described resources, followed by one for each instance that still has one. */
  function instancePart(
    kind: 'volume' | 'network-interface',
    idAt: (position: number) => string | undefined,
    tagsKey: 'volumeTags' | 'networkInterfaceTags',
  ): ResourceTable {
    if (isComplete) return describedOnly(kind);
    const { size: first } = ids.listOf(kind);
    const known = new Set(Array.from({ length: first }, (_, position) => ids.at(kind, position)));
    return {
      size: first + instances.size,
      at(position) {
        if (position < first) return describedAt(kind, position);
        const instancePosition = position - first;
        const entry = instances.entryAt(instancePosition);
        const id = idAt(instancePosition);
        if (entry.state === 'terminated' || id === undefined || known.has(id)) return undefined;
        return detailsOf({
          kind,
          position,
          id,
          entry: {},
          number: 0,
          instancePosition,
          tags: entry[tagsKey] ?? {},
          everTagged: entry[tagsKey] !== undefined,
        });
      },
      positionOf: createIndex(first + instances.size, (position) =>
        position < first ? ids.at(kind, position) : idAt(position - first),
      ),
    };
  }

  /** Described resources, followed by implied ones: by id, with what is known of them. */
  function withImplied(kind: ResourceKind, implied: ReadonlyMap<string, AccountResource>): ResourceTable {
    if (isComplete) return describedOnly(kind);
    const { size: first } = ids.listOf(kind);
    const known = new Set(Array.from({ length: first }, (_, position) => ids.at(kind, position)));
    const others = [...implied].filter(([id]) => !known.has(id));
    const size = first + others.length;
    return {
      size,
      at(position) {
        if (position < first) return describedAt(kind, position);
        const [id, entry] = others[position - first]!;
        const untagged = { tags: {}, everTagged: false, instancePosition: undefined };
        return detailsOf({ kind, position, id, entry, number: 0, ...untagged });
      },
      positionOf: createIndex(size, (position) =>
        position < first ? ids.at(kind, position) : others[position - first]![0],
      ),
    };
  }

  function describedOnly(kind: ResourceKind): ResourceTable {
    const { size } = ids.listOf(kind);
    return {
      size,
      at: (position) => describedAt(kind, position),
      positionOf: createIndex(size, (position) => ids.at(kind, position)),
    };
  }

  // Networks that instances are in, and those that only other resources name.
  const impliedSubnets = withoutDetails(named.subnets.keys());
  for (const kind of resourceKindNames) {
    for (const { subnet, vpc } of described[resourceKinds[kind].list] ?? []) {
      const id = subnet === undefined ? undefined : ids.ofReference('subnet', subnet, 0);
      if (id !== undefined && !impliedSubnets.has(id))
        impliedSubnets.set(id, vpc === undefined ? {} : { vpc });
    }
  }
  const subnets = withImplied('subnet', impliedSubnets);
  const impliedVpcs = withoutDetails(named.vpcs.keys());
  for (const kind of resourceKindNames.filter((other) => resourceKinds[other].references.includes('vpc'))) {
    const { size } = kind === 'subnet' ? subnets : ids.listOf(kind);
    for (let position = 0; position < size; position++) {
      const { vpc } = (kind === 'subnet' ? subnets.at(position) : describedAt(kind, position))?.parents ?? {};
      if (vpc !== undefined) impliedVpcs.set(vpc, {});
    }
  }

  return {
    volume: instancePart('volume', instances.rootVolumeIdAt, 'volumeTags'),
    snapshot: describedOnly('snapshot'),
    'network-interface': instancePart('network-interface', instances.interfaceIdAt, 'networkInterfaceTags'),
    'elastic-ip': describedOnly('elastic-ip'),
    image: describedOnly('image'),
    'security-group': withImplied('security-group', withoutDetails(named.securityGroups.keys())),
    vpc: withImplied('vpc', impliedVpcs),
    subnet: subnets,
    'route-table': describedOnly('route-table'),
    'internet-gateway': describedOnly('internet-gateway'),
    natgateway: describedOnly('natgateway'),
  };
}

/** Only the ids of these are known. */
function withoutDetails(ids: Iterable<string>): Map<string, AccountResource> {
  return new Map(Array.from(ids, (id) => [id, {}]));
}

/** Finds positions by id; the index is built on the first call. */
function createIndex(
  size: number,
  idAt: (position: number) => string | undefined,
): (id: string) => number | undefined {
  let positions: ReadonlyMap<string, number> | undefined;
  return (id) => {
    if (positions === undefined) {
      const known = new Map<string, number>();
      for (let position = 0; position < size; position++) {
        const each = idAt(position);
        // A described one comes before one that is generated for an instance.
        if (each !== undefined && !known.has(each)) known.set(each, position);
      }
      positions = known;
    }
    return positions.get(id);
  };
}
