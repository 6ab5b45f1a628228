import type { Cidr } from '../cidr/index.ts';

/** How the subnets of a tier reach the internet: in both directions, outwards only, not at all. */
export const accesses = ['public', 'private', 'isolated'] as const;
export type Access = (typeof accesses)[number];

/** NAT gateways: none, one for all zones, one in each, or one of the whole VPC that AWS expands by itself. */
export const natModes = ['none', 'one', 'per-zone', 'regional'] as const;
export type NatMode = (typeof natModes)[number];

/** Services whose gateway endpoint costs nothing ("Gateway endpoints" in the guide of AWS PrivateLink). */
export const endpointServices = ['s3', 'dynamodb'] as const;
export type EndpointService = (typeof endpointServices)[number];

export const protocols = ['tcp', 'udp', 'icmp', 'all'] as const;
export type Protocol = (typeof protocols)[number];

/** Ports of TCP and UDP, from the first to the last. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export const anyPorts: PortRange = { from: 0, to: 65_535 };

/** Subnets of one purpose, one or more in each zone. */
export interface Tier {
  readonly name: string;
  readonly access: Access;
  /** Its share of the VPC: one of 2 to the power of this. */
  readonly shareBits: number;
  /** The share as the file has it. */
  readonly share: string;
}

/** A range that a subnet has, whatever the plan would choose. */
export interface Pin {
  readonly cidr: Cidr;
  /** Which /64 of the VPC's /56, from 0 to 255. */
  readonly ipv6?: number;
}

/** What traffic is from or to: a name of the file, all of the internet, or a range. */
export type Endpoint =
  | { readonly kind: 'group' | 'load-balancer' | 'tier'; readonly name: string }
  | { readonly kind: 'internet' }
  | { readonly kind: 'vpc' }
  | { readonly kind: 'range'; readonly cidr: Cidr };

/** What a group lets in. */
export interface Rule {
  readonly from: readonly Endpoint[];
  readonly ports: readonly PortRange[];
  readonly protocol: Protocol;
}

/** A security group. */
export interface Group {
  readonly name: string;
  readonly description?: string;
  /** Where its members are, sorted; of a file that does not name one: all tiers. It is used for paths only. */
  readonly tiers: readonly string[];
  readonly allow: readonly Rule[];
}

export interface Listener {
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP' | 'TLS' | 'UDP';
  readonly certificate?: string;
  readonly target: {
    readonly port: number;
    readonly protocol: 'HTTP' | 'HTTPS' | 'TCP' | 'TLS' | 'UDP';
    readonly type: 'instance' | 'ip';
    /** The path that the health check asks for; of HTTP only. */
    readonly health?: string;
  };
}

/** A load balancer, its listeners, and the name that leads to it. */
export interface LoadBalancer {
  readonly name: string;
  readonly type: 'application' | 'network';
  readonly scheme: 'internet-facing' | 'internal';
  /** The tier whose subnets it is in. */
  readonly tier: string;
  /** From where its listeners are reached. */
  readonly from: readonly Endpoint[];
  readonly listeners: readonly Listener[];
  /** Name of its alias record in Route 53, and the id of the hosted zone. */
  readonly record?: { readonly name: string; readonly hostedZone: string };
}

/** What has to be reachable, or must not be. */
export interface PathRule {
  /** As in the file. */
  readonly text: string;
  readonly must: 'reach' | 'never';
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly ports: PortRange;
  readonly protocol: Protocol;
}

/** A network file. Nothing in it depends on the order of the text. */
export interface NetworkFile {
  /** As messages call it. */
  readonly file: string;
  readonly name: string;
  readonly region: string;
  readonly cidr: Cidr;
  /** Ranges beside the first, in order of their addresses. */
  readonly secondary: readonly Cidr[];
  /** Zone ids, sorted. */
  readonly zones: readonly string[];
  /** For how many zones a tier keeps room. */
  readonly roomForZones: number;
  /** By name, sorted. */
  readonly tiers: ReadonlyMap<string, Tier>;
  readonly nat: NatMode;
  readonly ipv6: boolean;
  readonly endpoints: readonly EndpointService[];
  /** Ranges that nothing of the network may overlap, sorted. */
  readonly avoid: readonly Cidr[];
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>;
  readonly paths: readonly PathRule[];
  /** By tier, then by zone id. */
  readonly pins: ReadonlyMap<string, ReadonlyMap<string, readonly Pin[]>>;
}
