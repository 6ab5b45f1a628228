import { isEmpty, noPackets, type PacketSet, subtract, union } from '../packets/index.ts';
import type { Hop, Reason } from './walk-types.ts';

/** What a filter makes of a set: three parts without a packet in common. */
export interface Split {
  readonly allowed: PacketSet;
  readonly denied: readonly { readonly set: PacketSet; readonly reason: Reason }[];
  readonly unknown: readonly { readonly set: PacketSet; readonly reason: Reason }[];
  /** What allowed them. */
  readonly hops: readonly Hop[];
}

export function allAllowed(set: PacketSet, hops: readonly Hop[] = []): Split {
  return { allowed: set, denied: [], unknown: [], hops };
}

export function allDenied(set: PacketSet, reason: Reason): Split {
  return { allowed: noPackets, denied: isEmpty(set) ? [] : [{ set, reason }], unknown: [], hops: [] };
}

export function allUnknown(set: PacketSet, reason: Reason): Split {
  return { allowed: noPackets, denied: [], unknown: isEmpty(set) ? [] : [{ set, reason }], hops: [] };
}

/**
 * One filter behind another. What the first does not know and the second denies is denied, whatever the first would have
 * decided.
 */
export function chain(first: Split, next: (set: PacketSet) => Split): Split {
  const passed = isEmpty(first.allowed) ? allAllowed(noPackets) : next(first.allowed);
  const denied = [...first.denied, ...passed.denied];
  const unknown = [...passed.unknown];
  for (const doubt of first.unknown) {
    const later = next(doubt.set);
    denied.push(...later.denied);
    const left = subtract(doubt.set, later.denied.map(({ set }) => set).reduce(union, noPackets));
    if (!isEmpty(left)) unknown.push({ set: left, reason: doubt.reason });
  }
  return { allowed: passed.allowed, denied, unknown, hops: [...first.hops, ...passed.hops] };
}

/** Parts without a packet in common, each with its own filter. */
export function join(splits: readonly Split[]): Split {
  return {
    allowed: splits.flatMap(({ allowed }) => allowed),
    denied: splits.flatMap(({ denied }) => denied),
    unknown: splits.flatMap(({ unknown }) => unknown),
    hops: splits.flatMap(({ hops }) => hops),
  };
}

/** Every set of a split through a map that keeps them apart. */
export function mapSplit(split: Split, map: (set: PacketSet) => PacketSet): Split {
  const mapped = (parts: Split['denied']) => parts.map(({ set, reason }) => ({ set: map(set), reason }));
  return {
    allowed: map(split.allowed),
    denied: mapped(split.denied),
    unknown: mapped(split.unknown),
    hops: split.hops,
  };
}
