import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Aws, createAws } from './aws.ts';
import { createWorkFolder } from './tools.ts';

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let local: LocalAws;
let aws: Aws;

beforeAll(async () => {
  work = await createWorkFolder();
  const bundles = await builtFunctions();
  local = await startLocal({ stack, bundles });
  aws = createAws(local, work.path);
});
afterAll(async () => {
  await local?.close();
  await work.remove();
});

test('a stock file that the aws command uploads is loaded into the table, and its empty shelf reported to a queue', async () => {
  const { QueueUrl } = await aws.json<{ QueueUrl: string }>('sqs', 'create-queue', '--queue-name', 'inbox');
  const topic = local.resources.topicArn('NoStockTopic');
  const inbox = `arn:aws:sqs:${local.region}:${local.accountId}:inbox`;
  await aws.text(
    'sns',
    'subscribe',
    '--topic-arn',
    topic,
    '--protocol',
    'sqs',
    '--notification-endpoint',
    inbox,
  );
  const bucket = local.resources.bucketName('StockBucket');
  await writeFile(
    path.join(work.path, 'stock.csv'),
    'store,item,count\nBerlin,Echo Plus,0\nBerlin,Kettle,3\n',
  );

  await aws.text('s3', 'cp', 'stock.csv', `s3://${bucket}/2026 봄/seoul+busan (1).csv`);
  await local.idle();

  const { Items } = await aws.json<{ Items: unknown[] }>('dynamodb', 'scan', '--table-name', 'Inventory');
  expect(Items).toHaveLength(2);
  expect(Items).toEqual(
    expect.arrayContaining([
      { Store: { S: 'Berlin' }, Item: { S: 'Echo Plus' }, Count: { N: '0' } },
      { Store: { S: 'Berlin' }, Item: { S: 'Kettle' }, Count: { N: '3' } },
    ]),
  );
  const { Messages } = await aws.json<{ Messages: { Body: string }[] }>(
    'sqs',
    'receive-message',
    '--queue-url',
    QueueUrl,
    '--max-number-of-messages',
    '10',
  );
  expect(Messages).toHaveLength(1);
  expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
    Subject: 'Inventory Alert!',
    Message: 'Berlin is out of stock of Echo Plus',
  });
});
