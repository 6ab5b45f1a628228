/** What the metadata service of one instance is made from; nothing is left open. */
export interface ImdsInstance {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly instanceId: string;
  readonly reservationId: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly architecture: string;
  /** Milliseconds since 1970. */
  readonly launchTimeMs: number;
  readonly lifecycle: 'on-demand' | 'spot' | 'scheduled' | 'capacity-block';
  readonly privateDnsName: string;
  /** `null`: no public address, so no name for it. */
  readonly publicDnsName: string | null;
  readonly macAddress: string;
  readonly networkInterfaceId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  /** The primary one first. */
  readonly privateIps: readonly string[];
  readonly publicIp: string | null;
  readonly ipv6: readonly string[];
  readonly securityGroups: readonly { readonly id: string; readonly name: string }[];
  /** Name of the instance profile, and of its role. */
  readonly profile: string | null;
  readonly keyName: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the instance may read its own tags (InstanceMetadataTags). */
  readonly metadataTags: boolean;
  readonly userData: string | null;
}
