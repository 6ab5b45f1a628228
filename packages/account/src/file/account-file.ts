import type { DeniableService, DescribedLists } from './described-lists.ts';
import type { ScheduledLists } from './scheduled-lists.ts';

/** Accounts of an organization, as described by the user; omitted values are generated, the same each time. */
export interface LocalAccounts {
  /** The first is the caller's own; the others are reached by assuming one of their roles. */
  readonly accounts: readonly LocalAccount[];
  /** Whether they are an organization, with the first as its management account; default: if there are several. */
  readonly organization?: boolean;
}

export interface LocalAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly alias?: string;
  /** In the organization; default: the alias, or the id. */
  readonly name?: string;
  /** In the organization; default: `ACTIVE`. */
  readonly status?: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  /** Roles that any caller with the right external id may assume. */
  readonly roles?: readonly LocalRole[];
  /** By name. Omitted regions are empty, with the opt-in state of a new account. */
  readonly regions: Readonly<Record<string, LocalRegion>>;
}

export interface LocalRole {
  /** With its path, if it has one: `ops/inventory`. */
  readonly name: string;
  readonly externalId?: string;
}

/** API reference of EC2, "Region": optInStatus. */
export type OptInStatus = 'opt-in-not-required' | 'opted-in' | 'not-opted-in';

export interface LocalRegion extends DescribedLists, ScheduledLists {
  readonly optIn?: OptInStatus;
  /** A policy denies all calls here (EC2: `UnauthorizedOperation`), or only those to these services. */
  readonly denied?: true | readonly DeniableService[];
  /** Requests never get a response. */
  readonly unreachable?: true;
  /** Only what is described exists: no volumes, network interfaces and networks are generated for instances. */
  readonly complete?: true;
  /** Resources of further types, which only the Resource Groups Tagging API returns here. */
  readonly others?: readonly OtherResource[];
  readonly instances?: readonly AccountInstance[];
  readonly volumes?: readonly AccountResource[];
  readonly snapshots?: readonly AccountResource[];
  readonly networkInterfaces?: readonly AccountResource[];
  readonly addresses?: readonly AccountResource[];
  readonly images?: readonly AccountResource[];
  readonly securityGroups?: readonly AccountResource[];
  readonly vpcs?: readonly AccountResource[];
  readonly subnets?: readonly AccountResource[];
  readonly routeTables?: readonly AccountResource[];
  readonly internetGateways?: readonly AccountResource[];
  readonly natGateways?: readonly AccountResource[];
}

/**
 * A resource of EC2 other than an instance, or `count` identical ones; `resourceKinds` lists the properties of each
 * kind. Its parent is referenced by an id, or by an `id` or `name` in the file: the n-th of the identical resources
 * belongs to the n-th with that name.
 */
export interface AccountResource {
  /** An id, or any word, for which an id is generated; not with `count`. */
  readonly id?: string;
  /** Default: 1. */
  readonly count?: number;
  /** The tag `Name`; `{n}` in it, and in other tags' values, is the number within the entry, from 1. */
  readonly name?: string;
  /** Omitted, with no name either: never tagged; empty: tagged before, without tags now. */
  readonly tags?: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt?: string;
  readonly description?: string;
  readonly instance?: string;
  readonly volume?: string;
  readonly snapshot?: string;
  readonly networkInterface?: string;
  readonly subnet?: string;
  readonly vpc?: string;
  readonly zone?: string;
  readonly sizeGiB?: number;
  readonly cidr?: string;
  readonly publicIp?: string;
  readonly groupName?: string;
  /** Of an image; default: its `name`, or its id. */
  readonly imageName?: string;
  /** Of an image: those of its further devices. */
  readonly snapshots?: readonly string[];
  /** Default: as its attachment has it, or `available`, `completed`. */
  readonly state?: string;
  /** Of a volume; default: `gp3`. */
  readonly volumeType?: string;
  /** Of a volume or a snapshot; default: `false`. */
  readonly encrypted?: boolean;
  /** Of a VPC; default: `false`. */
  readonly isDefault?: boolean;
  /** Of a NAT gateway; default: `public`. */
  readonly connectivity?: string;
  /** Of a network interface; default: `interface`. */
  readonly interfaceType?: string;
  /** Of a network interface that was not created with an instance: the primary one first. */
  readonly privateIps?: readonly string[];
  /** Of a network interface: those of its private addresses, in their order. */
  readonly publicIps?: readonly string[];
  readonly ipv6?: readonly string[];
  /** Blocks that are delegated to a network interface. */
  readonly ipv4Prefixes?: readonly string[];
  readonly mac?: string;
  /** Of a network interface: names, or `sg-…=name`; default: those of its instance. */
  readonly securityGroups?: readonly string[];
}

/**
 * A resource of a type that has no property of its own. Those that a service lists here (a load balancer, a role, a key) are
 * listed; all others only the tagging API returns, once they are tagged.
 */
export interface OtherResource {
  /** With the account and the region that it is described in, or without any. */
  readonly arn: string;
  /** Omitted: never tagged; empty: tagged before, without tags now. */
  readonly tags?: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt?: string;
  readonly attributes?: ListedAttributes;
  /** ARNs by how it refers to them, as in a snapshot. */
  readonly links?: Readonly<Record<string, string | readonly string[]>>;
}

/** What services list of a resource; omitted: it has none. */
export interface ListedAttributes {
  /** Other names of a distribution. */
  readonly aliases?: readonly string[];
  /** Of the nodes of a cache or a cluster. */
  readonly class?: string;
  readonly description?: string;
  /** Where it is reached: a host name, an address, the URI of a repository. */
  readonly dnsName?: string;
  readonly enabled?: boolean;
  readonly encrypted?: boolean;
  readonly engine?: string;
  /** One of several: `application`, `classic`, `HTTP`, `private`, `composite`. */
  readonly kind?: string;
  /** The service that made it. */
  readonly managedBy?: string;
  /** If its id is another one. */
  readonly name?: string;
  readonly nodes?: number;
  /** Of a role or a user. */
  readonly path?: string;
  /** `internet-facing` or `internal`. */
  readonly scheme?: string;
  readonly sizeGiB?: number;
  readonly status?: string;
}

/** API reference of EC2, "InstanceState". */
export const instanceStateNames = [
  'pending',
  'running',
  'shutting-down',
  'terminated',
  'stopping',
  'stopped',
] as const;
export type InstanceStateName = (typeof instanceStateNames)[number];

/** "Instance" of the same, instanceLifecycle; and on-demand, for which EC2 leaves it out. */
export const instanceLifecycles = ['on-demand', 'spot', 'scheduled', 'capacity-block'] as const;

/** An instance, or `count` identical ones. */
export interface AccountInstance {
  /** `i-` and 8 or 17 hexadecimal digits; not with `count`. */
  readonly id?: string;
  /** Default: 1. */
  readonly count?: number;
  /** The tag `Name`; `{n}` in it, and in other tags' values, is the number within the entry, from 1. */
  readonly name?: string;
  /** `m7g.large` */
  readonly type: string;
  /** Default: `running`. */
  readonly state?: InstanceStateName;
  /** `ami-…`, or any word, for which an id is generated. */
  readonly ami?: string;
  /** ISO 8601. */
  readonly launchTime?: string;
  /** `a`, or `us-east-1a`; omitted: spread over the region's zones. */
  readonly zone?: string;
  /** The primary one first; not with `count`. */
  readonly privateIps?: readonly string[];
  /** `true`: generated; omitted: none. */
  readonly publicIp?: string | boolean;
  /** All of them, that of the primary private address first; in place of `publicIp`, not with `count`. */
  readonly publicIps?: readonly string[];
  /** `true`: generated; omitted: none. */
  readonly ipv6?: readonly string[] | boolean;
  /** `vpc-…`, or any word, for which an id is generated; default: that of the described `subnet`. */
  readonly vpc?: string;
  /** `subnet-…`, or any word, for which an id is generated. */
  readonly subnet?: string;
  /** Names, or `sg-…=name` to set the id; default: `default`. */
  readonly securityGroups?: readonly string[];
  /** Name of the instance profile, and of its role, or the ARN of the profile. */
  readonly profile?: string;
  /** What every StartInstances of it meets: no capacity, or a key that it may not use, so that it stops again. */
  readonly startFault?: 'capacity' | 'kms';
  /** Default: `ebs`. */
  readonly rootDevice?: 'ebs' | 'instance-store';
  /** Of its spot request; default: `one-time`. */
  readonly spotType?: 'one-time' | 'persistent';
  /** Whether it was launched so that it can hibernate; default: `false`. */
  readonly hibernation?: boolean;
  /** Default: `on-demand`. */
  readonly lifecycle?: (typeof instanceLifecycles)[number];
  readonly platform?: 'linux' | 'windows';
  /** As EC2 bills it: `Red Hat Enterprise Linux`; default: by `platform`. */
  readonly platformDetails?: string;
  /** Whether its metadata service requires session tokens; default: `required`. */
  readonly imdsv2?: 'required' | 'optional';
  /** Ids of its root volume and of its primary network interface; omitted: generated. */
  readonly rootVolume?: string;
  readonly networkInterface?: string;
  /** Omitted: generated. */
  readonly zoneId?: string;
  readonly mac?: string;
  readonly privateDnsName?: string;
  readonly publicDnsName?: string;
  readonly spotRequestId?: string;
  readonly keyName?: string;
  /** Results of its status checks while it runs; default: `ok`. */
  readonly statusChecks?: 'ok' | 'impaired' | 'insufficient-data' | 'initializing';
  /** State of its agent of Systems Manager; omitted: it has none. */
  readonly ssm?: 'Online' | 'ConnectionLost' | 'Inactive';
  readonly tags?: Readonly<Record<string, string>>;
  /** Of its root volume, as RunInstances can tag it; omitted: never tagged. */
  readonly volumeTags?: Readonly<Record<string, string>>;
  /** Of its primary network interface; omitted: never tagged. */
  readonly networkInterfaceTags?: Readonly<Record<string, string>>;
  /** Whether the instance may read its own tags; default: `false`. */
  readonly metadataTags?: boolean;
  readonly userData?: string;
  /** Milliseconds after the start of the server until EC2 returns the instance. */
  readonly visibleAfterMs?: number;
  /** Milliseconds after the start of the server until EC2 stops returning it; default for terminated ones: an hour. */
  readonly goneAfterMs?: number;
}
