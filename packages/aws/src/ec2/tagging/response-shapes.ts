import type { ResponseSchema } from '../scan-response.ts';
import { fieldTable, type Member, type Shape } from '../xml/shape.ts';
import type { TaggableKind } from './kinds.ts';

// Names and keys: EC2 API reference and the SDK's models of it. Only the fields of a `TaggableResource`.
const text = (key: string): Member => ({ kind: 'text', key });
/** For values that many resources have in common. */
const repeated = (key: string): Member => ({ kind: 'repeated-text', key });
const date = (key: string): Member => ({ kind: 'date', key });
const structure = (key: string, shape: Shape): Member => ({ kind: 'structure', key, shape });
const list = (key: string, shape: Shape): Member => ({ kind: 'list', key, shape });

const tag: Shape = { key: repeated('Key'), value: repeated('Value') };
const tagSet = list('Tags', tag);
const ownerId = repeated('OwnerId');
const vpcId = repeated('VpcId');
const subnetId = repeated('SubnetId');
const nextToken = text('NextToken');

/** The fields that are read of each resource of a response. */
const itemShapes: Readonly<Record<TaggableKind, Shape>> = {
  'ec2:instance': {
    instanceId: text('InstanceId'),
    instanceState: structure('State', { name: repeated('Name') }),
    launchTime: date('LaunchTime'),
    subnetId,
    vpcId,
    tagSet,
  },
  'ec2:volume': {
    volumeId: text('VolumeId'),
    status: repeated('State'),
    createTime: date('CreateTime'),
    attachmentSet: list('Attachments', { instanceId: text('InstanceId') }),
    tagSet,
  },
  'ec2:snapshot': {
    snapshotId: text('SnapshotId'),
    volumeId: text('VolumeId'),
    startTime: date('StartTime'),
    ownerId,
    tagSet,
  },
  'ec2:network-interface': {
    networkInterfaceId: text('NetworkInterfaceId'),
    attachment: structure('Attachment', { instanceId: text('InstanceId') }),
    subnetId,
    vpcId,
    ownerId,
    tagSet: list('TagSet', tag),
  },
  'ec2:elastic-ip': {
    allocationId: text('AllocationId'),
    instanceId: text('InstanceId'),
    networkInterfaceId: text('NetworkInterfaceId'),
    publicIp: text('PublicIp'),
    tagSet,
  },
  'ec2:image': {
    imageId: text('ImageId'),
    imageState: repeated('State'),
    name: text('Name'),
    creationDate: text('CreationDate'),
    sourceInstanceId: text('SourceInstanceId'),
    imageOwnerId: ownerId,
    tagSet,
  },
  'ec2:security-group': {
    groupId: text('GroupId'),
    groupName: repeated('GroupName'),
    vpcId,
    ownerId,
    tagSet,
  },
  'ec2:vpc': { vpcId, ownerId, tagSet },
  'ec2:subnet': { subnetId, vpcId, ownerId, tagSet },
  'ec2:route-table': { routeTableId: text('RouteTableId'), vpcId, ownerId, tagSet },
  'ec2:internet-gateway': {
    internetGatewayId: text('InternetGatewayId'),
    attachmentSet: list('Attachments', { vpcId }),
    ownerId,
    tagSet,
  },
  'ec2:natgateway': {
    natGatewayId: text('NatGatewayId'),
    state: repeated('State'),
    createTime: date('CreateTime'),
    subnetId,
    vpcId,
    tagSet,
  },
};

/** The element of a response that has its resources, and its name in the SDK. */
const sets: Readonly<Record<Exclude<TaggableKind, 'ec2:instance'>, readonly [string, string]>> = {
  'ec2:volume': ['volumeSet', 'Volumes'],
  'ec2:snapshot': ['snapshotSet', 'Snapshots'],
  'ec2:network-interface': ['networkInterfaceSet', 'NetworkInterfaces'],
  'ec2:elastic-ip': ['addressesSet', 'Addresses'],
  'ec2:image': ['imagesSet', 'Images'],
  'ec2:security-group': ['securityGroupInfo', 'SecurityGroups'],
  'ec2:vpc': ['vpcSet', 'Vpcs'],
  'ec2:subnet': ['subnetSet', 'Subnets'],
  'ec2:route-table': ['routeTableSet', 'RouteTables'],
  'ec2:internet-gateway': ['internetGatewaySet', 'InternetGateways'],
  'ec2:natgateway': ['natGatewaySet', 'NatGateways'],
};

/**
 * The fields that are read of the responses that list a kind.
 *
 * @param further fields of each resource
 */
export function responseShapeOf(kind: TaggableKind, further: Shape = {}): Shape {
  const item = { ...itemShapes[kind], ...further };
  if (kind === 'ec2:instance') {
    return {
      nextToken,
      reservationSet: list('Reservations', { ownerId, instancesSet: list('Instances', item) }),
    };
  }
  const [element, key] = sets[kind];
  return { ...(kind !== 'ec2:elastic-ip' && { nextToken }), [element]: list(key, item) };
}

/** The same, compiled for the scanner. */
export function responseSchemaOf(kind: TaggableKind, action: string, further?: Shape): ResponseSchema {
  return { root: `${action}Response`, fields: fieldTable(responseShapeOf(kind, further)) };
}
