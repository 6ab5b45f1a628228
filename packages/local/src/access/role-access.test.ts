import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CostExplorerClient, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateTagsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Permission } from '@groundcrew/lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalAws } from '../options.ts';
import { functionManifest, onRequest, testStack } from '../testing/test-stack.ts';
import { startLocal } from '../start-local.ts';

const accountId = '123456789012';
const region = 'us-east-1';
const idOf = (kind: string) => `${kind}-${'1'.padStart(17, '0')}`;
const arnOfVolume = `arn:aws:ec2:${region}:${accountId}:volume/${idOf('vol')}`;
const accounts = {
  accounts: [
    {
      id: accountId,
      regions: {
        [region]: { volumes: [{ id: idOf('vol') }], snapshots: [{ id: idOf('snap'), volume: idOf('vol') }] },
      },
    },
  ],
};

const directory = mkdtempSync(join(tmpdir(), 'groundcrew-worker-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** What a function with these permissions meets: clients with its own key. */
async function startAs(permissions: readonly Permission[]) {
  writeFileSync(join(directory, 'index.mjs'), 'export const handler = () => process.env.AWS_ACCESS_KEY_ID;');
  const local = await startLocal({
    accounts,
    region,
    stack: testStack([functionManifest('worker', onRequest, { permissions })]),
    bundles: [{ name: 'worker', directory, handler: 'index.handler' }],
  });
  const connection = { endpoint: local.endpoint, region, maxAttempts: 1 };
  const root = new LambdaClient({
    ...connection,
    credentials: { accessKeyId: 'root', secretAccessKey: 'x' },
  });
  const { Payload } = await root.send(new InvokeCommand({ FunctionName: 'worker' }));
  root.destroy();
  const accessKeyId = JSON.parse(Buffer.from(Payload!).toString()) as string;
  return { local, settings: { ...connection, credentials: { accessKeyId, secretAccessKey: 'x' } } };
}

const user = `User: arn:aws:sts::${accountId}:assumed-role/worker/worker is not authorized to perform:`;

describe('a role that allows one action', () => {
  let local: LocalAws;
  let settings: Awaited<ReturnType<typeof startAs>>['settings'];
  beforeAll(async () => {
    ({ local, settings } = await startAs([
      { actions: ['s3:GetObject'], on: { bucket: 'StockBucket', scope: 'objects' } },
      { actions: ['dynamodb:GetItem'], on: { table: 'StockTable' } },
      { actions: ['tag:TagResources'], on: { all: true, reason: 'a test' } },
      {
        actions: ['ec2:CreateTags'],
        on: { service: 'ec2', resources: '*', reason: 'as it was granted before: snapshots have no account' },
      },
    ]));
  });
  afterAll(() => local.close());

  const bucket = () => local.resources.bucketName('StockBucket');

  test('S3 refuses another action, and hides from anyone without s3:ListBucket that an object is missing', async () => {
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const at = { Bucket: bucket(), Key: '2026 봄/a.csv' };
    await expect(s3.send(new PutObjectCommand({ ...at, Body: 'x' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: `${user} s3:PutObject on resource: "arn:aws:s3:::${bucket()}/2026 봄/a.csv" because no identity-based policy allows the s3:PutObject action`,
    });
    await expect(s3.send(new GetObjectCommand(at))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`s3:ListBucket on resource: "arn:aws:s3:::${bucket()}" because`),
    });
    s3.destroy();
  });

  test('DynamoDB refuses, and carries out what is allowed', async () => {
    const dynamodb = new DynamoDBClient(settings);
    const Key = { Store: { S: 'a' }, Item: { S: 'b' } };
    expect((await dynamodb.send(new GetItemCommand({ TableName: 'Stock', Key }))).Item).toBeUndefined();
    await expect(dynamodb.send(new PutItemCommand({ TableName: 'Stock', Item: Key }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message: `${user} dynamodb:PutItem on resource: arn:aws:dynamodb:${region}:${accountId}:table/Stock because no identity-based policy allows the dynamodb:PutItem action`,
    });
    dynamodb.destroy();
  });

  test('a transaction needs what its parts need', async () => {
    const dynamodb = new DynamoDBClient(settings);
    const Item = { Store: { S: 'a' }, Item: { S: 'b' } };
    const TransactItems = [{ Put: { TableName: 'Stock', Item } }];
    await expect(dynamodb.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('dynamodb:PutItem on resource: arn:aws:dynamodb:'),
    });
    dynamodb.destroy();
  });

  test.each([
    [
      'SNS',
      () =>
        new SNSClient(settings).send(
          new PublishCommand({ TopicArn: local.resources.topicArn('Alerts'), Message: 'x' }),
        ),
      'AuthorizationErrorException',
      'SNS:Publish',
      403,
    ],
    [
      'SQS',
      () =>
        new SQSClient(settings).send(
          new SendMessageCommand({ QueueUrl: local.resources.queueUrl('Failures'), MessageBody: 'x' }),
        ),
      'AccessDenied',
      'sqs:sendmessage',
      403,
    ],
    [
      'Lambda',
      () => new LambdaClient(settings).send(new InvokeCommand({ FunctionName: 'worker' })),
      'AccessDeniedException',
      'lambda:InvokeFunction',
      403,
    ],
    [
      'EC2',
      () => new EC2Client(settings).send(new DescribeVpcsCommand()),
      'UnauthorizedOperation',
      'ec2:DescribeVpcs',
      403,
    ],
    [
      'Cost Explorer',
      () =>
        new CostExplorerClient(settings).send(
          new GetCostAndUsageCommand({
            TimePeriod: { Start: '2026-01-01', End: '2026-01-02' },
            Granularity: 'DAILY',
            Metrics: ['UnblendedCost'],
          }),
        ),
      'AccessDeniedException',
      'ce:GetCostAndUsage',
      400,
    ],
    [
      'IAM',
      () => new IAMClient(settings).send(new ListRolePoliciesCommand({ RoleName: 'worker' })),
      'AccessDenied',
      'iam:ListRolePolicies',
      403,
    ],
  ] as const)('%s refuses in its own protocol', async (_, call, name, action, status) => {
    await expect(call()).rejects.toMatchObject({
      name,
      message: expect.stringMatching(
        new RegExp(
          `${user} ${action} on resource: .* because no identity-based policy allows the ${action} action$`,
        ),
      ),
      $metadata: { httpStatusCode: status },
    });
  });

  test('a snapshot is not among the resources of a grant with an account', async () => {
    const ec2 = new EC2Client(settings);
    const Tags = [{ Key: 'a', Value: 'b' }];
    await ec2.send(new CreateTagsCommand({ Resources: [idOf('vol')], Tags }));
    await expect(
      ec2.send(
        new CreateTagsCommand({ Resources: [idOf('vol'), idOf('snap')], Tags: [{ Key: 'c', Value: 'd' }] }),
      ),
    ).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining(
        `ec2:CreateTags on resource: arn:aws:ec2:${region}::snapshot/${idOf('snap')} because`,
      ),
    });
    ec2.destroy();
    // All or nothing.
    expect(local.tagsOf(arnOfVolume)).toEqual({ a: 'b' });
  });

  test('the tagging API returns the refusal of the resource, and tags the others', async () => {
    const tagging = new ResourceGroupsTaggingAPIClient(settings);
    const snapshot = `arn:aws:ec2:${region}:${accountId}:snapshot/${idOf('snap')}`;
    const { FailedResourcesMap } = await tagging.send(
      new TagResourcesCommand({ ResourceARNList: [arnOfVolume, snapshot], Tags: { e: 'f' } }),
    );
    tagging.destroy();
    expect(FailedResourcesMap).toEqual({
      [snapshot]: {
        StatusCode: 403,
        ErrorCode: 'UnauthorizedOperation',
        ErrorMessage: expect.stringContaining(`arn:aws:ec2:${region}::snapshot/`),
      },
    });
    expect(local.tagsOf(arnOfVolume)).toMatchObject({ e: 'f' });
  });

  test('calls are recorded with the ARN of the reference, whatever the caller wrote', () => {
    const resources = local
      .calls()
      .flatMap(({ action, resource, alsoOn = [] }) =>
        action === 'ec2:CreateTags' ? [resource, ...alsoOn] : [],
      );
    expect(resources).toContain(`arn:aws:ec2:${region}::snapshot/${idOf('snap')}`);
    expect(resources.filter((arn) => arn.includes(`${accountId}:snapshot`))).toEqual([]);
  });

  test('everyone else may do everything, and read what the role is granted', async () => {
    const iam = new IAMClient({ ...settings, credentials: { accessKeyId: 'root', secretAccessKey: 'x' } });
    const { PolicyDocument = '' } = await iam.send(
      new GetRolePolicyCommand({ RoleName: 'worker', PolicyName: 'manifest' }),
    );
    const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument));
    expect(Statement[1]).toEqual({
      Effect: 'Allow',
      Action: ['dynamodb:GetItem'],
      Resource: `arn:aws:dynamodb:${region}:${accountId}:table/Stock`,
    });
    await expect(
      iam.send(new GetRolePolicyCommand({ RoleName: 'other', PolicyName: 'manifest' })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    iam.destroy();
  });

  test('who it is needs no permission', async () => {
    const sts = new STSClient(settings);
    expect((await sts.send(new GetCallerIdentityCommand())).Arn).toBe(
      `arn:aws:sts::${accountId}:assumed-role/worker/worker`,
    );
    sts.destroy();
  });
});
