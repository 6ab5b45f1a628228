import { type Address, parseCidr } from '../cidr/index.ts';
import type {
  InterfaceAddress,
  NatGateway,
  NetworkInterface,
  NetworkModel,
  Peering,
  RouteTarget,
  Subnet,
} from '../model/index.ts';
import {
  answersTo,
  intersect,
  isEmpty,
  type PacketSet,
  protocols,
  type Rewrite,
  rewritten,
  type Span,
  spansOf,
  subtract,
  unionOf,
} from '../packets/index.ts';
import { throughAcl } from './acls.ts';
import { endpointReason, fromGateway, notModeled, withAnswers } from './answers.ts';
import { atBalancer } from './balancers.ts';
import { type Membership, throughGroups } from './groups.ts';
import { agreed, pulledBack } from './leaves.ts';
import { publicPackets } from './public-addresses.ts';
import { proposedRoute, proposedRouteBack } from './proposed-routes.ts';
import { type Routed, takeRoutes } from './routes.ts';
import { addressed, spanOf, spansOfAddresses } from './rule-sets.ts';
import type { Split } from './split.ts';
import type { Hop, Leaf, Need, Reason, Sender } from './walk-types.ts';

/** NAT gateways choose one of these. AWS documentation: "Network ACLs" (ephemeral ports) in the VPC user guide. */
export const highPorts: Span<number> = [1024, 65_535];

/** A packet passes so many gateways and load balancers at most; what goes on is a loop. */
const MOST_STRETCHES = 12;

/** Packets on their way. */
interface Traveling {
  readonly set: PacketSet;
  readonly family: 4 | 6;
  readonly hops: readonly Hop[];
  /** The first thing on the way that is not known: what is reached behind it is not known to be. */
  readonly doubt?: Reason;
  readonly stretches: number;
}

export interface WalkOptions {
  /**
   * Rules that deny are noted here, and packets go on as if they had been changed: what would have to change. Without it they
   * end there.
   */
  readonly needs?: Need[];
  /** The name that clients ask a load balancer for. */
  readonly host?: string;
}

/** Follows sets of packets through a model. */
export interface Walker {
  /** From an interface. */
  send(set: PacketSet, family: 4 | 6, sender: Sender): readonly Leaf[];
  /** From the internet to public addresses. */
  receive(set: PacketSet, family: 4 | 6): readonly Leaf[];
}

export function createWalker(model: NetworkModel, { needs, host }: WalkOptions = {}): Walker {
  const start = (set: PacketSet, family: 4 | 6, hop: Hop): Traveling => ({
    set,
    family,
    hops: [hop],
    stretches: 0,
  });
  return {
    send: (set, family, sender) => leave(start(set, family, { at: 'from', id: sender.id }), sender),
    receive: (set, family) => fromInternet(start(set, family, { at: 'from', id: 'internet' })),
  };

  function leave(traveling: Traveling, sender: Sender): Leaf[] {
    const { set, family } = traveling;
    if (isEmpty(set)) return [];
    if (traveling.stretches > MOST_STRETCHES)
      return [unknown(traveling, { kind: 'not-modeled', what: 'loop', of: sender.id })];
    const { subnet } = sender;
    const inside = unionOf(
      (subnet?.cidrs ?? [])
        .filter((cidr) => cidr.family === family)
        .map((cidr) => intersect(set, addressed(family, 'destination', spanOf(cidr)))),
    );
    // Within a subnet neither its route table nor its network ACL is asked.
    const near = passGroups({ ...traveling, set: inside }, sender, { kind: 'vpc', vpc: sender.vpc }, (on) =>
      deliver(on, sender.vpc, sender),
    );
    const outside = { ...traveling, set: subtract(set, inside) };
    if (isEmpty(outside.set)) return near;
    return [...near, ...throughRoutes(outside, sender)];
  }

  function throughRoutes(traveling: Traveling, sender: Sender): Leaf[] {
    const { subnet } = sender;
    if (!subnet) return [unknown(traveling, { kind: 'not-collected', part: 'subnets', of: sender.id })];
    const table = model.routeTableOf(subnet);
    if (!table) return [unknown(traveling, { kind: 'not-collected', part: 'route-tables', of: subnet.id })];
    return takeRoutes(model, table, traveling.set, traveling.family).flatMap((routed) => {
      const take = (route: Routed['route'], destination: string | undefined): Leaf[] =>
        passGroups({ ...traveling, set: routed.set }, sender, membershipBeyond(route?.target, sender), (on) =>
          passAcl(on, subnet, true, (out) => {
            const proposed =
              !route || route.isBlackHole ? propose(out, sender, table.id, destination) : undefined;
            if (proposed) return toTarget(out, proposed, sender);
            if (!route)
              return [
                blocked(out, { kind: 'no-route', isAnswer: false, table: table.id, subnet: subnet.id }),
              ];
            if (route.isBlackHole)
              return [
                blocked(out, {
                  kind: 'black-hole',
                  isAnswer: false,
                  table: table.id,
                  target: route.target.id,
                }),
              ];
            const rule = `${destination ?? ('prefixList' in route.destination ? route.destination.prefixList : '')} ${route.target.id}`;
            return toTarget(
              { ...out, hops: [...out.hops, { at: 'route', id: table.id, rule: rule.trim() }] },
              route.target,
              sender,
            );
          }),
        );
      const first = take(routed.route, routed.destination);
      if (!routed.or) return first;
      const lists = routed.or.map(({ destination }) =>
        'prefixList' in destination ? destination.prefixList : '?',
      );
      const others = routed.or.map((route) => take(route, undefined));
      return agreed(routed.set, [first, ...others], {
        kind: 'not-collected',
        part: 'managed-prefix-list-entries',
        of: [...new Set(lists)].join(', '),
      });
    });
  }

  /** A route that would lead on, if one is wanted. */
  function propose(
    { set, family }: Traveling,
    sender: Sender,
    table: string,
    destination: string | undefined,
  ): RouteTarget | undefined {
    if (!needs) return undefined;
    const found = proposedRoute(model, { set, family, vpc: sender.vpc, isPublic: isPublic(sender, family) });
    if (!found) return undefined;
    const parsed = destination === undefined ? undefined : parseCidr(destination);
    // A black hole is replaced where it is: another route to a larger range would not be asked.
    const range = parsed === undefined || typeof parsed === 'string' ? found.destination : parsed;
    needs.push({ kind: 'route', table, family, destination: range, target: found.target });
    return found.target;
  }

  function isPublic(sender: Sender, family: 4 | 6): boolean {
    return family === 6 || addressesOf(sender).some((pair) => pair.public);
  }

  /** In which VPC addresses are looked up to find the groups of the other side. */
  function membershipBeyond(target: RouteTarget | undefined, sender: Sender): Membership {
    if (target?.kind === 'local') return { kind: 'vpc', vpc: sender.vpc };
    if (target?.kind !== 'peering') return { kind: 'none' };
    const peering = model.peerings.get(target.id);
    if (!peering) {
      return {
        kind: 'unknown',
        reason: { kind: 'not-collected', part: 'vpc-peering-connections', of: target.id },
      };
    }
    return membershipOver(peering, sender.vpc);
  }

  function passGroups(
    traveling: Traveling,
    sender: Sender,
    membership: Membership,
    next: (on: Traveling) => Leaf[],
  ): Leaf[] {
    if (isEmpty(traveling.set)) return [];
    if (sender.groups === undefined) return next(traveling);
    const split = throughGroups(model, traveling.set, {
      family: traveling.family,
      isEgress: true,
      interface: sender.id,
      groups: sender.groups,
      membership: notCollected(membership) ?? membership,
    });
    return pass(traveling, split, next, (denied) => ({
      kind: 'group',
      isEgress: true,
      interface: sender.id,
      groups: sender.groups!,
      family: traveling.family,
      set: denied,
      peerGroups: membership.kind === 'vpc' ? groupsAt(membership.vpc, traveling.family, denied) : [],
    }));
  }

  /** Groups stand for interfaces: where those were not collected, nothing is known about members. */
  function notCollected(membership: Membership): Membership | undefined {
    if (membership.kind !== 'vpc') return undefined;
    if (model.isCollected(model.vpcs.get(membership.vpc), 'network-interfaces')) return undefined;
    return {
      kind: 'unknown',
      reason: { kind: 'not-collected', part: 'network-interfaces', of: membership.vpc },
    };
  }

  /** The groups of the one interface that all of these packets go to. */
  function groupsAt(vpc: string, family: 4 | 6, set: PacketSet): readonly string[] {
    const all = spansOf(set);
    const value = all[0]?.destination[0];
    if (
      value === undefined ||
      all.some(({ destination }) => destination[0] !== value || destination[1] !== value)
    )
      return [];
    return model.interfaceAt(vpc, { family, value })?.groups ?? [];
  }

  function passAcl(
    traveling: Traveling,
    subnet: Subnet,
    isEgress: boolean,
    next: (on: Traveling) => Leaf[],
  ): Leaf[] {
    if (isEmpty(traveling.set)) return [];
    const { family, set } = traveling;
    const split = throughAcl(model, subnet, set, { family, isEgress, isAnswer: false });
    return pass(traveling, split, next, (denied) => ({
      kind: 'acl',
      isEgress,
      acl: model.aclOf(subnet)!.id,
      family,
      set: denied,
    }));
  }

  /** Goes on with what is allowed, and with what is not known; ends what is denied. */
  function pass(
    traveling: Traveling,
    { allowed, denied, unknown: maybe, hops }: Split,
    next: (on: Traveling) => Leaf[],
    needOf?: (set: PacketSet, reason: Reason) => Need | undefined,
  ): Leaf[] {
    const on = [...traveling.hops, ...hops];
    const leaves: Leaf[] = [];
    let through = allowed;
    for (const { set, reason } of denied) {
      const need = needs && needOf?.(set, reason);
      if (need) {
        needs.push(need);
        through = [...through, ...set];
      } else leaves.push(blocked({ ...traveling, set }, reason));
    }
    if (!isEmpty(through)) leaves.push(...next({ ...traveling, set: through, hops: on }));
    for (const { set, reason } of maybe)
      leaves.push(...next({ ...traveling, set, doubt: traveling.doubt ?? reason }));
    return leaves;
  }

  /** Packets arrive where their stretch ends: goes on with those whose answers come back. */
  function arrive(
    traveling: Traveling,
    sender: Sender,
    at: { readonly subnet?: Subnet; readonly gateway?: string; readonly vpc: string },
    next: (on: Traveling) => Leaf[],
  ): Leaf[] {
    const { family, set } = traveling;
    if (isEmpty(set)) return [];
    const split = withAnswers(model, set, { family, at, back: sender.back });
    return pass(traveling, split, next, (denied, reason) => {
      if (reason.kind === 'acl')
        return { kind: 'acl', isEgress: reason.isEgress, acl: reason.acl, family, set: answersTo(denied) };
      if (reason.kind !== 'no-route') return undefined;
      const found = proposedRouteBack(model, {
        set: answersTo(denied),
        family,
        vpc: at.vpc,
        back: sender.back,
      });
      return found && { kind: 'route', table: reason.table, family, ...found };
    });
  }

  function toTarget(traveling: Traveling, target: RouteTarget, sender: Sender): Leaf[] {
    switch (target.kind) {
      case 'local':
        return deliver(traveling, sender.vpc, sender);
      case 'internet-gateway':
        return toInternetGateway(traveling, target.id, sender);
      case 'egress-only-internet-gateway':
        return toEgressOnlyGateway(traveling, target.id, sender);
      case 'nat-gateway':
        return sender.isNat
          ? [unknown(traveling, { kind: 'not-modeled', what: 'nat-route', of: target.id })]
          : toNat(traveling, target.id, sender);
      case 'peering':
        return sender.isNat
          ? [unknown(traveling, { kind: 'not-modeled', what: 'nat-route', of: target.id })]
          : toPeer(traveling, target.id, sender);
      case 'endpoint':
        return sender.isNat
          ? [unknown(traveling, { kind: 'not-modeled', what: 'nat-route', of: target.id })]
          : toEndpoint(traveling, target.id, sender);
      default:
        return [unknown(traveling, notModeled(target))];
    }
  }

  /** To the interface with the destination address. */
  function deliver(traveling: Traveling, vpc: string, sender: Sender): Leaf[] {
    const { set, family } = traveling;
    const leaves: Leaf[] = [];
    const found: bigint[] = [];
    for (const { address, interface: to } of ownersIn(vpc, family, set)) {
      const hit = intersect(set, addressed(family, 'destination', [address.value, address.value]));
      if (isEmpty(hit)) continue;
      found.push(address.value);
      leaves.push(...deliverTo({ ...traveling, set: hit }, to, address, sender));
    }
    const left = subtract(
      set,
      spansOfAddresses(found).flatMap((span) => addressed(family, 'destination', span)),
    );
    if (isEmpty(left)) return leaves;
    const isKnown = model.isCollected(model.vpcs.get(vpc), 'network-interfaces');
    const rest = { ...traveling, set: left };
    leaves.push(
      isKnown
        ? blocked(rest, { kind: 'no-interface', vpc })
        : unknown(rest, { kind: 'not-collected', part: 'network-interfaces', of: vpc }),
    );
    return leaves;
  }

  function ownersIn(vpc: string, family: 4 | 6, set: PacketSet) {
    const spans = spansOf(set).map(({ destination }) => destination);
    if (spans.every(([first, last]) => first === last)) {
      return [...new Set(spans.map(([value]) => value))].flatMap((value) => {
        const address: Address = { family, value };
        const to = model.interfaceAt(vpc, address);
        return to ? [{ address, interface: to }] : [];
      });
    }
    return model
      .addressesOf(vpc, family)
      .filter(({ address: { value } }) => spans.some(([first, last]) => value >= first && value <= last));
  }

  function deliverTo(traveling: Traveling, to: NetworkInterface, address: Address, sender: Sender): Leaf[] {
    const subnet = model.subnets.get(to.subnet);
    if (!subnet) return [unknown(traveling, { kind: 'not-collected', part: 'subnets', of: to.subnet })];
    const inside = (on: Traveling): Leaf[] => atInterface(on, { to, address, subnet, sender });
    return sender.subnet?.id === subnet.id ? inside(traveling) : passAcl(traveling, subnet, false, inside);
  }

  function atInterface(traveling: Traveling, { to, address, subnet, sender }: Landing): Leaf[] {
    const nat = model.natAt(to.vpc, address);
    if (nat) return [blocked(traveling, { kind: 'nat-inbound', gateway: nat.id })];
    if (to.type === 'nat_gateway')
      return [unknown(traveling, { kind: 'not-collected', part: 'nat-gateways', of: to.id })];
    if (to.type?.startsWith('gateway_load_balancer') || to.type === 'transit_gateway')
      return [unknown(traveling, { kind: 'not-modeled', what: 'middlebox', of: to.id })];
    const balancer = model.balancerOf(to);
    const at = { vpc: to.vpc, subnet };
    if (balancer) {
      const hasNoGroups = balancer.kind === 'network' && balancer.groups.length === 0;
      return throughIngress(traveling, to, hasNoGroups ? undefined : balancer.groups, sender, (on) =>
        arrive(on, sender, at, (back) =>
          atBalancer(model, balancer, to, {
            set: back.set,
            family: back.family,
            host,
            end(set, hops, reason) {
              const here = { ...back, set, hops: [...back.hops, ...hops] };
              if (!reason) return reached(here);
              const { isUnknown, ...why } = reason;
              return isUnknown ? unknown(here, why) : blocked(here, why);
            },
            stretch: (rewrite, onward) => stretch(back, rewrite, onward),
          }),
        ),
      );
    }
    if (to.description?.startsWith('ELB '))
      return [unknown(traveling, { kind: 'not-collected', part: 'load-balancers', of: to.description })];
    const running = stateOf(model, to);
    if (running && 'state' in running) return [blocked(traveling, running)];
    return throughIngress(traveling, to, to.groups, sender, (on) => {
      const sure = running ? { ...on, doubt: on.doubt ?? running } : on;
      return arrive(sure, sender, at, (back) => [
        reached({ ...back, hops: [...back.hops, { at: 'to', id: to.id }] }),
      ]);
    });
  }

  function throughIngress(
    traveling: Traveling,
    to: NetworkInterface,
    groups: readonly string[] | undefined,
    sender: Sender,
    next: (on: Traveling) => Leaf[],
  ): Leaf[] {
    if (groups === undefined) return next(traveling);
    const membership: Membership = sender.countsAs
      ? { kind: 'groups', groups: sender.countsAs }
      : sender.back.kind === 'gateway'
        ? { kind: 'none' }
        : membershipOf(sender, to.vpc);
    const split = throughGroups(model, traveling.set, {
      family: traveling.family,
      isEgress: false,
      interface: to.id,
      groups,
      membership: notCollected(membership) ?? membership,
    });
    return pass(traveling, split, next, (denied) => ({
      kind: 'group',
      isEgress: false,
      interface: to.id,
      groups,
      family: traveling.family,
      set: denied,
      peerGroups: sender.countsAs ?? (membership.kind === 'vpc' ? (sender.interface?.groups ?? []) : []),
    }));
  }

  function membershipOf(sender: Sender, vpc: string): Membership {
    if (sender.vpc === vpc) return { kind: 'vpc', vpc };
    const peerings = model.content.peerings.filter(
      ({ requester, accepter }) =>
        [requester.vpc, accepter.vpc].includes(vpc) && [requester.vpc, accepter.vpc].includes(sender.vpc),
    );
    const [peering] = peerings;
    if (!peering) return { kind: 'none' };
    return membershipOver(peering, vpc);
  }

  function stretch(
    from: Traveling,
    rewrite: Rewrite,
    { sender, family, hops = [], set = from.set }: Stretch,
  ): Leaf[] {
    const out = rewritten(set, rewrite);
    const leaves = leave(
      { ...from, set: out, family, hops: [...from.hops, ...hops], stretches: from.stretches + 1 },
      sender,
    );
    return pulledBack(leaves, rewrite, set);
  }

  function toNat(traveling: Traveling, id: string, sender: Sender): Leaf[] {
    const nat = model.natGateways.get(id);
    if (!nat) {
      return [unknown(traveling, { kind: 'not-collected', part: 'nat-gateways', of: id })];
    }
    if (nat.state !== 'available')
      return [blocked(traveling, { kind: 'nat-state', gateway: id, state: nat.state })];
    if (traveling.family === 6) return [unknown(traveling, { kind: 'not-modeled', what: 'nat64', of: id })];
    if (!nat.isPublic) return [unknown(traveling, { kind: 'not-modeled', what: 'private-nat', of: id })];
    const handled = unionOf(
      [protocols.tcp, protocols.udp, protocols.icmp].map((protocol) =>
        traveling.set.filter((box) => box[4] === protocol && box[5] === protocol),
      ),
    );
    const other = { ...traveling, set: subtract(traveling.set, handled) };
    const leaves = isEmpty(other.set) ? [] : [blocked(other, { kind: 'nat-protocol', gateway: id })];
    if (nat.subnet === undefined)
      return [...leaves, ...regionalNat({ ...traveling, set: handled }, nat, sender)];
    const subnet = model.subnets.get(nat.subnet);
    if (!subnet)
      return [
        ...leaves,
        unknown({ ...traveling, set: handled }, { kind: 'not-collected', part: 'subnets', of: nat.subnet }),
      ];
    const inside = (on: Traveling): Leaf[] =>
      arrive(on, sender, { vpc: nat.vpc, subnet }, (back) =>
        stretch(back, natRewrite(nat), {
          family: 4,
          hops: [{ at: 'nat', id }],
          sender: { id, vpc: nat.vpc, subnet, isNat: true, back: { kind: 'subnet', subnet } },
        }),
      );
    const on = { ...traveling, set: handled };
    leaves.push(...(sender.subnet?.id === subnet.id ? inside(on) : passAcl(on, subnet, false, inside)));
    return leaves;
  }

  /**
   * A regional NAT gateway is in no subnet: it has a route table of its own that leads to the internet gateway. AWS
   * documentation: "Regional NAT gateways for automatic multi-AZ expansion" in the VPC user guide. That no network ACL is
   * before it is not said there, and not verified.
   */
  function regionalNat(traveling: Traveling, nat: NatGateway, sender: Sender): Leaf[] {
    const gateway = model.internetGatewayOf(nat.vpc);
    if (isEmpty(traveling.set)) return [];
    if (!gateway) {
      return [
        model.isCollected(nat, 'internet-gateways')
          ? blocked(traveling, { kind: 'no-internet-gateway', vpc: nat.vpc })
          : unknown(traveling, { kind: 'not-collected', part: 'internet-gateways', of: nat.vpc }),
      ];
    }
    const open = throughPublicAccess(sender.subnet, true);
    if (open.blocked) return [blocked(traveling, open.blocked)];
    const addresses = nat.addresses.flatMap((pair) => (pair.public ? [pair.public.value] : []));
    if (addresses.length === 0) return [blocked(traveling, { kind: 'no-public-address', id: nat.id })];
    const outward = intersect(traveling.set, publicPackets(4, 'destination'));
    const inner = subtract(traveling.set, outward);
    const rewrite: Rewrite = {
      source: addresses.map((value) => [value, value] as const),
      sourcePort: highPorts,
    };
    const hops = [{ at: 'nat', id: nat.id } as const, { at: 'internet-gateway', id: gateway.id } as const];
    return [
      ...(isEmpty(inner)
        ? []
        : [unknown({ ...traveling, set: inner }, { kind: 'not-modeled', what: 'nat-route', of: nat.id })]),
      ...arrive(
        { ...traveling, set: outward, ...withDoubt(traveling, open.doubt) },
        sender,
        { vpc: nat.vpc },
        (back) => {
          const out = { ...back, set: rewritten(back.set, rewrite), hops: [...back.hops, ...hops] };
          return pulledBack(outside(out), rewrite, back.set);
        },
      ),
    ];
  }

  function natRewrite(nat: NatGateway): Rewrite {
    return {
      source: nat.addresses.map(({ private: { value } }) => [value, value] as const),
      sourcePort: highPorts,
    };
  }

  function toInternetGateway(traveling: Traveling, id: string, sender: Sender): Leaf[] {
    const { family, set } = traveling;
    const open = throughPublicAccess(sender.subnet, sender.isNat === true);
    if (open.blocked) return [blocked(traveling, open.blocked)];
    const outward = intersect(set, publicPackets(family, 'destination'));
    const inward = subtract(set, outward);
    const leaves: Leaf[] = isEmpty(inward)
      ? []
      : [blocked({ ...traveling, set: inward }, { kind: 'not-public', gateway: id })];
    const on: Traveling = { ...traveling, set: outward, ...withDoubt(traveling, open.doubt) };
    if (isEmpty(outward)) return leaves;
    const hops = [{ at: 'internet-gateway', id }] as const;
    const at = { vpc: sender.vpc, gateway: id };
    if (family === 6) {
      const isGlobal = intersect(outward, publicPackets(6, 'source'));
      const local = subtract(outward, isGlobal);
      if (!isEmpty(local))
        leaves.push(blocked({ ...on, set: local }, { kind: 'no-public-address', id: sender.id }));
      leaves.push(
        ...arrive({ ...on, set: isGlobal }, sender, at, (back) =>
          outside({ ...back, hops: [...back.hops, ...hops] }),
        ),
      );
      return leaves;
    }
    const translated: PacketSet[] = [];
    for (const { private: inner, public: outer } of addressesOf(sender)) {
      const part = intersect(outward, addressed(4, 'source', [inner.value, inner.value]));
      if (isEmpty(part) || !outer) continue;
      translated.push(part);
      const rewrite: Rewrite = { source: [[outer.value, outer.value]] };
      leaves.push(
        ...arrive({ ...on, set: part }, sender, at, (back) => {
          const out = { ...back, set: rewritten(back.set, rewrite), hops: [...back.hops, ...hops] };
          return pulledBack(outside(out), rewrite, back.set);
        }),
      );
    }
    const left = subtract(outward, unionOf(translated));
    if (!isEmpty(left))
      leaves.push(blocked({ ...on, set: left }, { kind: 'no-public-address', id: sender.id }));
    return leaves;
  }

  function addressesOf(sender: Sender): readonly InterfaceAddress[] {
    if (sender.isNat) return model.natGateways.get(sender.id)?.addresses ?? [];
    return sender.interface?.addresses ?? [];
  }

  function throughPublicAccess(
    subnet: Subnet | undefined,
    isOut: boolean,
  ): { readonly blocked?: Reason; readonly doubt?: Reason } {
    if (!subnet) return {};
    const state = model.publicAccessOf(subnet);
    if (!state) {
      return {
        doubt: { kind: 'not-collected', part: 'vpc-block-public-access-options', of: subnet.id },
      };
    }
    if (isOut ? state.out : state.direct) return {};
    if (!isOut && state.isEgressExclusion)
      return { doubt: { kind: 'not-modeled', what: 'egress-exclusion', of: subnet.id } };
    return { blocked: { kind: 'public-access-blocked', subnet: subnet.id } };
  }

  function toEgressOnlyGateway(traveling: Traveling, id: string, sender: Sender): Leaf[] {
    const open = throughPublicAccess(sender.subnet, true);
    if (open.blocked) return [blocked(traveling, open.blocked)];
    const outward = intersect(traveling.set, publicPackets(6, 'destination'));
    const left = subtract(traveling.set, outward);
    return [
      ...(isEmpty(left) ? [] : [blocked({ ...traveling, set: left }, { kind: 'not-public', gateway: id })]),
      ...arrive(
        { ...traveling, set: outward, ...withDoubt(traveling, open.doubt) },
        sender,
        { vpc: sender.vpc, gateway: id },
        (back) => outside({ ...back, hops: [...back.hops, { at: 'egress-only-internet-gateway', id }] }),
      ),
    ];
  }

  /** On the internet: to a public address of the model, or away. */
  function outside(traveling: Traveling): Leaf[] {
    const { inside, away } = owned(traveling);
    return [
      ...(isEmpty(away)
        ? []
        : [
            reached({
              ...traveling,
              set: away,
              hops: [...traveling.hops, { at: 'internet', id: 'internet' }],
            }),
          ]),
      ...inside.flatMap(({ set, owner }) =>
        inward({ ...traveling, set, stretches: traveling.stretches + 1 }, owner.interface, owner.address),
      ),
    ];
  }

  function fromInternet(traveling: Traveling): Leaf[] {
    const { inside, away } = owned(traveling);
    return [
      ...(isEmpty(away)
        ? []
        : [
            unknown(
              { ...traveling, set: away },
              { kind: 'not-modeled', what: 'other-network', of: 'internet' },
            ),
          ]),
      ...inside.flatMap(({ set, owner }) => inward({ ...traveling, set }, owner.interface, owner.address)),
    ];
  }

  /** Packets by the interface that has their public destination; `away`: none of the model has. */
  function owned({ set, family }: Traveling) {
    const spans = spansOf(set).map(({ destination }) => destination);
    const isSingle = spans.every(([first, last]) => first === last);
    const owners = isSingle
      ? [...new Set(spans.map(([value]) => value))].flatMap(
          (value) => model.publicOwner({ family, value }) ?? [],
        )
      : model
          .publicOwners(family)
          .filter(({ public: { value } }) => spans.some(([first, last]) => value >= first && value <= last));
    let away = set;
    const inside = owners.map((owner) => {
      const about = addressed(family, 'destination', [owner.public.value, owner.public.value]);
      const part = intersect(away, about);
      away = subtract(away, about);
      return { set: part, owner };
    });
    return { inside, away };
  }

  function inward(traveling: Traveling, to: NetworkInterface, address: Address): Leaf[] {
    if (traveling.stretches > MOST_STRETCHES)
      return [unknown(traveling, { kind: 'not-modeled', what: 'loop', of: 'internet' })];
    const gateway = model.internetGatewayOf(to.vpc);
    if (!gateway) {
      return [
        model.isCollected(to, 'internet-gateways')
          ? blocked(traveling, { kind: 'no-internet-gateway', vpc: to.vpc })
          : unknown(traveling, { kind: 'not-collected', part: 'internet-gateways', of: to.vpc }),
      ];
    }
    const subnet = model.subnets.get(to.subnet);
    const open = throughPublicAccess(subnet, false);
    if (open.blocked) return [blocked(traveling, open.blocked)];
    const rewrite: Rewrite = traveling.family === 4 ? { destination: [[address.value, address.value]] } : {};
    const sender: Sender = {
      id: gateway.id,
      vpc: to.vpc,
      back: { kind: 'gateway', id: gateway.id, vpc: to.vpc },
    };
    const inner: Traveling = {
      ...traveling,
      set: rewritten(traveling.set, rewrite),
      hops: [...traveling.hops, { at: 'internet-gateway', id: gateway.id }],
      stretches: traveling.stretches + 1,
      ...withDoubt(traveling, open.doubt),
    };
    const split = fromGateway(model, inner.set, { family: inner.family, gateway: gateway.id, vpc: to.vpc });
    const leaves = pass(inner, split, (on) => deliverTo(on, to, address, sender));
    return pulledBack(leaves, rewrite, traveling.set);
  }

  function toPeer(traveling: Traveling, id: string, sender: Sender): Leaf[] {
    const peering = model.peerings.get(id);
    if (!peering)
      return [unknown(traveling, { kind: 'not-collected', part: 'vpc-peering-connections', of: id })];
    if (peering.status !== 'active')
      return [blocked(traveling, { kind: 'peering-state', peering: id, status: peering.status })];
    const other = peering.requester.vpc === sender.vpc ? peering.accepter : peering.requester;
    const vpc = model.vpcs.get(other.vpc);
    if (!vpc) return [unknown(traveling, { kind: 'not-collected', part: 'vpcs', of: other.vpc })];
    const inside = intersect(
      traveling.set,
      unionOf(
        vpc.cidrs
          .filter((cidr) => cidr.family === traveling.family)
          .map((cidr) => addressed(traveling.family, 'destination', spanOf(cidr))),
      ),
    );
    const onward = subtract(traveling.set, inside);
    const hops = [...traveling.hops, { at: 'peering', id } as const];
    return [
      ...(isEmpty(onward)
        ? []
        : [
            blocked(
              { ...traveling, set: onward, hops },
              { kind: 'peering-onward', peering: id, vpc: vpc.id },
            ),
          ]),
      ...(isEmpty(inside) ? [] : deliver({ ...traveling, set: inside, hops }, vpc.id, sender)),
    ];
  }

  /** To S3 or DynamoDB; whether the policies of the endpoint and of the bucket allow it is not asked. */
  function toEndpoint(traveling: Traveling, id: string, sender: Sender): Leaf[] {
    const endpoint = model.endpoints.get(id);
    if (endpoint?.type !== 'Gateway') return [unknown(traveling, endpointReason(endpoint, id))];
    return arrive(traveling, sender, { vpc: sender.vpc }, (back) => [
      reached({ ...back, hops: [...back.hops, { at: 'endpoint', id, rule: endpoint.service }] }),
    ]);
  }
}

interface Landing {
  readonly to: NetworkInterface;
  readonly address: Address;
  readonly subnet: Subnet;
  readonly sender: Sender;
}

/** The next stretch, behind a gateway or load balancer. */
export interface Stretch {
  readonly sender: Sender;
  readonly family: 4 | 6;
  readonly hops?: readonly Hop[];
  /** Default: all packets that arrived. */
  readonly set?: PacketSet;
}

function withDoubt(traveling: Traveling, doubt: Reason | undefined): { readonly doubt?: Reason } {
  const found = traveling.doubt ?? doubt;
  return found ? { doubt: found } : {};
}

/** Groups of a peer count in the same region only. AWS documentation: "Update your security groups to reference peer security groups". */
function membershipOver({ id, requester, accepter, status }: Peering, vpc: string): Membership {
  if (status !== 'active') return { kind: 'none' };
  if (requester.region === undefined || accepter.region === undefined)
    return { kind: 'unknown', reason: { kind: 'not-modeled', what: 'peer-region', of: id } };
  if (requester.region !== accepter.region) return { kind: 'none' };
  return { kind: 'vpc', vpc: requester.vpc === vpc ? accepter.vpc : requester.vpc };
}

/** Why an interface does not answer, or why that is not known. */
function stateOf(model: NetworkModel, { instance, scope }: NetworkInterface): Reason | undefined {
  if (instance === undefined) return undefined;
  const found = model.instances.get(instance);
  if (!found) {
    return model.isCollected({ scope }, 'instances')
      ? { kind: 'not-running', instance, state: 'terminated' }
      : { kind: 'not-collected', part: 'instances', of: instance };
  }
  return found.state === 'running' ? undefined : { kind: 'not-running', instance, state: found.state };
}

function blocked({ set, hops }: Traveling, reason: Reason): Leaf {
  return { set, hops, status: 'blocked', reason };
}

function unknown({ set, hops }: Traveling, reason: Reason): Leaf {
  return { set, hops, status: 'unknown', reason };
}

function reached({ set, hops, doubt }: Traveling): Leaf {
  return doubt ? { set, hops, status: 'unknown', reason: doubt } : { set, hops, status: 'reached' };
}
