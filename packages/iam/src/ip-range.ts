/** A range of addresses, in CIDR notation or a single one. */
export interface IpRange {
  readonly version: 4 | 6;
  readonly address: bigint;
  readonly prefixBits: number;
}

/** `203.0.113.0/24`, `2001:db8::/32`, `203.0.113.7`; `undefined`: none of these. */
export function readIpRange(text: string): IpRange | undefined {
  const [host = '', bits, ...more] = text.split('/');
  if (more.length > 0) return undefined;
  const address = readAddress(host);
  if (address === undefined) return undefined;
  const width = address.version === 4 ? 32 : 128;
  const prefixBits = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  return prefixBits <= width ? { ...address, prefixBits } : undefined;
}

export function isInRange(range: IpRange, text: string): boolean {
  const address = readAddress(text);
  if (address?.version !== range.version) return false;
  const hostBits = BigInt((range.version === 4 ? 32 : 128) - range.prefixBits);
  return address.address >> hostBits === range.address >> hostBits;
}

function readAddress(text: string): Pick<IpRange, 'version' | 'address'> | undefined {
  const four = readFour(text);
  if (four !== undefined) return { version: 4, address: four };
  const six = readSix(text);
  return six === undefined ? undefined : { version: 6, address: six };
}

function readFour(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let address = 0n;
  for (const part of parts) {
    // A leading zero is octal for some and decimal for others.
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    address = (address << 8n) | BigInt(part);
  }
  return address;
}

function readSix(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front, back] = halves.map(readGroups);
  if (front === undefined || (halves.length === 2 && back === undefined)) return undefined;
  const groups =
    back === undefined
      ? front
      : [...front, ...Array(Math.max(1, 8 - front.length - back.length)).fill(0n), ...back];
  if (groups.length !== 8) return undefined;
  return groups.reduce((address: bigint, group: bigint) => (address << 16n) | group, 0n);
}

/** The groups of a part of an IPv6 address, whose last two may be written as IPv4. */
function readGroups(text: string): bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  for (const [index, part] of text.split(':').entries()) {
    const four = index === text.split(':').length - 1 ? readFour(part) : undefined;
    if (four !== undefined) groups.push(four >> 16n, four & 0xffffn);
    else if (/^[\da-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}
