import { type Rewrite, rewritten, type PacketSet } from '../../packets/index.ts';
import { pulledBack } from '../leaves.ts';
import type { Hop, Leaf, Sender } from '../walk-types.ts';
import type { Traveling, Walk } from './traveling.ts';

/** The next leg, behind a gateway or load balancer. */
interface Leg {
  readonly sender: Sender;
  readonly family: 4 | 6;
  readonly hops?: readonly Hop[];
  /** Default: all packets that arrived. */
  readonly set?: PacketSet;
}

/** Packets as a gateway or load balancer sends them on. */
export function nextLeg(
  walk: Walk,
  from: Traveling,
  rewrite: Rewrite,
  { sender, family, hops = [], set = from.set }: Leg,
): Leaf[] {
  const out = rewritten(set, rewrite);
  const leaves = walk.leave(
    { ...from, set: out, family, hops: [...from.hops, ...hops], legs: from.legs + 1 },
    sender,
  );
  return pulledBack(leaves, rewrite, set);
}
