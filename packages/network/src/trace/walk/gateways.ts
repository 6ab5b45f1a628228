import {
  intersect,
  isEmpty,
  type PacketSet,
  type Rewrite,
  rewritten,
  subtract,
  unionOf,
} from '../../packets/index.ts';
import { pulledBack } from '../leaves.ts';
import { publicPackets } from '../public-addresses.ts';
import { addressed } from '../rule-sets.ts';
import type { Leaf, Sender } from '../walk-types.ts';
import { arrive } from './filters.ts';
import { outside } from './internet.ts';
import { throughPublicAccess } from './public-access.ts';
import { addressesOf } from './senders.ts';
import { blocked, type Traveling, type Walk, withUncertainty } from './traveling.ts';

/** Through an internet gateway, which translates to the public address that belongs to the private one. */
export function toInternetGateway(walk: Walk, traveling: Traveling, id: string, sender: Sender): Leaf[] {
  const { family, set } = traveling;
  const open = throughPublicAccess(walk, sender.subnet, sender.isNat === true);
  if (open.blocked) return [blocked(traveling, open.blocked)];
  const outward = intersect(set, publicPackets(family, 'destination'));
  const inward = subtract(set, outward);
  const leaves: Leaf[] = isEmpty(inward)
    ? []
    : [blocked({ ...traveling, set: inward }, { kind: 'not-public', gateway: id })];
  const on: Traveling = { ...traveling, set: outward, ...withUncertainty(traveling, open.doubt) };
  if (isEmpty(outward)) return leaves;
  const hops = [{ at: 'internet-gateway', id }] as const;
  const at = { vpc: sender.vpc, gateway: id };
  if (family === 6) {
    const isGlobal = intersect(outward, publicPackets(6, 'source'));
    const local = subtract(outward, isGlobal);
    if (!isEmpty(local))
      leaves.push(blocked({ ...on, set: local }, { kind: 'no-public-address', id: sender.id }));
    leaves.push(
      ...arrive(walk, { ...on, set: isGlobal }, sender, at, (back) =>
        outside(walk, { ...back, hops: [...back.hops, ...hops] }),
      ),
    );
    return leaves;
  }
  const translated: PacketSet[] = [];
  for (const { private: inner, public: outer } of addressesOf(walk, sender)) {
    const part = intersect(outward, addressed(4, 'source', [inner.value, inner.value]));
    if (isEmpty(part) || !outer) continue;
    translated.push(part);
    const rewrite: Rewrite = { source: [[outer.value, outer.value]] };
    leaves.push(
      ...arrive(walk, { ...on, set: part }, sender, at, (back) => {
        const out = { ...back, set: rewritten(back.set, rewrite), hops: [...back.hops, ...hops] };
        return pulledBack(outside(walk, out), rewrite, back.set);
      }),
    );
  }
  const left = subtract(outward, unionOf(translated));
  if (!isEmpty(left))
    leaves.push(blocked({ ...on, set: left }, { kind: 'no-public-address', id: sender.id }));
  return leaves;
}

/** Through an egress-only internet gateway: connections of IPv6 that begin inside. */
export function toEgressOnlyGateway(walk: Walk, traveling: Traveling, id: string, sender: Sender): Leaf[] {
  const open = throughPublicAccess(walk, sender.subnet, true);
  if (open.blocked) return [blocked(traveling, open.blocked)];
  const outward = intersect(traveling.set, publicPackets(6, 'destination'));
  const left = subtract(traveling.set, outward);
  return [
    ...(isEmpty(left) ? [] : [blocked({ ...traveling, set: left }, { kind: 'not-public', gateway: id })]),
    ...arrive(
      walk,
      { ...traveling, set: outward, ...withUncertainty(traveling, open.doubt) },
      sender,
      { vpc: sender.vpc, gateway: id },
      (back) => outside(walk, { ...back, hops: [...back.hops, { at: 'egress-only-internet-gateway', id }] }),
    ),
  ];
}
