import { type Cidr, lastOf, overlaps } from '../cidr/index.ts';
import type { Endpoint, NetworkFile } from '../file/index.ts';
import type { Span } from '../packets/index.ts';

/** Ranges that a network file names: what is on one side of their edges can be treated otherwise than on the other side. */
export function namedRanges(file: NetworkFile): readonly Cidr[] {
  const ends: Endpoint[] = [
    ...[...file.groups.values()].flatMap(({ allow }) => allow.flatMap(({ from }) => from)),
    ...[...file.loadBalancers.values()].flatMap(({ from }) => from),
    ...file.paths.flatMap(({ from, to }) => [from, to]),
  ];
  return ends.flatMap((end) => (end.kind === 'range' ? [end.cidr] : []));
}

/**
 * The addresses of a subnet that resources can have, cut where one of the named ranges begins or ends: no rule and no path
 * makes a difference between two addresses of one part. Five of each subnet are AWS's: the first four and the last one ("Subnet CIDR
 * blocks" in the VPC user guide).
 */
export function partsOf(subnet: Cidr, named: readonly Cidr[]): readonly Span<bigint>[] {
  const [first, last] = [subnet.first + 4n, lastOf(subnet) - 1n];
  const inside = named.filter((range) => overlaps(range, subnet) && range.length > subnet.length);
  const begins = new Set([first, ...inside.flatMap((range) => [range.first, lastOf(range) + 1n])]);
  const sorted = [...begins]
    .filter((value) => value >= first && value <= last)
    .toSorted((a, b) => (a < b ? -1 : 1));
  return sorted.map((begin, at) => [begin, (sorted[at + 1] ?? last + 1n) - 1n]);
}
