import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { ACCOUNT_ID, type Keys, listAll, names, shop, start } from './testing/listed-services.ts';

test.each(names)("%s lists the resources of the request's region, in pages", async (name) => {
  const { services } = await start();
  const here = await listAll(services[name]('us-east-1'));
  expect(here.all.filter((found) => found !== 'old')).toHaveLength(2);
  expect(here.all).toContain('untagged');
  const there = await listAll(services[name]('eu-west-1'));
  expect(new Set(there.all).size).toBe(130);
  expect(there.all).toHaveLength(130);
  expect(there.pages).toBe(name === 'sns' ? 2 : 3);
  expect((await listAll(services[name]('sa-east-1'))).all).toEqual([]);
});

test.each(names)('tags of %s are set and removed by its own calls', async (name) => {
  const { services } = await start();
  const { tags, tag, untag } = services[name]('us-east-1');
  expect(await tags()).toEqual(shop);
  await tag({ Owner: '김철수' });
  expect(await tags()).toEqual({ ...shop, Owner: '김철수' });
  await untag('Owner');
  expect(await tags()).toEqual(shop);
});

test.each(names)('%s refuses tags reserved for AWS', async (name) => {
  const { services } = await start();
  const { tags, tag } = services[name]('us-east-1');
  await expect(tag({ 'AWS:mine': 'x' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  await expect(tag({ ok: 'x'.repeat(257) })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  expect(await tags()).toEqual(shop);
});

test.each(names)('a resource of %s whose tagging is denied keeps its tags', async (name) => {
  const { services } = await start({ faults: { denyTagging: ['*'] } });
  const { tags, tag } = services[name]('us-east-1');
  await expect(tag({ Owner: 'me' })).rejects.toMatchObject({
    message: expect.stringContaining('explicit deny'),
  });
  expect(await tags()).toEqual(shop);
});

test.each(names)('reads of tags of %s are stale if the fault is injected', async (name) => {
  const { services, clock } = await start({ faults: { staleTags: { chance: 1, forMs: 1000 } } });
  const { tags, tag } = services[name]('us-east-1');
  await tag({ Owner: 'me' });
  expect(await tags()).toEqual(shop);
  clock.advance(1000);
  expect(await tags()).toEqual({ ...shop, Owner: 'me' });
});

const refusals = {
  dynamodb: ['AccessDeniedException', 'UnrecognizedClientException'],
  lambda: ['AccessDeniedException', 'UnrecognizedClientException'],
  logs: ['AccessDeniedException', 'UnrecognizedClientException'],
  s3: ['AccessDenied', 'InvalidAccessKeyId'],
  sns: ['AuthorizationErrorException', 'InvalidClientTokenId'],
  sqs: ['AccessDeniedException', 'UnrecognizedClientException'],
} as const;

test.each(names)('%s fails if it is denied, or the region not enabled', async (name) => {
  const { services } = await start();
  const [denied, notEnabled] = refusals[name];
  for (const region of ['eu-west-2', 'eu-west-3']) {
    await expect(services[name](region).list()).rejects.toMatchObject({ name: denied });
  }
  for (const region of ['me-south-1', 'us-eats-1']) {
    await expect(services[name](region).list()).rejects.toMatchObject({ name: notEnabled });
  }
  expect((await services[name]('eu-north-1').list()).names).toEqual(name === 'sqs' ? ['emails'] : []);
});

test.each(names)('%s never responds in an unreachable region until the server is closed', async (name) => {
  const { services, local } = await start();
  const request = services[name]('ca-central-1').list();
  const ended = expect(request).rejects.toMatchObject({ code: 'ECONNRESET' });
  const waited = Promise.race([request, new Promise((resolve) => setTimeout(resolve, 50, 'pending'))]);
  expect(await waited).toBe('pending');
  await local.close();
  await ended;
});

test.each(names)(
  'tags of a missing resource of %s, or of one in another region, are not returned',
  async (name) => {
    const { services } = await start();
    await expect(services[name]('sa-east-1').tags()).rejects.toMatchObject({
      name: {
        dynamodb: 'ResourceNotFoundException',
        lambda: 'ResourceNotFoundException',
        logs: 'ResourceNotFoundException',
        s3: 'PermanentRedirect',
        sns: 'ResourceNotFoundException',
        sqs: 'QueueDoesNotExist',
      }[name],
    });
  },
);

test("a role's keys give access to the resources of its account", async () => {
  const { services, sts } = await start();
  const { Credentials } = await sts().send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/ops', RoleSessionName: 'groundcrew' }),
  );
  const keys = { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: 'b' };
  expect((await services.sqs('us-east-1', keys).list()).names).toEqual(['emails', 'untagged']);
  expect((await services.s3('us-east-1', keys).list()).names).toEqual([]);
  await expect(services.s3('us-east-1', keys).tags()).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(services.sqs('us-east-1', keys).tags()).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test('buckets of all regions are returned with their region and creation time', async () => {
  const { client } = await start();
  const of = client(s3.S3Client, 'us-east-1');
  const { Buckets = [] } = await of.send(new s3.ListBucketsCommand({}));
  expect(Buckets).toHaveLength(133);
  expect(Buckets.find(({ Name }) => Name === 'b-1')?.BucketRegion).toBe('eu-west-1');
  const old = Buckets.find(({ Name }) => Name === 'old');
  expect(old?.CreationDate).toEqual(new Date('2020-01-02T03:04:05Z'));
  const { LocationConstraint } = await of.send(new s3.GetBucketLocationCommand({ Bucket: 'b-1' }));
  expect(LocationConstraint).toBe('eu-west-1');
  await expect(of.send(new s3.ListBucketsCommand({ MaxBuckets: 10_001 }))).rejects.toMatchObject({
    name: 'InvalidArgument',
  });
});

test('a bucket without tags has no tag set, and deleting the set keeps the tags of AWS', async () => {
  const { client } = await start();
  const of = client(s3.S3Client, 'us-east-1');
  await expect(of.send(new s3.GetBucketTaggingCommand({ Bucket: 'untagged' }))).rejects.toMatchObject({
    name: 'NoSuchTagSet',
  });
  await of.send(new s3.DeleteBucketTaggingCommand({ Bucket: 'photos' }));
  const { TagSet } = await of.send(new s3.GetBucketTaggingCommand({ Bucket: 'photos' }));
  expect(TagSet).toEqual([{ Key: 'aws:cloudformation:stack-name', Value: 'shop' }]);
  const twice = {
    TagSet: [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ],
  };
  await expect(
    of.send(new s3.PutBucketTaggingCommand({ Bucket: 'photos', Tagging: twice })),
  ).rejects.toMatchObject({ name: 'InvalidTag' });
});

test('created resources are listed with described ones, have tags, and lose them when deleted', async () => {
  const { client, local } = await start();
  const queues = client(sqs.SQSClient);
  const topics = client(sns.SNSClient);
  const tables = client(dynamodb.DynamoDBClient);
  const made = await queues.send(new sqs.CreateQueueCommand({ QueueName: 'made', tags: { Project: 'x' } }));
  const { TopicArn } = await topics.send(
    new sns.CreateTopicCommand({ Name: 'made', Tags: [{ Key: 'Project', Value: 'x' }] }),
  );
  const { TableDescription } = await tables.send(
    new dynamodb.CreateTableCommand({
      TableName: 'made',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      Tags: [{ Key: 'Project', Value: 'x' }],
    }),
  );
  const QueueUrl = `${local.endpoint}/${ACCOUNT_ID}/made`;
  const queueTags = async () => (await queues.send(new sqs.ListQueueTagsCommand({ QueueUrl }))).Tags;
  const tableTags = await tables.send(
    new dynamodb.ListTagsOfResourceCommand({ ResourceArn: TableDescription!.TableArn }),
  );
  const topicTags = await topics.send(new sns.ListTagsForResourceCommand({ ResourceArn: TopicArn }));

  expect(made.QueueUrl).toBe(QueueUrl);
  expect((await queues.send(new sqs.ListQueuesCommand({}))).QueueUrls).toContain(QueueUrl);
  expect((await tables.send(new dynamodb.ListTablesCommand({}))).TableNames).toEqual([
    'made',
    'orders',
    'untagged',
  ]);
  expect(await queueTags()).toEqual({ Project: 'x' });
  expect([tableTags.Tags, topicTags.Tags]).toEqual([
    [{ Key: 'Project', Value: 'x' }],
    [{ Key: 'Project', Value: 'x' }],
  ]);

  await queues.send(new sqs.DeleteQueueCommand({ QueueUrl }));
  await queues.send(new sqs.CreateQueueCommand({ QueueName: 'made' }));
  expect(await queueTags()).toBeUndefined();
});

test('the URL of a queue is returned in its own region and account', async () => {
  const { client, local } = await start();
  const urlIn = async (region: string, QueueName: string, QueueOwnerAWSAccountId?: string) => {
    const input = { QueueName, ...(QueueOwnerAWSAccountId && { QueueOwnerAWSAccountId }) };
    return (await client(sqs.SQSClient, region).send(new sqs.GetQueueUrlCommand(input))).QueueUrl;
  };
  expect(await urlIn('eu-north-1', 'emails')).toBe(`${local.endpoint}/${ACCOUNT_ID}/emails`);
  expect(await urlIn('eu-west-1', 'q-7', ACCOUNT_ID)).toBe(`${local.endpoint}/${ACCOUNT_ID}/q-7`);
  await expect(urlIn('sa-east-1', 'emails')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  await expect(urlIn('us-east-1', 'emails', '222222222222')).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
});

test('a described function is returned with its tags', async () => {
  const { client } = await start();
  const of = client(lambda.LambdaClient);
  const { Configuration, Tags } = await of.send(new lambda.GetFunctionCommand({ FunctionName: 'resize' }));
  expect([Configuration?.FunctionName, Tags]).toEqual(['resize', shop]);
  await expect(of.send(new lambda.GetFunctionCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('log groups are found by a prefix or a part of their name, and tagged without the star', async () => {
  const { client } = await start();
  const of = client(CloudWatchLogsClient);
  const found = async (input: logs.DescribeLogGroupsCommandInput) =>
    (await of.send(new DescribeLogGroupsCommand(input))).logGroups?.map(({ logGroupName }) => logGroupName);
  expect(await found({ logGroupNamePrefix: '/app' })).toEqual(['/app/web']);
  expect(await found({ logGroupNamePattern: 'WEB' })).toEqual(['/app/web']);
  await expect(found({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  const { logGroups } = await of.send(new DescribeLogGroupsCommand({ limit: 1 }));
  expect(logGroups?.[0]).toMatchObject({
    arn: `arn:aws:logs:us-east-1:${ACCOUNT_ID}:log-group:/app/web:*`,
    logGroupArn: `arn:aws:logs:us-east-1:${ACCOUNT_ID}:log-group:/app/web`,
  });
  const resourceArn = logGroups?.[0]?.arn;
  await expect(of.send(new logs.ListTagsForResourceCommand({ resourceArn }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('an account returns its alias, and one without returns none', async () => {
  const { client, sts } = await start();
  const aliases = async (keys?: Keys) =>
    (await client(IAMClient, 'us-east-1', keys).send(new ListAccountAliasesCommand({}))).AccountAliases;
  const { Credentials } = await sts().send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/ops', RoleSessionName: 'groundcrew' }),
  );
  expect(await aliases()).toEqual(['shop-main']);
  expect(await aliases({ accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: 'b' })).toEqual([]);
});
