import { createDynamoDBClient, listTables, tableTags } from '@groundcrew/aws/dynamodb';
import { createEc2, createEc2Client, type Ec2, type Ec2Limiter } from '@groundcrew/aws/ec2';
import { createLambdaClient, functionTags, type LambdaFunction, listFunctions } from '@groundcrew/aws/lambda';
import { createLogsClient, type LogGroup, listLogGroups, logGroupTags } from '@groundcrew/aws/logs';
import { createLister, type Lister, type ListLimiter } from '@groundcrew/aws/lists';
import { type Bucket, bucketRegion, bucketTags, createS3Client, listBuckets } from '@groundcrew/aws/s3';
import { createSnsClient, listTopics, topicTags } from '@groundcrew/aws/sns';
import { createSqsClient, listQueues, type Queue, queueTags, queueUrl } from '@groundcrew/aws/sqs';
import {
  createTagging,
  createTaggingClient,
  type Tagging,
  type TaggingLimiter,
} from '@groundcrew/aws/tagging';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import type { Tags } from '@groundcrew/account';

interface Options {
  readonly signal?: AbortSignal | undefined;
}
type Pages<Item> = AsyncIterable<readonly Item[]>;

/** The calls about tags, of one account in one region. */
export interface AccountClients {
  readonly ec2: Pick<Ec2, 'describeRegions' | 'describeTaggable' | 'createTags' | 'deleteTags'>;
  readonly tagging: Tagging;
  readonly s3: {
    /** Of all regions, regardless of this client's. */
    listBuckets(options?: Options): Pages<Bucket>;
    bucketRegion(name: string, options?: Options): Promise<string>;
    bucketTags(name: string, options?: Options): Promise<Tags>;
  };
  readonly dynamodb: {
    /** Names. */
    listTables(options?: Options): Pages<string>;
    tableTags(arn: string, options?: Options): Promise<Tags>;
  };
  readonly lambda: {
    listFunctions(options?: Options): Pages<LambdaFunction>;
    functionTags(arn: string, options?: Options): Promise<Tags>;
  };
  readonly sns: {
    /** ARNs. */
    listTopics(options?: Options): Pages<string>;
    topicTags(arn: string, options?: Options): Promise<Tags>;
  };
  readonly sqs: {
    listQueues(options?: Options): Pages<Queue>;
    queueUrl(name: string, options?: Options): Promise<string>;
    queueTags(url: string, options?: Options): Promise<Tags>;
  };
  readonly logs: {
    listLogGroups(options?: Options): Pages<LogGroup>;
    logGroupTags(arn: string, options?: Options): Promise<Tags>;
  };
  /** The types that are listed by requests of this project's own. */
  readonly lists: Lister;
}

/** The limiters of that account in that region: all its callers share them. */
export interface AccountLimiters {
  readonly ec2: Ec2Limiter;
  readonly tagging: TaggingLimiter;
  readonly lists: ListLimiter;
}

/** How the clients wait; default: the real clock and randomness. */
export interface AccountClientSettings {
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** For services whose retries are the SDK's; EC2 and the tagging API have limiters here. */
const MAX_ATTEMPTS = 6;

/**
 * The clients of one account in one region. Each is created on first use: most regions need only a few of them.
 *
 * @param connection with the region and the credentials of the account
 */
export function createAccountClients(
  connection: ConnectionSettings,
  limiters: AccountLimiters,
  settings: AccountClientSettings = {},
): AccountClients & { close(): void } {
  const created: { destroy(): void }[] = [];
  const lazily = <Client extends { destroy(): void }>(
    create: (connection: ConnectionSettings) => Client,
  ): (() => Client) => {
    let client: Client | undefined;
    return () => {
      if (client === undefined) {
        client = create({ maxAttempts: MAX_ATTEMPTS, ...connection });
        created.push(client);
      }
      return client;
    };
  };
  const once = <Value>(create: () => Value): (() => Value) => {
    let value: Value | undefined;
    return () => (value ??= create());
  };
  const ec2Client = lazily(createEc2Client);
  const taggingClient = lazily(createTaggingClient);
  const ec2 = once(() => createEc2({ client: ec2Client(), limiter: limiters.ec2, ...settings }));
  const tagging = once(() =>
    createTagging({ client: taggingClient(), limiter: limiters.tagging, ...settings }),
  );
  const lists = once(() =>
    createLister({ client: taggingClient(), connection, limiter: limiters.lists, ...settings }),
  );
  const s3 = lazily(createS3Client);
  const dynamodb = lazily(createDynamoDBClient);
  const lambda = lazily(createLambdaClient);
  const sns = lazily(createSnsClient);
  const sqs = lazily(createSqsClient);
  const logs = lazily(createLogsClient);
  return {
    get ec2() {
      return ec2();
    },
    get tagging() {
      return tagging();
    },
    get lists() {
      return lists();
    },
    s3: {
      listBuckets: (options) => listBuckets(s3(), options),
      bucketRegion: (name, options) => bucketRegion(s3(), name, options),
      bucketTags: (name, options) => bucketTags(s3(), name, options),
    },
    dynamodb: {
      listTables: (options) => listTables(dynamodb(), options),
      tableTags: (arn, options) => tableTags(dynamodb(), arn, options),
    },
    lambda: {
      listFunctions: (options) => listFunctions(lambda(), options),
      functionTags: (arn, options) => functionTags(lambda(), arn, options),
    },
    sns: {
      listTopics: (options) => listTopics(sns(), options),
      topicTags: (arn, options) => topicTags(sns(), arn, options),
    },
    sqs: {
      listQueues: (options) => listQueues(sqs(), options),
      queueUrl: (name, options) => queueUrl(sqs(), name, options),
      queueTags: (url, options) => queueTags(sqs(), url, options),
    },
    logs: {
      listLogGroups: (options) => listLogGroups(logs(), options),
      logGroupTags: (arn, options) => logGroupTags(logs(), arn, options),
    },
    close() {
      for (const client of created) client.destroy();
    },
  };
}
