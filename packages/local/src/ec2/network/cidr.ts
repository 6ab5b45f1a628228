import { isIPv6 } from 'node:net';

/** A range of addresses; IPv4 and IPv6 apart. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly first: bigint;
  /** Of the prefix, in bits. */
  readonly length: number;
}

const bitsOf = (family: 4 | 6) => (family === 4 ? 32 : 128);

/** A range as it is written; bits after the prefix are cleared, as EC2 does. `undefined`: not a range. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', digits = ''] = /^([^/]{2,45})\/(\d{1,3})$/.exec(text) ?? [];
  const parsed = parseIpv4(address) ?? parseIpv6(address);
  const length = Number(digits);
  if (parsed === undefined || digits === '' || length > bitsOf(parsed.family)) return undefined;
  const hostBits = BigInt(bitsOf(parsed.family) - length);
  return { family: parsed.family, first: (parsed.value >> hostBits) << hostBits, length };
}

function parseIpv4(text: string): { readonly family: 4; readonly value: bigint } | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return { family: 4, value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) };
}

function parseIpv6(text: string): { readonly family: 6; readonly value: bigint } | undefined {
  if (!isIPv6(text) || text.includes('.') || text.includes('%')) return undefined;
  const [head = '', tail] = text.split('::');
  const groupsOf = (part: string) => (part === '' ? [] : part.split(':'));
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const value = [...before, ...zeros, ...after].reduce(
    (sum, group) => sum * 65_536n + BigInt(Number.parseInt(group, 16)),
    0n,
  );
  return { family: 6, value };
}

/** `10.0.0.0/16`, `2001:db8::/56`: the canonical form. */
export function formatCidr({ family, first, length }: Cidr): string {
  return `${formatAddress(family, first)}/${length}`;
}

/** The text of an address. */
export function formatAddress(family: 4 | 6, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16),
  );
  // The first of the longest runs of zeros is left out (RFC 5952), if it is more than one.
  let best = { at: 0, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (groups[at + length] === '0') length++;
    if (length > best.length) best = { at, length };
  }
  if (best.length === 1) return groups.join(':');
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}

/** The number of an address; `undefined`: not an address. */
export function parseAddress(text: string): Cidr | undefined {
  const parsed = parseIpv4(text) ?? parseIpv6(text);
  return parsed && { family: parsed.family, first: parsed.value, length: bitsOf(parsed.family) };
}

/** How many addresses it has. */
export function sizeOf({ family, length }: Cidr): bigint {
  return 1n << BigInt(bitsOf(family) - length);
}

/** Whether one range has all addresses of another, or as many. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.length <= inner.length && overlaps(outer, inner);
}

/** Whether two ranges have an address in common. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  if (one.family !== other.family) return false;
  return one.first < other.first + sizeOf(other) && other.first < one.first + sizeOf(one);
}
