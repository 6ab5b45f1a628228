import { type Cidr, parseCidr } from '../cidr/index.ts';
import { anyPorts, type PortRange, type Protocol, protocols } from './network-file.ts';

/** A /20 has room for 65,536 subnets of one address, and a VPC none smaller than /28: more bits are not a share. */
const MAX_SHARE_BITS = 12;

/** `1/4`, `25%`, `all` as the power of two below it; a text: what is wrong. */
export function parseShare(text: string): { readonly bits: number; readonly text: string } | string {
  const fraction = shareOf(text);
  if (fraction === undefined || fraction > 1) return 'is not a share of the VPC; write 1/4, or 25%';
  const bits = Math.max(0, Math.ceil(-Math.log2(fraction) - 1e-9));
  if (!(bits <= MAX_SHARE_BITS))
    return `is less than 1/${2 ** MAX_SHARE_BITS} of the VPC; write a larger share`;
  return { bits, text };
}

function shareOf(text: string): number | undefined {
  if (text === 'all') return 1;
  const [, percent] = /^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text) ?? [];
  if (percent !== undefined) return Number(percent) > 0 ? Number(percent) / 100 : undefined;
  const [, over, under] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  return under === undefined ? undefined : Number(over) / Number(under);
}

/** `443`, `8000-8100`, `*`; a text: what is wrong. */
export function parsePorts(text: string): PortRange | string {
  if (text === '*') return anyPorts;
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const from = Number(first);
  const to = Number(last);
  if (first === undefined || from < 1 || to > 65_535) {
    return 'is not a port from 1 to 65535; write 443, 8000-8100, or "*" for all';
  }
  return from > to ? `ends before it begins; write ${to}-${from}` : { from, to };
}

/** A range, IPv4 or IPv6. */
export function parseRange(text: string): Cidr | string {
  return parseCidr(text);
}

/** A range of IPv4. */
export function parseIpv4Range(text: string): Cidr | string {
  const range = parseCidr(text);
  if (typeof range === 'string') return range;
  return range.family === 4 ? range : 'is a range of IPv6; that of the VPC is given by AWS (ipv6: true)';
}

/** One end of a path as the text has it; what a name means is looked up later. */
export interface PathEnd {
  /** `internet`, `www`, `tier/data`, `10.0.0.0/8`. */
  readonly what: string;
}

export interface PathText {
  readonly text: string;
  readonly must: 'reach' | 'never';
  readonly from: PathEnd;
  readonly to: PathEnd;
  /** Missing: the text names none. */
  readonly ports?: PortRange;
  readonly allPorts: boolean;
  readonly protocol: Protocol;
}

const END = String.raw`\[[0-9a-f:./]+\]|[^\s:\[\]]+`;
const PATH_PATTERN = new RegExp(
  `^(never +)?(${END}) *-> *(${END})(?::([\\d*-]+))?(?:/(${protocols.join('|')}))?$`,
  'i',
);

/** `internet -> www:443`, `never internet -> data:*`, `[2001:db8::/32] -> app:8000-8100/udp`. */
export function parsePath(given: string): PathText | string {
  const text = given.trim().replaceAll(/\s+/g, ' ');
  const [, never, from, toText, portText, protocolText] = PATH_PATTERN.exec(text) ?? [];
  if (from === undefined || toText === undefined) {
    return 'is not a path; write internet -> www:443, or never internet -> data:*';
  }
  // Without a port, "/tcp" is taken for a part of the name.
  const ends = new RegExp(`^(.*)/(${protocols.join('|')})$`, 'i').exec(portText === undefined ? toText : '');
  const to = ends?.[1] ?? toText;
  const protocol = (protocolText ?? ends?.[2] ?? 'tcp').toLowerCase() as Protocol;
  const must = never === undefined ? 'reach' : 'never';
  const base = { text, must, from: endOf(from), to: endOf(to), protocol } as const;
  if (protocol === 'icmp' || protocol === 'all') {
    if (portText !== undefined && portText !== '*')
      return `names a port, and ${protocol} has none; take :${portText} out`;
    return { ...base, ports: anyPorts, allPorts: portText === '*' };
  }
  if (portText === undefined) return { ...base, allPorts: false };
  const ports = parsePorts(portText);
  return typeof ports === 'string'
    ? `names the port "${portText}", which ${ports}`
    : { ...base, ports, allPorts: portText === '*' };
}

function endOf(text: string): PathEnd {
  return { what: text.startsWith('[') ? text.slice(1, -1) : text };
}
