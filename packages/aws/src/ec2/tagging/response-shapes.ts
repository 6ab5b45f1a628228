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

/** The fields that are read of the responses that list a kind. */
export const responseShapes: Readonly<Record<TaggableKind, Shape>> = {
  'ec2:instance': {
    nextToken,
    reservationSet: list('Reservations', {
      ownerId,
      instancesSet: list('Instances', {
        instanceId: text('InstanceId'),
        instanceState: structure('State', { name: repeated('Name') }),
        launchTime: date('LaunchTime'),
        subnetId,
        vpcId,
        tagSet,
      }),
    }),
  },
  'ec2:volume': {
    nextToken,
    volumeSet: list('Volumes', {
      volumeId: text('VolumeId'),
      status: repeated('State'),
      createTime: date('CreateTime'),
      attachmentSet: list('Attachments', { instanceId: text('InstanceId') }),
      tagSet,
    }),
  },
  'ec2:snapshot': {
    nextToken,
    snapshotSet: list('Snapshots', {
      snapshotId: text('SnapshotId'),
      volumeId: text('VolumeId'),
      startTime: date('StartTime'),
      ownerId,
      tagSet,
    }),
  },
  'ec2:network-interface': {
    nextToken,
    networkInterfaceSet: list('NetworkInterfaces', {
      networkInterfaceId: text('NetworkInterfaceId'),
      attachment: structure('Attachment', { instanceId: text('InstanceId') }),
      subnetId,
      vpcId,
      ownerId,
      tagSet: list('TagSet', tag),
    }),
  },
  'ec2:elastic-ip': {
    addressesSet: list('Addresses', {
      allocationId: text('AllocationId'),
      instanceId: text('InstanceId'),
      networkInterfaceId: text('NetworkInterfaceId'),
      publicIp: text('PublicIp'),
      tagSet,
    }),
  },
  'ec2:image': {
    nextToken,
    imagesSet: list('Images', {
      imageId: text('ImageId'),
      imageState: repeated('State'),
      name: text('Name'),
      creationDate: text('CreationDate'),
      sourceInstanceId: text('SourceInstanceId'),
      imageOwnerId: ownerId,
      tagSet,
    }),
  },
  'ec2:security-group': {
    nextToken,
    securityGroupInfo: list('SecurityGroups', {
      groupId: text('GroupId'),
      groupName: repeated('GroupName'),
      vpcId,
      ownerId,
      tagSet,
    }),
  },
  'ec2:vpc': { nextToken, vpcSet: list('Vpcs', { vpcId, ownerId, tagSet }) },
  'ec2:subnet': { nextToken, subnetSet: list('Subnets', { subnetId, vpcId, ownerId, tagSet }) },
  'ec2:route-table': {
    nextToken,
    routeTableSet: list('RouteTables', { routeTableId: text('RouteTableId'), vpcId, ownerId, tagSet }),
  },
  'ec2:internet-gateway': {
    nextToken,
    internetGatewaySet: list('InternetGateways', {
      internetGatewayId: text('InternetGatewayId'),
      attachmentSet: list('Attachments', { vpcId }),
      ownerId,
      tagSet,
    }),
  },
  'ec2:natgateway': {
    nextToken,
    natGatewaySet: list('NatGateways', {
      natGatewayId: text('NatGatewayId'),
      state: repeated('State'),
      createTime: date('CreateTime'),
      subnetId,
      vpcId,
      tagSet,
    }),
  },
};

/** The same, compiled for the scanner. */
export function responseSchemaOf(kind: TaggableKind, action: string): ResponseSchema {
  return { root: `${action}Response`, fields: fieldTable(responseShapes[kind]) };
}
