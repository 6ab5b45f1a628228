import type { Tags } from '../../tags/index.ts';

/** What a network is made of, by the names of its kinds in ARNs. */
export interface NetworkResources {
  readonly vpc: Vpc;
  readonly subnet: Subnet;
  readonly 'internet-gateway': InternetGateway;
  readonly 'egress-only-internet-gateway': EgressOnlyGateway;
  readonly 'elastic-ip': Address;
  readonly natgateway: NatGateway;
  readonly 'route-table': RouteTable;
  readonly 'security-group': SecurityGroup;
  readonly 'vpc-endpoint': Endpoint;
  readonly 'network-acl': NetworkAcl;
  readonly 'network-interface': NetworkInterface;
  readonly 'vpc-peering-connection': Peering;
}

export type NetworkResourceKind = keyof NetworkResources;
export type NetworkResource = NetworkResources[NetworkResourceKind];

interface NetworkResourceBase<Kind extends NetworkResourceKind> {
  readonly kind: Kind;
  readonly id: string;
  /** Position among all that was made in the region, from 0; of those described at first, −1. */
  readonly serial: number;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** Until then it is not found: reads are eventually consistent. */
  readonly visibleMs?: number;
  readonly tags: Tags;
  /** Of its create call, with what the call asked for. */
  readonly token?: { readonly text: string; readonly request: string };
}

/** A range of a VPC or a subnet. */
export interface CidrAssociation {
  readonly id: string;
  readonly cidr: string;
  /** Of IPv6: one that was removed is still returned for a while. */
  readonly isGone?: true;
}

export interface Vpc extends NetworkResourceBase<'vpc'> {
  /** The first is the primary one. */
  readonly cidrs: readonly CidrAssociation[];
  readonly ipv6: readonly CidrAssociation[];
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  readonly usageMetrics: boolean;
  readonly tenancy: string;
  readonly isDefault: boolean;
}

export interface Subnet extends NetworkResourceBase<'subnet'> {
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6: readonly CidrAssociation[];
  readonly zone: string;
  readonly publicAddresses: boolean;
  readonly ipv6Addresses: boolean;
  readonly dns64: boolean;
  readonly hostnameType: string;
  readonly dnsA: boolean;
  readonly dnsAaaa: boolean;
}

export interface InternetGateway extends NetworkResourceBase<'internet-gateway'> {
  readonly vpcId?: string;
}

export interface EgressOnlyGateway extends NetworkResourceBase<'egress-only-internet-gateway'> {
  readonly vpcId: string;
}

export interface Address extends NetworkResourceBase<'elastic-ip'> {
  readonly publicIp: string;
  readonly association?: {
    readonly id: string;
    readonly interfaceId: string;
    readonly privateIp: string;
    readonly instanceId?: string;
  };
}

export interface NatAddress {
  readonly allocationId?: string;
  readonly associationId?: string;
  readonly interfaceId?: string;
  readonly privateIp?: string;
  readonly publicIp?: string;
  readonly zone?: string;
}

export interface NatGateway extends NetworkResourceBase<'natgateway'> {
  readonly vpcId: string;
  readonly subnetId?: string;
  readonly isRegional: boolean;
  readonly isPublic: boolean;
  readonly addresses: readonly NatAddress[];
  /** When it is available, or has failed. */
  readonly readyMs: number;
  readonly failure?: { readonly code: string; readonly message: string };
  /** When DeleteNatGateway was called, and when it is done. */
  readonly deleting?: { readonly sinceMs: number; readonly untilMs: number };
  /** Of a regional one, which has a table of its own. */
  readonly routeTableId?: string;
}

/** Parameter and element of a route's target: `{ NatGatewayId: 'nat-…' }`. */
export interface RouteTarget {
  readonly parameter: string;
  readonly id: string;
}

export interface Route {
  /** A range, or the id of a prefix list. */
  readonly destination: string;
  readonly target: RouteTarget;
  readonly origin: 'CreateRouteTable' | 'CreateRoute';
}

export interface RouteTableAssociation {
  readonly id: string;
  /** Missing: it is that of the main route table. */
  readonly subnetId?: string;
  readonly gatewayId?: string;
}

export interface RouteTable extends NetworkResourceBase<'route-table'> {
  readonly vpcId: string;
  /** Without those of the VPC's own ranges and of endpoints. */
  readonly routes: readonly Route[];
  readonly associations: readonly RouteTableAssociation[];
}

/** Exactly one of the peers is there. */
export interface GroupRule {
  readonly id: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1`: all. */
  readonly protocol: string;
  /** Or the type of ICMP; −1: all. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly prefixList?: string;
  readonly group?: string;
  readonly description?: string;
  readonly tags: Tags;
}

export interface SecurityGroup extends NetworkResourceBase<'security-group'> {
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly rules: readonly GroupRule[];
}

export interface Endpoint extends NetworkResourceBase<'vpc-endpoint'> {
  readonly vpcId: string;
  readonly service: string;
  readonly prefixList: string;
  readonly routeTables: readonly string[];
  readonly policy: string;
}

export interface AclEntry {
  readonly number: number;
  readonly isEgress: boolean;
  readonly protocol: string;
  readonly action: 'allow' | 'deny';
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly ports?: readonly [from: number, to: number];
  readonly icmp?: readonly [type: number, code: number];
}

export interface NetworkAcl extends NetworkResourceBase<'network-acl'> {
  readonly vpcId: string;
  readonly isDefault: boolean;
  readonly entries: readonly AclEntry[];
  readonly associations: readonly { readonly id: string; readonly subnetId: string }[];
}

export interface NetworkInterface extends NetworkResourceBase<'network-interface'> {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly groups: readonly string[];
  readonly privateIp: string;
  readonly ipv6?: string;
  readonly description: string;
  readonly type: string;
  /** A service that manages it: `amazon-elb`; missing: its owner does. */
  readonly manager?: string;
  /** Managed ones, and those of an instance, are in use. */
  readonly isInUse: boolean;
  readonly instanceId?: string;
  /** A public address of the service. */
  readonly publicIp?: string;
  /** It was given up, and goes at this time. */
  readonly goneMs?: number;
}

export interface Peering extends NetworkResourceBase<'vpc-peering-connection'> {
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
  readonly status: 'pending-acceptance' | 'active' | 'deleted';
  /** It is returned until then. */
  readonly goneMs?: number;
}

export interface PeeringSide {
  readonly vpcId: string;
  readonly accountId: string;
  readonly region: string;
  readonly cidrs: readonly string[];
}

/** Kinds that an account file does not describe, with the prefixes of their ids. */
export const furtherKinds = {
  'egress-only-internet-gateway': 'eigw',
  'vpc-endpoint': 'vpce',
  'network-acl': 'acl',
  'vpc-peering-connection': 'pcx',
} as const;
export type FurtherKind = keyof typeof furtherKinds;

/** The prefixes of the ids of all kinds. */
export const idPrefixes: Readonly<Record<NetworkResourceKind, string>> = {
  ...furtherKinds,
  vpc: 'vpc',
  subnet: 'subnet',
  'internet-gateway': 'igw',
  'elastic-ip': 'eipalloc',
  natgateway: 'nat',
  'route-table': 'rtb',
  'security-group': 'sg',
  'network-interface': 'eni',
};

export function isNetworkResourceKind(kind: string): kind is NetworkResourceKind {
  return Object.hasOwn(idPrefixes, kind);
}
