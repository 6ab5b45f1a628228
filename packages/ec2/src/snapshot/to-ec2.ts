import {
  instanceAttributes,
  linkedIds,
  nameOf,
  type Resource,
  resourceAttributes,
} from '@groundcrew/account';
import type { Ec2Instance, Ec2Interface, Ec2Network } from '@groundcrew/aws/ec2';

/** An instance of a snapshot, as DescribeInstances returns it. */
export function toEc2Instance(resource: Resource): Ec2Instance {
  const { id, accountId, tags, createdAt } = resource;
  const found = instanceAttributes(resource);
  const { privateIps = [], publicIps = [], ipv6 = [] } = found ?? {};
  return {
    InstanceId: id,
    OwnerId: accountId,
    InstanceType: found?.type,
    State: { Name: found?.state },
    ImageId: found?.ami,
    LaunchTime: createdAt === undefined ? undefined : new Date(createdAt),
    InstanceLifecycle: found?.lifecycle,
    PlatformDetails: found?.platformDetails,
    KeyName: found?.keyName,
    SpotInstanceRequestId: found?.spotRequestId,
    RootDeviceType: found?.rootDevice,
    HibernationOptions: { Configured: found?.hibernation },
    MetadataOptions: { HttpTokens: found?.imdsv2 },
    Placement: { AvailabilityZone: found?.zone, AvailabilityZoneId: found?.zoneId },
    PrivateDnsName: found?.privateDnsName,
    PublicDnsName: found?.publicDnsName,
    PrivateIpAddress: privateIps[0],
    PublicIpAddress: publicIps[0],
    Ipv6Address: ipv6[0],
    VpcId: linkedIds(resource.links, 'vpc')[0],
    SubnetId: linkedIds(resource.links, 'subnet')[0],
    SecurityGroups: (found?.securityGroups ?? []).map(toGroup),
    ...(found?.profile !== undefined && { IamInstanceProfile: { Arn: found.profile } }),
    Tags: tagsOf(tags),
    NetworkInterfaces: [
      {
        MacAddress: found?.mac,
        PrivateIpAddresses: addressesOf(privateIps, publicIps),
        Ipv6Addresses: ipv6.map((Ipv6Address) => ({ Ipv6Address })),
      },
    ],
  };
}

/** A network interface of a snapshot, as DescribeNetworkInterfaces returns it. */
export function toEc2Interface(resource: Resource): Ec2Interface {
  const { id, accountId, tags } = resource;
  const found = resourceAttributes(resource) ?? {};
  const [instanceId] = linkedIds(resource.links, 'instance');
  return {
    NetworkInterfaceId: id,
    OwnerId: accountId,
    Description: found.description,
    AvailabilityZone: found.zone,
    Status: found.state as Ec2Interface['Status'],
    InterfaceType: found.interfaceType as Ec2Interface['InterfaceType'],
    VpcId: linkedIds(resource.links, 'vpc')[0],
    SubnetId: linkedIds(resource.links, 'subnet')[0],
    ...(instanceId !== undefined && { Attachment: { InstanceId: instanceId } }),
    TagSet: [...tagsOf(tags)],
    PrivateIpAddresses: [...addressesOf(found.privateIps ?? [], found.publicIps ?? [])],
    Ipv6Addresses: (found.ipv6 ?? []).map((Ipv6Address) => ({ Ipv6Address })),
    Ipv4Prefixes: (found.ipv4Prefixes ?? []).map((Ipv4Prefix) => ({ Ipv4Prefix })),
  };
}

export function toEc2Network(resource: Resource): Ec2Network {
  return {
    id: resource.id,
    name: nameOf(resource),
    cidr: resourceAttributes(resource)?.cidr,
    vpcId: resource.type === 'ec2:vpc' ? resource.id : linkedIds(resource.links, 'vpc')[0],
  };
}

/** The addresses of both lists; a snapshot does not contain which public one belongs to which private one. */
function addressesOf(privateIps: readonly string[], publicIps: readonly string[]) {
  return Array.from({ length: Math.max(privateIps.length, publicIps.length) }, (_, index) => ({
    PrivateIpAddress: privateIps[index],
    ...(publicIps[index] !== undefined && { Association: { PublicIp: publicIps[index] } }),
  }));
}

/** `sg-0abc=web` */
function toGroup(text: string): { GroupId: string; GroupName: string } {
  const at = text.indexOf('=');
  return at < 0
    ? { GroupId: text, GroupName: '' }
    : { GroupId: text.slice(0, at), GroupName: text.slice(at + 1) };
}

function tagsOf(tags: Resource['tags']) {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}
