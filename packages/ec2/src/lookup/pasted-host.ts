import { isIPv4 } from 'node:net';
import { isRegionName } from '@groundcrew/aws-core';
import type { Pasted } from './pasted.ts';

/** EC2 user guide, "EC2 instance hostnames and domains": by resource name, and by address. */
const RESOURCE_NAME = /^(i-(?:[0-9a-f]{17}|[0-9a-f]{8}))\.([a-z0-9.-]*)$/i;
const PRIVATE_NAME = /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?:\.([a-z0-9.-]*))?$/i;
const PUBLIC_NAME = /^ec2-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}\.(.*)$/i;
/** The domains of EC2: of private names, and of public ones; us-east-1 has its own. */
const DOMAIN =
  /^(?:(?:([a-z0-9-]+)\.compute|ec2)\.internal|(?:([a-z0-9-]+)\.compute|compute-1)\.amazonaws\.com(?:\.cn)?)\.?$/i;

/** Reads the host names that EC2 makes of ids and addresses, with the region in them. */
export function fromHostName(text: string): Pasted | undefined {
  const [, id, idDomain = ''] = RESOURCE_NAME.exec(text) ?? [];
  if (id !== undefined) return { text: id, kind: 'id', ...regionOfDomain(idDomain) };
  const publicDomain = PUBLIC_NAME.exec(text)?.[1];
  if (publicDomain !== undefined && DOMAIN.test(publicDomain)) {
    return { text, kind: 'dns-name', ...regionOfDomain(publicDomain) };
  }
  const [, a, b, c, d, domain = ''] = PRIVATE_NAME.exec(text) ?? [];
  const address = [a, b, c, d].join('.');
  if (!isIPv4(address)) return undefined;
  // The whole name that EC2 gave is looked up as it is: it may be that of another VPC with the same addresses.
  if (DOMAIN.test(domain)) return { text, kind: 'dns-name', ...regionOfDomain(domain) };
  return { text: address, kind: 'address' };
}

function regionOfDomain(domain: string): { readonly region?: string } {
  const match = DOMAIN.exec(domain);
  return match === null ? {} : regionNamed(match[1] ?? match[2] ?? 'us-east-1');
}

/** The region of a name that may be one. */
export function regionNamed(region: string | undefined): { readonly region?: string } {
  const name = region?.toLowerCase();
  return name !== undefined && isRegionName(name) ? { region: name } : {};
}
