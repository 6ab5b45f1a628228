import { type Cidr, formatAddress, formatCidr, hostCidr } from '../cidr/index.ts';
import { protocols } from './exchange.ts';
import {
  allAddresses,
  allPorts,
  normalize,
  type PacketSet,
  type PacketSpans,
  type Span,
  spansOf,
} from './packet-set.ts';

const names = new Map<number, string>(Object.entries(protocols).map(([name, number]) => [number, name]));

/** `tcp`, or the number. */
export function protocolName(protocol: number): string {
  return names.get(protocol) ?? String(protocol);
}

/** `443`, `80-443`; `*`: all. */
export function portsText([first, last]: Span<number>): string {
  if (first === last) return String(first);
  return first <= 1 && last === allPorts[1] ? '*' : `${first}-${last}`;
}

/** `10.0.0.0/24`, one address, `10.0.0.3-10.0.0.9`; `any` for all of the family. */
function addressesText(family: 4 | 6, [first, last]: Span<bigint>): string {
  if (first === last) return formatAddress({ family, value: first });
  if (first === allAddresses[family][0] && last === allAddresses[family][1]) return 'any';
  const cidr = cidrOfSpan(family, [first, last]);
  if (cidr) return formatCidr(cidr);
  return `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`;
}

/** The range that a span is, if it is one. */
function cidrOfSpan(family: 4 | 6, [first, last]: Span<bigint>): Cidr | undefined {
  const size = last - first + 1n;
  if ((size & (size - 1n)) !== 0n || first % size !== 0n) return undefined;
  const bits = size.toString(2).length - 1;
  return { family, first, length: hostCidr({ family, value: first }).length - bits };
}

/** How many boxes are written out. */
const MAX_LINES = 8;

/**
 * A set in lines such as `tcp 10.0.0.4 port 32768-61000 -> 10.0.1.7 port 443`. `limit`: after so many lines, one has how
 * many more there are.
 */
export function describePackets(family: 4 | 6, set: PacketSet, limit = MAX_LINES): string[] {
  const lines = spansOf(normalize(set)).map((spans) => boxText(family, spans));
  return lines.length <= limit ? lines : [...lines.slice(0, limit - 1), `… ${lines.length - limit + 1} more`];
}

function boxText(
  family: 4 | 6,
  { protocol, source, destination, sourcePort, destinationPort }: PacketSpans,
): string {
  const [first, last] = protocol;
  const name =
    first === last ? protocolName(first) : first === 0 && last === 255 ? 'all' : `${first}-${last}`;
  const hasPorts = name === 'tcp' || name === 'udp' || name === 'all';
  const from = `${addressesText(family, source)}${hasPorts ? ` port ${portsText(sourcePort)}` : ''}`;
  const to = `${addressesText(family, destination)}${hasPorts ? ` port ${portsText(destinationPort)}` : ''}`;
  return `${name} ${from} -> ${to}`;
}
