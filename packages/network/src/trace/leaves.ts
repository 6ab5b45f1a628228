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
import { addressed } from './rule-sets.ts';
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
  const groups = byDestination(leaves);
  if (!groups) return fateOfAll(set, leaves);
  // Packets to different addresses have nothing in common: each address is summed up alone.
  const fates = groups.map(({ about, leaves: own }) => fateOfAll(intersect(set, about), own));
  const known = groups.flatMap(({ about }) => about);
  return {
    reached: fates.flatMap((fate) => fate.reached),
    blocked: fates.flatMap((fate) => fate.blocked),
    mixed: fates.flatMap((fate) => fate.mixed),
    unknown: [...fates.flatMap((fate) => fate.unknown), ...subtract(set, known)],
  };
}

/** From so many boxes on it is worth to look at each destination alone. */
const MANY_BOXES = 64;

/** Leaves by the destinations of their boxes; `undefined` if these are few, or overlap without being the same. */
function byDestination(
  leaves: readonly Leaf[],
): readonly { readonly about: PacketSet; readonly leaves: readonly Leaf[] }[] | undefined {
  if (leaves.reduce((sum, leaf) => sum + leaf.set.length, 0) < MANY_BOXES) return undefined;
  const groups = new Map<string, { span: readonly [bigint, bigint]; leaves: Leaf[] }>();
  for (const leaf of leaves) {
    for (const box of leaf.set) {
      const span = [box[2] as bigint, box[3] as bigint] as const;
      const key = `${span[0]}-${span[1]}`;
      const group = groups.get(key) ?? { span, leaves: [] };
      groups.set(key, group);
      group.leaves.push({ ...leaf, set: [box] });
    }
  }
  const sorted = [...groups.values()].sort((a, b) => (a.span[0] < b.span[0] ? -1 : 1));
  if (sorted.some(({ span }, at) => at > 0 && span[0] <= sorted[at - 1]!.span[1])) return undefined;
  return sorted.map((group) => ({
    about: [...addressed(4, 'destination', group.span).map(widened)],
    leaves: group.leaves,
  }));
}

/** Whatever the family: only the destination counts. */
function widened(box: PacketSet[number]): PacketSet[number] {
  return [0n, (1n << 128n) - 1n, ...box.slice(2)];
}

function fateOfAll(set: PacketSet, leaves: readonly Leaf[]): Fate {
  const of = (status: Status) =>
    unionOf(leaves.filter((leaf) => leaf.status === status).map((leaf) => intersect(leaf.set, set)));
  const [some, ended, maybe] = [of('reached'), of('blocked'), of('unknown')];
  const mixed = intersect(some, ended);
  const reached = subtract(subtract(some, ended), maybe);
  const blocked = subtract(subtract(ended, some), maybe);
  const unknown = subtract(subtract(subtract(set, mixed), reached), blocked);
  return { reached, blocked, mixed, unknown };
}
