import {
  type $Command,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type EC2ClientResolvedConfig,
  type Filter,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-ec2';
import type { Ec2Tag } from '../instance.ts';
import type { ListPage } from '../prefetch-pages.ts';
import { scanResponse } from '../scan-response.ts';
import type { TaggableKind } from './kinds.ts';
import { responseSchemaOf } from './response-shapes.ts';
import {
  addressDetails,
  type Details,
  groupDetails,
  imageDetails,
  instanceDetails,
  interfaceDetails,
  natGatewayDetails,
  snapshotDetails,
  subnetDetails,
  volumeDetails,
  vpcDetails,
} from './details.ts';
import type { TaggableParent, TaggableResource } from './taggable-resource.ts';

/** The parameters of a list. */
export interface SourceQuery {
  readonly Filters?: Filter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** How resources of one kind are listed. */
export interface Source {
  /** The filter for ids. */
  readonly idFilter: string;
  /** The filter for the ids of instances that it is attached to. */
  readonly instanceFilter: string | undefined;
  /** The maximum page size (EC2 API reference, MaxResults of each action); 0: no pages. */
  readonly pageSize: number;
  readonly ask: (
    client: EC2Client,
    query: SourceQuery,
    signal: AbortSignal,
    isDetailed?: boolean,
  ) => Promise<ListPage<TaggableResource>>;
}

type DescribeCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = $Command<
  Input,
  Output,
  EC2ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

interface SourceSpec<Input extends ServiceInputTypes, Output extends ServiceOutputTypes, Item> {
  /** `DescribeVolumes` */
  readonly action: string;
  readonly idFilter: string;
  readonly instanceFilter?: string;
  readonly pageSize?: number;
  readonly command: (query: SourceQuery) => DescribeCommand<Input, Output>;
  readonly items: (output: Output) => readonly Item[] | undefined;
  /** `undefined` if it can't be tagged, or is about to disappear. */
  readonly read: (item: Item) => Found | undefined;
  /** What else is read of it, and of which fields. */
  readonly details?: Details<Item>;
}

type FoundParents = { readonly [Parent in TaggableParent]?: string | undefined };

/** A resource before normalization; fields that EC2 leaves out, or empty, are then missing. */
interface Found {
  readonly id: string | undefined;
  readonly tags: readonly Ec2Tag[] | undefined;
  readonly parents?: FoundParents;
  readonly ownerId?: string | undefined;
  readonly createdAt?: Date | string | undefined;
  readonly name?: string | undefined;
}

const PAGE_SIZE = 1_000;

function source<Input extends ServiceInputTypes, Output extends ServiceOutputTypes, Item>(
  kind: TaggableKind,
  {
    action,
    idFilter,
    instanceFilter,
    pageSize = PAGE_SIZE,
    command,
    items,
    read,
    details,
  }: SourceSpec<Input, Output, Item>,
): Source {
  const scanned = responseSchemaOf(kind, action);
  const scannedInFull = details && responseSchemaOf(kind, action, details.shape);
  return {
    idFilter,
    instanceFilter,
    pageSize,
    async ask(client, query, abortSignal, isDetailed = false) {
      const asked = command(query);
      scanResponse(asked, (isDetailed && scannedInFull) || scanned);
      const output = await client.send(asked, { abortSignal });
      const resources: TaggableResource[] = [];
      for (const item of items(output) ?? []) {
        const found = read(item);
        if (!found?.id) continue;
        const resource = toResource(kind, found.id, found);
        resources.push(
          isDetailed ? { ...resource, ...(details?.read(item) ?? { attributes: {} }) } : resource,
        );
      }
      const { NextToken } = output as { NextToken?: string };
      return { items: resources, next: NextToken || undefined };
    },
  };
}

/** Shared by the many resources without any. */
const emptyRecord: Readonly<Record<string, never>> = Object.freeze({});

function toResource(kind: TaggableKind, id: string, found: Found): TaggableResource {
  const { tags = [], parents, ownerId, createdAt, name } = found;
  return {
    kind,
    id,
    tags:
      tags.length === 0
        ? emptyRecord
        : Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    parents: parents === undefined ? emptyRecord : parentsOf(parents),
    ...(ownerId && { ownerId }),
    ...(createdAt && { createdAt: typeof createdAt === 'string' ? createdAt : createdAt.toISOString() }),
    ...(name && { name }),
  };
}

function parentsOf(parents: FoundParents): TaggableResource['parents'] {
  const known: { [Parent in TaggableParent]?: string } = {};
  for (const [parent, id] of Object.entries(parents)) if (id) known[parent as TaggableParent] = id;
  return known;
}

/** The only distinct value of the list, if there is exactly one. */
function only(ids: readonly (string | undefined)[] | undefined): string | undefined {
  const distinct = new Set(ids);
  return distinct.size === 1 ? [...distinct][0] : undefined;
}

/** The volume id of a copied snapshot is not a volume (EC2 API reference, "Snapshot"). */
const NO_VOLUME = 'vol-ffffffff';

export const sources: Readonly<Record<TaggableKind, Source>> = {
  'ec2:instance': source('ec2:instance', {
    action: 'DescribeInstances',
    details: instanceDetails,
    idFilter: 'instance-id',
    command: (query) => new DescribeInstancesCommand(query),
    items: ({ Reservations = [] }) =>
      Reservations.flatMap(({ OwnerId, Instances = [] }) =>
        Instances.map((instance) => ({ ...instance, OwnerId })),
      ),
    // Terminated instances are listed for about an hour.
    read: ({ InstanceId: id, State, LaunchTime, OwnerId: ownerId, SubnetId, VpcId, Tags: tags }) =>
      State?.Name === 'terminated' || State?.Name === 'shutting-down'
        ? undefined
        : { id, tags, ownerId, createdAt: LaunchTime, parents: { subnet: SubnetId, vpc: VpcId } },
  }),
  'ec2:volume': source('ec2:volume', {
    action: 'DescribeVolumes',
    details: volumeDetails,
    idFilter: 'volume-id',
    instanceFilter: 'attachment.instance-id',
    command: (query) => new DescribeVolumesCommand(query),
    items: ({ Volumes }) => Volumes,
    read: ({ VolumeId: id, State, CreateTime: createdAt, Attachments, Tags: tags }) =>
      State === 'deleting' || State === 'deleted'
        ? undefined
        : {
            id,
            tags,
            createdAt,
            parents: { instance: only(Attachments?.map(({ InstanceId }) => InstanceId)) },
          },
  }),
  'ec2:snapshot': source('ec2:snapshot', {
    action: 'DescribeSnapshots',
    details: snapshotDetails,
    idFilter: 'snapshot-id',
    command: (query) => new DescribeSnapshotsCommand({ ...query, OwnerIds: ['self'] }),
    items: ({ Snapshots }) => Snapshots,
    read: ({ SnapshotId: id, VolumeId, StartTime: createdAt, OwnerId: ownerId, Tags: tags }) => ({
      id,
      tags,
      ownerId,
      createdAt,
      parents: { volume: VolumeId === NO_VOLUME ? undefined : VolumeId },
    }),
  }),
  'ec2:network-interface': source('ec2:network-interface', {
    action: 'DescribeNetworkInterfaces',
    details: interfaceDetails,
    idFilter: 'network-interface-id',
    instanceFilter: 'attachment.instance-id',
    command: (query) => new DescribeNetworkInterfacesCommand(query),
    items: ({ NetworkInterfaces }) => NetworkInterfaces,
    read: ({ NetworkInterfaceId: id, Attachment, SubnetId, VpcId, OwnerId: ownerId, TagSet: tags }) => ({
      id,
      tags,
      ownerId,
      parents: { instance: Attachment?.InstanceId, subnet: SubnetId, vpc: VpcId },
    }),
  }),
  'ec2:elastic-ip': source('ec2:elastic-ip', {
    action: 'DescribeAddresses',
    details: addressDetails,
    idFilter: 'allocation-id',
    pageSize: 0,
    command: ({ Filters }) => new DescribeAddressesCommand(Filters ? { Filters } : {}),
    items: ({ Addresses }) => Addresses,
    read: ({ AllocationId: id, InstanceId, NetworkInterfaceId, PublicIp: name, Tags: tags }) => ({
      id,
      tags,
      name,
      parents: { instance: InstanceId, 'network-interface': NetworkInterfaceId },
    }),
  }),
  'ec2:image': source('ec2:image', {
    action: 'DescribeImages',
    details: imageDetails,
    idFilter: 'image-id',
    // Disabled ones cost the same.
    command: (query) => new DescribeImagesCommand({ ...query, Owners: ['self'], IncludeDisabled: true }),
    items: ({ Images }) => Images,
    read: ({
      ImageId: id,
      State,
      Name: name,
      CreationDate,
      SourceInstanceId,
      OwnerId: ownerId,
      Tags: tags,
    }) =>
      State === 'deregistered'
        ? undefined
        : { id, tags, ownerId, name, createdAt: CreationDate, parents: { instance: SourceInstanceId } },
  }),
  'ec2:security-group': source('ec2:security-group', {
    action: 'DescribeSecurityGroups',
    details: groupDetails,
    idFilter: 'group-id',
    command: (query) => new DescribeSecurityGroupsCommand(query),
    items: ({ SecurityGroups }) => SecurityGroups,
    read: ({ GroupId: id, GroupName: name, VpcId, OwnerId: ownerId, Tags: tags }) => ({
      id,
      tags,
      ownerId,
      name,
      parents: { vpc: VpcId },
    }),
  }),
  'ec2:vpc': source('ec2:vpc', {
    action: 'DescribeVpcs',
    details: vpcDetails,
    idFilter: 'vpc-id',
    command: (query) => new DescribeVpcsCommand(query),
    items: ({ Vpcs }) => Vpcs,
    read: ({ VpcId: id, OwnerId: ownerId, Tags: tags }) => ({ id, tags, ownerId }),
  }),
  'ec2:subnet': source('ec2:subnet', {
    action: 'DescribeSubnets',
    details: subnetDetails,
    idFilter: 'subnet-id',
    command: (query) => new DescribeSubnetsCommand(query),
    items: ({ Subnets }) => Subnets,
    read: ({ SubnetId: id, VpcId, OwnerId: ownerId, Tags: tags }) => ({
      id,
      tags,
      ownerId,
      parents: { vpc: VpcId },
    }),
  }),
  'ec2:route-table': source('ec2:route-table', {
    action: 'DescribeRouteTables',
    idFilter: 'route-table-id',
    pageSize: 100,
    command: (query) => new DescribeRouteTablesCommand(query),
    items: ({ RouteTables }) => RouteTables,
    read: ({ RouteTableId: id, VpcId, OwnerId: ownerId, Tags: tags }) => ({
      id,
      tags,
      ownerId,
      parents: { vpc: VpcId },
    }),
  }),
  'ec2:internet-gateway': source('ec2:internet-gateway', {
    action: 'DescribeInternetGateways',
    idFilter: 'internet-gateway-id',
    command: (query) => new DescribeInternetGatewaysCommand(query),
    items: ({ InternetGateways }) => InternetGateways,
    read: ({ InternetGatewayId: id, Attachments, OwnerId: ownerId, Tags: tags }) => ({
      id,
      tags,
      ownerId,
      parents: { vpc: only(Attachments?.map(({ VpcId }) => VpcId)) },
    }),
  }),
  'ec2:natgateway': source('ec2:natgateway', {
    action: 'DescribeNatGateways',
    details: natGatewayDetails,
    idFilter: 'nat-gateway-id',
    command: ({ Filters, ...page }) =>
      new DescribeNatGatewaysCommand(Filters ? { ...page, Filter: Filters } : page),
    items: ({ NatGateways }) => NatGateways,
    // Deleted ones are listed for about an hour, and those that failed to be created are deleted by then.
    read: ({ NatGatewayId: id, State, CreateTime: createdAt, SubnetId, VpcId, Tags: tags }) =>
      State === 'deleted' || State === 'deleting' || State === 'failed'
        ? undefined
        : { id, tags, createdAt, parents: { subnet: SubnetId, vpc: VpcId } },
  }),
};
