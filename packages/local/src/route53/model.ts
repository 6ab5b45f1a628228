import type { Tags } from '../tags/index.ts';

export interface ZoneVpc {
  readonly vpcId: string;
  readonly vpcRegion: string;
}

/** A hosted zone: one that was created here, or one that the account file describes. */
export interface HostedZone {
  readonly id: string;
  readonly accountId: string;
  /** With a dot at its end, as `readDomainName` writes it. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment?: string;
  readonly isPrivate: boolean;
  readonly vpcs: readonly ZoneVpc[];
  readonly tags: Tags;
  /** Whether the account file describes it. */
  readonly isDescribed?: boolean;
}

export interface AliasTarget {
  readonly HostedZoneId: string;
  readonly DNSName: string;
  readonly EvaluateTargetHealth: boolean;
}

/** "ResourceRecordSet" of the API reference, in its names and in the order of its members. */
export interface RecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
  readonly Weight?: string;
  readonly Region?: string;
  readonly GeoLocation?: Readonly<Record<string, string>>;
  readonly Failover?: string;
  readonly MultiValueAnswer?: string;
  readonly TTL?: string;
  readonly values?: readonly string[];
  readonly AliasTarget?: AliasTarget;
}

/** The members of which one selects the answer among the sets of a name and type. */
export const routingMembers = ['Weight', 'Region', 'GeoLocation', 'Failover', 'MultiValueAnswer'] as const;

export type RoutingMember = (typeof routingMembers)[number];

/** What a batch of changes, or one of a hosted zone, is asked about by its id. */
export interface ZoneChange {
  readonly id: string;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly submittedMs: number;
  readonly comment?: string;
}

/** What there is one of in a hosted zone. */
export function keyOf({ Name, Type, SetIdentifier = '' }: RecordSet): string {
  return `${Name} ${Type} ${SetIdentifier}`;
}
