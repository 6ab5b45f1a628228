/**
 * An instance of DescribeInstances, under the names of the SDK's `Instance`: the fields that this project reads, with the
 * account and the reservation that the SDK has one level up. Fields that EC2 leaves out are missing.
 */
export interface Ec2Instance {
  /** The account that owns it: twelve digits. */
  readonly OwnerId?: string | undefined;
  readonly ReservationId?: string | undefined;
  readonly InstanceId?: string | undefined;
  readonly ImageId?: string | undefined;
  readonly InstanceType?: string | undefined;
  /** `spot`, `scheduled`, `capacity-block`; missing for on-demand. */
  readonly InstanceLifecycle?: string | undefined;
  /** Of the key pair. */
  readonly KeyName?: string | undefined;
  /** `Linux/UNIX`, `Windows`, `Red Hat Enterprise Linux`. */
  readonly PlatformDetails?: string | undefined;
  readonly SpotInstanceRequestId?: string | undefined;
  readonly MetadataOptions?: Ec2MetadataOptions | undefined;
  readonly State?: Ec2InstanceState | undefined;
  readonly LaunchTime?: Date | undefined;
  /** `User initiated (2027-01-04 11:00:00 GMT)`; missing or empty while it runs. */
  readonly StateTransitionReason?: string | undefined;
  /** `Client.InternalError`; missing while it runs. */
  readonly StateReason?: { readonly Code?: string | undefined } | undefined;
  /** `ebs` or `instance-store`. */
  readonly RootDeviceType?: string | undefined;
  readonly HibernationOptions?: { readonly Configured?: boolean | undefined } | undefined;
  readonly Placement?: Ec2Placement | undefined;
  readonly PrivateDnsName?: string | undefined;
  readonly PublicDnsName?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly PublicIpAddress?: string | undefined;
  readonly Ipv6Address?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly SubnetId?: string | undefined;
  readonly SecurityGroups?: readonly Ec2SecurityGroup[] | undefined;
  readonly IamInstanceProfile?: Ec2InstanceProfile | undefined;
  readonly Tags?: readonly Ec2Tag[] | undefined;
  readonly NetworkInterfaces?: readonly Ec2NetworkInterface[] | undefined;
}

export interface Ec2MetadataOptions {
  /** `required`: only IMDSv2; `optional`: IMDSv1, too. */
  readonly HttpTokens?: string | undefined;
}

export interface Ec2InstanceState {
  readonly Name?: string | undefined;
}

export interface Ec2Placement {
  readonly AvailabilityZone?: string | undefined;
  readonly AvailabilityZoneId?: string | undefined;
}

export interface Ec2SecurityGroup {
  readonly GroupId?: string | undefined;
  readonly GroupName?: string | undefined;
}

export interface Ec2InstanceProfile {
  readonly Arn?: string | undefined;
}

export interface Ec2Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface Ec2NetworkInterface {
  readonly MacAddress?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly Attachment?: Ec2Attachment | undefined;
  readonly Association?: Ec2Association | undefined;
  readonly PrivateIpAddresses?: readonly Ec2PrivateIpAddress[] | undefined;
  readonly Ipv6Addresses?: readonly Ec2Ipv6Address[] | undefined;
}

/** Device 0 of network card 0 is the primary interface. */
export interface Ec2Attachment {
  readonly DeviceIndex?: number | undefined;
  readonly NetworkCardIndex?: number | undefined;
}

export interface Ec2Association {
  readonly PublicIp?: string | undefined;
}

export interface Ec2PrivateIpAddress {
  readonly PrivateIpAddress?: string | undefined;
  readonly Primary?: boolean | undefined;
  readonly Association?: Ec2Association | undefined;
}

export interface Ec2Ipv6Address {
  readonly Ipv6Address?: string | undefined;
  readonly IsPrimaryIpv6?: boolean | undefined;
}
