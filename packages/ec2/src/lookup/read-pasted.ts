import { isIP, isIPv4 } from 'node:net';
import { isRegionName, parseArn } from '@groundcrew/aws-core';
import type { LookupKind } from './question.ts';

/** What a pasted text means: a plainer text, and what else it says. */
export interface Pasted {
  readonly text: string;
  readonly kind?: LookupKind;
  readonly region?: string;
}

const INSTANCE = '(i-(?:[0-9a-f]{17}|[0-9a-f]{8}))';
const INTERFACE = '(eni-(?:[0-9a-f]{17}|[0-9a-f]{8}))';
/** Amazon EKS and Kubernetes: the `providerID` of a node. */
const PROVIDER_ID = new RegExp(`^aws:///([a-z0-9-]+)/(?:[^/]+/)*${INSTANCE}$`, 'i');
/** EC2 user guide, "EC2 instance hostnames and domains": by resource name, and by address. */
const RESOURCE_NAME = new RegExp(`^${INSTANCE}(?:\\.(.*))?$`, 'i');
const ADDRESS_NAME = /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?:\.(.*))?$/i;
const INTERNAL = /^(?:([a-z0-9-]+)\.compute|ec2)\.internal\.?$/i;

/**
 * Reads what people paste for an instance: ARNs, provider ids of Kubernetes nodes, host names that EC2 makes of ids and
 * addresses, links to the console, an address with a port or a full mask; in quotes or not. Anything else stays as it is.
 */
export function readPasted(given: string): Pasted {
  const text = unquoted(given.trim());
  return (
    fromArn(text) ??
    fromProviderId(text) ??
    fromHostName(text) ??
    fromLink(text) ??
    fromSocket(text) ?? { text }
  );
}

function unquoted(text: string): string {
  return /^(["'`])(.*)\1[,;]?$/s.exec(text)?.[2]?.trim() ?? text;
}

function fromArn(text: string): Pasted | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'ec2') return undefined;
  const [type = '', id = ''] = arn.resource.split('/');
  const kind = { instance: 'id', 'network-interface': 'interface' }[type] as LookupKind | undefined;
  return kind && { text: id, kind, ...regionNamed(arn.region) };
}

function fromProviderId(text: string): Pasted | undefined {
  const [, zone, id] = PROVIDER_ID.exec(text) ?? [];
  // `ap-northeast-2a`, and of a local zone `us-west-2-lax-1a`.
  const region = zone === undefined ? undefined : /^([a-z]{2,5}(?:-[a-z]+){1,2}-\d)/.exec(zone)?.[1];
  return id === undefined ? undefined : { text: id, kind: 'id', ...regionNamed(region) };
}

function fromHostName(text: string): Pasted | undefined {
  const [, id, idDomain] = RESOURCE_NAME.exec(text) ?? [];
  if (id !== undefined && idDomain !== undefined)
    return { text: id, kind: 'id', ...regionOfDomain(idDomain) };
  const [, a, b, c, d, domain] = ADDRESS_NAME.exec(text) ?? [];
  const address = [a, b, c, d].join('.');
  if (!isIPv4(address)) return undefined;
  // The whole name that EC2 gave is looked up as it is: it may be that of another VPC with the same addresses.
  if (domain !== undefined && INTERNAL.test(domain))
    return { text, kind: 'dns-name', ...regionOfDomain(domain) };
  return { text: address, kind: 'address' };
}

function regionOfDomain(domain: string): { readonly region?: string } {
  const match = INTERNAL.exec(domain);
  return match === null ? {} : regionNamed(match[1] ?? 'us-east-1');
}

/** A page of the console: `…/ec2/home?region=us-east-1#InstanceDetails:instanceId=i-0abc`. */
function fromLink(text: string): Pasted | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const region = url.searchParams.get('region') ?? url.hostname.split('.')[0];
  const instance = new RegExp(INSTANCE, 'i').exec(text)?.[1];
  const networkInterface = new RegExp(INTERFACE, 'i').exec(text)?.[1];
  if (instance) return { text: instance, kind: 'id', ...regionNamed(region) };
  if (networkInterface) return { text: networkInterface, kind: 'interface', ...regionNamed(region) };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? (fromHostName(host) ?? { text: host }) : { text: host, kind: 'address' };
}

/** `10.0.0.1:8080`, `[2001:db8::1]:443`, `10.0.0.1/32`. */
function fromSocket(text: string): Pasted | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/i.exec(text) ?? [];
  const [, masked, length] = /^([0-9a-f:.]+)\/(32|128)$/i.exec(text) ?? [];
  const address = bracketed ?? plain ?? masked;
  if (address === undefined || isIP(address) === 0) return undefined;
  if (masked !== undefined && (length === '32') !== isIPv4(masked)) return undefined;
  return { text: address, kind: 'address' };
}

function regionNamed(region: string | undefined): { readonly region?: string } {
  return region !== undefined && isRegionName(region) ? { region } : {};
}

/** Ids of other resources: as a name they would be looked for in vain. */
const OTHER_IDS: Readonly<Record<string, string>> = {
  ami: 'an image',
  eipalloc: 'an elastic IP address',
  elb: 'a load balancer',
  fs: 'a file system',
  igw: 'an internet gateway',
  lt: 'a launch template',
  nat: 'a NAT gateway',
  r: 'a reservation',
  sg: 'a security group',
  sir: 'a spot request',
  snap: 'a snapshot',
  subnet: 'a subnet',
  vol: 'a volume',
  vpc: 'a VPC',
  vpce: 'a VPC endpoint',
};

/** What a text is the id of, if it is one of something else than an instance or a network interface. */
export function otherResource(text: string): string | undefined {
  const prefix = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(text)?.[1];
  return prefix !== undefined && Object.hasOwn(OTHER_IDS, prefix) ? OTHER_IDS[prefix] : undefined;
}
