import { formatAddress } from '../cidr/index.ts';
import { type Item, refOf, textOf } from '../desired/item.ts';
import type { LoadBalancer as WantedBalancer, NetworkFile, PortRange } from '../file/index.ts';
import type { Listener, LoadBalancer, NetworkInterface, Target, TargetGroup } from '../model/index.ts';
import { type Planned, type PlannedItem, PLANNED_SCOPE } from './planned.ts';
import type { PlannedMembers } from './planned-members.ts';
import { standInName } from './stand-ins.ts';

export interface PlannedBalancers {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly targetGroups: readonly TargetGroup[];
  readonly interfaces: readonly NetworkInterface[];
}

/** Load balancers with a node in each of their subnets, and targets that are healthy. */
export function plannedBalancers(planned: Planned, members: PlannedMembers): PlannedBalancers {
  const all = planned.of('load-balancer').flatMap((item) => {
    const wanted = planned.file.loadBalancers.get(groupName(item));
    return wanted ? [balancerOf(planned, members, item, wanted)] : [];
  });
  return {
    loadBalancers: all.map(({ balancer }) => balancer),
    targetGroups: all.flatMap(({ targetGroups }) => targetGroups),
    interfaces: all.flatMap(({ nodes }) => nodes),
  };
}

/** Its name in the file, which is that of its group. */
function groupName(item: Item): string {
  return (refOf(item, 'groups') ?? '').replace(/^group:/, '');
}

function balancerOf(planned: Planned, members: PlannedMembers, item: PlannedItem, wanted: WantedBalancer) {
  const { places, publicAddress, placesOf, of, idOf } = planned;
  const vpc = of('vpc')[0]!.id;
  const kind = textOf(item, 'type') === 'network' ? 'network' : 'application';
  const path = `${kind === 'network' ? 'net' : 'app'}/${item.name}/planned`;
  const subnets = [item.refs['subnets'] ?? []].flat().map(idOf);
  const isInternetFacing = textOf(item, 'scheme') === 'internet-facing';
  const isDual = textOf(item, 'ipAddressType') === 'dualstack';
  const groups = [item.refs['groups'] ?? []].flat().map(idOf);
  const nodes = placesOf(wanted.name)
    .filter(({ subnet }) => subnets.includes(subnet))
    .map(({ subnet, value, ipv6 }): NetworkInterface => ({
      id: standInName(item.name, value),
      scope: PLANNED_SCOPE,
      vpc,
      subnet,
      groups,
      addresses: [
        {
          private: { family: 4, value },
          ...(isInternetFacing && { public: { family: 4, value: publicAddress() } as const }),
        },
      ],
      ipv6: isDual && ipv6 !== undefined ? [{ family: 6, value: ipv6 }] : [],
      type: kind === 'network' ? 'network_load_balancer' : 'interface',
      description: `ELB ${path}`,
    }));
  const listeners = of('listener').filter((each) => refOf(each, 'loadBalancer') === item.key);
  const targets = new Set(listeners.map((each) => refOf(each, 'target') ?? ''));
  const balancer: LoadBalancer = {
    id: item.id,
    scope: PLANNED_SCOPE,
    shortName: item.name,
    path,
    kind,
    isInternetFacing,
    dnsName: `${item.name}.planned`,
    vpc,
    state: 'active',
    zones: places.filter(({ id }) => subnets.includes(id)).map(({ id, zone }) => ({ zone, subnet: id })),
    groups,
    listeners: listeners.map((each): Listener => ({
      arn: each.id,
      port: Number(each.props['port']),
      protocol: textOf(each, 'protocol'),
      defaultAction: {
        kind: 'forward',
        targets: [{ targetGroup: idOf(refOf(each, 'target')), weight: 1 }],
      },
      rules: [],
    })),
    // Those that it has as long as nobody sets others.
    attributes: new Map(),
  };
  const targetGroups = of('target-group')
    .filter(({ key }) => targets.has(key))
    .map((each) => targetGroupOf(planned, members, each, wanted.name));
  return { balancer, nodes, targetGroups };
}

function targetGroupOf(
  { file, places, of }: Planned,
  members: PlannedMembers,
  item: PlannedItem,
  balancer: string,
): TargetGroup {
  const port = Number(item.props['port']);
  const isInstance = textOf(item, 'targetType') !== 'ip';
  const groups = targetGroupsOf(file, balancer, port);
  const zones = new Map(places.map(({ id, zone }) => [id, zone]));
  return {
    id: item.id,
    scope: PLANNED_SCOPE,
    shortName: item.name,
    vpc: of('vpc')[0]!.id,
    protocol: textOf(item, 'protocol'),
    port,
    targetType: isInstance ? 'instance' : 'ip',
    family: 4,
    // Without groups, what it sends to is in none of the file.
    ...(groups.length > 0 && {
      targets: groups
        .flatMap((name) => members.byGroup.get(name) ?? [])
        .map((each): Target => ({
          id: isInstance ? each.instance! : formatAddress(each.addresses[0]!.private),
          port,
          zone: zones.get(each.subnet)!,
          state: 'healthy',
        })),
    }),
    attributes: new Map(),
  };
}

/**
 * Which groups the targets of a load balancer have is not in the file: those that let it in on their port; else those that
 * let it in on another one, and else all, so that what is missing is seen.
 */
function targetGroupsOf(file: NetworkFile, balancer: string, port: number): readonly string[] {
  const groups = [...file.groups.values()].map(({ name, allow }) => {
    const rules = allow.filter(({ from }) =>
      from.some((end) => end.kind === 'load-balancer' && end.name === balancer),
    );
    const isOpen = rules.some(({ ports }) => ports.some((range) => isIn(range, port)));
    return { name, rank: isOpen ? 2 : rules.length > 0 ? 1 : 0 };
  });
  const best = Math.max(...groups.map(({ rank }) => rank), 0);
  return groups.filter(({ rank }) => rank === best).map(({ name }) => name);
}

function isIn({ from, to }: PortRange, port: number): boolean {
  return port >= from && port <= to;
}
