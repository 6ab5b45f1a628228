import type { NatGateway } from '../../model/index.ts';
import {
  intersect,
  isEmpty,
  protocols,
  type Rewrite,
  rewritten,
  type Span,
  subtract,
  unionOf,
} from '../../packets/index.ts';
import { pulledBack } from '../leaves.ts';
import { publicPackets } from '../public-addresses.ts';
import type { Leaf, Sender } from '../walk-types.ts';
import { arrive, passAcl } from './filters.ts';
import { outside } from './internet.ts';
import { throughPublicAccess } from './public-access.ts';
import { nextLeg } from './leg.ts';
import { blocked, type Traveling, unknown, type Walk, withUncertainty } from './traveling.ts';

/** NAT gateways choose one of these. AWS documentation: "Network ACLs" (ephemeral ports) in the VPC user guide. */
const highPorts: Span<number> = [1024, 65_535];

/** Through a NAT gateway: in a subnet, or regional. */
export function toNat(walk: Walk, traveling: Traveling, id: string, sender: Sender): Leaf[] {
  const nat = walk.model.natGateways.get(id);
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
    return [...leaves, ...regionalNat(walk, { ...traveling, set: handled }, nat, sender)];
  const subnet = walk.model.subnets.get(nat.subnet);
  if (!subnet)
    return [
      ...leaves,
      unknown({ ...traveling, set: handled }, { kind: 'not-collected', part: 'subnets', of: nat.subnet }),
    ];
  const inside = (on: Traveling): Leaf[] =>
    arrive(walk, on, sender, { vpc: nat.vpc, subnet }, (back) =>
      nextLeg(walk, back, natRewrite(nat), {
        family: 4,
        hops: [{ at: 'nat', id }],
        sender: { id, vpc: nat.vpc, subnet, isNat: true, back: { kind: 'subnet', subnet } },
      }),
    );
  const on = { ...traveling, set: handled };
  leaves.push(...(sender.subnet?.id === subnet.id ? inside(on) : passAcl(walk, on, subnet, false, inside)));
  return leaves;
}

/**
 * A regional NAT gateway is in no subnet: it has a route table of its own that leads to the internet gateway. AWS
 * documentation: "Regional NAT gateways for automatic multi-AZ expansion" in the VPC user guide. That no network ACL is
 * before it is not stated there, and not verified.
 */
function regionalNat(walk: Walk, traveling: Traveling, nat: NatGateway, sender: Sender): Leaf[] {
  const gateway = walk.model.internetGatewayOf(nat.vpc);
  if (isEmpty(traveling.set)) return [];
  if (!gateway) {
    return [
      walk.model.isCollected(nat, 'internet-gateways')
        ? blocked(traveling, { kind: 'no-internet-gateway', vpc: nat.vpc })
        : unknown(traveling, { kind: 'not-collected', part: 'internet-gateways', of: nat.vpc }),
    ];
  }
  const open = throughPublicAccess(walk, sender.subnet, true);
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
      walk,
      { ...traveling, set: outward, ...withUncertainty(traveling, open.doubt) },
      sender,
      { vpc: nat.vpc },
      (back) => {
        const out = { ...back, set: rewritten(back.set, rewrite), hops: [...back.hops, ...hops] };
        return pulledBack(outside(walk, out), rewrite, back.set);
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
