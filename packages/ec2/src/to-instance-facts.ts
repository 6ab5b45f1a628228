import type { Ec2Instance } from '@groundcrew/aws/ec2';
import type { InstanceFacts, InstanceState, Lifecycle } from './instance.ts';
import { type InstanceType, tryParseInstanceType } from './instance-type/index.ts';

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
  const { privateIpv4, publicIpv4, ipv6 } = addressesOf(instance, interfaces);
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
    type: typeOf(instance.InstanceType ?? ''),
    imageId: instance.ImageId || null,
    launchTime: instance.LaunchTime ? instance.LaunchTime.toISOString() : null,
    lifecycle: (instance.InstanceLifecycle || 'on-demand') as Lifecycle,
    platform: instance.PlatformDetails || null,
    keyName: instance.KeyName || null,
    imdsv2: tokensOf(instance.MetadataOptions?.HttpTokens),
    spotRequestId: instance.SpotInstanceRequestId || null,
    launchTemplate: tags['aws:ec2launchtemplate:id'] || null,
    privateIpv4,
    publicIpv4,
    ipv6,
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

function tokensOf(text: string | undefined): InstanceFacts['imdsv2'] {
  return text === 'required' || text === 'optional' ? text : null;
}

/** Types by name: a fleet has few, and reading one costs as much as the rest of an instance. */
const types = new Map<string, InstanceType | null>();
/** More than EC2 has types. */
const MAX_TYPES = 5_000;

function typeOf(name: string): InstanceType | null {
  let type = types.get(name);
  if (type === undefined) {
    type = tryParseInstanceType(name);
    if (types.size < MAX_TYPES) types.set(name, type);
  }
  return type;
}

function tagsOf({ Tags = [] }: Ec2Instance): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { Key = '', Value = '' } of Tags) {
    // Any text can be a tag key, also `__proto__`, which an assignment would treat as the prototype.
    if (Key === '__proto__')
      Object.defineProperty(tags, Key, {
        value: Value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else tags[Key] = Value;
  }
  return tags;
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

/** The primary address first, then those of the interfaces in their order, each once. */
function addressesOf(
  { PrivateIpAddress, PublicIpAddress, Ipv6Address }: Ec2Instance,
  interfaces: NonNullable<Ec2Instance['NetworkInterfaces']>,
): Pick<InstanceFacts, 'privateIpv4' | 'publicIpv4' | 'ipv6'> {
  const privateIpv4: string[] = [];
  const publicIpv4: string[] = [];
  const ipv6: string[] = [];
  addNew(privateIpv4, PrivateIpAddress);
  addNew(publicIpv4, PublicIpAddress);
  addNew(ipv6, Ipv6Address);
  for (const { PrivateIpAddresses = [], Ipv6Addresses = [] } of interfaces) {
    for (const address of PrivateIpAddresses) {
      addNew(privateIpv4, address.PrivateIpAddress);
      addNew(publicIpv4, address.Association?.PublicIp);
    }
    for (const address of Ipv6Addresses) addNew(ipv6, address.Ipv6Address);
  }
  return { privateIpv4, publicIpv4, ipv6 };
}

function addNew(addresses: string[], address: string | undefined): void {
  if (address !== undefined && address !== '' && !addresses.includes(address)) addresses.push(address);
}
