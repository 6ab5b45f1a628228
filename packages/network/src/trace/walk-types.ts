import type { Cidr } from '../cidr/index.ts';
import type { AclEntry, GroupRule, ModelPart, NetworkInterface, Route, Subnet } from '../model/index.ts';
import type { PacketSet } from '../packets/index.ts';

/** A place that packets pass, with the rule that let them. */
export interface Hop {
  readonly at: HopKind;
  /** The resource. */
  readonly id: string;
  /** The rule, as `sgr-1 tcp 443 from 10.0.0.0/16`. */
  readonly rule?: string;
  /** It is the answer that passes here. */
  readonly isAnswer?: true;
}

export type HopKind =
  | 'from'
  | 'group-out'
  | 'group-in'
  | 'acl-out'
  | 'acl-in'
  | 'route'
  | 'nat'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'peering'
  | 'endpoint'
  | 'balancer'
  | 'listener'
  | 'target'
  | 'internet'
  | 'to';

/** Why packets get no further, or why that is not known. */
export type Reason =
  | {
      readonly kind: 'group';
      readonly isEgress: boolean;
      readonly interface: string;
      readonly groups: readonly string[];
    }
  | {
      readonly kind: 'acl';
      readonly isEgress: boolean;
      readonly isAnswer: boolean;
      readonly acl: string;
      readonly subnet: string;
      readonly entry?: number;
    }
  | { readonly kind: 'no-route'; readonly isAnswer: boolean; readonly table: string; readonly subnet: string }
  | {
      readonly kind: 'black-hole';
      readonly isAnswer: boolean;
      readonly table: string;
      readonly target: string;
    }
  | {
      /** The answer goes another way than the one that the packet came. */
      readonly kind: 'answer-elsewhere';
      readonly table: string;
      readonly target: string;
      readonly wanted: string;
    }
  | { readonly kind: 'no-public-address'; readonly id: string }
  | { readonly kind: 'not-public'; readonly gateway: string }
  | { readonly kind: 'public-access-blocked'; readonly subnet: string }
  | { readonly kind: 'no-internet-gateway'; readonly vpc: string }
  | { readonly kind: 'no-interface'; readonly vpc: string }
  | { readonly kind: 'not-running'; readonly instance: string; readonly state: string }
  | { readonly kind: 'nat-state'; readonly gateway: string; readonly state: string }
  | { readonly kind: 'nat-protocol'; readonly gateway: string }
  | { readonly kind: 'nat-inbound'; readonly gateway: string }
  | { readonly kind: 'peering-state'; readonly peering: string; readonly status: string }
  | { readonly kind: 'peering-onward'; readonly peering: string; readonly vpc: string }
  | { readonly kind: 'balancer-state'; readonly balancer: string; readonly state: string }
  | { readonly kind: 'no-listener'; readonly balancer: string }
  | { readonly kind: 'no-target'; readonly targetGroup: string }
  | { readonly kind: 'own-target'; readonly targetGroup: string; readonly target: string }
  | { readonly kind: 'target-gone'; readonly targetGroup: string; readonly target: string }
  | { readonly kind: 'no-address'; readonly what: string }
  | { readonly kind: 'no-name'; readonly name: string; readonly zone: string }
  /** Not in the snapshot. */
  | { readonly kind: 'not-collected'; readonly part: ModelPart | DetailPart; readonly of: string }
  /** Not in the model. */
  | { readonly kind: 'not-modeled'; readonly what: NotModeled; readonly of: string };

/** What is asked for each object. */
export type DetailPart =
  | 'listeners'
  | 'rules'
  | 'target-health'
  | 'load-balancer-attributes'
  | 'target-group-attributes'
  | 'managed-prefix-list-entries'
  | 'hosted-zone'
  | 'resource-record-sets'
  | 'health-check-status';

export type NotModeled =
  | 'transit-gateway'
  | 'virtual-private-gateway'
  | 'middlebox'
  | 'route-target'
  | 'private-nat'
  | 'nat64'
  | 'nat-route'
  | 'gateway-load-balancer'
  | 'balancer-target'
  | 'balancer-ping'
  | 'other-network'
  | 'other-name'
  | 'alias'
  | 'which-route'
  | 'which-zone'
  | 'which-interface'
  | 'egress-exclusion'
  | 'peer-region'
  | 'loop';

export type Status = 'reached' | 'blocked' | 'unknown';

/**
 * What becomes of a set of packets on one of the ways that they may go. A packet that may go several ways (to one of several
 * targets, with one of many ports) is in several leaves.
 */
export interface Leaf {
  readonly set: PacketSet;
  readonly status: Status;
  readonly hops: readonly Hop[];
  readonly reason?: Reason;
}

/** Where the answer has to come back to. */
export type Back =
  | { readonly kind: 'subnet'; readonly subnet: Subnet }
  /** A connection that the load balancer keeps, to which answers go whatever is in the route table. */
  | { readonly kind: 'flow'; readonly subnet: Subnet }
  | { readonly kind: 'gateway'; readonly id: string; readonly vpc: string };

/** Where packets come from, on one leg of their way, on which their addresses stay. */
export interface Sender {
  readonly id: string;
  readonly vpc: string;
  /** None: a gateway, which no network ACL is before. */
  readonly subnet?: Subnet;
  readonly interface?: NetworkInterface;
  /** The security groups it sends through; none: no group is asked. */
  readonly groups?: readonly string[];
  /** As which groups its packets count, whatever their address: those of a load balancer that keeps the client's. */
  readonly countsAs?: readonly string[];
  /** It is a NAT gateway. */
  readonly isNat?: true;
  readonly back: Back;
}

/** A place whose rules would have to change. */
export type Need =
  | {
      readonly kind: 'group';
      readonly isEgress: boolean;
      readonly interface: string;
      readonly groups: readonly string[];
      readonly family: 4 | 6;
      readonly set: PacketSet;
      /** A group that stands for the other side, if the packets count as its. */
      readonly peerGroups: readonly string[];
    }
  | {
      readonly kind: 'acl';
      readonly isEgress: boolean;
      readonly acl: string;
      readonly family: 4 | 6;
      readonly set: PacketSet;
    }
  | {
      readonly kind: 'route';
      readonly table: string;
      readonly family: 4 | 6;
      readonly destination: Cidr;
      readonly target: Route['target'];
    };

/** Text of a rule of a network ACL or group is made where it is shown. */
export type AnyRule = AclEntry | GroupRule;
