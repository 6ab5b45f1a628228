import type { InstanceDetails } from './details/detail.ts';
import type { InstanceType } from './instance-type/index.ts';

/**
 * One instance, in the same schema whether it is from the instance metadata service or from EC2. `null`: the source does
 * not have the value; an empty list: the source has none.
 */
export interface InstanceFacts {
  /** `imds`: the instance itself; `ec2`: DescribeInstances. */
  readonly source: 'imds' | 'ec2';
  /** The tag `Name`. */
  readonly name: string | null;
  readonly instanceId: string;
  /** Twelve digits. */
  readonly accountId: string | null;
  readonly region: string;
  /** `us-east-1a`: an account's own name of a zone. */
  readonly availabilityZone: string | null;
  /** `use1-az4`: the same zone in every account. */
  readonly availabilityZoneId: string | null;
  readonly state: InstanceState | null;
  /** In AWS's form: `m7gd.4xlarge`. */
  readonly instanceType: string;
  /** Its parts; `null` if the name can't be parsed. */
  readonly type: InstanceType | null;
  readonly imageId: string | null;
  /** ISO 8601, UTC: the last start of the instance, from both sources. */
  readonly launchTime: string | null;
  readonly lifecycle: Lifecycle | null;
  /** `Linux/UNIX`, `Windows`, as EC2 bills it; not known to the instance. */
  readonly platform: string | null;
  /** Of the key pair; not read from the instance. */
  readonly keyName: string | null;
  /** Whether its metadata service requires session tokens; not known to the instance. */
  readonly imdsv2: 'required' | 'optional' | null;
  readonly spotRequestId: string | null;
  /** Id of the launch template, by the tag that EC2 and Auto Scaling set. */
  readonly launchTemplate: string | null;
  /** The primary address first, then the others of all network interfaces. */
  readonly privateIpv4: readonly string[];
  readonly publicIpv4: readonly string[];
  readonly ipv6: readonly string[];
  readonly privateDnsName: string | null;
  readonly publicDnsName: string | null;
  /** Those of the primary network interface. */
  readonly macAddress: string | null;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly securityGroups: readonly SecurityGroup[];
  /** ARN of the instance profile; its last part is, by custom, the name of the role. */
  readonly instanceProfileArn: string | null;
  /** Name of the role whose credentials the instance provides; not known to EC2. */
  readonly role: string | null;
  /** `null`: the instance does not provide its tags (the option InstanceMetadataTags is off). */
  readonly tags: Readonly<Record<string, string>> | null;
  /** Announced actions on the instance; `null` from EC2, where they are not requested. */
  readonly notices: Notices | null;
  /** What further calls return; only if a column needs it. */
  readonly details?: InstanceDetails;
  /** Of the metadata service: what could not be read, and why. Its facts are unknown, or not complete. */
  readonly unread?: readonly UnreadPath[];
}

/** A path of the metadata service that could not be read. */
export interface UnreadPath {
  /** Below `/latest/`: `meta-data/iam/info`. */
  readonly path: string;
  /** `HTTP 500` */
  readonly reason: string;
  /** The facts that it is about, by the keys of their columns. */
  readonly facts: readonly string[];
}

/** Names of the EC2 API reference, "InstanceState". */
export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

/** The purchasing option; EC2 leaves the field out for on-demand (API reference, "Instance", instanceLifecycle). */
export type Lifecycle = 'on-demand' | 'spot' | 'scheduled' | 'capacity-block';

export interface SecurityGroup {
  /** `null`: only the name is known. */
  readonly id: string | null;
  readonly name: string | null;
}

/** Notices of the metadata service. */
export interface Notices {
  readonly spotAction: SpotAction | null;
  readonly rebalance: Rebalance | null;
  readonly maintenance: readonly MaintenanceEvent[];
  /** The target state of Auto Scaling: `InService`, `Terminated`, …; `null`: not in a group. */
  readonly autoScalingState: string | null;
}

/** EC2 user guide, "Spot Instance interruption notices". */
export interface SpotAction {
  readonly action: 'terminate' | 'stop' | 'hibernate';
  /** ISO 8601, UTC: about two minutes after the notice. */
  readonly time: string;
}

/** EC2 user guide, "EC2 instance rebalance recommendations". */
export interface Rebalance {
  /** ISO 8601, UTC: the time of the advice. */
  readonly noticeTime: string;
}

/** EC2 user guide, "Scheduled events for Amazon EC2 instances". */
export interface MaintenanceEvent {
  /** `instance-event-0d59937288b749b32` */
  readonly eventId: string;
  /** `instance-stop`, `instance-retirement`, `instance-reboot`, `system-reboot`, `system-maintenance`. */
  readonly code: string;
  readonly state: 'active' | 'completed' | 'canceled';
  readonly description: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string | null;
  readonly notBeforeDeadline: string | null;
}
