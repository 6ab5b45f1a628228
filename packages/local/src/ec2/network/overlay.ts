import type { RegionResources, ResourceDetails, ResourceKind, ResourceTable } from '../../account/index.ts';
import type { Ec2Location } from '../arns.ts';
import type { RegionThings } from './network-store.ts';
import type { Thing, ThingKind } from './things.ts';

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
] as const satisfies readonly (ResourceKind & ThingKind)[];

/**
 * Described resources with what became of them, followed by what was made: positions stay, so that page tokens do. What is not found yet
 * leaves its position empty.
 */
export function withMade(
  described: RegionResources,
  state: RegionThings,
  location: Ec2Location,
  nowMs: () => number,
): RegionResources {
  const tables = kinds.map((kind) => [kind, tableOf(kind)] as const);

  function tableOf(kind: (typeof kinds)[number]): ResourceTable {
    const original = described[kind];
    const madeAt = (position: number): ResourceDetails | undefined => {
      const thing = state.bySerial.get(position - original.size);
      if (thing?.kind !== kind || (thing.visibleMs ?? 0) > nowMs()) return undefined;
      return detailsOf(thing, position, location);
    };
    return {
      get size() {
        return original.size + state.nextSerial;
      },
      at(position) {
        if (position >= original.size) return madeAt(position);
        const details = original.at(position);
        if (!details || state.removed.has(details.id)) return undefined;
        const changed = state.things.get(details.id);
        return changed ? { ...details, ...factsOf(changed) } : details;
      },
      positionOf(id) {
        const thing = state.things.get(id);
        if (thing && thing.serial >= 0) return thing.kind === kind ? original.size + thing.serial : undefined;
        return state.removed.has(id) ? undefined : original.positionOf(id);
      },
    };
  }

  return { ...described, ...Object.fromEntries(tables) };
}

/** What is found of a thing by those who read resources of any kind: its place, its parents and its name. */
function detailsOf(thing: Thing, position: number, { accountId, region }: Ec2Location): ResourceDetails {
  return {
    kind: thing.kind as ResourceKind,
    accountId,
    region,
    position,
    id: thing.id,
    entry: {},
    tags: thing.tags,
    everTagged: Object.keys(thing.tags).length > 0,
    parents: {},
    instance: undefined,
    zone: '',
    createdAt: new Date(thing.createdMs).toISOString(),
    cidr: undefined,
    securityGroups: undefined,
    groupName: undefined,
    hex: thing.id.slice(-17),
    ...factsOf(thing),
  };
}

function factsOf(thing: Thing): Partial<ResourceDetails> {
  switch (thing.kind) {
    case 'vpc':
      return { cidr: thing.cidrs[0]!.cidr };
    case 'subnet':
      return { cidr: thing.cidr, zone: thing.zone, parents: { vpc: thing.vpcId } };
    case 'internet-gateway':
      return { parents: thing.vpcId === undefined ? {} : { vpc: thing.vpcId } };
    case 'elastic-ip':
      return thing.association
        ? { parents: { 'network-interface': thing.association.interfaceId } }
        : { parents: {} };
    case 'natgateway':
      return {
        parents: { vpc: thing.vpcId, ...(thing.subnetId !== undefined && { subnet: thing.subnetId }) },
      };
    case 'route-table':
      return { parents: { vpc: thing.vpcId } };
    case 'security-group':
      return { groupName: thing.name, parents: { vpc: thing.vpcId } };
    case 'network-interface':
      return {
        parents: {
          vpc: thing.vpcId,
          subnet: thing.subnetId,
          ...(thing.instanceId !== undefined && { instance: thing.instanceId }),
        },
      };
    default:
      return {};
  }
}
