import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { GroundcrewError } from '@groundcrew/errors';
import { matchesPattern } from './pattern.ts';

/** An address, a pattern of addresses, or a block of them. */
export interface AddressMatcher {
  readonly family: 'ipv4' | 'ipv6';
  /** For EC2: matches at least those that are meant. */
  readonly pattern: string;
  /** Whether EC2's pattern matches more than is meant. */
  readonly isWider: boolean;
  matches(address: string): boolean;
}

/**
 * The matcher of `10.0.1.5`, `10.0.1.*`, `10.80.0.0/20`, `2001:db8::/64`.
 *
 * @throws GroundcrewError `fleet.selection.bad-value`
 */
export function addressMatcher(text: string): AddressMatcher {
  if (text.includes('/')) return blockMatcher(text);
  const isPattern = /[*?]/.test(text);
  if (text.includes(':')) {
    if (!isIPv6(text) && !(isPattern && /^[0-9a-f:.*?]+$/i.test(text))) throw badAddress(text);
    return patternMatcher('ipv6', isPattern ? text.toLowerCase() : shortestIpv6(text));
  }
  if (!isIPv4(text) && !(isPattern && canBeIpv4(text))) throw badAddress(text);
  return patternMatcher('ipv4', text);
}

/** Whether an address may match the pattern: `10.300.*` would select nothing. */
function canBeIpv4(pattern: string): boolean {
  const octets = pattern.split('.');
  if (octets.length > 4 || (octets.length < 4 && !pattern.includes('*'))) return false;
  return octets.every((octet) =>
    /[*?]/.test(octet)
      ? /^[0-9*?]+$/.test(octet)
      : /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255,
  );
}

function patternMatcher(family: AddressMatcher['family'], pattern: string): AddressMatcher {
  return { family, pattern, isWider: false, matches: (address) => matchesPattern(pattern, address) };
}

function blockMatcher(text: string): AddressMatcher {
  const [network = '', length = '', ...rest] = text.split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  const maxLength = family === 'ipv4' ? 32 : 128;
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if ((family === 'ipv6' && !isIPv6(network)) || rest.length > 0 || !(bits <= maxLength)) {
    throw badAddress(text);
  }
  const block = new BlockList();
  block.addSubnet(network, bits, family);
  return {
    family,
    // EC2's filters have no blocks: whole octets narrow the list, and each address is checked.
    pattern:
      family === 'ipv4'
        ? `${network
            .split('.')
            .slice(0, Math.floor(bits / 8))
            .join('.')}${starsAfter(bits)}`
        : '*',
    isWider: true,
    matches: (address) => block.check(address, family),
  };
}

function starsAfter(bits: number): string {
  if (bits >= 32) return '';
  return bits < 8 ? '*' : '.*';
}

/** EC2 has every IPv6 address in its shortest form. */
function shortestIpv6(text: string): string {
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

function badAddress(text: string): GroundcrewError {
  return new GroundcrewError(
    'fleet.selection.bad-value',
    `"${text}" is not an address, a pattern or a block of them; write 10.0.1.5, 10.0.1.*, 10.80.0.0/20 or 2001:db8::/64`,
  );
}
