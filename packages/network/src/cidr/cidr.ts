import { type Address, bitsOf, formatAddress, parseAddress } from './address.ts';

/** A range of addresses whose first `length` bits are the same. */
export interface Cidr {
  readonly family: 4 | 6;
  /** The first address, as one number. */
  readonly first: bigint;
  /** Of the prefix, in bits. */
  readonly length: number;
}

/**
 * Reads `10.0.0.0/16`, `2001:db8::/56`.
 *
 * @returns what is wrong with it, as the end of a sentence that begins with the text
 */
export function parseCidr(text: string): Cidr | string {
  const [, base = '', digits = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const address = parseAddress(base);
  const length = Number(digits);
  if (!address || length > bitsOf[address.family]) {
    const single = parseAddress(text);
    if (single) return `is an address, not a range; write ${formatCidr(hostCidr(single))} for it alone`;
    return 'is not a range of addresses such as 10.0.0.0/16';
  }
  const cidr = cidrOf(address, length);
  if (cidr.first === address.value) return cidr;
  return `does not begin at its own /${length}; write ${formatCidr(cidr)}, or ${formatCidr(hostCidr(address))} for the one address`;
}

/** A range that is written in code. @throws TypeError if it is none */
export function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (typeof parsed === 'string') throw new TypeError(`${JSON.stringify(text)} ${parsed}`);
  return parsed;
}

/** The range of this length that has the address. */
export function cidrOf({ family, value }: Address, length: number): Cidr {
  const rest = BigInt(bitsOf[family] - length);
  return { family, first: (value >> rest) << rest, length };
}

/** The range of one address. */
export function hostCidr({ family, value }: Address): Cidr {
  return { family, first: value, length: bitsOf[family] };
}

export function formatCidr({ family, first, length }: Cidr): string {
  return `${formatAddress({ family, value: first })}/${length}`;
}

/** The number of addresses by the length of the prefix: to look one up is faster than to shift. */
const sizes = { 4: sizesOf(bitsOf[4]), 6: sizesOf(bitsOf[6]) };

function sizesOf(bits: number): readonly bigint[] {
  return Array.from({ length: bits + 1 }, (_, length) => 1n << BigInt(bits - length));
}

/** The number of its addresses. */
export function sizeOf({ family, length }: Cidr): bigint {
  return sizes[family][length] ?? 0n;
}

/** Its last address, as one number. */
export function lastOf(range: Cidr): bigint {
  return range.first + sizeOf(range) - 1n;
}

export function containsAddress(range: Cidr, { family, value }: Address): boolean {
  return range.family === family && value >= range.first && value <= lastOf(range);
}

/** Whether all of `inner` is in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.family === inner.family &&
    outer.length <= inner.length &&
    inner.first >= outer.first &&
    inner.first <= lastOf(outer)
  );
}

/** Of two ranges that have an address in common, one contains the other. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  return one.length <= other.length ? contains(one, other) : contains(other, one);
}

export function equals(one: Cidr, other: Cidr): boolean {
  return one.family === other.family && one.first === other.first && one.length === other.length;
}

/** IPv4 before IPv6, then by the first address; of two that begin together, the larger one first. */
export function compareCidrs(one: Cidr, other: Cidr): number {
  if (one.family !== other.family) return one.family - other.family;
  if (one.first !== other.first) return one.first < other.first ? -1 : 1;
  return one.length - other.length;
}

/** Its two halves. @throws RangeError for a range of one address */
export function halves({ family, first, length }: Cidr): [Cidr, Cidr] {
  if (length >= bitsOf[family]) throw new RangeError('a single address has no halves');
  const half = 1n << BigInt(bitsOf[family] - length - 1);
  return [
    { family, first, length: length + 1 },
    { family, first: first + half, length: length + 1 },
  ];
}

/** All ranges of this length within `range`, in order; none if it is smaller. */
export function* split(range: Cidr, length: number): Generator<Cidr> {
  if (length < range.length || length > bitsOf[range.family]) return;
  const step = 1n << BigInt(bitsOf[range.family] - length);
  const end = range.first + sizeOf(range);
  for (let first = range.first; first < end; first += step) yield { family: range.family, first, length };
}
