import { isGlobalType, type ListedTypeName, listedTypeNames, listTypes } from '@groundcrew/aws/lists';
import { formatArn, partitionOf, regionOfPartition } from '@groundcrew/aws-core';
import type { Attributes, Links, Tags } from '@groundcrew/account';
import type { AccountClients } from './account-clients.ts';

/** Types that clients of the SDK list, in one region each; the tags are read separately. */
const clientTypes = [
  'dynamodb:table',
  'lambda:function',
  'logs:log-group',
  'sns:topic',
  'sqs:queue',
] as const;
export type ClientType = (typeof clientTypes)[number];

/** Types whose tags a call of their own reads, of one resource. */
export type TagCallType = ClientType | 's3:bucket';

export type RegionalType = ClientType | ListedTypeName;

/** All that is listed by services' own calls, EC2 not counted; buckets are listed for all regions at once. */
export type ListedType = RegionalType | 's3:bucket';

export const listedTypes: readonly ListedType[] = [...clientTypes, ...listedTypeNames, 's3:bucket'];

const listed = new Set<string>(listedTypes);

/** Whether a type is listed by its service's own call, EC2's not counted. */
export function isListedType(type: string): type is ListedType {
  return listed.has(type);
}

/** The types to list in a region. Those of global services are in one region, where the tagging API has them as well. */
export function regionalTypes(region: string): readonly RegionalType[] {
  const isHome = region === regionOfPartition(partitionOf(region));
  return [...clientTypes, ...listedTypeNames.filter((type) => isHome || !isGlobalType(type))];
}

/** Whether a call of its service reads the tags of one resource of a type. */
export function hasTagCall(type: string): type is TagCallType {
  return type === 's3:bucket' || isClientType(type);
}

function isClientType(type: string): type is ClientType {
  return (clientTypes as readonly string[]).includes(type);
}

/** The type whose resources a type is listed in: clusters, of services of ECS. */
export function outerTypeOf(type: RegionalType): RegionalType | undefined {
  const outer = isClientType(type) ? undefined : listTypes[type].within;
  return outer !== undefined && isListedType(outer) && outer !== 's3:bucket' ? outer : undefined;
}

export interface ListedResource {
  readonly arn: string;
  readonly id?: string;
  readonly createdAt?: Date | undefined;
  /** Missing: the list does not have them. */
  readonly tags?: Tags;
  readonly links?: Links;
  readonly attributes?: Attributes;
}

interface Options {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists what there is of a type in the clients' region, tagged or not.
 *
 * @param options `within`: the ARNs of what it lists in, of a type that needs them
 */
export async function* listResources(
  type: RegionalType,
  clients: AccountClients,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  options: Options & { readonly within?: readonly string[] },
): AsyncGenerator<readonly ListedResource[], void> {
  switch (type) {
    case 'dynamodb:table':
      for await (const names of clients.dynamodb.listTables(options)) {
        yield names.map((name) => ({ arn: tableArn(name, accountId, region) }));
      }
      return;
    case 'lambda:function':
      yield* clients.lambda.listFunctions(options);
      return;
    case 'logs:log-group':
      yield* clients.logs.listLogGroups(options);
      return;
    case 'sns:topic':
      for await (const arns of clients.sns.listTopics(options)) yield arns.map((arn) => ({ arn }));
      return;
    case 'sqs:queue':
      yield* clients.sqs.listQueues(options);
      return;
    default:
      yield* clients.lists.list(type, { accountId, region }, options);
  }
}

/** The tags of one resource, by its service's own call. */
export async function readOwnTags(
  type: TagCallType,
  clients: AccountClients,
  { arn, id }: { readonly arn: string; readonly id: string },
  options: Options,
): Promise<Tags> {
  switch (type) {
    case 's3:bucket':
      return clients.s3.bucketTags(id, options);
    case 'dynamodb:table':
      return clients.dynamodb.tableTags(arn, options);
    case 'lambda:function':
      return clients.lambda.functionTags(arn, options);
    case 'logs:log-group':
      return clients.logs.logGroupTags(arn, options);
    case 'sns:topic':
      return clients.sns.topicTags(arn, options);
    case 'sqs:queue':
      return clients.sqs.queueTags(await clients.sqs.queueUrl(id, options), options);
  }
}

/** ARN of a bucket: its name alone is unique in a partition. */
export function bucketArn(name: string, region: string): string {
  return formatArn({
    partition: partitionOf(region),
    service: 's3',
    region: '',
    accountId: '',
    resource: name,
  });
}

function tableArn(name: string, accountId: string, region: string): string {
  const resource = `table/${name}`;
  return formatArn({ partition: partitionOf(region), service: 'dynamodb', region, accountId, resource });
}
