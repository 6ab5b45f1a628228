import { fieldTable, type Member, type Shape } from './xml/shape.ts';

// Names and keys: EC2 API reference, "DescribeInstances", and the SDK's models of it. Only what `Ec2Instance` has.
const text = (key: string): Member => ({ kind: 'text', key });
/** For values that many instances have in common. */
const repeated = (key: string): Member => ({ kind: 'repeated-text', key });
const structure = (key: string, shape: Shape): Member => ({ kind: 'structure', key, shape });
const list = (key: string, shape: Shape): Member => ({ kind: 'list', key, shape });

const association: Shape = { publicIp: text('PublicIp') };

const networkInterface: Shape = {
  macAddress: text('MacAddress'),
  privateIpAddress: text('PrivateIpAddress'),
  attachment: structure('Attachment', {
    deviceIndex: { kind: 'integer', key: 'DeviceIndex' },
    networkCardIndex: { kind: 'integer', key: 'NetworkCardIndex' },
  }),
  association: structure('Association', association),
  privateIpAddressesSet: list('PrivateIpAddresses', {
    privateIpAddress: text('PrivateIpAddress'),
    primary: { kind: 'boolean', key: 'Primary' },
    association: structure('Association', association),
  }),
  ipv6AddressesSet: list('Ipv6Addresses', {
    ipv6Address: text('Ipv6Address'),
    isPrimaryIpv6: { kind: 'boolean', key: 'IsPrimaryIpv6' },
  }),
};

/** The fields of an instance. */
export const instanceShape: Shape = {
  instanceId: text('InstanceId'),
  imageId: repeated('ImageId'),
  instanceType: repeated('InstanceType'),
  instanceLifecycle: repeated('InstanceLifecycle'),
  keyName: repeated('KeyName'),
  platformDetails: repeated('PlatformDetails'),
  spotInstanceRequestId: text('SpotInstanceRequestId'),
  metadataOptions: structure('MetadataOptions', { httpTokens: repeated('HttpTokens') }),
  instanceState: structure('State', { name: repeated('Name') }),
  launchTime: { kind: 'date', key: 'LaunchTime' },
  reason: text('StateTransitionReason'),
  stateReason: structure('StateReason', { code: repeated('Code') }),
  rootDeviceType: repeated('RootDeviceType'),
  hibernationOptions: structure('HibernationOptions', { configured: { kind: 'boolean', key: 'Configured' } }),
  placement: structure('Placement', {
    availabilityZone: repeated('AvailabilityZone'),
    availabilityZoneId: repeated('AvailabilityZoneId'),
  }),
  privateDnsName: text('PrivateDnsName'),
  dnsName: text('PublicDnsName'),
  privateIpAddress: text('PrivateIpAddress'),
  ipAddress: text('PublicIpAddress'),
  ipv6Address: text('Ipv6Address'),
  vpcId: repeated('VpcId'),
  subnetId: repeated('SubnetId'),
  groupSet: list('SecurityGroups', { groupId: repeated('GroupId'), groupName: repeated('GroupName') }),
  iamInstanceProfile: structure('IamInstanceProfile', { arn: repeated('Arn') }),
  tagSet: list('Tags', { key: repeated('Key'), value: repeated('Value') }),
  networkInterfaceSet: list('NetworkInterfaces', networkInterface),
};

export const DESCRIBE_INSTANCES_ROOT = 'DescribeInstancesResponse';

/** The fields of a response to DescribeInstances that are read. */
export const describeInstancesShape: Shape = {
  nextToken: text('NextToken'),
  reservationSet: list('Reservations', {
    reservationId: text('ReservationId'),
    ownerId: repeated('OwnerId'),
    instancesSet: list('Instances', instanceShape),
  }),
};

export const describeInstancesFields = fieldTable(describeInstancesShape);
