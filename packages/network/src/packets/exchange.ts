import {
  intersect,
  packetSet,
  type PacketSet,
  type PacketSpans,
  type Span,
  spansOf,
  union,
  noPackets,
} from './packet-set.ts';

export const protocols = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

/** Type and code of ICMP, where ports have their number. */
export function icmpPort(type: number, code: number): number {
  return type * 256 + code;
}

const ECHO_REQUEST = icmpPort(8, 0);
const ECHO_REPLY = icmpPort(0, 0);
const ECHO_REQUEST_V6 = icmpPort(128, 0);
const ECHO_REPLY_V6 = icmpPort(129, 0);

/** The packets of a ping, by protocol. */
export const echoRequests: Readonly<Record<number, number>> = {
  [protocols.icmp]: ECHO_REQUEST,
  [protocols.icmpv6]: ECHO_REQUEST_V6,
};

/**
 * The answers to packets: addresses and ports are exchanged; the answer to a ping is an echo reply. Of ICMP, only pings and
 * their answers are asked about.
 */
export function answersTo(requests: PacketSet): PacketSet {
  return exchanged(requests, ECHO_REPLY, ECHO_REPLY_V6);
}

/** The packets that these are the answers to. */
export function requestsOf(answers: PacketSet): PacketSet {
  return exchanged(answers, ECHO_REQUEST, ECHO_REQUEST_V6);
}

function exchanged(set: PacketSet, icmp: number, icmpv6: number): PacketSet {
  return spansOf(set).flatMap((spans) => {
    const isPing = spans.protocol[0] === protocols.icmp || spans.protocol[0] === protocols.icmpv6;
    const type = spans.protocol[0] === protocols.icmp ? icmp : icmpv6;
    return packetSet({
      source: spans.destination,
      destination: spans.source,
      protocol: spans.protocol,
      sourcePort: isPing ? [0, 0] : spans.destinationPort,
      destinationPort: isPing ? [type, type] : spans.sourcePort,
    });
  });
}

/**
 * What a gateway or load balancer makes of a packet: each field that is given gets one of these values, whichever it likes;
 * all others stay.
 */
export interface Rewrite {
  readonly source?: readonly Span<bigint>[];
  readonly destination?: readonly Span<bigint>[];
  readonly protocol?: Span<number>;
  readonly sourcePort?: Span<number>;
  readonly destinationPort?: Span<number>;
}

/** The packets that go out when these come in. */
export function rewritten(set: PacketSet, rewrite: Rewrite): PacketSet {
  let out: PacketSet = noPackets;
  for (const spans of spansOf(set)) {
    // A ping has no ports.
    const hasPorts = spans.protocol[0] === protocols.tcp || spans.protocol[0] === protocols.udp;
    for (const source of rewrite.source ?? [spans.source]) {
      for (const destination of rewrite.destination ?? [spans.destination]) {
        out = union(
          out,
          packetSet({
            source,
            destination,
            protocol: rewrite.protocol ?? spans.protocol,
            sourcePort: (hasPorts ? rewrite.sourcePort : undefined) ?? spans.sourcePort,
            destinationPort: rewrite.destinationPort ?? spans.destinationPort,
          }),
        );
      }
    }
  }
  return out;
}

/** Of the packets that came in, those of which one of `after` can be made. */
export function originals(after: PacketSet, rewrite: Rewrite, before: PacketSet): PacketSet {
  const all = spansOf(before);
  return spansOf(intersect(after, rewritten(before, rewrite))).reduce<PacketSet>((found, spans) => {
    let more = found;
    for (const each of all) {
      const kept = keptSpans(spans, rewrite, each);
      if (kept) more = union(more, packetSet(kept));
    }
    return more;
  }, noPackets);
}

function keptSpans(after: PacketSpans, rewrite: Rewrite, before: PacketSpans): PacketSpans | undefined {
  const hasPorts = before.protocol[0] === protocols.tcp || before.protocol[0] === protocols.udp;
  const source = rewrite.source ? before.source : common(after.source, before.source);
  const destination = rewrite.destination
    ? before.destination
    : common(after.destination, before.destination);
  const protocol = rewrite.protocol ? before.protocol : common(after.protocol, before.protocol);
  const sourcePort =
    rewrite.sourcePort && hasPorts ? before.sourcePort : common(after.sourcePort, before.sourcePort);
  const destinationPort = rewrite.destinationPort
    ? before.destinationPort
    : common(after.destinationPort, before.destinationPort);
  if (!source || !destination || !protocol || !sourcePort || !destinationPort) return undefined;
  return { source, destination, protocol, sourcePort, destinationPort };
}

function common<T extends number | bigint>(one: Span<T>, other: Span<T>): Span<T> | undefined {
  const first = one[0] > other[0] ? one[0] : other[0];
  const last = one[1] < other[1] ? one[1] : other[1];
  return first > last ? undefined : [first, last];
}
