import type { ResourceDetails, ResourceKind } from '../account/index.ts';
import type { XmlElements } from '../xml.ts';
import { rootDeviceOf } from './instance-xml.ts';
import type { PageRule } from './page-size.ts';
import { addressesOf, groupsOf, imageNameOf, isPrimary, macAddressOf, statusOf } from './resource-facts.ts';

/** How one kind of resource is described. */
export interface ResourceAction {
  /** `DescribeVolumes` */
  readonly name: string;
  readonly kind: ResourceKind;
  readonly idParameter: string;
  readonly setName: string;
  /** `undefined`: everything in one response. */
  readonly pages: (PageRule & { readonly refusesIds?: true }) | undefined;
  /** The elements of a resource, except its tags. */
  readonly elementsOf: (resource: ResourceDetails) => XmlElements;
}

const pages: PageRule = { maxPageSize: 1000, clamps: false };
const clampedPages: PageRule = { maxPageSize: 1000, clamps: true };
const DEFAULT_SIZE_GIB = 8;

/** Names and shapes: the pages of the actions and their response types in the EC2 API reference. */
export const resourceActions: readonly ResourceAction[] = [
  {
    name: 'DescribeVolumes',
    kind: 'volume',
    idParameter: 'VolumeId',
    setName: 'volumeSet',
    pages: clampedPages,
    elementsOf: (volume) => ({
      volumeId: volume.id,
      size: volume.entry.sizeGiB ?? DEFAULT_SIZE_GIB,
      snapshotId: volume.parents.snapshot ?? '',
      availabilityZone: volume.zone,
      status: statusOf(volume),
      createTime: volume.createdAt,
      attachmentSet: { item: volumeAttachment(volume) },
      volumeType: volume.entry.volumeType ?? 'gp3',
      iops: 3000,
      throughput: 125,
      encrypted: volume.entry.encrypted ?? false,
      multiAttachEnabled: false,
    }),
  },
  {
    name: 'DescribeSnapshots',
    kind: 'snapshot',
    idParameter: 'SnapshotId',
    setName: 'snapshotSet',
    pages: clampedPages,
    elementsOf: (snapshot) => ({
      snapshotId: snapshot.id,
      // EC2's value for a snapshot whose volume never belonged to this account: "Snapshot" of the EC2 API reference.
      volumeId: snapshot.parents.volume ?? 'vol-ffffffff',
      status: statusOf(snapshot),
      startTime: snapshot.createdAt,
      progress: '100%',
      ownerId: snapshot.accountId,
      volumeSize: snapshot.entry.sizeGiB ?? DEFAULT_SIZE_GIB,
      description: snapshot.entry.description ?? '',
      encrypted: snapshot.entry.encrypted ?? false,
      storageTier: 'standard',
    }),
  },
  {
    name: 'DescribeNetworkInterfaces',
    kind: 'network-interface',
    idParameter: 'NetworkInterfaceId',
    setName: 'networkInterfaceSet',
    pages: { ...pages, refusesIds: true },
    elementsOf: (networkInterface) => ({
      networkInterfaceId: networkInterface.id,
      subnetId: networkInterface.parents.subnet,
      vpcId: networkInterface.parents.vpc,
      availabilityZone: networkInterface.zone,
      description: networkInterface.entry.description ?? '',
      ownerId: networkInterface.accountId,
      requesterManaged: false,
      status: statusOf(networkInterface),
      macAddress: macAddressOf(networkInterface),
      privateIpAddress: addressesOf(networkInterface).privateIps[0],
      privateIpAddressesSet: { item: privateAddresses(networkInterface) },
      ipv6AddressesSet: {
        item: addressesOf(networkInterface).ipv6.map((ipv6Address) => ({ ipv6Address })),
      },
      sourceDestCheck: true,
      groupSet: {
        item: groupsOf(networkInterface).map(({ id, name }) => ({ groupId: id, groupName: name })),
      },
      attachment: interfaceAttachment(networkInterface),
      ipv4PrefixSet: {
        item: (networkInterface.entry.ipv4Prefixes ?? []).map((ipv4Prefix) => ({ ipv4Prefix })),
      },
      interfaceType: networkInterface.entry.interfaceType ?? 'interface',
    }),
  },
  {
    name: 'DescribeAddresses',
    kind: 'elastic-ip',
    idParameter: 'AllocationId',
    setName: 'addressesSet',
    pages: undefined,
    elementsOf: (address) => ({
      publicIp: publicIpOf(address),
      allocationId: address.id,
      domain: 'vpc',
      instanceId: address.parents.instance,
      associationId: address.parents['network-interface'] ? `eipassoc-${address.hex}` : undefined,
      networkInterfaceId: address.parents['network-interface'],
      networkInterfaceOwnerId: address.parents['network-interface'] ? address.accountId : undefined,
      publicIpv4Pool: 'amazon',
      networkBorderGroup: address.region,
    }),
  },
  {
    name: 'DescribeImages',
    kind: 'image',
    idParameter: 'ImageId',
    setName: 'imagesSet',
    pages: clampedPages,
    elementsOf: (image) => ({
      imageId: image.id,
      imageLocation: `${image.accountId}/${imageNameOf(image)}`,
      imageState: statusOf(image),
      imageOwnerId: image.accountId,
      isPublic: false,
      architecture: image.instance?.architecture ?? 'x86_64',
      imageType: 'machine',
      name: imageNameOf(image),
      description: image.entry.description ?? '',
      rootDeviceType: 'ebs',
      rootDeviceName: rootDeviceOf(image.instance ?? { platform: 'linux' }),
      blockDeviceMapping: {
        item: snapshotsOf(image).map((snapshotId, index) => ({
          deviceName:
            index === 0
              ? rootDeviceOf(image.instance ?? { platform: 'linux' })
              : `/dev/sd${deviceLetter(index)}`,
          ebs: { snapshotId, volumeSize: DEFAULT_SIZE_GIB, volumeType: 'gp3' },
        })),
      },
      virtualizationType: 'hvm',
      hypervisor: 'xen',
      creationDate: image.createdAt,
      sourceInstanceId: image.parents.instance,
    }),
  },
  {
    name: 'DescribeSecurityGroups',
    kind: 'security-group',
    idParameter: 'GroupId',
    setName: 'securityGroupInfo',
    pages,
    elementsOf: (group) => ({
      ownerId: group.accountId,
      groupId: group.id,
      groupName: group.groupName,
      groupDescription: group.entry.description ?? group.groupName,
      vpcId: group.parents.vpc,
      ipPermissions: {},
      ipPermissionsEgress: {},
    }),
  },
  {
    name: 'DescribeVpcs',
    kind: 'vpc',
    idParameter: 'VpcId',
    setName: 'vpcSet',
    pages,
    elementsOf: (vpc) => ({
      vpcId: vpc.id,
      ownerId: vpc.accountId,
      state: statusOf(vpc),
      cidrBlock: vpc.cidr,
      dhcpOptionsId: 'default',
      instanceTenancy: 'default',
      isDefault: vpc.entry.isDefault ?? false,
    }),
  },
  {
    name: 'DescribeSubnets',
    kind: 'subnet',
    idParameter: 'SubnetId',
    setName: 'subnetSet',
    pages,
    elementsOf: (subnet) => ({
      subnetId: subnet.id,
      subnetArn: `arn:aws:ec2:${subnet.region}:${subnet.accountId}:subnet/${subnet.id}`,
      state: statusOf(subnet),
      ownerId: subnet.accountId,
      vpcId: subnet.parents.vpc,
      cidrBlock: subnet.cidr,
      availabilityZone: subnet.zone,
      defaultForAz: false,
      mapPublicIpOnLaunch: false,
    }),
  },
  {
    name: 'DescribeRouteTables',
    kind: 'route-table',
    idParameter: 'RouteTableId',
    setName: 'routeTableSet',
    pages: { maxPageSize: 100, clamps: false },
    elementsOf: (table) => ({
      routeTableId: table.id,
      vpcId: table.parents.vpc,
      ownerId: table.accountId,
      routeSet: {},
      associationSet: {},
      propagatingVgwSet: {},
    }),
  },
  {
    name: 'DescribeInternetGateways',
    kind: 'internet-gateway',
    idParameter: 'InternetGatewayId',
    setName: 'internetGatewaySet',
    pages,
    elementsOf: (gateway) => ({
      internetGatewayId: gateway.id,
      ownerId: gateway.accountId,
      attachmentSet: { item: gateway.parents.vpc && { vpcId: gateway.parents.vpc, state: 'available' } },
    }),
  },
  {
    name: 'DescribeNatGateways',
    kind: 'natgateway',
    idParameter: 'NatGatewayId',
    setName: 'natGatewaySet',
    pages,
    elementsOf: (gateway) => ({
      natGatewayId: gateway.id,
      subnetId: gateway.parents.subnet,
      vpcId: gateway.parents.vpc,
      state: statusOf(gateway),
      createTime: gateway.createdAt,
      natGatewayAddressSet: {},
      connectivityType: gateway.entry.connectivity ?? 'public',
    }),
  },
];

/** Of an image's devices, the root device first. */
function snapshotsOf({ parents, entry }: ResourceDetails): readonly string[] {
  return parents.snapshot === undefined ? [] : [parents.snapshot, ...(entry.snapshots ?? [])];
}

/** From `f` on, as AWS recommends: "Device names for volumes" of the EC2 user guide. */
function deviceLetter(index: number): string {
  return String.fromCodePoint('f'.codePointAt(0)! + index - 1);
}

function volumeAttachment(volume: ResourceDetails): XmlElements | undefined {
  const { instance, id, parents, createdAt } = volume;
  if (parents.instance === undefined) return undefined;
  return {
    volumeId: id,
    instanceId: parents.instance,
    device: instance && isPrimary(volume) ? rootDeviceOf(instance) : '/dev/sdf',
    status: 'attached',
    attachTime: instance?.launchTime ?? createdAt,
    deleteOnTermination: isPrimary(volume),
  };
}

function interfaceAttachment(networkInterface: ResourceDetails): XmlElements | undefined {
  const { instance, hex, accountId, parents, createdAt } = networkInterface;
  if (parents.instance === undefined) return undefined;
  const isFirst = isPrimary(networkInterface);
  return {
    attachmentId: isFirst ? instance?.network?.attachmentId : `eni-attach-${hex}`,
    instanceId: parents.instance,
    instanceOwnerId: accountId,
    deviceIndex: isFirst ? 0 : 1,
    status: 'attached',
    attachTime: instance?.launchTime ?? createdAt,
    deleteOnTermination: isFirst,
  };
}

/** From the range for documentation, if none is described; not unique. */
function publicIpOf({ entry, instance, position }: ResourceDetails): string {
  return entry.publicIp ?? instance?.network?.publicIps[0] ?? `203.0.113.${position % 256}`;
}

/** The first ones have the public addresses. */
function privateAddresses(resource: ResourceDetails): XmlElements[] {
  const { privateIps, publicIps } = addressesOf(resource);
  return privateIps.map((privateIpAddress, index) => ({
    privateIpAddress,
    primary: index === 0,
    ...(publicIps[index] !== undefined && { association: { publicIp: publicIps[index] } }),
  }));
}
