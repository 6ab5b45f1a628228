import type { DeniableService, DescribedLists } from './described-lists.ts';

/** Accounts of an organization, as a person describes them: what is left out is made up, the same each time. */
export interface LocalAccounts {
  /** The first is the caller's own; the others are reached by the roles that they let be assumed. */
  readonly accounts: readonly LocalAccount[];
}

export interface LocalAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly alias?: string;
  /** Roles that everybody may assume who knows their external id. */
  readonly roles?: readonly LocalRole[];
  /** By name. Regions left out are as they are in a new account, and empty. */
  readonly regions: Readonly<Record<string, LocalRegion>>;
}

export interface LocalRole {
  /** With its path, where it has one: `ops/inventory`. */
  readonly name: string;
  readonly externalId?: string;
}

/** API reference of EC2, "Region": optInStatus. */
export type OptInStatus = 'opt-in-not-required' | 'opted-in' | 'not-opted-in';

export interface LocalRegion extends DescribedLists {
  readonly optIn?: OptInStatus;
  /** A policy forbids what is asked here (EC2: `UnauthorizedOperation`), of all services or of these. */
  readonly denied?: true | readonly DeniableService[];
  /** Nothing is ever answered. */
  readonly unreachable?: true;
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
 * A resource of EC2 other than an instance, or `count` of them that are alike; `resourceKinds` says which of these each
 * kind knows. What it belongs to is named by an id, or by the `id` or `name` that stands in the file: the n-th of those
 * alike belongs to the n-th of that name.
 */
export interface AccountResource {
  /** An id, or any word for which one is made up; not with `count`. */
  readonly id?: string;
  /** 1 unless said otherwise. */
  readonly count?: number;
  /** The tag `Name`; `{n}` in it, and in other tags' values, is the number among those alike, from 1. */
  readonly name?: string;
  /** Left out, as the name is: it never bore a tag; empty: it bore one once. */
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
}

/** API reference of EC2, "InstanceState". */
export type InstanceStateName =
  | 'pending'
  | 'running'
  | 'shutting-down'
  | 'terminated'
  | 'stopping'
  | 'stopped';

/** An instance, or `count` of them that are alike. */
export interface AccountInstance {
  /** `i-` and 8 or 17 hexadecimal digits; not with `count`. */
  readonly id?: string;
  /** 1 unless said otherwise. */
  readonly count?: number;
  /** The tag `Name`; `{n}` in it, and in other tags' values, is the number among those alike, from 1. */
  readonly name?: string;
  /** `m7g.large` */
  readonly type: string;
  /** `running` unless said otherwise. */
  readonly state?: InstanceStateName;
  /** `ami-…`, or any word for which an id is made up. */
  readonly ami?: string;
  /** ISO 8601. */
  readonly launchTime?: string;
  /** `a`, or `us-east-1a`; left out: spread over the region's zones. */
  readonly zone?: string;
  /** The primary one first; not with `count`. */
  readonly privateIps?: readonly string[];
  /** `true`: made up; left out: none. */
  readonly publicIp?: string | boolean;
  /** `true`: made up; left out: none. */
  readonly ipv6?: readonly string[] | boolean;
  /** `vpc-…`, or any word for which an id is made up. */
  readonly vpc?: string;
  /** `subnet-…`, or any word for which an id is made up. */
  readonly subnet?: string;
  /** Names, or `sg-…=name` where the id matters; `default` unless said otherwise. */
  readonly securityGroups?: readonly string[];
  /** Name of the instance profile, and of its role. */
  readonly profile?: string;
  /** `on-demand` unless said otherwise. */
  readonly lifecycle?: 'on-demand' | 'spot' | 'scheduled' | 'capacity-block';
  readonly platform?: 'linux' | 'windows';
  readonly keyName?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Of its root volume, as RunInstances can tag it; left out: it never bore a tag. */
  readonly volumeTags?: Readonly<Record<string, string>>;
  /** Of its primary network interface; left out: it never bore a tag. */
  readonly networkInterfaceTags?: Readonly<Record<string, string>>;
  /** Whether the instance may read its own tags; `false` unless said otherwise. */
  readonly metadataTags?: boolean;
  readonly userData?: string;
  /** Milliseconds after the start of the server in which EC2 does not know the instance yet. */
  readonly visibleAfterMs?: number;
  /** Milliseconds after the start of the server after which EC2 has forgotten it; terminated ones: an hour. */
  readonly goneAfterMs?: number;
}
