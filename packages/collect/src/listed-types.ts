import { formatArn, partitionOf } from '@groundcrew/aws-core';
import type { Tags } from '@groundcrew/account';
import type { AccountClients } from './account-clients.ts';

/** Types that their services list, in one region each; the tags are read separately. */
export const regionalTypes = [
  'dynamodb:table',
  'lambda:function',
  'logs:log-group',
  'sns:topic',
  'sqs:queue',
] as const;
export type RegionalType = (typeof regionalTypes)[number];

/** The same, and buckets, which are listed for all regions at once. */
export const listedTypes = [...regionalTypes, 's3:bucket'] as const;
export type ListedType = (typeof listedTypes)[number];

/** Whether a type is listed by its service's own call, EC2's not counted. */
export function isListedType(type: string): type is ListedType {
  return (listedTypes as readonly string[]).includes(type);
}

export interface ListedResource {
  readonly arn: string;
  readonly createdAt?: Date | undefined;
}

interface Options {
  readonly signal?: AbortSignal | undefined;
}

/** Lists what there is of a type in the clients' region, tagged or not. */
export async function* listResources(
  type: RegionalType,
  clients: AccountClients,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  options: Options,
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
  }
}

/** The tags of one resource, by its service's own call. */
export async function readOwnTags(
  type: ListedType,
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
