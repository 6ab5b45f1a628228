/**
 * One packet: addresses as numbers, the protocol number of IP, and ports. For ICMP the destination port is the type and the
 * code, as `type * 256 + code`, and the source port is 0; for protocols without ports both are 0.
 */
export interface Packet {
  readonly source: bigint;
  readonly destination: bigint;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** First and last, both included. */
export type Span<T extends number | bigint> = readonly [first: T, last: T];

/** All packets with each field in its span. */
export interface PacketSpans {
  readonly source: Span<bigint>;
  readonly destination: Span<bigint>;
  readonly protocol: Span<number>;
  readonly sourcePort: Span<number>;
  readonly destinationPort: Span<number>;
}

/** The spans one behind the other: source, destination, protocol, source port, destination port. */
type Box = readonly (number | bigint)[];

/** A set of packets of one family, IPv4 or IPv6: boxes of which no two overlap. */
export type PacketSet = readonly Box[];

const FIELDS = 5;

export const noPackets: PacketSet = [];

export const allPorts: Span<number> = [0, 65_535];
export const allProtocols: Span<number> = [0, 255];

/** All addresses of a family. */
export const allAddresses: Readonly<Record<4 | 6, Span<bigint>>> = {
  4: [0n, (1n << 32n) - 1n],
  6: [0n, (1n << 128n) - 1n],
};

export function packetSet(spans: PacketSpans): PacketSet {
  const box = [
    ...spans.source,
    ...spans.destination,
    ...spans.protocol,
    ...spans.sourcePort,
    ...spans.destinationPort,
  ];
  for (let at = 0; at < box.length; at += 2) if (box[at]! > box[at + 1]!) return noPackets;
  return [box];
}

/** The boxes of a set, for what is printed. */
export function spansOf(set: PacketSet): PacketSpans[] {
  return set.map((box) => ({
    source: [box[0] as bigint, box[1] as bigint],
    destination: [box[2] as bigint, box[3] as bigint],
    protocol: [box[4] as number, box[5] as number],
    sourcePort: [box[6] as number, box[7] as number],
    destinationPort: [box[8] as number, box[9] as number],
  }));
}

export function isEmpty(set: PacketSet): boolean {
  return set.length === 0;
}

export function includes(set: PacketSet, packet: Packet): boolean {
  const point = [
    packet.source,
    packet.destination,
    packet.protocol,
    packet.sourcePort,
    packet.destinationPort,
  ] as const;
  return set.some((box) => point.every((value, at) => value >= box[2 * at]! && value <= box[2 * at + 1]!));
}

/** The packets of a set to addresses from the first to the last. */
export function sentTo(set: PacketSet, first: bigint, last = first): PacketSet {
  const found: Box[] = [];
  for (const box of set) {
    const [from, to] = [box[2] as bigint, box[3] as bigint];
    if (from > last || to < first) continue;
    const isInside = from >= first && to <= last;
    found.push(
      isInside
        ? box
        : [box[0]!, box[1]!, from > first ? from : first, to < last ? to : last, ...box.slice(4)],
    );
  }
  return found;
}

/** A set by its destinations, of which each box has one. */
export function bySingleDestination(set: PacketSet): ReadonlyMap<bigint, PacketSet> {
  return Map.groupBy(set, (box) => box[2] as bigint);
}

/** A packet of the set that stands for it in explanations: the first of its first box. */
export function sampleOf(set: PacketSet): PacketSet {
  const [box] = set;
  return box === undefined ? noPackets : [box.map((_, at) => box[at - (at % 2)]!)];
}

function intersectBoxes(one: Box, other: Box): Box | undefined {
  // Most are apart, and cost nothing then.
  if (areApart(one, other)) return undefined;
  const both: (number | bigint)[] = [];
  for (let at = 0; at < 2 * FIELDS; at += 2) {
    const first = one[at]! > other[at]! ? one[at]! : other[at]!;
    const last = one[at + 1]! < other[at + 1]! ? one[at + 1]! : other[at + 1]!;
    if (first > last) return undefined;
    both.push(first, last);
  }
  return both;
}

function areApart(one: Box, other: Box): boolean {
  for (let at = 0; at < 2 * FIELDS; at += 2) {
    if (one[at]! > other[at + 1]! || other[at]! > one[at + 1]!) return true;
  }
  return false;
}

const after = (value: number | bigint) => (typeof value === 'bigint' ? value + 1n : value + 1);
const before = (value: number | bigint) => (typeof value === 'bigint' ? value - 1n : value - 1);

/** What is left of a box: at most two pieces for each field. */
function subtractBox(from: Box, taken: Box): Box[] {
  if (areApart(from, taken)) return [from];
  const pieces: Box[] = [];
  const rest = [...from];
  for (let at = 0; at < 2 * FIELDS; at += 2) {
    if (rest[at]! < taken[at]!) {
      pieces.push(rest.with(at + 1, before(taken[at]!)));
      rest[at] = taken[at]!;
    }
    if (rest[at + 1]! > taken[at + 1]!) {
      pieces.push(rest.with(at, after(taken[at + 1]!)));
      rest[at + 1] = taken[at + 1]!;
    }
  }
  return pieces;
}

export function intersect(one: PacketSet, other: PacketSet): PacketSet {
  const boxes: Box[] = [];
  for (const mine of one) {
    for (const theirs of other) {
      const both = intersectBoxes(mine, theirs);
      if (both) boxes.push(both);
    }
  }
  return boxes;
}

export function overlap(one: PacketSet, other: PacketSet): boolean {
  for (const mine of one) for (const theirs of other) if (!areApart(mine, theirs)) return true;
  return false;
}

export function subtract(from: PacketSet, taken: PacketSet): PacketSet {
  let left: PacketSet = from;
  for (const box of taken) {
    if (left.length === 0) return noPackets;
    if (left.some((each) => !areApart(each, box))) left = left.flatMap((each) => subtractBox(each, box));
  }
  return left;
}

export function union(one: PacketSet, other: PacketSet): PacketSet {
  if (one.length === 0) return other;
  const added = subtract(other, one);
  return added.length === 0 ? one : [...one, ...added];
}

export function unionOf(sets: Iterable<PacketSet>): PacketSet {
  let all: PacketSet = noPackets;
  for (const set of sets) all = union(all, set);
  return all;
}

/** Whether all of `inner` is in `outer`. */
export function covers(outer: PacketSet, inner: PacketSet): boolean {
  return subtract(inner, outer).length === 0;
}

export function isSame(one: PacketSet, other: PacketSet): boolean {
  return covers(one, other) && covers(other, one);
}

/** The same set in fewer boxes: those that differ in one field and are adjacent there become one. In a fixed order. */
export function normalize(set: PacketSet): PacketSet {
  let boxes = [...set];
  let isSmaller = boxes.length > 1;
  while (isSmaller) {
    const count = boxes.length;
    for (let field = 0; field < 2 * FIELDS; field += 2) boxes = mergeAlong(boxes, field);
    isSmaller = boxes.length < count && boxes.length > 1;
  }
  return boxes.sort(compareBoxes);
}

function mergeAlong(boxes: readonly Box[], field: number): Box[] {
  const groups = new Map<string, Box[]>();
  for (const box of boxes) {
    const key = box.filter((_, at) => at !== field && at !== field + 1).join(',');
    const group = groups.get(key);
    if (group) group.push(box);
    else groups.set(key, [box]);
  }
  return [...groups.values()].flatMap((group) => {
    if (group.length === 1) return group;
    const merged: Box[] = [];
    for (const box of group.toSorted((a, b) => (a[field]! < b[field]! ? -1 : 1))) {
      const last = merged.at(-1);
      if (last && after(last[field + 1]!) === box[field]!)
        merged[merged.length - 1] = last.with(field + 1, box[field + 1]!);
      else merged.push(box);
    }
    return merged;
  });
}

function compareBoxes(one: Box, other: Box): number {
  for (const [at, value] of one.entries()) {
    if (value !== other[at]!) return value < other[at]! ? -1 : 1;
  }
  return 0;
}

/** The smallest box around the set; `undefined` of none. */
export function hullOf(set: PacketSet): PacketSpans | undefined {
  const [first, ...others] = set;
  if (!first) return undefined;
  const hull = [...first];
  for (const box of others) {
    for (let at = 0; at < 2 * FIELDS; at += 2) {
      if (box[at]! < hull[at]!) hull[at] = box[at]!;
      if (box[at + 1]! > hull[at + 1]!) hull[at + 1] = box[at + 1]!;
    }
  }
  return spansOf([hull])[0];
}
