import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answersTo,
  covers,
  describePackets,
  hullOf,
  includes,
  intersect,
  isEmpty,
  isSame,
  normalize,
  originals,
  overlap,
  type Packet,
  packetSet,
  type PacketSet,
  protocols,
  requestsOf,
  type Rewrite,
  rewritten,
  sampleOf,
  type Span,
  spansOf,
  subtract,
  union,
} from './index.ts';

const WIDTH = 3;
const values = Array.from({ length: WIDTH }, (_, value) => value);
/** All packets of a small world: what a set is, packet by packet. */
const world: readonly Packet[] = values.flatMap((source) =>
  values.flatMap((destination) =>
    [protocols.tcp, protocols.udp].flatMap((protocol) =>
      values.flatMap((sourcePort) =>
        values.map((destinationPort) => ({
          source: BigInt(source),
          destination: BigInt(destination),
          protocol,
          sourcePort,
          destinationPort,
        })),
      ),
    ),
  ),
);

const span: fc.Arbitrary<Span<number>> = fc
  .tuple(fc.nat(WIDTH - 1), fc.nat(WIDTH - 1))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
const bigSpan: fc.Arbitrary<Span<bigint>> = span.map(([first, last]) => [BigInt(first), BigInt(last)]);
const protocol: fc.Arbitrary<Span<number>> = fc.constantFrom<Span<number>>([6, 6], [17, 17]);
const box = fc.record({
  source: bigSpan,
  destination: bigSpan,
  protocol,
  sourcePort: span,
  destinationPort: span,
});
const set: fc.Arbitrary<PacketSet> = fc
  .array(box, { maxLength: 4 })
  .map((boxes) => boxes.map(packetSet).reduce(union, []));

const membersOf = (each: PacketSet) => world.map((packet) => includes(each, packet));

describe('sets of packets are what they are packet by packet', () => {
  test('union, intersection and difference', () => {
    fc.assert(
      fc.property(set, set, (one, other) => {
        const [mine, theirs] = [membersOf(one), membersOf(other)];
        expect(membersOf(union(one, other))).toEqual(mine.map((is, at) => is || theirs[at]!));
        expect(membersOf(intersect(one, other))).toEqual(mine.map((is, at) => is && theirs[at]!));
        expect(membersOf(subtract(one, other))).toEqual(mine.map((is, at) => is && !theirs[at]!));
        expect(overlap(one, other)).toBe(mine.some((is, at) => is && theirs[at]!));
        expect(covers(one, other)).toBe(theirs.every((is, at) => !is || mine[at]!));
        expect(isSame(one, other)).toBe(mine.every((is, at) => is === theirs[at]!));
      }),
    );
  });

  test('no packet is in two boxes, and a normal form has no more boxes', () => {
    fc.assert(
      fc.property(set, set, (one, other) => {
        for (const each of [union(one, other), intersect(one, other), subtract(one, other)]) {
          const size = spansOf(each).reduce((sum, spans) => sum + sizeOf(spans), 0);
          expect(size).toBe(membersOf(each).filter(Boolean).length);
          const normal = normalize(each);
          expect(isSame(normal, each)).toBe(true);
          expect(normal.length).toBeLessThanOrEqual(each.length);
        }
      }),
    );
  });

  test('what is taken as an example of a set is one packet of it', () => {
    fc.assert(
      fc.property(set, (each) => {
        const members = membersOf(sampleOf(each));
        expect(members.filter(Boolean)).toHaveLength(isEmpty(each) ? 0 : 1);
        expect(covers(each, sampleOf(each))).toBe(true);
      }),
    );
  });

  test('the hull is the smallest box around a set', () => {
    fc.assert(
      fc.property(set, (each) => {
        const hull = hullOf(each);
        const inside = world.filter((packet) => includes(each, packet));
        expect(hull === undefined).toBe(inside.length === 0);
        if (!hull) return;
        for (const field of ['source', 'destination', 'protocol', 'sourcePort', 'destinationPort'] as const) {
          const found = inside.map((packet) => Number(packet[field]));
          expect(hull[field].map(Number)).toEqual([Math.min(...found), Math.max(...found)]);
        }
      }),
    );
  });
});

const rewrite: fc.Arbitrary<Rewrite> = fc.record(
  {
    source: fc.array(bigSpan, { minLength: 1, maxLength: 2 }),
    destination: fc.array(bigSpan, { minLength: 1, maxLength: 2 }),
    sourcePort: span,
    destinationPort: span,
  },
  { requiredKeys: [] },
);

function canBecome(
  before: Packet,
  { source, destination, sourcePort, destinationPort }: Rewrite,
  after: Packet,
): boolean {
  const inOne = (spans: readonly Span<bigint>[] | undefined, kept: bigint, value: bigint) =>
    spans ? spans.some(([first, last]) => value >= first && value <= last) : value === kept;
  const inSpan = (ports: Span<number> | undefined, kept: number, value: number) =>
    ports ? value >= ports[0] && value <= ports[1] : value === kept;
  return (
    before.protocol === after.protocol &&
    inOne(source, before.source, after.source) &&
    inOne(destination, before.destination, after.destination) &&
    inSpan(sourcePort, before.sourcePort, after.sourcePort) &&
    inSpan(destinationPort, before.destinationPort, after.destinationPort)
  );
}

test('what a gateway makes of packets, and of which packets it made them', () => {
  fc.assert(
    fc.property(set, set, rewrite, (before, after, change) => {
      const inside = world.filter((packet) => includes(before, packet));
      expect(membersOf(rewritten(before, change))).toEqual(
        world.map((packet) => inside.some((each) => canBecome(each, change, packet))),
      );
      const wanted = world.filter((packet) => includes(after, packet));
      expect(membersOf(originals(after, change, before))).toEqual(
        world.map(
          (packet) => includes(before, packet) && wanted.some((each) => canBecome(packet, change, each)),
        ),
      );
    }),
    { numRuns: 60 },
  );
});

test('the answer to the answer is the question', () => {
  fc.assert(
    fc.property(set, (each) => {
      expect(isSame(requestsOf(answersTo(each)), each)).toBe(true);
    }),
  );
  const ping = { source: [1n, 1n], destination: [2n, 2n], protocol: [1, 1], sourcePort: [0, 0] } as const;
  expect(answersTo(packetSet({ ...ping, destinationPort: [2048, 2048] }))).toEqual(
    packetSet({ ...ping, source: [2n, 2n], destination: [1n, 1n], destinationPort: [0, 0] }),
  );
});

test('sets are written out in the words of rules', () => {
  const client = packetSet({
    source: [0x0a000004n, 0x0a000004n],
    destination: [0x0a000100n, 0x0a0001ffn],
    protocol: [6, 6],
    sourcePort: [32_768, 61_000],
    destinationPort: [443, 443],
  });
  expect(describePackets(4, client)).toEqual(['tcp 10.0.0.4 port 32768-61000 -> 10.0.1.0/24 port 443']);
  const many = Array.from({ length: 20 }, (_, at) =>
    packetSet({
      source: [0n, (1n << 32n) - 1n],
      destination: [BigInt(at * 2), BigInt(at * 2)],
      protocol: [1, 1],
      sourcePort: [0, 0],
      destinationPort: [2048, 2048],
    }),
  ).reduce(union, []);
  expect(describePackets(4, many, 3)).toEqual(['icmp any -> 0.0.0.0', 'icmp any -> 0.0.0.2', '… 18 more']);
});

function sizeOf(spans: object): number {
  return Object.values(spans as Record<string, Span<number>>).reduce(
    (size, [first, last]) => size * (Number(last) - Number(first) + 1),
    1,
  );
}
