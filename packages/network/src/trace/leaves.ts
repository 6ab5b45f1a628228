import {
  intersect,
  isEmpty,
  noPackets,
  originals,
  type PacketSet,
  type Rewrite,
  sentTo,
  type Span,
  subtract,
  unionOf,
} from '../packets/index.ts';
import type { Leaf, Reason, Status } from './walk-types.ts';

/** Leaves of another leg of the way, as packets of this one. */
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
  const destinations = byDestination(leaves);
  if (!destinations) return fateOfAll(set, leaves);
  // Packets to different addresses have nothing in common: each address is summed up alone.
  const fates = destinations.map(({ span, leaves: own }) => fateOfAll(sentTo(set, ...span), own));
  const known = merged(destinations.map(({ span }) => span)).flatMap((span) => sentTo(set, ...span));
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
): readonly { readonly span: Span<bigint>; readonly leaves: readonly Leaf[] }[] | undefined {
  if (leaves.reduce((sum, leaf) => sum + leaf.set.length, 0) < MANY_BOXES) return undefined;
  const groups = new Map<bigint, { readonly span: Span<bigint>; readonly leaves: Leaf[] }>();
  for (const leaf of leaves) {
    for (const box of leaf.set) {
      const [first, last] = [box[2] as bigint, box[3] as bigint];
      const group = groups.get(first);
      const own = leaf.set.length === 1 ? leaf : { ...leaf, set: [box] };
      if (!group) groups.set(first, { span: [first, last], leaves: [own] });
      else if (group.span[1] !== last) return undefined;
      else group.leaves.push(own);
    }
  }
  const sorted = [...groups.values()].sort((a, b) => (a.span[0] < b.span[0] ? -1 : 1));
  if (sorted.some(({ span }, at) => at > 0 && span[0] <= sorted[at - 1]!.span[1])) return undefined;
  return sorted;
}

/** Spans that are in order and apart, with those that are adjacent as one. */
function merged(spans: readonly Span<bigint>[]): readonly Span<bigint>[] {
  const found: [bigint, bigint][] = [];
  for (const [first, last] of spans) {
    const before = found.at(-1);
    if (before && before[1] + 1n === first) before[1] = last;
    else found.push([first, last]);
  }
  return found;
}

function fateOfAll(set: PacketSet, leaves: readonly Leaf[]): Fate {
  const [only, other] = leaves;
  if (only && !other && only.status !== 'unknown') {
    const part = intersect(only.set, set);
    const none = { reached: noPackets, blocked: noPackets, mixed: noPackets };
    return { ...none, [only.status]: part, unknown: subtract(set, part) };
  }
  const of = (status: Status) =>
    unionOf(leaves.filter((leaf) => leaf.status === status).map((leaf) => intersect(leaf.set, set)));
  const [some, ended, maybe] = [of('reached'), of('blocked'), of('unknown')];
  const mixed = intersect(some, ended);
  const reached = subtract(subtract(some, ended), maybe);
  const blocked = subtract(subtract(ended, some), maybe);
  const unknown = subtract(subtract(subtract(set, mixed), reached), blocked);
  return { reached, blocked, mixed, unknown };
}
