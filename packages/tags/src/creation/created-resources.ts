import { ec2Arn, type TaggableKind } from '@groundcrew/aws/ec2/tagging';
import { formatArn, partitionOf } from '@groundcrew/aws-core';
import { type ApiCall, type Fields, fieldsOf, membersOf, textOf, textsNamed } from './api-call.ts';

/** A resource that a call made. */
export interface CreatedResource {
  readonly arn: string;
  /** `ec2:instance`, `s3:bucket` */
  readonly type: string;
  /** `i-0abc`, the bucket's name. */
  readonly id: string;
}

type Reader = (call: ApiCall) => readonly CreatedResource[];

/** EC2's responses: "Logging Amazon EC2 API calls" in its developer guide; fields as in its API reference. */
const readers: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  'ec2.amazonaws.com': {
    RunInstances: launchedResources,
    CreateVolume: idIn('ec2:volume', 'volumeId'),
    CreateNetworkInterface: idIn('ec2:network-interface', 'networkInterfaceId', 'networkInterface'),
    CreateSnapshot: idIn('ec2:snapshot', 'snapshotId'),
    CreateSnapshots: (call) =>
      ofEc2(
        call,
        'ec2:snapshot',
        membersOf(responseOf(call).snapshotSet).map(({ snapshotId }) => snapshotId),
      ),
    CopySnapshot: idIn('ec2:snapshot', 'snapshotId'),
    CreateImage: idIn('ec2:image', 'imageId'),
    CopyImage: idIn('ec2:image', 'imageId'),
    RegisterImage: idIn('ec2:image', 'imageId'),
    AllocateAddress: idIn('ec2:elastic-ip', 'allocationId'),
    CreateSecurityGroup: idIn('ec2:security-group', 'groupId'),
    CreateVpc: idIn('ec2:vpc', 'vpcId', 'vpc'),
    CreateDefaultVpc: idIn('ec2:vpc', 'vpcId', 'vpc'),
    CreateSubnet: idIn('ec2:subnet', 'subnetId', 'subnet'),
    CreateDefaultSubnet: idIn('ec2:subnet', 'subnetId', 'subnet'),
    CreateRouteTable: idIn('ec2:route-table', 'routeTableId', 'routeTable'),
    CreateInternetGateway: idIn('ec2:internet-gateway', 'internetGatewayId', 'internetGateway'),
    CreateNatGateway: idIn('ec2:natgateway', 'natGatewayId', 'natGateway'),
  },
  's3.amazonaws.com': { CreateBucket: bucket },
  'dynamodb.amazonaws.com': {
    CreateTable: table,
    RestoreTableFromBackup: table,
    RestoreTableToPointInTime: table,
  },
  'lambda.amazonaws.com': {
    // Lambda's names in CloudTrail contain the version of its API.
    CreateFunction20150331: ({ responseElements }) =>
      named('lambda:function', withoutVersion(responseElements.functionArn), /:function:([^:]+)$/),
  },
  'sns.amazonaws.com': {
    CreateTopic: ({ responseElements }) => named('sns:topic', responseElements.topicArn, /:([^:]+)$/),
  },
  'sqs.amazonaws.com': { CreateQueue: queue },
  'logs.amazonaws.com': { CreateLogGroup: logGroup },
};

/** The supported calls: names by `eventSource`. The event pattern of the function has the same. */
export const creationCalls: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(readers).map(([source, byName]) => [source, Object.keys(byName)]),
);

/** What the call created, as far as CloudTrail records it; `undefined`: it is not one of {@link creationCalls}. */
export function createdResources(call: ApiCall): readonly CreatedResource[] | undefined {
  const ofSource = Object.hasOwn(readers, call.eventSource) ? readers[call.eventSource]! : {};
  const read = Object.hasOwn(ofSource, call.eventName) ? ofSource[call.eventName]! : undefined;
  return read?.(call);
}

/** Instances and the network interfaces created with them; CloudTrail does not record their volumes. */
function launchedResources(call: ApiCall): readonly CreatedResource[] {
  const instances = membersOf(call.responseElements.instancesSet);
  // An instance may be launched with interfaces that existed before.
  const given = new Set(textsNamed(call.requestParameters, 'networkInterfaceId'));
  const interfaces = instances
    .flatMap(({ networkInterfaceSet }) => membersOf(networkInterfaceSet))
    .map(({ networkInterfaceId }) => networkInterfaceId)
    .filter((id) => !given.has(String(id)));
  return [
    ...ofEc2(
      call,
      'ec2:instance',
      instances.map(({ instanceId }) => instanceId),
    ),
    ...ofEc2(call, 'ec2:network-interface', interfaces),
  ];
}

/** Newer calls of EC2 have their response in an object that is named after them. */
function responseOf({ eventName, responseElements }: ApiCall): Fields {
  return fieldsOf(responseElements[`${eventName}Response`] ?? responseElements);
}

function ofEc2(
  { region, accountId }: ApiCall,
  kind: TaggableKind,
  ids: readonly unknown[],
): readonly CreatedResource[] {
  return ids.flatMap((given) => {
    const id = textOf(given);
    return id === undefined ? [] : [{ arn: ec2Arn({ kind, id, region, accountId }), type: kind, id }];
  });
}

/** Reads an id of the response, or of an object in it. */
function idIn(kind: TaggableKind, field: string, within?: string): Reader {
  return (call) => {
    const response = responseOf(call);
    return ofEc2(call, kind, [(within === undefined ? response : fieldsOf(response[within]))[field]]);
  };
}

function table({ responseElements }: ApiCall): readonly CreatedResource[] {
  return named('dynamodb:table', fieldsOf(responseElements.tableDescription).tableArn, /:table\/([^/]+)$/);
}

/** The URL's path is account and name; a queue of another account is not tagged. */
function queue({
  responseElements,
  requestParameters,
  region,
  accountId,
}: ApiCall): readonly CreatedResource[] {
  const url = textOf(responseElements.queueUrl);
  const [owner, id] = /\/(\d{12})\/([^/]+)$/.exec(url ?? '')?.slice(1) ?? [];
  const name = id ?? (url === undefined ? undefined : textOf(requestParameters.queueName));
  if (name === undefined || (owner !== undefined && owner !== accountId)) return [];
  const arn = formatArn({
    partition: partitionOf(region),
    service: 'sqs',
    region,
    accountId,
    resource: name,
  });
  return [{ arn, type: 'sqs:queue', id: name }];
}

/** The response of CloudWatch Logs is empty; the name is in the request. */
function logGroup({ requestParameters, region, accountId }: ApiCall): readonly CreatedResource[] {
  const id = textOf(requestParameters.logGroupName);
  if (id === undefined) return [];
  const resource = `log-group:${id}`;
  const arn = formatArn({ partition: partitionOf(region), service: 'logs', region, accountId, resource });
  return [{ arn, type: 'logs:log-group', id }];
}

/** The response of S3 is empty; the name is in the request. */
function bucket({ requestParameters, region }: ApiCall): readonly CreatedResource[] {
  const id = textOf(requestParameters.bucketName);
  if (id === undefined) return [];
  const arn = formatArn({
    partition: partitionOf(region),
    service: 's3',
    region: '',
    accountId: '',
    resource: id,
  });
  return [{ arn, type: 's3:bucket', id }];
}

function named(type: string, given: unknown, pattern: RegExp): readonly CreatedResource[] {
  const arn = textOf(given);
  const id = arn === undefined ? undefined : pattern.exec(arn)?.[1];
  return arn === undefined || id === undefined ? [] : [{ arn, type, id }];
}

/** Tags are of a function; a call that also publishes a version returns the version. */
function withoutVersion(arn: unknown): unknown {
  return textOf(arn)?.replace(/(:function:[^:]+):\d+$/, '$1');
}
