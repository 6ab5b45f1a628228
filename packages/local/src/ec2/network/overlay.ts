import type { RegionResources, ResourceDetails, ResourceKind, ResourceTable } from '../../account/index.ts';
import type { Ec2Location } from '../arns.ts';
import type { NetworkRegionState } from './network-store.ts';
import type { NetworkResource, NetworkResourceKind } from './network-resources.ts';

/** The kinds that are described by an account file and made by calls, too. */
const kinds = [
  'vpc',
  'subnet',
  'internet-gateway',
  'elastic-ip',
  'natgateway',
  'route-table',
  'security-group',
  'network-interface',
] as const satisfies readonly (ResourceKind & NetworkResourceKind)[];

/**
 * Described resources with what became of them, followed by what was made: positions stay, so that page tokens do. What is not found yet
 * leaves its position empty.
 */
export function withMade(
  described: RegionResources,
  state: NetworkRegionState,
  location: Ec2Location,
  nowMs: () => number,
): RegionResources {
  const tables = kinds.map((kind) => [kind, tableOf(kind)] as const);

  function tableOf(kind: (typeof kinds)[number]): ResourceTable {
    const original = described[kind];
    const madeAt = (position: number): ResourceDetails | undefined => {
      const resource = state.bySerial.get(position - original.size);
      if (resource?.kind !== kind || (resource.visibleMs ?? 0) > nowMs()) return undefined;
      return detailsOf(resource, position, location);
    };
    return {
      get size() {
        return original.size + state.nextSerial;
      },
      at(position) {
        if (position >= original.size) return madeAt(position);
        const details = original.at(position);
        if (!details || state.removed.has(details.id)) return undefined;
        const changed = state.resources.get(details.id);
        return changed ? { ...details, ...factsOf(changed) } : details;
      },
      positionOf(id) {
        const resource = state.resources.get(id);
        if (resource && resource.serial >= 0)
          return resource.kind === kind ? original.size + resource.serial : undefined;
        return state.removed.has(id) ? undefined : original.positionOf(id);
      },
    };
  }

  return { ...described, ...Object.fromEntries(tables) };
}

/** What is found of a resource by those who read resources of any kind: its place, its parents and its name. */
function detailsOf(
  resource: NetworkResource,
  position: number,
  { accountId, region }: Ec2Location,
): ResourceDetails {
  return {
    kind: resource.kind as ResourceKind,
    accountId,
    region,
    position,
    id: resource.id,
    entry: {},
    tags: resource.tags,
    everTagged: Object.keys(resource.tags).length > 0,
    parents: {},
    instance: undefined,
    zone: '',
    createdAt: new Date(resource.createdMs).toISOString(),
    cidr: undefined,
    securityGroups: undefined,
    groupName: undefined,
    hex: resource.id.slice(-17),
    ...factsOf(resource),
  };
}

function factsOf(resource: NetworkResource): Partial<ResourceDetails> {
  switch (resource.kind) {
    case 'vpc':
      return { cidr: resource.cidrs[0]!.cidr };
    case 'subnet':
      return { cidr: resource.cidr, zone: resource.zone, parents: { vpc: resource.vpcId } };
    case 'internet-gateway':
      return { parents: resource.vpcId === undefined ? {} : { vpc: resource.vpcId } };
    case 'elastic-ip':
      return resource.association
        ? { parents: { 'network-interface': resource.association.interfaceId } }
        : { parents: {} };
    case 'natgateway':
      return {
        parents: {
          vpc: resource.vpcId,
          ...(resource.subnetId !== undefined && { subnet: resource.subnetId }),
        },
      };
    case 'route-table':
      return { parents: { vpc: resource.vpcId } };
    case 'security-group':
      return { groupName: resource.name, parents: { vpc: resource.vpcId } };
    case 'network-interface':
      return {
        parents: {
          vpc: resource.vpcId,
          subnet: resource.subnetId,
          ...(resource.instanceId !== undefined && { instance: resource.instanceId }),
        },
      };
    default:
      return {};
  }
}
