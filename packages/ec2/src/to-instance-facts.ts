import type { Ec2Instance } from '@groundcrew/aws/ec2';
import type { InstanceFacts, InstanceState, Lifecycle } from './instance.ts';
import { tryParseInstanceType } from './instance-type/index.ts';

/** The account and region of an instance. */
export interface FoundIn {
  readonly region: string;
  /** The account of the call; default: the owner that EC2 returns. */
  readonly accountId?: string | undefined;
}

/** An instance of EC2, in the schema of the facts. */
export function toInstanceFacts(instance: Ec2Instance, { region, accountId }: FoundIn): InstanceFacts {
  const tags = tagsOf(instance);
  const interfaces = interfacesOf(instance);
  const addresses = interfaces.flatMap(({ PrivateIpAddresses }) => PrivateIpAddresses ?? []);
  const profile = instance.IamInstanceProfile?.Arn;
  return {
    source: 'ec2',
    name: tags.Name || null,
    instanceId: instance.InstanceId ?? '',
    accountId: accountId ?? instance.OwnerId ?? null,
    region,
    availabilityZone: instance.Placement?.AvailabilityZone || null,
    availabilityZoneId: instance.Placement?.AvailabilityZoneId || null,
    state: (instance.State?.Name ?? null) as InstanceState | null,
    instanceType: instance.InstanceType ?? '',
    type: tryParseInstanceType(instance.InstanceType ?? ''),
    imageId: instance.ImageId || null,
    launchTime: instance.LaunchTime ? instance.LaunchTime.toISOString() : null,
    lifecycle: (instance.InstanceLifecycle || 'on-demand') as Lifecycle,
    privateIpv4: distinct([instance.PrivateIpAddress, ...addresses.map((each) => each.PrivateIpAddress)]),
    publicIpv4: distinct([instance.PublicIpAddress, ...addresses.map((each) => each.Association?.PublicIp)]),
    ipv6: distinct([
      instance.Ipv6Address,
      ...interfaces.flatMap(({ Ipv6Addresses }) => (Ipv6Addresses ?? []).map((each) => each.Ipv6Address)),
    ]),
    privateDnsName: instance.PrivateDnsName || null,
    publicDnsName: instance.PublicDnsName || null,
    macAddress: interfaces[0]?.MacAddress || null,
    vpcId: instance.VpcId || null,
    subnetId: instance.SubnetId || null,
    securityGroups: (instance.SecurityGroups ?? []).map(({ GroupId, GroupName }) => ({
      id: GroupId || null,
      name: GroupName || null,
    })),
    instanceProfileArn: profile || null,
    role: null,
    tags,
    notices: null,
  };
}

/** Keys are user input: `__proto__` is a possible one. */
function tagsOf({ Tags }: Ec2Instance): Record<string, string> {
  return Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** The primary network interface first. */
function interfacesOf({ NetworkInterfaces }: Ec2Instance): NonNullable<Ec2Instance['NetworkInterfaces']> {
  const interfaces = NetworkInterfaces ?? [];
  if (interfaces.length < 2) return interfaces;
  // Network card 0, device 0 is the primary one; EC2 guarantees no order.
  const rank = ({ Attachment }: (typeof interfaces)[number]) =>
    (Attachment?.NetworkCardIndex ?? 0) * 1000 + (Attachment?.DeviceIndex ?? 999);
  return [...interfaces].sort((one, other) => rank(one) - rank(other));
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[];
}
