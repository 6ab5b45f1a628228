import { isIP, isIPv4, isIPv6 } from 'node:net';
import type { LookupKind } from './question.ts';

/**
 * The kind of a question's text: an id, an address and a DNS name of AWS are recognized by their form, and `Project=shop`
 * by its `=`. Anything else is a name.
 */
export function recognizeKind(text: string): LookupKind {
  if (isInstanceId(text) || /^i-/i.test(text)) return 'id';
  if (isInterfaceId(text)) return 'interface';
  if (isIP(text) !== 0) return 'address';
  if (isDnsName(text)) return 'dns-name';
  return text.includes('=') ? 'tags' : 'name';
}

export function isInterfaceId(text: string): boolean {
  return /^eni-(?:[0-9a-f]{8}|[0-9a-f]{17})$/i.test(text);
}

/** `02:89:14:ae:b0:ed`, as instances and their metadata service write it. */
export function isMacAddress(text: string): boolean {
  return /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}$/i.test(text);
}

/** Ids have 17 hexadecimal digits; those from before 2016 have 8 (EC2 user guide, "Resource IDs"). */
export function isInstanceId(text: string): boolean {
  return /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/i.test(text);
}

/**
 * The address in AWS's form: IPv6 in its shortest form. `null`: not an address, or one with a zone (`fe80::1%eth0`), which
 * is only valid on one machine.
 */
export function normalizeAddress(text: string): string | null {
  if (isIPv4(text)) return text;
  if (!isIPv6(text) || text.includes('%')) return null;
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

/**
 * Host names that EC2 assigns: `ip-10-0-0-1.ec2.internal`, `i-….us-west-2.compute.internal`,
 * `ec2-203-0-113-25.compute-1.amazonaws.com` (EC2 user guide, "EC2 instance hostnames and domains").
 */
export function isDnsName(text: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:internal|amazonaws\.com(?:\.cn)?)\.?$/i.test(text);
}
