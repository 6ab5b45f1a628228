import type { InstanceStateName } from '@groundcrew/account/file';

/** What became of an instance that was started or stopped after all. */
export interface InstanceChange {
  readonly state: InstanceStateName;
  readonly launchTime: string;
  readonly stopTime?: string;
  readonly hasFailed?: true;
}

/** All data of an instance that EC2 and its metadata service return. */
export interface InstanceDetails {
  readonly accountId: string;
  readonly region: string;
  /** Index among the region's instances, from 0. */
  readonly position: number;
  readonly id: string;
  readonly reservationId: string;
  /** Index within the reservation, from 0. */
  readonly launchIndex: number;
  readonly type: string;
  readonly state: InstanceStateName;
  readonly imageId: string;
  /** ISO 8601 with milliseconds. */
  readonly launchTime: string;
  /** When it was stopped, if that is known to be another time. */
  readonly stopTime: string | undefined;
  /** Whether its last start failed: it stopped again by itself. */
  readonly hasFailed: boolean;
  readonly rootDevice: 'ebs' | 'instance-store';
  readonly hibernation: boolean;
  readonly zone: string;
  readonly zoneId: string;
  /** Network values; `undefined` for a terminated instance, which has no network any more. */
  readonly network: NetworkDetails | undefined;
  readonly profile: { readonly name: string; readonly arn: string; readonly id: string } | undefined;
  readonly lifecycle: 'on-demand' | 'spot' | 'scheduled' | 'capacity-block';
  /** Of spot instances. */
  readonly spotRequestId: string | undefined;
  readonly architecture: 'x86_64' | 'arm64' | 'x86_64_mac' | 'arm64_mac';
  readonly platform: 'linux' | 'windows';
  /** As EC2 bills it. */
  readonly platformDetails: string;
  readonly imdsv2: 'required' | 'optional';
  readonly keyName: string | undefined;
  /** `undefined`: it has none that is known. */
  readonly rootVolumeId: string | undefined;
  readonly clientToken: string;
  /** `Name` among them. */
  readonly tags: Readonly<Record<string, string>>;
  readonly metadataTags: boolean;
  readonly userData: string | undefined;
}

export interface NetworkDetails {
  /** `undefined`: it has none that is known. */
  readonly interfaceId: string | undefined;
  readonly attachmentId: string;
  readonly macAddress: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetId: string;
  readonly subnetCidr: string;
  readonly securityGroups: readonly { readonly id: string; readonly name: string }[];
  /** The primary one first. */
  readonly privateIps: readonly string[];
  readonly privateDnsName: string;
  /** Those of the private addresses, in their order; none for stopped instances. */
  readonly publicIps: readonly string[];
  readonly publicDnsName: string | undefined;
  readonly ipv6: readonly string[];
}
