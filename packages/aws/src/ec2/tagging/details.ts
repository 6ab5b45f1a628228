import type {
  Address,
  GroupIdentifier,
  Image,
  Instance,
  NatGateway,
  NetworkInterface,
  SecurityGroup,
  Snapshot,
  Subnet,
  Volume,
  Vpc,
} from '@aws-sdk/client-ec2';
import { type Attributes, attributesOf } from '@groundcrew/account';
import { instanceShape } from '../describe-instances-shape.ts';
import type { Member, Shape } from '../xml/shape.ts';
import type { TaggableKind } from './kinds.ts';
import type { TaggableResource } from './taggable-resource.ts';

/** What is read of a resource beside its tags, from the same response. */
export interface Details<Item> {
  /** The fields that are read for it. */
  readonly shape: Shape;
  readonly read: (item: Item) => Pick<TaggableResource, 'uses'> & { readonly attributes: Attributes };
}

// Names and keys: EC2 API reference and the SDK's models of it.
const text = (key: string): Member => ({ kind: 'text', key });
const repeated = (key: string): Member => ({ kind: 'repeated-text', key });
const integer = (key: string): Member => ({ kind: 'integer', key });
const flag = (key: string): Member => ({ kind: 'boolean', key });
const structure = (key: string, shape: Shape): Member => ({ kind: 'structure', key, shape });
const list = (key: string, shape: Shape): Member => ({ kind: 'list', key, shape });

const zone = repeated('AvailabilityZone');
const groupSet = (key: string) =>
  list(key, { groupId: repeated('GroupId'), groupName: repeated('GroupName') });

function texts(values: readonly (string | undefined)[]): string[] {
  const found: string[] = [];
  for (const value of values) if (value && !found.includes(value)) found.push(value);
  return found;
}

/** `sg-0abc=web`, as in an account file. */
function groupsOf(groups: readonly GroupIdentifier[] | undefined): string[] {
  return texts((groups ?? []).map(({ GroupId, GroupName }) => GroupId && `${GroupId}=${GroupName ?? ''}`));
}

function usesOf(uses: NonNullable<TaggableResource['uses']>): Pick<TaggableResource, 'uses'> {
  const known = Object.entries(uses).filter(([, ids]) => ids.length > 0);
  return known.length === 0 ? {} : { uses: Object.fromEntries(known) };
}

export const instanceDetails: Details<Instance> = {
  shape: {
    ...instanceShape,
    rootDeviceName: repeated('RootDeviceName'),
    blockDeviceMapping: list('BlockDeviceMappings', {
      deviceName: repeated('DeviceName'),
      ebs: structure('Ebs', { volumeId: text('VolumeId') }),
    }),
    networkInterfaceSet: list('NetworkInterfaces', {
      networkInterfaceId: text('NetworkInterfaceId'),
      macAddress: text('MacAddress'),
      attachment: structure('Attachment', {
        deviceIndex: integer('DeviceIndex'),
        networkCardIndex: integer('NetworkCardIndex'),
      }),
      privateIpAddressesSet: list('PrivateIpAddresses', {
        privateIpAddress: text('PrivateIpAddress'),
        association: structure('Association', { publicIp: text('PublicIp') }),
      }),
      ipv6AddressesSet: list('Ipv6Addresses', { ipv6Address: text('Ipv6Address') }),
    }),
  },
  read(instance) {
    const { Placement, BlockDeviceMappings = [], NetworkInterfaces = [], SecurityGroups } = instance;
    const interfaces = NetworkInterfaces.toSorted((one, other) => rankOf(one) - rankOf(other));
    const addresses = interfaces.flatMap(({ PrivateIpAddresses = [] }) => PrivateIpAddresses);
    const profile = instance.IamInstanceProfile?.Arn;
    const root = BlockDeviceMappings.find(({ DeviceName }) => DeviceName === instance.RootDeviceName);
    return {
      ...usesOf({
        'instance-profile': texts([profile]),
        'security-group': texts((SecurityGroups ?? []).map(({ GroupId }) => GroupId)),
      }),
      attributes: attributesOf({
        type: instance.InstanceType,
        state: instance.State?.Name,
        ami: instance.ImageId,
        zone: Placement?.AvailabilityZone,
        zoneId: Placement?.AvailabilityZoneId,
        privateIps: texts([
          instance.PrivateIpAddress,
          ...addresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
        ]),
        publicIps: texts([
          instance.PublicIpAddress,
          ...addresses.map(({ Association }) => Association?.PublicIp),
        ]),
        ipv6: texts([
          instance.Ipv6Address,
          ...interfaces.flatMap(({ Ipv6Addresses = [] }) => Ipv6Addresses.map((each) => each.Ipv6Address)),
        ]),
        privateDnsName: instance.PrivateDnsName,
        publicDnsName: instance.PublicDnsName,
        mac: interfaces[0]?.MacAddress,
        networkInterface: interfaces[0]?.NetworkInterfaceId,
        rootVolume: root?.Ebs?.VolumeId,
        securityGroups: groupsOf(SecurityGroups),
        profile,
        keyName: instance.KeyName,
        lifecycle: instance.InstanceLifecycle,
        platformDetails: instance.PlatformDetails,
        imdsv2: instance.MetadataOptions?.HttpTokens,
        spotRequestId: instance.SpotInstanceRequestId,
        rootDevice: instance.RootDeviceType,
        hibernation: instance.HibernationOptions?.Configured,
      }),
    };
  },
};

/** Network card 0, device 0 is the primary one; EC2 guarantees no order. */
function rankOf({ Attachment }: NonNullable<Instance['NetworkInterfaces']>[number]): number {
  return (Attachment?.NetworkCardIndex ?? 0) * 1000 + (Attachment?.DeviceIndex ?? 999);
}

export const volumeDetails: Details<Volume> = {
  shape: {
    size: integer('Size'),
    availabilityZone: zone,
    volumeType: repeated('VolumeType'),
    encrypted: flag('Encrypted'),
    snapshotId: text('SnapshotId'),
  },
  read: ({ Size, AvailabilityZone, VolumeType, Encrypted, State, SnapshotId }) => ({
    ...usesOf({ 'source-snapshot': texts([SnapshotId]) }),
    attributes: attributesOf({
      sizeGiB: Size,
      zone: AvailabilityZone,
      volumeType: VolumeType,
      encrypted: Encrypted,
      state: State,
    }),
  }),
};

export const snapshotDetails: Details<Snapshot> = {
  shape: {
    volumeSize: integer('VolumeSize'),
    description: text('Description'),
    encrypted: flag('Encrypted'),
    status: repeated('State'),
  },
  read: ({ VolumeSize, Description, Encrypted, State }) => ({
    attributes: attributesOf({
      sizeGiB: VolumeSize,
      description: Description,
      encrypted: Encrypted,
      state: State,
    }),
  }),
};

export const interfaceDetails: Details<NetworkInterface> = {
  shape: {
    description: text('Description'),
    availabilityZone: zone,
    status: repeated('Status'),
    interfaceType: repeated('InterfaceType'),
    macAddress: text('MacAddress'),
    privateIpAddressesSet: list('PrivateIpAddresses', {
      privateIpAddress: text('PrivateIpAddress'),
      association: structure('Association', { publicIp: text('PublicIp') }),
    }),
    ipv6AddressesSet: list('Ipv6Addresses', { ipv6Address: text('Ipv6Address') }),
    ipv4PrefixSet: list('Ipv4Prefixes', { ipv4Prefix: text('Ipv4Prefix') }),
    groupSet: groupSet('Groups'),
  },
  read({ PrivateIpAddresses = [], Ipv6Addresses = [], Ipv4Prefixes = [], Groups, ...found }) {
    return {
      ...usesOf({ 'security-group': texts((Groups ?? []).map(({ GroupId }) => GroupId)) }),
      attributes: attributesOf({
        description: found.Description,
        zone: found.AvailabilityZone,
        state: found.Status,
        interfaceType: found.InterfaceType,
        mac: found.MacAddress,
        privateIps: texts(PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress)),
        publicIps: texts(PrivateIpAddresses.map(({ Association }) => Association?.PublicIp)),
        ipv6: texts(Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address)),
        ipv4Prefixes: texts(Ipv4Prefixes.map(({ Ipv4Prefix }) => Ipv4Prefix)),
        securityGroups: groupsOf(Groups),
      }),
    };
  },
};

export const addressDetails: Details<Address> = {
  shape: {},
  read: ({ PublicIp }) => ({ attributes: attributesOf({ publicIp: PublicIp }) }),
};

export const imageDetails: Details<Image> = {
  shape: {
    description: text('Description'),
    blockDeviceMapping: list('BlockDeviceMappings', {
      ebs: structure('Ebs', { snapshotId: text('SnapshotId') }),
    }),
  },
  read: ({ Name, Description, State, BlockDeviceMappings = [] }) => ({
    ...usesOf({ 'source-snapshot': texts(BlockDeviceMappings.map(({ Ebs }) => Ebs?.SnapshotId)) }),
    attributes: attributesOf({ imageName: Name, description: Description, state: State }),
  }),
};

export const groupDetails: Details<SecurityGroup> = {
  shape: { groupDescription: text('Description') },
  read: ({ GroupName, Description }) => ({
    attributes: attributesOf({ groupName: GroupName, description: Description }),
  }),
};

export const vpcDetails: Details<Vpc> = {
  shape: { cidrBlock: text('CidrBlock'), isDefault: flag('IsDefault') },
  read: ({ CidrBlock, IsDefault }) => ({
    attributes: attributesOf({ cidr: CidrBlock, isDefault: IsDefault }),
  }),
};

export const subnetDetails: Details<Subnet> = {
  shape: {
    cidrBlock: text('CidrBlock'),
    availabilityZone: zone,
    availabilityZoneId: text('AvailabilityZoneId'),
  },
  read: ({ CidrBlock, AvailabilityZone, AvailabilityZoneId }) => ({
    attributes: attributesOf({ cidr: CidrBlock, zone: AvailabilityZone, zoneId: AvailabilityZoneId }),
  }),
};

export const natGatewayDetails: Details<NatGateway> = {
  shape: { connectivityType: repeated('ConnectivityType') },
  read: ({ State, ConnectivityType }) => ({
    attributes: attributesOf({ state: State, connectivity: ConnectivityType }),
  }),
};

/** The fields that are read of each kind for its details. */
export const detailShapes: Readonly<Record<TaggableKind, Shape>> = {
  'ec2:instance': instanceDetails.shape,
  'ec2:volume': volumeDetails.shape,
  'ec2:snapshot': snapshotDetails.shape,
  'ec2:network-interface': interfaceDetails.shape,
  'ec2:elastic-ip': addressDetails.shape,
  'ec2:image': imageDetails.shape,
  'ec2:security-group': groupDetails.shape,
  'ec2:vpc': vpcDetails.shape,
  'ec2:subnet': subnetDetails.shape,
  'ec2:route-table': {},
  'ec2:internet-gateway': {},
  'ec2:natgateway': natGatewayDetails.shape,
};
