import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import type { LocalOptions } from '../../options.ts';
import { startAccounts } from '../../testing/start-accounts.ts';

export const ACCOUNT_ID = '111111111111';
export const shop = { Project: 'shop', 'aws:cloudformation:stack-name': 'shop' };
const one = (name: string) => [{ name, tags: shop }, { name: 'untagged' }];
const elsewhere = (name: string) => [{ name: `${name}-{n}`, count: 130 }];

const document = {
  accounts: [
    {
      id: ACCOUNT_ID,
      alias: 'shop-main',
      regions: {
        'us-east-1': {
          buckets: [...one('photos'), { name: 'old', createdAt: '2020-01-02T03:04:05Z' }],
          tables: one('orders'),
          functions: one('resize'),
          topics: one('news'),
          queues: one('emails'),
          logGroups: one('/app/web'),
        },
        'eu-west-1': {
          buckets: elsewhere('b'),
          tables: elsewhere('t'),
          functions: elsewhere('f'),
          topics: elsewhere('s'),
          queues: elsewhere('q'),
          logGroups: elsewhere('l'),
        },
        'eu-west-2': { denied: ['s3', 'dynamodb', 'lambda', 'sns', 'sqs', 'logs'] },
        'eu-west-3': { denied: true },
        'eu-north-1': { denied: ['tag'], queues: [{ name: 'emails' }] },
        'me-south-1': { optIn: 'not-opted-in' },
        'ca-central-1': { unreachable: true },
      },
    },
    { id: '222222222222', roles: [{ name: 'ops' }], regions: { 'us-east-1': { queues: one('emails') } } },
  ],
};

/** The embedded AWS with resources of all services, and their list and tag calls. */
export async function start(options?: LocalOptions) {
  const started = await startAccounts(document, options);
  return { ...started, ...operationsOf(started) };
}

type Started = Awaited<ReturnType<typeof startAccounts>>;
export type Keys = Parameters<Started['ec2']>[1];

/** A common interface to each service's own calls. */
function operationsOf({ client, local }: Pick<Started, 'client' | 'local'>) {
  const arnOf = (service: string, resource: string, region: string) =>
    `arn:aws:${service}:${region}:${ACCOUNT_ID}:${resource}`;
  const pairs = (tags: Record<string, string>) =>
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const read = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
    Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]));

  const services = {
    s3(region: string, keys?: Keys) {
      const of = client(s3.S3Client, region, keys);
      const name = 'photos';
      return {
        async list(token?: string) {
          const input = { MaxBuckets: 50, BucketRegion: region, ...(token && { ContinuationToken: token }) };
          const page = await of.send(new s3.ListBucketsCommand(input));
          return { names: page.Buckets?.map(({ Name }) => Name!) ?? [], next: page.ContinuationToken };
        },
        tags: async () => read((await of.send(new s3.GetBucketTaggingCommand({ Bucket: name }))).TagSet),
        tag: (tags: Record<string, string>) =>
          // It replaces the whole tag set, except tags of AWS.
          of.send(
            new s3.PutBucketTaggingCommand({
              Bucket: name,
              Tagging: { TagSet: pairs({ Project: 'shop', ...tags }) },
            }),
          ),
        untag: (_key: string) =>
          of.send(
            new s3.PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet: pairs({ Project: 'shop' }) } }),
          ),
      };
    },
    dynamodb(region: string, keys?: Keys) {
      const of = client(dynamodb.DynamoDBClient, region, keys);
      const ResourceArn = arnOf('dynamodb', 'table/orders', region);
      return {
        async list(token?: string) {
          const page = await of.send(
            new dynamodb.ListTablesCommand({ Limit: 50, ...(token && { ExclusiveStartTableName: token }) }),
          );
          return { names: page.TableNames ?? [], next: page.LastEvaluatedTableName };
        },
        tags: async () => read((await of.send(new dynamodb.ListTagsOfResourceCommand({ ResourceArn }))).Tags),
        tag: (tags: Record<string, string>) =>
          of.send(new dynamodb.TagResourceCommand({ ResourceArn, Tags: pairs(tags) })),
        untag: (key: string) => of.send(new dynamodb.UntagResourceCommand({ ResourceArn, TagKeys: [key] })),
      };
    },
    lambda(region: string, keys?: Keys) {
      const of = client(lambda.LambdaClient, region, keys);
      const Resource = arnOf('lambda', 'function:resize', region);
      return {
        async list(token?: string) {
          const page = await of.send(new lambda.ListFunctionsCommand({ ...(token && { Marker: token }) }));
          return {
            names: page.Functions?.map(({ FunctionName }) => FunctionName!) ?? [],
            next: page.NextMarker,
          };
        },
        tags: async () => (await of.send(new lambda.ListTagsCommand({ Resource }))).Tags,
        tag: (Tags: Record<string, string>) => of.send(new lambda.TagResourceCommand({ Resource, Tags })),
        untag: (key: string) => of.send(new lambda.UntagResourceCommand({ Resource, TagKeys: [key] })),
      };
    },
    sns(region: string, keys?: Keys) {
      const of = client(sns.SNSClient, region, keys);
      const ResourceArn = arnOf('sns', 'news', region);
      return {
        async list(token?: string) {
          const page = await of.send(new sns.ListTopicsCommand({ ...(token && { NextToken: token }) }));
          return {
            names: page.Topics?.map(({ TopicArn }) => TopicArn!.split(':').at(-1)!) ?? [],
            next: page.NextToken,
          };
        },
        tags: async () => read((await of.send(new sns.ListTagsForResourceCommand({ ResourceArn }))).Tags),
        tag: (tags: Record<string, string>) =>
          of.send(new sns.TagResourceCommand({ ResourceArn, Tags: pairs(tags) })),
        untag: (key: string) => of.send(new sns.UntagResourceCommand({ ResourceArn, TagKeys: [key] })),
      };
    },
    sqs(region: string, keys?: Keys) {
      const of = client(sqs.SQSClient, region, keys);
      const QueueUrl = `${local.endpoint}/${ACCOUNT_ID}/emails`;
      return {
        async list(token?: string) {
          const page = await of.send(
            new sqs.ListQueuesCommand({ MaxResults: 50, ...(token && { NextToken: token }) }),
          );
          return { names: page.QueueUrls?.map((url) => url.split('/').at(-1)!) ?? [], next: page.NextToken };
        },
        tags: async () => (await of.send(new sqs.ListQueueTagsCommand({ QueueUrl }))).Tags,
        tag: (Tags: Record<string, string>) => of.send(new sqs.TagQueueCommand({ QueueUrl, Tags })),
        untag: (key: string) => of.send(new sqs.UntagQueueCommand({ QueueUrl, TagKeys: [key] })),
      };
    },
    logs(region: string, keys?: Keys) {
      const of = client(CloudWatchLogsClient, region, keys);
      const resourceArn = arnOf('logs', 'log-group:/app/web', region);
      return {
        async list(token?: string) {
          const page = await of.send(new DescribeLogGroupsCommand({ ...(token && { nextToken: token }) }));
          return {
            names: page.logGroups?.map(({ logGroupName }) => logGroupName!) ?? [],
            next: page.nextToken,
          };
        },
        tags: async () => (await of.send(new logs.ListTagsForResourceCommand({ resourceArn }))).tags,
        tag: (tags: Record<string, string>) => of.send(new logs.TagResourceCommand({ resourceArn, tags })),
        untag: (key: string) => of.send(new logs.UntagResourceCommand({ resourceArn, tagKeys: [key] })),
      };
    },
  };
  return { services };
}

export const names = ['dynamodb', 'lambda', 'logs', 's3', 'sns', 'sqs'] as const;

interface Lister {
  list(token?: string): Promise<{ names: string[]; next: string | undefined }>;
}

export async function listAll(service: Lister) {
  const all: string[] = [];
  let pages = 0;
  let token: string | undefined;
  do {
    const page = await service.list(token);
    all.push(...page.names);
    token = page.next;
    pages++;
  } while (token);
  return { all, pages };
}
