import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetTagsCommand } from '@aws-sdk/client-cost-explorer';
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { ListTopicsCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { wrapServiceError } from '@groundcrew/aws-core';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { createCloudWatchClient } from './cloudwatch/client.ts';
import { createCostExplorerClient } from './cost-explorer/client.ts';
import { createDynamoDBClient } from './dynamodb/client.ts';
import { createSendBatch } from './dynamodb/batch-write.ts';
import { createSendTransaction } from './dynamodb/transact-write.ts';
import { createEc2Client } from './ec2/client.ts';
import { ScannedDescribeInstancesCommand } from './ec2/scanned-describe-instances.ts';
import { createIamClient } from './iam/client.ts';
import { createLambdaClient } from './lambda/client.ts';
import { createS3Client } from './s3/client.ts';
import { createSnsClient } from './sns/client.ts';
import { createSqsClient } from './sqs/client.ts';
import { createTaggingClient } from './tagging/clients.ts';

interface Reply {
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
}

interface AnyClient {
  send(command: object): Promise<object>;
  destroy(): void;
}

let reply: Reply = {};
const server = createServer((_, response) => {
  const { type, body = '', headers = {}, status = 200 } = reply;
  response.writeHead(status, { ...(type !== undefined && { 'content-type': type }), ...headers });
  response.end(body);
});
const clients: AnyClient[] = [];
/** Made by the kind of client; their endpoint is known when the server listens. */
let made: Record<keyof typeof factories, AnyClient>;

const factories = {
  cloudwatch: createCloudWatchClient,
  costs: createCostExplorerClient,
  dynamodb: createDynamoDBClient,
  ec2: createEc2Client,
  iam: createIamClient,
  lambda: createLambdaClient,
  s3: createS3Client,
  sns: createSnsClient,
  sqs: createSqsClient,
  tagging: createTaggingClient,
};

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const settings = {
    region: 'us-east-1',
    endpointUrl: `http://127.0.0.1:${port}`,
    credentials,
    maxAttempts: 1,
  };
  const entries = Object.entries(factories).map(([name, create]) => [name, create(settings)]);
  made = Object.fromEntries(entries) as typeof made;
  clients.push(...Object.values(made));
});
afterAll(() => {
  for (const client of clients) client.destroy();
  server.closeAllConnections();
  server.close();
});

/** `accepted`, or the reason of the error. */
async function outcome(sent: Promise<unknown>, by: Reply): Promise<unknown> {
  reply = by;
  try {
    await sent;
    return 'accepted';
  } catch (error) {
    return wrapServiceError(error, { code: 'aws-iam.account-alias-failed', doing: 'ask' }).details.reason;
  }
}

const url = 'http://127.0.0.1/1/q';
const now = new Date(0);
const operations: readonly [keyof typeof factories, () => object][] = [
  ['cloudwatch', () => new GetMetricDataCommand({ StartTime: now, EndTime: now, MetricDataQueries: [] })],
  ['costs', () => new GetTagsCommand({ TimePeriod: { Start: '2026-11-01', End: '2026-11-02' } })],
  ['dynamodb', () => new ScanCommand({ TableName: 'Inventory' })],
  ['dynamodb', () => new GetItemCommand({ TableName: 'Inventory', Key: {} })],
  ['dynamodb', () => new PutItemCommand({ TableName: 'Inventory', Item: {} })],
  ['ec2', () => new DescribeVolumesCommand({})],
  ['ec2', () => new ScannedDescribeInstancesCommand({})],
  ['iam', () => new ListAccountAliasesCommand({})],
  ['lambda', () => new ListFunctionsCommand({})],
  ['s3', () => new ListObjectsV2Command({ Bucket: 'b' })],
  ['s3', () => new GetObjectCommand({ Bucket: 'b', Key: 'k' })],
  ['s3', () => new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' })],
  ['sns', () => new ListTopicsCommand({})],
  ['sns', () => new SetTopicAttributesCommand({ TopicArn: 't', AttributeName: 'n' })],
  ['sqs', () => new ReceiveMessageCommand({ QueueUrl: url })],
  ['sqs', () => new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'r' })],
  ['tagging', () => new GetResourcesCommand({})],
];
const foreign: Readonly<Record<string, Reply>> = {
  'a sign-in page': { type: 'text/html; charset=utf-8', body: '<html><body>Sign in</body></html>' },
  'an empty body': {},
  'an empty body of JSON': { type: 'application/json' },
  '{} as JSON': { type: 'application/json', body: '{}' },
  '{} as text': { type: 'text/plain', body: '{}' },
  'JSON of another service': { type: 'application/json', body: '{"status":"ok"}' },
  null: { type: 'application/json', body: 'null' },
};

test.each(Object.keys(foreign))('%s with status 200 is refused by all operations', async (name) => {
  for (const [kind, command] of operations) {
    expect([kind, await outcome(made[kind].send(command()), foreign[name]!)]).toEqual([kind, 'not-aws']);
  }
});

const amzJson = { type: 'application/x-amz-json-1.0' };
const id = { headers: { 'x-amzn-requestid': '1' } };

test('answers that may lack all members are accepted by their content type or by the id of a request', async () => {
  for (const by of [amzJson, { ...amzJson, body: '{}' }, id, { ...id, type: 'text/html', body: '{}' }]) {
    expect(await outcome(made.sqs.send(new ReceiveMessageCommand({ QueueUrl: url })), by)).toBe('accepted');
    const item = new GetItemCommand({ TableName: 'Inventory', Key: {} });
    expect(await outcome(made.dynamodb.send(item), by)).toBe('accepted');
  }
});

test('a scan without a count is refused, whoever sends it', async () => {
  const scan = () => made.dynamodb.send(new ScanCommand({ TableName: 'Inventory' }));
  expect(await outcome(scan(), { ...amzJson, ...id, body: '{}' })).toBe('not-aws');
  expect(await outcome(scan(), { ...amzJson, body: '{"Count":0,"ScannedCount":0}' })).toBe('accepted');
  expect(await outcome(scan(), { ...amzJson, body: '{"Items":[]}' })).toBe('accepted');
  // The model of Cost Explorer requires the tags.
  const tags = new GetTagsCommand({ TimePeriod: { Start: '2026-11-01', End: '2026-11-02' } });
  expect(await outcome(made.costs.send(tags), { ...amzJson, ...id, body: '{}' })).toBe('not-aws');
});

test('a server that sends no ids is believed by what its answers contain', async () => {
  const lambda = made.lambda.send(new ListFunctionsCommand({}));
  expect(await outcome(lambda, { type: 'text/html', body: '{"Functions":[]}' })).toBe('accepted');
  const topics = '<ListTopicsResponse><ListTopicsResult><Topics/></ListTopicsResult></ListTopicsResponse>';
  const xml = { type: 'application/xml' };
  expect(await outcome(made.sns.send(new ListTopicsCommand({})), { ...xml, body: topics })).toBe('accepted');
  const set = new SetTopicAttributesCommand({ TopicArn: 't', AttributeName: 'n' });
  const done = '<SetTopicAttributesResponse/>';
  expect(await outcome(made.sns.send(set), { ...xml, body: done })).toBe('accepted');
  const body = '<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>';
  const instances = new ScannedDescribeInstancesCommand({});
  expect(await outcome(made.ec2.send(instances), { type: 'text/xml', body })).toBe('accepted');
  const invoke = new InvokeCommand({ FunctionName: 'f' });
  expect(await outcome(made.lambda.send(invoke), { type: 'application/json', body: '{}' })).toBe('accepted');
});

test('S3 without ids is believed by its ETag, and what it deletes by XML or status 204', async () => {
  const etag = { headers: { etag: '"1"' } };
  const key = { Bucket: 'b', Key: 'k' };
  expect(await outcome(made.s3.send(new PutObjectCommand({ ...key, Body: 'x' })), etag)).toBe('accepted');
  const page = { ...etag, type: 'text/html', body: '<html/>' };
  expect(await outcome(made.s3.send(new GetObjectCommand(key)), page)).toBe('not-aws');
  expect(await outcome(made.s3.send(new HeadObjectCommand(key)), { ...etag, type: 'text/csv' })).toBe(
    'accepted',
  );
  const remove = new DeleteObjectsCommand({ Bucket: 'b', Delete: { Objects: [{ Key: 'k' }], Quiet: true } });
  const removed = { type: 'application/xml', body: '<DeleteResult/>' };
  expect(await outcome(made.s3.send(remove), removed)).toBe('accepted');
});

test('an object that is a page is read', async () => {
  reply = { type: 'text/html', body: '<html>Sign in</html>', headers: { 'x-amz-request-id': '1' } };
  const read = (await made.s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'index.html' }))) as {
    Body: { transformToString(): Promise<string> };
  };
  expect(await read.Body.transformToString()).toContain('Sign in');
});

test('rows are not taken for stored by {} of another server, be it the first request or a later one', async () => {
  const dynamodb = made.dynamodb as ReturnType<typeof createDynamoDBClient>;
  const puts = { tableName: 'Inventory', condition: 'attribute_not_exists(item)' };
  const sendBatch = createSendBatch(dynamodb, 'Inventory', 1_000);
  const sendTransaction = createSendTransaction(dynamodb, puts, 1_000);
  const item = '{"item":{"S":"a"}}';
  const conditional = `"Item":${item},"ExpressionAttributeValues":{}`;
  const stored = { ...amzJson, body: '{"UnprocessedItems":{}}' };
  const other = { type: 'application/json', body: '{}' };
  expect(await outcome(sendBatch([item]), stored)).toBe('accepted');
  expect(await outcome(sendBatch([item]), other)).toBe('not-aws');
  expect(await outcome(sendTransaction([conditional]), other)).toBe('not-aws');
  expect(await outcome(sendTransaction([conditional]), { ...amzJson, body: '{}' })).toBe('accepted');
  expect(await outcome(sendTransaction([conditional]), other)).toBe('not-aws');
});

test('all clients refuse such answers', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const made = files
    .filter((file) => /(?<!\.test)\.ts$/.test(file) && !file.includes('testing'))
    .map((file) => [file, readFileSync(`${import.meta.dirname}/${file}`, 'utf8')] as const)
    .filter(([, text]) => text.includes("serviceConfig('"));
  expect(made.length).toBeGreaterThan(20);
  const missing = made.filter(([, text]) => {
    const count = (part: string) => text.split(part).length - 1;
    return count("serviceConfig('") !== count('refuseForeignAnswers(');
  });
  expect(missing.map(([file]) => file)).toEqual([]);
});
