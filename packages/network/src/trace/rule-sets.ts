import { type Cidr, lastOf } from '../cidr/index.ts';
import {
  allAddresses,
  allPorts,
  allProtocols,
  type PacketSet,
  packetSet,
  type Span,
} from '../packets/index.ts';

/** Packets to or from some addresses, whatever else. */
export function addressed(family: 4 | 6, field: 'source' | 'destination', span: Span<bigint>): PacketSet {
  return ruleSet(family, field, span, -1, allPorts);
}

/** The packets that a rule is about. `protocol`: `-1` for all. */
export function ruleSet(
  family: 4 | 6,
  field: 'source' | 'destination',
  span: Span<bigint>,
  protocol: number,
  ports: Span<number>,
): PacketSet {
  const everywhere = allAddresses[family];
  return packetSet({
    source: field === 'source' ? span : everywhere,
    destination: field === 'destination' ? span : everywhere,
    protocol: protocol === -1 ? allProtocols : [protocol, protocol],
    sourcePort: allPorts,
    destinationPort: protocol === -1 ? allPorts : ports,
  });
}

export function spanOf(cidr: Cidr): Span<bigint> {
  return [cidr.first, lastOf(cidr)];
}

/** Addresses as the fewest spans, in order. */
export function spansOfAddresses(values: readonly bigint[]): Span<bigint>[] {
  const spans: [bigint, bigint][] = [];
  for (const value of values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
    const last = spans.at(-1);
    if (last && value <= last[1] + 1n) last[1] = value;
    else spans.push([value, value]);
  }
  return spans;
}
