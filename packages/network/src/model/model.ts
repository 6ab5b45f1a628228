import type { Address, Cidr } from '../cidr/index.ts';
import type { Span } from '../packets/index.ts';

/**
 * What a model is made from, by the name of the answer that has it: `aws ec2 describe-vpcs`. A part that was not collected
 * is not empty: what depends on it is unknown.
 */
export const modelParts = [
  'vpcs',
  'subnets',
  'route-tables',
  'network-acls',
  'security-groups',
  'network-interfaces',
  'instances',
  'internet-gateways',
  'nat-gateways',
  'egress-only-internet-gateways',
  'vpc-peering-connections',
  'vpc-endpoints',
  'managed-prefix-lists',
  'vpc-block-public-access-options',
  'vpc-block-public-access-exclusions',
  'load-balancers',
  'target-groups',
  'hosted-zones',
  'health-checks',
] as const;
export type ModelPart = (typeof modelParts)[number];

/**
 * An account and region whose answers were saved together: in a folder of saved answers, the path of the folder below the
 * one that was given.
 */
export interface Scope {
  readonly id: string;
  /** What was collected. */
  readonly parts: ReadonlySet<ModelPart>;
  readonly region?: string;
  readonly account?: string;
}

interface Scoped {
  readonly id: string;
  /** The id of its {@link Scope}. */
  readonly scope: string;
  /** The tag `Name`. */
  readonly name?: string;
}

export interface Vpc extends Scoped {
  readonly cidrs: readonly Cidr[];
}

export interface Subnet extends Scoped {
  readonly vpc: string;
  /** `eu-west-1a` */
  readonly zone: string;
  readonly zoneId?: string;
  readonly cidrs: readonly Cidr[];
  readonly assignsPublicAddresses?: boolean;
  readonly freeAddresses?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** VPC Block Public Access as the answer has it beside the subnet. */
  readonly blockPublicAccess?: PublicAccessBlock;
}

export type PublicAccessBlock = 'off' | 'block-bidirectional' | 'block-ingress';

export type RouteTargetKind =
  | 'local'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'nat-gateway'
  | 'peering'
  | 'endpoint'
  | 'virtual-private-gateway'
  | 'transit-gateway'
  | 'interface'
  | 'other';

export interface RouteTarget {
  readonly kind: RouteTargetKind;
  readonly id: string;
}

export interface Route {
  readonly destination: Cidr | { readonly prefixList: string };
  readonly target: RouteTarget;
  readonly isPropagated: boolean;
  readonly isBlackHole: boolean;
}

export interface RouteTable extends Scoped {
  readonly vpc: string;
  readonly isMain: boolean;
  readonly subnets: readonly string[];
  /** Internet and virtual private gateways it is associated with. */
  readonly gateways: readonly string[];
  readonly routes: readonly Route[];
}

export interface AclEntry {
  /** 1 to 32766; 32767 is the one that denies all else. */
  readonly number: number;
  readonly isEgress: boolean;
  readonly allows: boolean;
  /** `-1`: all. */
  readonly protocol: number;
  readonly cidr: Cidr;
  /** Destination ports, or types and codes of ICMP. */
  readonly ports: Span<number>;
}

export interface NetworkAcl extends Scoped {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly entries: readonly AclEntry[];
}

export type RulePeer =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'prefix-list'; readonly prefixList: string };

export interface GroupRule {
  /** `sgr-…`, where it was collected. */
  readonly id?: string;
  readonly isEgress: boolean;
  /** `-1`: all. */
  readonly protocol: number;
  /** Destination ports, or types and codes of ICMP. */
  readonly ports: Span<number>;
  readonly peer: RulePeer;
}

export interface SecurityGroup extends Scoped {
  readonly vpc: string;
  readonly groupName?: string;
  readonly rules: readonly GroupRule[];
}

export interface InterfaceAddress {
  readonly private: Address;
  readonly public?: Address;
}

export interface NetworkInterface extends Scoped {
  readonly vpc: string;
  readonly subnet: string;
  readonly groups: readonly string[];
  /** IPv4, the primary one first. */
  readonly addresses: readonly InterfaceAddress[];
  readonly ipv6: readonly Address[];
  readonly instance?: string;
  readonly deviceIndex?: number;
  /** What it is for: `interface`, `nat_gateway`, `network_load_balancer`, … */
  readonly type?: string;
  /** `ELB app/shop/50dc6c495c0c9188` for one of a load balancer. */
  readonly description?: string;
}

export interface Instance extends Scoped {
  readonly vpc?: string;
  readonly state: string;
  readonly platform: 'linux' | 'windows';
  readonly tags?: Readonly<Record<string, string>>;
}

export interface InternetGateway extends Scoped {
  readonly vpcs: readonly string[];
}

export interface NatGateway extends Scoped {
  readonly vpc: string;
  /** None of a regional one. */
  readonly subnet?: string;
  readonly state: string;
  readonly isPublic: boolean;
  readonly addresses: readonly InterfaceAddress[];
  /** Of a regional one, which is in no subnet. */
  readonly routeTable?: string;
}

export interface PeeringSide {
  readonly vpc: string;
  readonly region?: string;
  readonly account?: string;
}

export interface Peering extends Scoped {
  readonly status: string;
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
}

export interface VpcEndpoint extends Scoped {
  readonly vpc: string;
  readonly type: string;
  readonly service: string;
  readonly state: string;
}

export interface PrefixList extends Scoped {
  /** `undefined`: not collected. */
  readonly cidrs?: readonly Cidr[];
}

export interface PublicAccessExclusion {
  /** Of a VPC or subnet. */
  readonly resource: string;
  readonly scope: string;
  readonly mode: 'allow-bidirectional' | 'allow-egress';
}

export interface LoadBalancerZone {
  readonly zone: string;
  readonly subnet: string;
}

export interface ForwardTarget {
  readonly targetGroup: string;
  readonly weight: number;
}

export type ListenerAction =
  | { readonly kind: 'forward'; readonly targets: readonly ForwardTarget[] }
  | { readonly kind: 'answer'; readonly what: string };

export interface RuleCondition {
  /** `host-header`, `path-pattern`, `source-ip`, … */
  readonly field: string;
  readonly values: readonly string[];
}

export interface ListenerRule {
  /** Its place; `default` is the last one. */
  readonly priority: number | 'default';
  readonly conditions: readonly RuleCondition[];
  readonly action: ListenerAction;
}

export interface Listener {
  readonly arn: string;
  readonly port: number;
  /** `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP`, `TCP_UDP`, … */
  readonly protocol: string;
  readonly defaultAction: ListenerAction;
  /** `undefined`: not collected. Without those of the default action. */
  readonly rules?: readonly ListenerRule[];
}

export interface LoadBalancer extends Scoped {
  /** `id` is its ARN. */
  readonly shortName: string;
  /** `app/shop/50dc6c495c0c9188`, as in descriptions of its interfaces. */
  readonly path: string;
  readonly kind: 'application' | 'network' | 'gateway';
  readonly isInternetFacing: boolean;
  readonly dnsName: string;
  readonly vpc: string;
  readonly state: string;
  readonly zones: readonly LoadBalancerZone[];
  /** None: a network load balancer without groups, which allows all. */
  readonly groups: readonly string[];
  /** `undefined`: not collected. */
  readonly listeners?: readonly Listener[];
  /** `undefined`: not collected. */
  readonly attributes?: ReadonlyMap<string, string>;
}

export interface Target {
  /** An instance, address, function or load balancer. */
  readonly id: string;
  readonly port?: number;
  readonly zone?: string;
  /** `healthy`, `unhealthy`, `initial`, `draining`, `unused`, `unavailable`. */
  readonly state: string;
  readonly reason?: string;
  readonly healthPort?: number;
}

export interface TargetGroup extends Scoped {
  /** `id` is its ARN. */
  readonly shortName: string;
  readonly vpc?: string;
  readonly protocol?: string;
  readonly port?: number;
  readonly targetType: 'instance' | 'ip' | 'lambda' | 'alb';
  readonly family: 4 | 6;
  /** `undefined`: not collected. */
  readonly targets?: readonly Target[];
  /** `undefined`: not collected. */
  readonly attributes?: ReadonlyMap<string, string>;
}

export interface DnsRecord {
  /** Lower case, without the last dot. */
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  readonly alias?: {
    readonly name: string;
    readonly zone: string;
    readonly evaluatesHealth: boolean;
  };
  readonly setId?: string;
  readonly weight?: number;
  readonly failover?: 'PRIMARY' | 'SECONDARY';
  readonly isMultiValue?: boolean;
  /** It is chosen by latency, place or address of who asks. */
  readonly byClient?: string;
  readonly healthCheck?: string;
}

export interface HostedZone extends Scoped {
  /** Lower case, without the last dot. */
  readonly domain: string;
  readonly isPrivate: boolean;
  /** Of a private one; `undefined`: not collected. */
  readonly vpcs?: readonly string[];
  /** `undefined`: not collected. */
  readonly records?: readonly DnsRecord[];
}

export interface HealthCheck extends Scoped {
  /** `undefined`: not collected. */
  readonly isHealthy?: boolean;
}

/** All that a model is made of, in no order. */
export interface ModelContent {
  readonly scopes: readonly Scope[];
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly interfaces: readonly NetworkInterface[];
  readonly instances: readonly Instance[];
  readonly internetGateways: readonly InternetGateway[];
  readonly natGateways: readonly NatGateway[];
  readonly egressOnlyGateways: readonly InternetGateway[];
  readonly peerings: readonly Peering[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly prefixLists: readonly PrefixList[];
  readonly publicAccess: readonly { readonly scope: string; readonly mode: PublicAccessBlock }[];
  readonly exclusions: readonly PublicAccessExclusion[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly targetGroups: readonly TargetGroup[];
  readonly hostedZones: readonly HostedZone[];
  readonly healthChecks: readonly HealthCheck[];
}

/** A content without anything, to which tests and plans add. */
export const emptyContent: ModelContent = {
  scopes: [],
  vpcs: [],
  subnets: [],
  routeTables: [],
  networkAcls: [],
  securityGroups: [],
  interfaces: [],
  instances: [],
  internetGateways: [],
  natGateways: [],
  egressOnlyGateways: [],
  peerings: [],
  endpoints: [],
  prefixLists: [],
  publicAccess: [],
  exclusions: [],
  loadBalancers: [],
  targetGroups: [],
  hostedZones: [],
  healthChecks: [],
};
