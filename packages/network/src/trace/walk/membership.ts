import type { Peering, RouteTarget } from '../../model/index.ts';
import type { Membership } from '../groups.ts';
import type { Sender } from '../walk-types.ts';
import type { Walk } from './traveling.ts';

/** In which VPC addresses are looked up to find the groups of the other side. */
export function membershipBeyond(walk: Walk, target: RouteTarget | undefined, sender: Sender): Membership {
  if (target?.kind === 'local') return { kind: 'vpc', vpc: sender.vpc };
  if (target?.kind !== 'peering') return { kind: 'none' };
  const peering = walk.model.peerings.get(target.id);
  if (!peering) {
    return {
      kind: 'unknown',
      reason: { kind: 'not-collected', part: 'vpc-peering-connections', of: target.id },
    };
  }
  return membershipOver(peering, sender.vpc);
}

/** Groups stand for interfaces: where those were not collected, nothing is known about members. */
export function notCollected(walk: Walk, membership: Membership): Membership | undefined {
  if (membership.kind !== 'vpc') return undefined;
  if (walk.model.isCollected(walk.model.vpcs.get(membership.vpc), 'network-interfaces')) return undefined;
  return {
    kind: 'unknown',
    reason: { kind: 'not-collected', part: 'network-interfaces', of: membership.vpc },
  };
}

/** In which VPC the addresses of a sender are looked up, for an interface of a VPC. */
export function membershipOf(walk: Walk, sender: Sender, vpc: string): Membership {
  if (sender.vpc === vpc) return { kind: 'vpc', vpc };
  const peerings = walk.model.content.peerings.filter(
    ({ requester, accepter }) =>
      [requester.vpc, accepter.vpc].includes(vpc) && [requester.vpc, accepter.vpc].includes(sender.vpc),
  );
  const [peering] = peerings;
  if (!peering) return { kind: 'none' };
  return membershipOver(peering, vpc);
}

/** Groups of a peer count in the same region only. AWS documentation: "Update your security groups to reference peer security groups". */
function membershipOver({ id, requester, accepter, status }: Peering, vpc: string): Membership {
  if (status !== 'active') return { kind: 'none' };
  if (requester.region === undefined || accepter.region === undefined)
    return { kind: 'unknown', reason: { kind: 'not-modeled', what: 'peer-region', of: id } };
  if (requester.region !== accepter.region) return { kind: 'none' };
  return { kind: 'vpc', vpc: requester.vpc === vpc ? accepter.vpc : requester.vpc };
}
