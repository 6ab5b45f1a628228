import { parseCidr } from '../../cidr/index.ts';
import type { RouteTarget } from '../../model/index.ts';
import { intersect, isEmpty, subtract, unionOf } from '../../packets/index.ts';
import { notModeled } from '../answers.ts';
import { agreed } from '../leaves.ts';
import { proposedRoute } from '../proposed-routes.ts';
import { type Routed, takeRoutes } from '../routes.ts';
import { addressed, spanOf } from '../rule-sets.ts';
import type { Leaf, Sender } from '../walk-types.ts';
import { deliver } from './delivery.ts';
import { passAcl, passGroups } from './filters.ts';
import { toEgressOnlyGateway, toInternetGateway } from './gateways.ts';
import { membershipBeyond } from './membership.ts';
import { toNat } from './nat.ts';
import { toEndpoint, toPeer } from './peering.ts';
import { addressesOf } from './senders.ts';
import { blocked, MAX_LEGS, type Traveling, unknown, type Walk } from './traveling.ts';

/** Packets leave a sender: within its subnet, or along the routes of the subnet. */
export function leave(walk: Walk, traveling: Traveling, sender: Sender): Leaf[] {
  const { set, family } = traveling;
  if (isEmpty(set)) return [];
  if (traveling.legs > MAX_LEGS)
    return [unknown(traveling, { kind: 'not-modeled', what: 'loop', of: sender.id })];
  const { subnet } = sender;
  const inside = unionOf(
    (subnet?.cidrs ?? [])
      .filter((cidr) => cidr.family === family)
      .map((cidr) => intersect(set, addressed(family, 'destination', spanOf(cidr)))),
  );
  // Within a subnet neither its route table nor its network ACL is asked.
  const near = passGroups(
    walk,
    { ...traveling, set: inside },
    sender,
    { kind: 'vpc', vpc: sender.vpc },
    (on) => deliver(walk, on, sender.vpc, sender),
  );
  const outside = { ...traveling, set: subtract(set, inside) };
  if (isEmpty(outside.set)) return near;
  return [...near, ...throughRoutes(walk, outside, sender)];
}

function throughRoutes(walk: Walk, traveling: Traveling, sender: Sender): Leaf[] {
  const { subnet } = sender;
  if (!subnet) return [unknown(traveling, { kind: 'not-collected', part: 'subnets', of: sender.id })];
  const table = walk.model.routeTableOf(subnet);
  if (!table) return [unknown(traveling, { kind: 'not-collected', part: 'route-tables', of: subnet.id })];
  return takeRoutes(walk.model, table, traveling.set, traveling.family).flatMap((routed) => {
    const take = (route: Routed['route'], destination: string | undefined): Leaf[] =>
      passGroups(
        walk,
        { ...traveling, set: routed.set },
        sender,
        membershipBeyond(walk, route?.target, sender),
        (on) =>
          passAcl(walk, on, subnet, true, (out) => {
            const proposed =
              !route || route.isBlackHole ? propose(walk, out, sender, table.id, destination) : undefined;
            if (proposed) return toTarget(walk, out, proposed, sender);
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
              walk,
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
  walk: Walk,
  { set, family }: Traveling,
  sender: Sender,
  table: string,
  destination: string | undefined,
): RouteTarget | undefined {
  if (!walk.needs) return undefined;
  const found = proposedRoute(walk.model, {
    set,
    family,
    vpc: sender.vpc,
    isPublic: isPublic(walk, sender, family),
  });
  if (!found) return undefined;
  const parsed = destination === undefined ? undefined : parseCidr(destination);
  // A black hole is replaced where it is: another route to a larger range would not be asked.
  const range = parsed === undefined || typeof parsed === 'string' ? found.destination : parsed;
  walk.needs.push({ kind: 'route', table, family, destination: range, target: found.target });
  return found.target;
}

function isPublic(walk: Walk, sender: Sender, family: 4 | 6): boolean {
  return family === 6 || addressesOf(walk, sender).some((pair) => pair.public);
}

function toTarget(walk: Walk, traveling: Traveling, target: RouteTarget, sender: Sender): Leaf[] {
  switch (target.kind) {
    case 'local':
      return deliver(walk, traveling, sender.vpc, sender);
    case 'internet-gateway':
      return toInternetGateway(walk, traveling, target.id, sender);
    case 'egress-only-internet-gateway':
      return toEgressOnlyGateway(walk, traveling, target.id, sender);
    case 'nat-gateway':
      return sender.isNat
        ? [unknown(traveling, { kind: 'not-modeled', what: 'nat-route', of: target.id })]
        : toNat(walk, traveling, target.id, sender);
    case 'peering':
      return sender.isNat
        ? [unknown(traveling, { kind: 'not-modeled', what: 'nat-route', of: target.id })]
        : toPeer(walk, traveling, target.id, sender);
    case 'endpoint':
      return sender.isNat
        ? [unknown(traveling, { kind: 'not-modeled', what: 'nat-route', of: target.id })]
        : toEndpoint(walk, traveling, target.id, sender);
    default:
      return [unknown(traveling, notModeled(target))];
  }
}
