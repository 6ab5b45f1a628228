import { formatCidr } from '../cidr/index.ts';
import type { NetworkModel, RouteTable, Subnet } from '../model/index.ts';

export type SuspicionKind =
  | 'private-subnet-public-route'
  | 'balancer-without-internet'
  | 'nat-in-another-zone'
  | 'black-hole-route'
  | 'rule-of-nothing'
  | 'empty-group'
  | 'world-open-group'
  | 'subnet-near-exhaustion';

/** Something that is probably not meant. */
export interface Suspicion {
  readonly kind: SuspicionKind;
  readonly id: string;
  /** What it is about: a route, a rule, a range, another resource. */
  readonly detail: string;
}

/** A load balancer needs eight free addresses in each of its subnets ("Subnets for your load balancer"). */
const FEW_ADDRESSES = 8;

/** What looks wrong in a model, of one VPC or of all. */
export function findSuspicions(model: NetworkModel, vpc?: string): readonly Suspicion[] {
  const { content } = model;
  const isOwn = (each: { readonly vpc?: string }) => vpc === undefined || each.vpc === vpc;
  const found: Suspicion[] = [];
  const add = (kind: SuspicionKind, id: string, detail: string) => found.push({ kind, id, detail });

  const subnets = content.subnets.filter(isOwn);
  for (const subnet of subnets) {
    const table = model.routeTableOf(subnet);
    const gateway = table && internetRoute(table);
    if (gateway && isCalledPrivate(subnet))
      add('private-subnet-public-route', subnet.id, `${table.id} ${gateway}`);
    for (const route of table?.routes ?? []) {
      const nat = route.target.kind === 'nat-gateway' ? model.natGateways.get(route.target.id) : undefined;
      const other = nat?.subnet === undefined ? undefined : model.subnets.get(nat.subnet);
      if (other && other.zone !== subnet.zone)
        add('nat-in-another-zone', subnet.id, `${nat!.id} ${other.zone}`);
    }
    if (subnet.freeAddresses !== undefined && subnet.freeAddresses < FEW_ADDRESSES)
      add('subnet-near-exhaustion', subnet.id, String(subnet.freeAddresses));
  }
  for (const table of content.routeTables.filter(isOwn)) {
    for (const { isBlackHole, destination, target } of table.routes) {
      if (!isBlackHole) continue;
      const to = 'prefixList' in destination ? destination.prefixList : formatCidr(destination);
      add('black-hole-route', table.id, `${to} ${target.id}`);
    }
  }
  for (const balancer of content.loadBalancers.filter((each) => isOwn(each) && each.isInternetFacing)) {
    for (const { subnet } of balancer.zones) {
      const known = model.subnets.get(subnet);
      const table = known && model.routeTableOf(known);
      if (table && !internetRoute(table)) add('balancer-without-internet', balancer.shortName, subnet);
    }
  }
  const used = new Set([
    ...content.interfaces.flatMap(({ groups }) => groups),
    ...content.loadBalancers.flatMap(({ groups }) => groups),
  ]);
  for (const group of content.securityGroups.filter(isOwn)) {
    const isMembershipKnown = model.isCollected(group, 'network-interfaces');
    if (isMembershipKnown && !used.has(group.id) && group.groupName !== 'default')
      add('empty-group', group.id, group.groupName ?? '');
    for (const rule of group.rules) {
      if (rule.peer.kind === 'group') {
        const isKnown = model.securityGroups.has(rule.peer.group);
        // A group of a peer is in another account or folder.
        const isPeer = content.peerings.length > 0;
        if (isMembershipKnown && !used.has(rule.peer.group) && (isKnown || !isPeer))
          add('rule-of-nothing', group.id, rule.peer.group);
      }
      const isWorld = rule.peer.kind === 'cidr' && rule.peer.cidr.length === 0;
      const isWeb = rule.ports[0] === rule.ports[1] && (rule.ports[0] === 80 || rule.ports[0] === 443);
      if (isWorld && !rule.isEgress && !isWeb && used.has(group.id)) {
        const ports = rule.protocol === -1 ? 'all' : rule.ports.join('-');
        add(
          'world-open-group',
          group.id,
          `${ports} ${formatCidr((rule.peer as { cidr: Parameters<typeof formatCidr>[0] }).cidr)}`,
        );
      }
    }
  }
  return found;
}

function internetRoute(table: RouteTable): string | undefined {
  const route = table.routes.find(
    ({ target, destination, isBlackHole }) =>
      target.kind === 'internet-gateway' &&
      !isBlackHole &&
      !('prefixList' in destination) &&
      destination.length === 0,
  );
  return route?.target.id;
}

/** By its name or tags. */
function isCalledPrivate({ name, tags = {} }: Subnet): boolean {
  const words = [
    name ?? '',
    tags['groundcrew:tier'] ?? '',
    tags['aws-cdk:subnet-type'] ?? '',
    tags['Tier'] ?? '',
  ];
  return words.some((word) =>
    /\b(?:private|data|database|db|isolated|internal)\b/i.test(word.replaceAll('_', ' ')),
  );
}
