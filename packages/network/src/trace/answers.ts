import type { NetworkModel, RouteTarget, Subnet } from '../model/index.ts';
import { answersTo, intersect, type PacketSet, requestsOf, subtract, unionOf } from '../packets/index.ts';
import { throughAcl } from './acls.ts';
import { takeRoutes } from './routes.ts';
import { addressed, spanOf } from './rule-sets.ts';
import { allAllowed, allDenied, allUnknown, chain, join, mapSplit, type Split } from './split.ts';
import type { Back, Reason } from './walk-types.ts';

/** Where the packets arrived: at an interface of a subnet, or at a gateway. */
export interface Arrival {
  readonly vpc: string;
  readonly subnet?: Subnet;
  /** The internet gateway at which they arrived. */
  readonly gateway?: string;
}

/**
 * Of packets that arrived, those whose answers come back: through the network ACLs, which know no connections, and along the
 * routes of the subnet where they arrived. Security groups let answers pass. AWS documentation: "Network ACL basics"
 * (stateless, ephemeral ports), "Amazon EC2 security group connection tracking".
 */
export function withAnswers(
  model: NetworkModel,
  requests: PacketSet,
  { family, at, back }: { readonly family: 4 | 6; readonly at: Arrival; readonly back: Back },
): Split {
  const answers = answersTo(requests);
  if (back.kind !== 'gateway' && at.subnet?.id === back.subnet.id) return allAllowed(requests);
  const acl = (subnet: Subnet, isEgress: boolean) => (set: PacketSet) =>
    throughAcl(model, subnet, set, { family, isEgress, isAnswer: true });
  let split = allAllowed(answers);
  const { subnet } = at;
  if (subnet) {
    const inside = unionOf(
      back.kind === 'gateway'
        ? []
        : subnet.cidrs
            .filter((cidr) => cidr.family === family)
            .map((cidr) => intersect(answers, addressed(family, 'destination', spanOf(cidr)))),
    );
    const outside = subtract(answers, inside);
    split = chain(allAllowed(outside), acl(subnet, true));
    if (back.kind !== 'flow') split = chain(split, (set) => routeBack(model, { set, family, subnet, back }));
    split = join([allAllowed(inside), split]);
  } else if (at.gateway !== undefined) {
    split = fromGateway(model, answers, { family, gateway: at.gateway, vpc: at.vpc });
  }
  if (back.kind !== 'gateway') split = chain(split, acl(back.subnet, false));
  return mapSplit(split, requestsOf);
}

interface RouteBack {
  readonly set: PacketSet;
  readonly family: 4 | 6;
  readonly subnet: Subnet;
  readonly back: Exclude<Back, { kind: 'flow' }>;
}

function routeBack(model: NetworkModel, { set, family, subnet, back }: RouteBack): Split {
  const table = model.routeTableOf(subnet);
  if (!table) return allUnknown(set, { kind: 'not-collected', part: 'route-tables', of: subnet.id });
  const wanted = back.kind === 'gateway' ? back.id : back.subnet.id;
  return join(
    takeRoutes(model, table, set, family).map((routed): Split => {
      const part = routed.set;
      const verdicts = [routed.route, ...(routed.or ?? [])].map((route) =>
        route === undefined
          ? allDenied(part, { kind: 'no-route', isAnswer: true, table: table.id, subnet: subnet.id })
          : route.isBlackHole
            ? allDenied(part, {
                kind: 'black-hole',
                isAnswer: true,
                table: table.id,
                target: route.target.id,
              })
            : leadsBack(model, { part, target: route.target, subnet, back, wanted, table: table.id }),
      );
      const [first] = verdicts;
      if (verdicts.length === 1 || isUnanimous(verdicts)) return first!;
      const list = routed.or!.map(({ destination }) =>
        'prefixList' in destination ? destination.prefixList : '?',
      );
      return allUnknown(part, {
        kind: 'not-collected',
        part: 'managed-prefix-list-entries',
        of: [...new Set(list)].join(', '),
      });
    }),
  );
}

function isUnanimous(verdicts: readonly Split[]): boolean {
  return (
    verdicts.every(({ allowed }) => allowed.length > 0) || verdicts.every(({ denied }) => denied.length > 0)
  );
}

interface Leads {
  readonly part: PacketSet;
  readonly target: RouteTarget;
  readonly subnet: Subnet;
  readonly back: RouteBack['back'];
  readonly wanted: string;
  readonly table: string;
}

function leadsBack(model: NetworkModel, { part, target, subnet, back, wanted, table }: Leads): Split {
  const hop = { at: 'route', id: table, rule: target.id, isAnswer: true } as const;
  const elsewhere = allDenied(part, { kind: 'answer-elsewhere', table, target: target.id, wanted });
  switch (target.kind) {
    case 'local':
      if (back.kind === 'gateway' || back.subnet.vpc !== subnet.vpc) return elsewhere;
      return allAllowed(part, [hop]);
    case 'internet-gateway':
    case 'egress-only-internet-gateway':
      return back.kind === 'gateway' && back.id === target.id ? allAllowed(part, [hop]) : elsewhere;
    case 'peering': {
      if (back.kind === 'gateway') return elsewhere;
      const peering = model.peerings.get(target.id);
      if (!peering)
        return allUnknown(part, { kind: 'not-collected', part: 'vpc-peering-connections', of: target.id });
      const sides = [peering.requester.vpc, peering.accepter.vpc];
      const isBetween = sides.includes(subnet.vpc) && sides.includes(back.subnet.vpc);
      if (!isBetween || subnet.vpc === back.subnet.vpc) return elsewhere;
      if (peering.status !== 'active')
        return allDenied(part, { kind: 'peering-state', peering: target.id, status: peering.status });
      return allAllowed(part, [hop]);
    }
    case 'nat-gateway':
      return elsewhere;
    case 'endpoint': {
      const endpoint = model.endpoints.get(target.id);
      return endpoint?.type === 'Gateway' ? elsewhere : allUnknown(part, endpointReason(endpoint, target.id));
    }
    default:
      return allUnknown(part, notModeled(target));
  }
}

export function endpointReason(endpoint: object | undefined, id: string): Reason {
  return endpoint
    ? { kind: 'not-modeled', what: 'gateway-load-balancer', of: id }
    : { kind: 'not-collected', part: 'vpc-endpoints', of: id };
}

export function notModeled({ kind, id }: RouteTarget): Reason {
  const what =
    kind === 'transit-gateway' || kind === 'virtual-private-gateway'
      ? kind
      : kind === 'interface'
        ? 'middlebox'
        : 'route-target';
  return { kind: 'not-modeled', what, of: id };
}

/** What comes in at an internet gateway takes the routes of its own table, if it has one: there can be a firewall. */
export function fromGateway(
  model: NetworkModel,
  set: PacketSet,
  { family, gateway, vpc }: { readonly family: 4 | 6; readonly gateway: string; readonly vpc: string },
): Split {
  if (!model.isCollected(model.vpcs.get(vpc), 'route-tables'))
    return allUnknown(set, { kind: 'not-collected', part: 'route-tables', of: gateway });
  const table = model.gatewayTableOf(gateway);
  if (!table) return allAllowed(set);
  return join(
    takeRoutes(model, table, set, family).map(({ set: part, route, or }) => {
      if (route?.target.kind === 'local' && !or) return allAllowed(part);
      if (!route)
        return allDenied(part, { kind: 'no-route', isAnswer: false, table: table.id, subnet: gateway });
      if (route.isBlackHole)
        return allDenied(part, {
          kind: 'black-hole',
          isAnswer: false,
          table: table.id,
          target: route.target.id,
        });
      return allUnknown(part, { kind: 'not-modeled', what: 'middlebox', of: route.target.id });
    }),
  );
}
