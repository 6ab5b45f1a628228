import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Aws, createAws } from './aws.ts';
import { outputOf } from './command.ts';
import { createWorkFolder, tool, toolEnvironment } from './tools.ts';

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let local: LocalAws;
let aws: Aws;

beforeAll(async () => {
  work = await createWorkFolder();
  local = await startLocal();
  aws = createAws(local, work.path);
  await aws.text('s3', 'mb', 's3://shop');
});
afterAll(async () => {
  await local?.close();
  await work.remove();
});

test('aws s3 cp uploads and downloads a small file', async () => {
  await writeFile(path.join(work.path, 'stock.csv'), 'store,item,count\nBerlin,Echo Plus,0\n');
  await aws.text('s3', 'cp', 'stock.csv', 's3://shop/2026 봄/seoul+busan (1).csv');
  await aws.text('s3', 'cp', 's3://shop/2026 봄/seoul+busan (1).csv', 'back.csv');
  expect(await readFile(path.join(work.path, 'back.csv'), 'utf8')).toBe(
    'store,item,count\nBerlin,Echo Plus,0\n',
  );
});

test('aws s3 cp uploads 20 MB by multipart and downloads it by ranges, byte for byte', async () => {
  const bytes = randomBytes(20_000_000);
  await writeFile(path.join(work.path, 'large.bin'), bytes);
  await aws.text('s3', 'cp', 'large.bin', 's3://shop/large.bin');
  await aws.text('s3', 'cp', 's3://shop/large.bin', 'back.bin');

  expect(bytes.equals(await readFile(path.join(work.path, 'back.bin')))).toBe(true);
  const { ETag, ContentLength } = await aws.json<{ ETag: string; ContentLength: number }>(
    's3api',
    'head-object',
    '--bucket',
    'shop',
    '--key',
    'large.bin',
  );
  expect(ContentLength).toBe(20_000_000);
  // The ETag of an upload in three parts of 8 MiB and less.
  expect(ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
});

test('aws s3 ls lists buckets, prefixes and objects', async () => {
  await writeFile(path.join(work.path, 'one.txt'), 'one');
  await aws.text('s3', 'cp', 'one.txt', 's3://shop/list/a/one.txt');
  await aws.text('s3', 'cp', 'one.txt', 's3://shop/list/two.txt');
  expect(await aws.text('s3', 'ls')).toMatch(/ shop$/m);
  expect(await aws.text('s3', 'ls', 's3://shop/list/')).toMatch(/^ +PRE a\/\n[\d-]+ [\d:]+ +3 two\.txt\n$/);
  expect(await aws.text('s3', 'ls', '--recursive', 's3://shop/list/')).toMatch(
    / list\/a\/one\.txt\n.* list\/two\.txt\n$/,
  );
});

test('aws s3 cp of an object that aws s3 rm deleted ends as it does on AWS', async () => {
  await writeFile(path.join(work.path, 'gone.txt'), 'gone');
  await aws.text('s3', 'cp', 'gone.txt', 's3://shop/gone.txt');
  await aws.text('s3', 'rm', 's3://shop/gone.txt');
  const { code, stderr } = await aws.run('s3', 'cp', 's3://shop/gone.txt', 'no.txt');
  expect(code).toBe(1);
  expect(stderr).toContain('(404)');
});

test('aws dynamodb creates a table, puts, queries and scans in pages', async () => {
  await aws.text(
    ...['dynamodb', 'create-table', '--table-name', 'Shelves', '--billing-mode', 'PAY_PER_REQUEST'],
    ...[
      '--attribute-definitions',
      'AttributeName=Store,AttributeType=S',
      'AttributeName=Item,AttributeType=S',
    ],
    ...['--key-schema', 'AttributeName=Store,KeyType=HASH', 'AttributeName=Item,KeyType=RANGE'],
  );
  await aws.text('dynamodb', 'wait', 'table-exists', '--table-name', 'Shelves');
  const items = ['Echo', 'Kettle', '주전자'].map((item, count) => ({
    Store: { S: 'Berlin' },
    Item: { S: item },
    Count: { N: String(count) },
  }));
  const requests = { Shelves: items.map((Item) => ({ PutRequest: { Item } })) };
  await aws.text('dynamodb', 'batch-write-item', '--request-items', JSON.stringify(requests));

  const scanned = await aws.json('dynamodb', 'scan', '--table-name', 'Shelves', '--page-size', '1');
  expect(scanned).toMatchObject({ Count: 3, Items: expect.arrayContaining(items) });
  const queried = await aws.json<{ Items: unknown[] }>(
    ...['dynamodb', 'query', '--table-name', 'Shelves', '--key-condition-expression', '#s = :s AND #i = :i'],
    // Store is a reserved word of DynamoDB's.
    ...['--expression-attribute-names', JSON.stringify({ '#s': 'Store', '#i': 'Item' })],
    ...['--expression-attribute-values', JSON.stringify({ ':s': { S: 'Berlin' }, ':i': { S: '주전자' } })],
  );
  expect(queried.Items).toEqual([items[2]]);
});

test('aws sns publishes to a queue that is subscribed, and aws sqs receives it once', async () => {
  const { TopicArn } = await aws.json<{ TopicArn: string }>('sns', 'create-topic', '--name', 'NoStock');
  const { QueueUrl } = await aws.json<{ QueueUrl: string }>('sqs', 'create-queue', '--queue-name', 'inbox');
  const { Attributes } = await aws.json<{ Attributes: { QueueArn: string } }>(
    ...['sqs', 'get-queue-attributes', '--queue-url', QueueUrl, '--attribute-names', 'QueueArn'],
  );
  await aws.text(
    'sns',
    'subscribe',
    '--topic-arn',
    TopicArn,
    '--protocol',
    'sqs',
    '--notification-endpoint',
    Attributes.QueueArn,
  );
  const { Subscriptions } = await aws.json<{ Subscriptions: unknown[] }>(
    'sns',
    'list-subscriptions-by-topic',
    '--topic-arn',
    TopicArn,
  );
  const { MessageId } = await aws.json<{ MessageId: string }>(
    ...['sns', 'publish', '--topic-arn', TopicArn, '--subject', 'Inventory Alert!'],
    ...['--message', 'Berlin is out of stock of Echo Plus'],
  );
  await local.idle();

  const receive = ['sqs', 'receive-message', '--queue-url', QueueUrl, '--wait-time-seconds', '2'];
  const { Messages } = await aws.json<{ Messages: { Body: string; ReceiptHandle: string }[] }>(...receive);
  expect(Subscriptions).toMatchObject([{ Protocol: 'sqs', Endpoint: Attributes.QueueArn }]);
  expect(Messages).toHaveLength(1);
  const [{ Body, ReceiptHandle } = { Body: '', ReceiptHandle: '' }] = Messages;
  expect(JSON.parse(Body)).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn,
    Subject: 'Inventory Alert!',
    Message: 'Berlin is out of stock of Echo Plus',
  });
  await aws.text('sqs', 'delete-message', '--queue-url', QueueUrl, '--receipt-handle', ReceiptHandle);
  expect(local.messages('inbox')).toEqual([]);
});

// All others run in processes that were forked from one (fork_server.py).
test('the script aws itself prints what its modules do', async () => {
  const env = toolEnvironment(work.path, { ...local.environment(), AWS_DEFAULT_OUTPUT: 'json' });
  const script = path.join(path.dirname(tool('python')), 'aws');
  const printed = await outputOf(script, ['sts', 'get-caller-identity'], { env, cwd: work.path });
  expect(printed).toBe(await aws.text('sts', 'get-caller-identity'));
  expect(JSON.parse(printed)).toMatchObject({ Account: local.accountId });
});
