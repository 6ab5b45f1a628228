import { CreateTableCommand, DynamoDBClient, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateSnapshotCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  DescribeInstancesCommand,
  DescribeTagsCommand,
  EC2Client,
  type ResourceType,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateAccountAliasCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient, ListTagsCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, ListTagsForResourceCommand, SNSClient } from '@aws-sdk/client-sns';

type Tags = Readonly<Record<string, string>>;

/** The resources created in one region, by the names that the tests use. */
export interface MotoShop {
  readonly region: string;
  /** Ids of EC2's resources: `web` (an instance), `webVolume`, `webSnapshot`, `looseVolume`, `batch` (three instances). */
  readonly ids: {
    readonly web: string;
    readonly webVolume: string;
    readonly webSnapshot: string;
    readonly looseVolume: string;
    readonly conflicting: string;
    readonly batch: readonly string[];
  };
  readonly bucket: string;
  readonly table: string;
  readonly topicArn: string;
  readonly functionArn: string;
  /** Every tag of the region and of its bucket, as returned by each service: by id or ARN, then by key. */
  tags(): Promise<Record<string, Tags>>;
  /** Like another user, through EC2 itself. */
  setTag(id: string, key: string, value: string): Promise<void>;
  close(): void;
}

/** An image that moto has in every region. */
const IMAGE_ID = 'ami-03cf127a';
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const bytes = new Uint8Array([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)]);

/** The role of the functions, and the alias that a user types to confirm. */
export async function nameMotoAccount(endpoint: string, alias: string): Promise<string> {
  const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials });
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: alias }));
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  iam.destroy();
  return Role!.Arn!;
}

/** Creates resources of five services in one region, tagged like in practice: incompletely and inconsistently. */
export async function startMotoShop(endpoint: string, region: string, roleArn: string): Promise<MotoShop> {
  const settings = { endpoint, region, credentials };
  const ec2 = new EC2Client(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(settings);
  const sns = new SNSClient(settings);
  const lambda = new LambdaClient(settings);

  async function run(count: number, tags: Tags): Promise<string[]> {
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId: IMAGE_ID,
        InstanceType: 't4g.small',
        MinCount: count,
        MaxCount: count,
        ...specified('instance', tags),
      }),
    );
    return Instances.map(({ InstanceId }) => InstanceId!);
  }

  const [web] = await run(1, { Name: 'web', PROJECT: 'shop', Env: 'production' });
  const [conflicting] = await run(1, { Project: 'shop', project: 'web', Env: 'prod' });
  const batch = await run(3, { Project: 'web', Env: 'prod', 'temp-build': '친구 & <1>' });
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [web!] }));
  const webVolume = Reservations[0]!.Instances![0]!.BlockDeviceMappings![0]!.Ebs!.VolumeId!;
  const { SnapshotId } = await ec2.send(
    new CreateSnapshotCommand({ VolumeId: webVolume, ...specified('snapshot', { Env: 'prod' }) }),
  );
  const { VolumeId } = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${region}a`,
      Size: 8,
      ...specified('volume', { Env: 'prod ' }),
    }),
  );
  const bucket = `shop-receipts-${region}`;
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      ...(region !== 'us-east-1' && {
        CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
      }),
    }),
  );
  await s3.send(
    new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet: listed({ project: 'shop' }) } }),
  );
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: 'Orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      Tags: listed({ Project: 'shopp', Env: 'prod' }),
    }),
  );
  const { TopicArn } = await sns.send(
    new CreateTopicCommand({ Name: 'NoStock', Tags: listed({ 'Project ': 'shop', 'temp-topic': 'x' }) }),
  );
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'bill',
      Role: roleArn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: bytes },
    }),
  );

  return {
    region,
    ids: {
      web: web!,
      webVolume,
      webSnapshot: SnapshotId!,
      looseVolume: VolumeId!,
      conflicting: conflicting!,
      batch,
    },
    bucket,
    table: TableDescription!.TableArn!,
    topicArn: TopicArn!,
    functionArn: FunctionArn!,
    async tags() {
      const found: Record<string, Tags> = {};
      const { Tags: ec2Tags = [] } = await ec2.send(new DescribeTagsCommand({ MaxResults: 1_000 }));
      for (const { ResourceId, Key, Value } of ec2Tags) {
        found[ResourceId!] = { ...found[ResourceId!], [Key!]: Value! };
      }
      const [ofBucket, ofTable, ofTopic, ofFunction] = await Promise.all([
        bucketTags(s3, bucket),
        dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: TableDescription!.TableArn! })),
        sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn! })),
        lambda.send(new ListTagsCommand({ Resource: FunctionArn! })),
      ]);
      found[bucket] = ofBucket;
      found[TableDescription!.TableArn!] = byKey(ofTable.Tags);
      found[TopicArn!] = byKey(ofTopic.Tags);
      found[FunctionArn!] = ofFunction.Tags ?? {};
      return found;
    },
    async setTag(id, Key, Value) {
      await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value }] }));
    },
    close() {
      for (const client of [ec2, s3, dynamodb, sns, lambda]) client.destroy();
    },
  };
}

async function bucketTags(s3: S3Client, Bucket: string): Promise<Tags> {
  try {
    return byKey((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet);
  } catch (error) {
    if ((error as Error).name === 'NoSuchTagSet') return {};
    throw error;
  }
}

function specified(type: ResourceType, tags: Tags) {
  return { TagSpecifications: [{ ResourceType: type, Tags: listed(tags) }] };
}

function listed(tags: Tags) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function byKey(tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]));
}
