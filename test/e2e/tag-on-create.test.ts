import { DynamoDBClient, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient, ListTagsCommand } from '@aws-sdk/client-lambda';
import { GetBucketTaggingCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTagsForResourceCommand, SNSClient } from '@aws-sdk/client-sns';
import { createLogsClient, logGroupTags } from '@groundcrew/aws/logs';
import { createSqsClient, queueTags, queueUrl } from '@groundcrew/aws/sqs';
import { stack } from '@groundcrew/functions/stacks/tags';
import { type LocalAccounts, type LocalEvent, type LocalOptions, startLocal } from '@groundcrew/local';
import { creationCalls } from '@groundcrew/tags/creation';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testedFunctions } from '@groundcrew/functions/testing';
import { roleUse } from '../support/role-use.ts';

const accountId = '123456789012';
const region = 'us-east-1';
// Only what this test is about: the bucket, the rule and the function.
const onCreate = { ...stack, functions: stack.functions.filter(({ name }) => name === 'tag-on-create') };
const [manifest] = onCreate.functions;

const idOf = (kind: string, number: number) => `${kind}-${number.toString(16).padStart(17, '0')}`;
// Long ago: what is not there then is not waited for.
const madeAt = '2020-01-01T00:00:00Z';
const fleet = Array.from({ length: 50 }, (_, index) => idOf('i', index + 1));

const accounts: LocalAccounts = {
  accounts: [
    {
      id: accountId,
      regions: {
        [region]: {
          vpcs: [{ id: idOf('vpc', 1), tags: { Project: 'shop' } }],
          subnets: [{ id: idOf('subnet', 1), vpc: idOf('vpc', 1) }],
          instances: fleet.map((id) => ({
            id,
            type: 't3.micro',
            subnet: idOf('subnet', 1),
            vpc: idOf('vpc', 1),
          })),
          volumes: [
            { id: idOf('vol', 1) },
            { id: idOf('vol', 2), tags: { project: 'depot', CreatedBy: 'bob' } },
          ],
          snapshots: [{ id: idOf('snap', 1), volume: idOf('vol', 2) }],
          images: [{ id: idOf('ami', 1) }],
          networkInterfaces: [{ id: idOf('eni', 1), subnet: idOf('subnet', 1), vpc: idOf('vpc', 1) }],
          buckets: [{ name: 'acme-photos' }],
          tables: [{ name: 'Orders', tags: { Project: 'orders' } }],
          functions: [{ name: 'resize' }],
          topics: [{ name: 'Alerts' }],
          queues: [{ name: 'orders' }],
          logGroups: [{ name: '/shop' }],
          addresses: [{ id: idOf('eipalloc', 1) }],
          securityGroups: [{ id: idOf('sg', 1), vpc: idOf('vpc', 1) }],
          routeTables: [{ id: idOf('rtb', 1), vpc: idOf('vpc', 1) }],
          internetGateways: [{ id: idOf('igw', 1) }],
          natGateways: [{ id: idOf('nat', 1), subnet: idOf('subnet', 1) }],
        },
      },
    },
  ],
};

const policy = `version: 1
keys:
  Project:
    required: true
    inherit: [instance, volume, subnet, vpc]
    default: unassigned
`;

const built = await testedFunctions('thread', ['tag-on-create']);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The embedded AWS with the rule and the function, and a way to publish an API call to it. */
async function start(options: Partial<LocalOptions> & { policy?: string | null } = {}) {
  const events: LocalEvent[] = [];
  const { policy: text = policy, ...rest } = options;
  const local = await startLocal({
    stack: onCreate,
    ...built,
    accounts,
    region,
    retryDelaysMs: [10, 10],
    onEvent: (event) => events.push(event),
    ...rest,
  });
  closers.push(() => local.close());
  const config = {
    endpoint: local.endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const client = <Client extends { destroy(): void }>(made: Client): Client => {
    closers.push(() => made.destroy());
    return made;
  };
  const s3 = client(new S3Client({ ...config, forcePathStyle: true }));
  const ec2 = client(new EC2Client(config));
  const Bucket = local.resources.bucketName('TagsBucket');
  if (text !== null) await s3.send(new PutObjectCommand({ Bucket, Key: 'tag-policy.yaml', Body: text }));
  return {
    local,
    s3,
    events,
    dynamodb: client(new DynamoDBClient(config)),
    lambda: client(new LambdaClient(config)),
    sns: client(new SNSClient(config)),
    sqs: client(createSqsClient({ ...config, endpointUrl: local.endpoint })),
    logs: client(createLogsClient({ ...config, endpointUrl: local.endpoint })),
    /** What the invocations answered, or why they failed. */
    outcomes: () =>
      events.flatMap((event) =>
        event.type === 'finished' ? [event.result] : event.type === 'failed' ? [event.errorType] : [],
      ),
    log: () => events.flatMap((event) => (event.type === 'log' ? [event.line] : [])).join('\n'),
    tagsOf: async (id: string) => {
      const filter = { Name: 'resource-id', Values: [id] };
      const { Tags = [] } = await ec2.send(new DescribeTagsCommand({ Filters: [filter] }));
      return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    },
    /** Sends the event of an API call, as CloudTrail and EventBridge do. */
    publish: async (service: string, eventName: string, detail: object) => {
      const { functions } = local.deliverEvent({
        source: `aws.${service}`,
        'detail-type': 'AWS API Call via CloudTrail',
        detail: {
          userIdentity: {
            type: 'AssumedRole',
            arn: `arn:aws:sts::${accountId}:assumed-role/AWSReservedSSO_Admin_1/ann@example.com`,
          },
          eventTime: madeAt,
          eventSource: `${service}.amazonaws.com`,
          eventName,
          eventID: 'e-1',
          awsRegion: region,
          recipientAccountId: accountId,
          requestParameters: {},
          responseElements: null,
          ...detail,
        },
      });
      await local.idle();
      return functions;
    },
  };
}

const launched = (ids: readonly string[]) => ({
  responseElements: { instancesSet: { items: ids.map((instanceId) => ({ instanceId })) } },
});
const made = {
  CreatedBy: 'ann@example.com',
  CreatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
};
const countOf = (local: { calls: () => readonly { caller: string; action: string }[] }, action: string) =>
  local.calls().filter((call) => call.caller === 'tag-on-create' && call.action === action).length;

describe('tag-on-create, invoked by EventBridge', () => {
  it('tags fifty instances and their volumes in one call', async () => {
    const { local, publish, tagsOf, outcomes } = await start();

    await publish('ec2', 'RunInstances', launched(fleet));

    expect(outcomes()).toEqual([{ status: 'done', found: 100, added: 300, gone: 0 }]);
    expect(await tagsOf(fleet[49]!)).toEqual({ ...made, Project: 'shop' });
    expect(countOf(local, 'ec2:CreateTags')).toBe(1);
    expect(countOf(local, 'ec2:DescribeVolumes')).toBe(1);
  });

  it('does nothing when the event comes a second time', async () => {
    const { local, publish, outcomes } = await start({ faults: { duplicate: 1 } });

    await publish('ec2', 'RunInstances', launched(fleet.slice(0, 3)));
    await publish('ec2', 'RunInstances', launched(fleet.slice(0, 3)));

    expect(outcomes()).toHaveLength(4);
    expect(outcomes().at(-1)).toEqual({ status: 'done', found: 6, added: 0, gone: 0 });
    expect(countOf(local, 'ec2:CreateTags')).toBeLessThanOrEqual(2);
  });

  it('overwrites, renames and removes nothing', async () => {
    const { publish, tagsOf } = await start();

    await publish('ec2', 'CreateVolume', { responseElements: { volumeId: idOf('vol', 2) } });

    expect(await tagsOf(idOf('vol', 2))).toEqual({
      project: 'depot',
      CreatedBy: 'bob',
      CreatedAt: made.CreatedAt,
    });
  });

  it('tags what other services made, each keeping what it has', async () => {
    const { publish, s3, dynamodb, lambda, sns, outcomes } = await start();
    const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;

    await publish('s3', 'CreateBucket', { requestParameters: { bucketName: 'acme-photos' } });
    await publish('dynamodb', 'CreateTable', {
      responseElements: { tableDescription: { tableArn: arn('dynamodb', 'table/Orders') } },
    });
    await publish('lambda', 'CreateFunction20150331', {
      responseElements: { functionArn: arn('lambda', 'function:resize') },
    });
    await publish('sns', 'CreateTopic', { responseElements: { topicArn: arn('sns', 'Alerts') } });

    expect(outcomes()).toEqual([3, 2, 3, 3].map((added) => ({ status: 'done', found: 1, added, gone: 0 })));
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: 'acme-photos' }));
    expect(Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]))).toEqual({
      ...made,
      Project: 'unassigned',
    });
    const table = await dynamodb.send(
      new ListTagsOfResourceCommand({ ResourceArn: arn('dynamodb', 'table/Orders') }),
    );
    expect(table.Tags).toContainEqual({ Key: 'Project', Value: 'orders' });
    const { Tags } = await lambda.send(new ListTagsCommand({ Resource: arn('lambda', 'function:resize') }));
    expect(Tags).toMatchObject(made);
    const topic = await sns.send(new ListTagsForResourceCommand({ ResourceArn: arn('sns', 'Alerts') }));
    expect(topic.Tags).toContainEqual({ Key: 'CreatedBy', Value: 'ann@example.com' });
  });

  it('does not even hear of dry runs, failed calls and calls of others', async () => {
    const { publish } = await start();

    expect(await publish('ec2', 'RunInstances', { errorCode: 'Client.DryRunOperation' })).toEqual([]);
    expect(await publish('ec2', 'CreateVolume', { errorCode: 'Client.UnauthorizedOperation' })).toEqual([]);
    expect(await publish('ec2', 'StartInstances', launched(fleet))).toEqual([]);
    expect(await publish('ec2', 'RunInstances', launched([fleet[0]!]))).toEqual(['tag-on-create']);
  });

  it('ignores an answer that names nothing', async () => {
    const { publish, outcomes } = await start();

    await publish('ec2', 'RunInstances', {});

    expect(outcomes()).toEqual([
      { status: 'ignored', reason: 'RunInstances does not contain what it created' },
    ]);
  });

  it.each([
    ['there is none', null, 'tags.policy.missing'],
    ['it is wrong', 'version: 1\nkeys: 7\n', 'tags.policy.invalid'],
  ])('reports who made it without a policy, where %s', async (_, text, code) => {
    const { publish, tagsOf, log } = await start({ policy: text });

    await publish('ec2', 'RunInstances', launched([fleet[0]!]));

    expect(await tagsOf(fleet[0]!)).toEqual(made);
    await vi.waitUntil(() => log().includes('"PolicyUnusable":1'), { timeout: 30_000 });
    expect(log()).toContain(code);
  });

  it('leaves out who and when where the keys are left empty', async () => {
    const { publish, tagsOf } = await start({ settings: { CreatedByKey: '', CreatedAtKey: '' } });

    await publish('ec2', 'RunInstances', launched([fleet[0]!]));

    expect(await tagsOf(fleet[0]!)).toEqual({ Project: 'shop' });
  });

  it('gives an event that cannot be done to the failure queue, after three attempts', async () => {
    const { local, publish, tagsOf, outcomes } = await start({ faults: { denyTagging: ['ec2:volume'] } });

    await publish('ec2', 'RunInstances', launched([fleet[0]!]));

    expect(outcomes()).toEqual(['tags.creation.failed', 'tags.creation.failed', 'tags.creation.failed']);
    expect(await tagsOf(fleet[0]!)).toEqual({ ...made, Project: 'shop' });
    const [message] = local.messages('TagFailures');
    expect(JSON.parse(message!.body)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted' },
      requestPayload: { detail: { eventName: 'RunInstances' } },
      responsePayload: { errorType: 'tags.creation.failed' },
    });
  });

  it('gets through throttling and lost answers', async () => {
    const { publish, tagsOf } = await start({
      faults: { throttle: 0.3, resetAfter: 0.1, functionsOnly: 1, seed: 7 },
      retryDelaysMs: [10, 10],
    });

    await publish('ec2', 'RunInstances', launched(fleet));

    for (const id of fleet) expect(await tagsOf(id)).toEqual({ ...made, Project: 'shop' });
  });
});

it('hears of all that it understands, and of nothing else', () => {
  const { trigger } = manifest!;
  const { detail } = (trigger as Extract<typeof trigger, { type: 'event-pattern' }>).pattern as {
    detail: { eventSource: string[]; eventName: string[] };
  };

  expect(detail.eventSource).toEqual(Object.keys(creationCalls));
  expect(detail.eventName).toEqual(Object.values(creationCalls).flat());
});

/** The calls that make each of the types that audits list, but for those with a test of their own. */
const networkCalls = [
  ['CreateVpc', { vpc: { vpcId: idOf('vpc', 1) } }, idOf('vpc', 1)],
  ['CreateSubnet', { subnet: { subnetId: idOf('subnet', 1) } }, idOf('subnet', 1)],
  ['CreateRouteTable', { routeTable: { routeTableId: idOf('rtb', 1) } }, idOf('rtb', 1)],
  ['CreateInternetGateway', { internetGateway: { internetGatewayId: idOf('igw', 1) } }, idOf('igw', 1)],
  ['AllocateAddress', { allocationId: idOf('eipalloc', 1) }, idOf('eipalloc', 1)],
  ['CreateSecurityGroup', { groupId: idOf('sg', 1) }, idOf('sg', 1)],
  ['RegisterImage', { imageId: idOf('ami', 1) }, idOf('ami', 1)],
  [
    'CreateNatGateway',
    { CreateNatGatewayResponse: { natGateway: { natGatewayId: idOf('nat', 1) } } },
    idOf('nat', 1),
  ],
] as const;

it('tags networks, addresses, images, queues and log groups', async () => {
  const { publish, tagsOf, sqs, logs } = await start();
  for (const [eventName, responseElements] of networkCalls)
    await publish('ec2', eventName, { responseElements });
  await publish('sqs', 'CreateQueue', queueCall);
  await publish('logs', 'CreateLogGroup', logGroupCall);

  for (const [, , id] of networkCalls) expect(await tagsOf(id)).toMatchObject(made);
  expect(await queueTags(sqs, await queueUrl(sqs, 'orders'))).toMatchObject(made);
  expect(await logGroupTags(logs, `arn:aws:logs:${region}:${accountId}:log-group:/shop`)).toMatchObject({
    ...made,
    Project: 'unassigned',
  });
});

const queueCall = {
  requestParameters: { queueName: 'orders' },
  responseElements: { queueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/orders` },
};
const logGroupCall = { requestParameters: { logGroupName: '/shop' } };

it('uses all that its manifest grants, and nothing else', async () => {
  const { local, publish } = await start();
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;

  await publish('ec2', 'RunInstances', launched([fleet[0]!]));
  await publish('ec2', 'CreateNetworkInterface', {
    responseElements: { networkInterface: { networkInterfaceId: idOf('eni', 1) } },
  });
  await publish('ec2', 'CreateSnapshot', { responseElements: { snapshotId: idOf('snap', 1) } });
  await publish('ec2', 'CreateNetworkInterface', {
    responseElements: { networkInterface: { networkInterfaceId: idOf('eni', 1) } },
  });
  await publish('ec2', 'CreateImage', { responseElements: { imageId: idOf('ami', 1) } });
  await publish('s3', 'CreateBucket', { requestParameters: { bucketName: 'acme-photos' } });
  await publish('dynamodb', 'CreateTable', {
    responseElements: { tableDescription: { tableArn: arn('dynamodb', 'table/Orders') } },
  });
  await publish('lambda', 'CreateFunction20150331', {
    responseElements: { functionArn: arn('lambda', 'function:resize') },
  });
  await publish('sns', 'CreateTopic', { responseElements: { topicArn: arn('sns', 'Alerts') } });
  for (const [eventName, responseElements] of networkCalls)
    await publish('ec2', eventName, { responseElements });
  await publish('sqs', 'CreateQueue', queueCall);
  await publish('logs', 'CreateLogGroup', logGroupCall);

  const { unused, problems } = await roleUse(local, onCreate.functions[0]!);
  // To list the bucket is granted for what S3 answers where there is no policy.
  expect(unused).toEqual([expect.stringMatching(/^s3:ListBucket on /)]);
  expect(problems).toEqual([]);
});
