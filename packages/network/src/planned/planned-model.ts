import { cidr as readCidr, type Cidr, parseCidr } from '../cidr/index.ts';
import { type Item, refOf, textOf } from '../desired/item.ts';
import type { NetworkFile } from '../file/index.ts';
import {
  createModel,
  emptyContent,
  type ModelContent,
  modelParts,
  type NetworkModel,
  type Subnet,
} from '../model/index.ts';
import { ipv6Subnet } from '../vpc-rules/index.ts';
import { DEFAULT_GROUP, type Planned, PLANNED_SCOPE, type PlannedItem } from './planned.ts';
import { plannedBalancers } from './planned-balancers.ts';
import { securityGroup } from './planned-groups.ts';
import { plannedIds } from './planned-ids.ts';
import { plannedMembers } from './planned-members.ts';
import { natGateway } from './planned-nat.ts';
import { defaultAcl, prefixListOf, routeTable } from './planned-routing.ts';
import { createAddresses, createPublicAddresses, ipv6StandIn, type PlannedPlace } from './stand-ins.ts';
import { namedRanges, partsOf } from './subnet-parts.ts';

export interface PlannedNetwork {
  readonly model: NetworkModel;
  /** A range that a rule or path names has fewer addresses than there are groups: only the first have a member there. */
  readonly isShort: boolean;
}

/**
 * A network as a file wants it, as a model: what AWS does not show yet is what it makes by default (the network ACL that
 * allows all, healthy targets, no Block Public Access); what is put into it later has a stand-in in each subnet and in each
 * part of it between which rules and paths make a difference.
 *
 * @param items - all that the file wants; those that are there have their ids
 * @param turn - who gets the first address of each part, as a place in {@link placeTakers}
 */
export function plannedNetwork(
  file: NetworkFile,
  items: ReadonlyMap<string, Item>,
  turn = 0,
): PlannedNetwork {
  const named = namedRanges(file);
  const ids = plannedIds(items);
  const idOf = (key: string | undefined): string => ids.get(key ?? '') ?? key ?? '';
  const of = (kind: Item['kind']) =>
    [...items.values()].filter((item) => item.kind === kind).map((item) => ({ ...item, id: idOf(item.key) }));
  const ipv6 = ipv6Range(of('ipv6-range')[0], named);
  const addresses = createAddresses();
  const places = of('subnet').map((item): PlannedPlace => {
    const range = readCidr(textOf(item, 'cidr'));
    const number = item.props['ipv6'];
    return {
      id: item.id,
      tier: textOf(item, 'tier'),
      zone: textOf(item, 'zone'),
      cidr: range,
      parts: partsOf(range, named),
      ...(ipv6 && typeof number === 'number' && { ipv6: ipv6Subnet(ipv6, number) }),
    };
  });
  const publicAddress = createPublicAddresses(named);
  const takers = placeTakers(file, turn).map((name) => {
    const own = places.filter(({ tier }) => isIn(file, name, tier));
    return [name, own.flatMap((place) => addresses.inEachPart(place))] as const;
  });
  const byTaker = new Map(takers);
  const planned: Planned = {
    file,
    items,
    places,
    addresses,
    publicAddress,
    placesOf: (name) => byTaker.get(name) ?? [],
    of,
    idOf,
  };
  const members = plannedMembers(planned);
  const balancers = plannedBalancers(planned, members);
  const [vpc] = of('vpc');
  const ranges = [
    readCidr(textOf(vpc!, 'cidr')),
    ...of('vpc-range').map((item) => readCidr(textOf(item, 'cidr'))),
    ...(ipv6 ? [ipv6] : []),
  ];
  const nat = of('nat-gateway').map((item) => natGateway(planned, item));
  const content: ModelContent = {
    ...emptyContent,
    scopes: [{ id: PLANNED_SCOPE, parts: new Set(modelParts), region: file.region }],
    vpcs: [{ id: vpc!.id, scope: PLANNED_SCOPE, name: vpc!.name, cidrs: ranges }],
    subnets: of('subnet').map((item, at) => subnetOf(item, places[at]!, vpc!.id)),
    routeTables: of('route-table').map((item) => routeTable(planned, item, vpc!.id, ranges)),
    networkAcls: [defaultAcl(vpc!.id, places)],
    securityGroups: [...of('group').map((item) => securityGroup(planned, item, ipv6)), ...members.groups],
    interfaces: [...members.interfaces, ...balancers.interfaces, ...nat.flatMap((each) => each.interfaces)],
    instances: members.instances,
    internetGateways: of('gateway-attachment').map((item) => ({
      id: idOf(refOf(item, 'gateway')),
      scope: PLANNED_SCOPE,
      vpcs: [vpc!.id],
    })),
    egressOnlyGateways: of('egress-only-gateway').map(({ id }) => ({
      id,
      scope: PLANNED_SCOPE,
      vpcs: [vpc!.id],
    })),
    natGateways: nat.map((each) => each.gateway),
    endpoints: of('endpoint').map((item) => ({
      id: item.id,
      scope: PLANNED_SCOPE,
      vpc: vpc!.id,
      type: 'Gateway',
      service: textOf(item, 'service'),
      state: 'available',
    })),
    prefixLists: of('endpoint').map((item) => ({ id: prefixListOf(item), scope: PLANNED_SCOPE, cidrs: [] })),
    loadBalancers: balancers.loadBalancers,
    targetGroups: balancers.targetGroups,
  };
  return { model: createModel(content), isShort: addresses.isShort };
}

/** Whether members of a group are in a tier; nodes of a load balancer are chosen from all. */
function isIn({ groups }: NetworkFile, name: string, tier: string): boolean {
  if (name === DEFAULT_GROUP) return ![...groups.values()].some(({ tiers }) => tiers.includes(tier));
  return groups.get(name)?.tiers.includes(tier) ?? true;
}

/** Who needs addresses: groups and load balancers, beginning with the one whose turn it is. */
export function placeTakers({ groups, loadBalancers }: NetworkFile, turn: number): readonly string[] {
  const all = [...groups.keys(), DEFAULT_GROUP, ...loadBalancers.keys()];
  return [...all.slice(turn), ...all.slice(0, turn)];
}

function ipv6Range(item: Item | undefined, named: readonly Cidr[]): Cidr | undefined {
  if (!item) return undefined;
  const known = parseCidr(textOf(item, 'cidr'));
  return typeof known === 'string' ? ipv6StandIn(named) : known;
}

function subnetOf(item: PlannedItem, { zone, cidr, ipv6 }: PlannedPlace, vpc: string): Subnet {
  const tags = item.props['tags'] as Readonly<Record<string, string>>;
  return {
    id: item.id,
    scope: PLANNED_SCOPE,
    name: item.name,
    vpc,
    zone,
    zoneId: zone,
    cidrs: [cidr, ...(ipv6 ? [ipv6] : [])],
    assignsPublicAddresses: item.props['publicAddresses'] === true,
    tags,
  };
}
