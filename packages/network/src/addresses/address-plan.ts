import type { Cidr } from '../cidr/index.ts';

/** A subnet that is there. */
export interface ExistingSubnet {
  /** `subnet-…`. */
  readonly id: string;
  readonly cidr: Cidr;
  /** Zone id. */
  readonly zone: string;
  /** Of its tag `groundcrew:tier`; missing: the subnet is not of a network file. */
  readonly tier?: string;
  readonly ipv6?: Cidr;
  /** How many of its addresses are free; missing: unknown. */
  readonly freeAddresses?: number;
}

/** The VPC of a network, if it is there. */
export interface ExistingVpc {
  /** `vpc-…`. */
  readonly id: string;
  /** The primary one first. */
  readonly ranges: readonly [Cidr, ...Cidr[]];
  /** The range of IPv6, a /56. */
  readonly ipv6?: Cidr;
  readonly subnets: readonly ExistingSubnet[];
}

/** What an address plan has to know beside the file. */
export interface Surroundings {
  readonly vpc?: ExistingVpc;
  /** Ranges of other VPCs and of peers, with what they are for messages: `vpc-1 (shop)`. */
  readonly others?: readonly { readonly what: string; readonly cidr: Cidr }[];
  /** Destinations of routes of the VPC, other than its own: a range is not added that is as large, or larger. */
  readonly routes?: readonly Cidr[];
}

/** `exists`: is there. `pinned`: given in the file. `new`: chosen by the plan. */
export type Origin = 'exists' | 'pinned' | 'new';

export interface PlannedRange {
  readonly cidr: Cidr;
  readonly origin: Origin;
  readonly isPrimary: boolean;
}

export interface PlannedSubnet {
  readonly tier: string;
  readonly zone: string;
  readonly cidr: Cidr;
  readonly origin: Origin;
  /** Of one that is there. */
  readonly id?: string;
  /** Which /64 of the VPC's /56. */
  readonly ipv6?: number;
  /** Addresses that resources can have: five of each subnet are AWS's. */
  readonly usable: number;
  /** Of these, what load balancers need: eight for each. */
  readonly forLoadBalancers: number;
  /** Of one that is there: how many are free; missing: unknown. */
  readonly free?: number;
}

/** Addresses that no subnet has. */
export interface Unused {
  readonly cidr: Cidr;
  /** The tier that it is kept for, for zones to come; missing: it is free. */
  readonly keptFor?: string;
}

/** Something that a person should know. */
export interface AddressFinding {
  readonly code:
    | 'overlap'
    | 'advice'
    | 'further-subnet'
    | 'secondary-range'
    | 'rounded-share'
    | 'more-than-share'
    | 'foreign-subnet'
    | 'not-in-file'
    | 'few-free';
  readonly message: string;
}

export interface AddressPlan {
  /** The primary one first, then by address. */
  readonly ranges: readonly PlannedRange[];
  /** By tier, zone and address. */
  readonly subnets: readonly PlannedSubnet[];
  readonly unused: readonly Unused[];
  readonly findings: readonly AddressFinding[];
}
