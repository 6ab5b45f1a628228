import {
  intersect,
  isEmpty,
  noPackets,
  originals,
  type PacketSet,
  type Rewrite,
  subtract,
  unionOf,
} from '../packets/index.ts';
import type { Leaf, Reason, Status } from './walk-types.ts';

/** Leaves of another stretch, as packets of this one. */
export function pulledBack(leaves: readonly Leaf[], rewrite: Rewrite, before: PacketSet): Leaf[] {
  return leaves.flatMap((leaf) => {
    const set = originals(leaf.set, rewrite, before);
    return isEmpty(set) ? [] : [{ ...leaf, set }];
  });
}

/** What is the same on each of several ways, of which one is taken; the rest is unknown. */
export function agreed(set: PacketSet, ways: readonly (readonly Leaf[])[], reason: Reason): Leaf[] {
  const onAll = (status: Status) =>
    ways
      .map((way) =>
        subtract(set, unionOf(way.filter((leaf) => leaf.status !== status).map((leaf) => leaf.set))),
      )
      .reduce(intersect, set);
  const sure = { reached: onAll('reached'), blocked: onAll('blocked'), unknown: noPackets };
  const kept = ways.flat().flatMap((leaf) => {
    const part = intersect(leaf.set, sure[leaf.status]);
    return isEmpty(part) ? [] : [{ ...leaf, set: part }];
  });
  const rest = subtract(subtract(set, sure.reached), sure.blocked);
  return isEmpty(rest) ? kept : [...kept, { set: rest, hops: [], status: 'unknown', reason }];
}

/**
 * What becomes of packets on all the ways that they may go. `mixed`: some ways end and some do not; for all others, all ways
 * are the same, or not known.
 */
export interface Fate {
  readonly reached: PacketSet;
  readonly blocked: PacketSet;
  readonly mixed: PacketSet;
  readonly unknown: PacketSet;
}

export function fateOf(set: PacketSet, leaves: readonly Leaf[]): Fate {
  const of = (status: Status) =>
    unionOf(leaves.filter((leaf) => leaf.status === status).map((leaf) => intersect(leaf.set, set)));
  const [some, ended, maybe] = [of('reached'), of('blocked'), of('unknown')];
  const mixed = intersect(some, ended);
  const reached = subtract(subtract(some, ended), maybe);
  const blocked = subtract(subtract(ended, some), maybe);
  const unknown = subtract(subtract(subtract(set, mixed), reached), blocked);
  return { reached, blocked, mixed, unknown };
}
