import { type Cidr, cidr } from '../cidr/index.ts';
import type { NetworkModel, RouteTarget } from '../model/index.ts';
import { covers, type PacketSet } from '../packets/index.ts';
import { publicPackets } from './public-addresses.ts';
import { addressed, spanOf } from './rule-sets.ts';
import type { Back } from './walk-types.ts';

interface ProposedRoute {
  readonly destination: Cidr;
  readonly target: RouteTarget;
}

const everywhere = { 4: cidr('0.0.0.0/0'), 6: cidr('::/0') } as const;

/** A route that could be added for packets that have none: to a gateway or peering that is there. */
export function proposedRoute(
  model: NetworkModel,
  {
    set,
    family,
    vpc,
    isPublic,
  }: {
    readonly set: PacketSet;
    readonly family: 4 | 6;
    readonly vpc: string;
    /** The sender has a public address. */
    readonly isPublic: boolean;
  },
): ProposedRoute | undefined {
  const peer = toPeer(model, set, family, vpc);
  if (peer) return peer;
  if (!covers(publicPackets(family, 'destination'), set)) return undefined;
  const destination = everywhere[family];
  const gateway = model.internetGatewayOf(vpc);
  if (gateway && isPublic) return { destination, target: { kind: 'internet-gateway', id: gateway.id } };
  if (family === 6) return undefined;
  const nat = model.content.natGateways.find(
    (each) => each.vpc === vpc && each.isPublic && each.state === 'available',
  );
  return nat && { destination, target: { kind: 'nat-gateway', id: nat.id } };
}

/** The same for answers, which have to come back the way that the packets came. */
export function proposedRouteBack(
  model: NetworkModel,
  {
    set,
    family,
    vpc,
    back,
  }: { readonly set: PacketSet; readonly family: 4 | 6; readonly vpc: string; readonly back: Back },
): ProposedRoute | undefined {
  if (back.kind === 'gateway')
    return { destination: everywhere[family], target: { kind: 'internet-gateway', id: back.id } };
  return back.subnet.vpc === vpc ? undefined : toPeer(model, set, family, vpc);
}

function toPeer(model: NetworkModel, set: PacketSet, family: 4 | 6, vpc: string): ProposedRoute | undefined {
  for (const { id, status, requester, accepter } of model.content.peerings) {
    if (status !== 'active' || (requester.vpc !== vpc && accepter.vpc !== vpc)) continue;
    const other = model.vpcs.get(requester.vpc === vpc ? accepter.vpc : requester.vpc);
    const destination = other?.cidrs.find(
      (range) => range.family === family && covers(addressed(family, 'destination', spanOf(range)), set),
    );
    if (destination) return { destination, target: { kind: 'peering', id } };
  }
  return undefined;
}
