import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startLocal } from '@groundcrew/local';
import { expect, inject, onTestFinished, test } from 'vitest';
import { outputOf } from '../command.ts';
import { createWorkFolder, toolEnvironment } from '../tools.ts';
import { awkward, fetchText } from './commands.ts';

// Unlike version 1, it sends its sqs commands where AWS_ENDPOINT_URL points.
test('version 2 of aws stores, syncs, links, writes, queries in pages, publishes and receives', async (context) => {
  const { path: command = '', missing } = inject('tools').aws2;
  context.skip(missing !== undefined, missing);
  const work = await createWorkFolder();
  onTestFinished(() => work.remove());
  const local = await startLocal();
  onTestFinished(() => local.close());
  const env = toolEnvironment(work.path, {
    ...local.environment(),
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_PAGER: '',
    LANG: 'C.UTF-8',
  });
  const aws = (...args: string[]) => outputOf(command, args, { env, cwd: work.path });
  const json = async (...args: string[]) => JSON.parse(await aws(...args));
  const large = randomBytes(20_000_000);
  await mkdir(path.join(work.path, 'files/sub'), { recursive: true });
  await writeFile(path.join(work.path, 'files/large.bin'), large);
  await writeFile(path.join(work.path, 'files', awkward), 'two');

  await aws('s3', 'mb', 's3://shop');
  await aws('s3', 'sync', '--no-progress', 'files', 's3://shop/in');
  await aws('s3', 'cp', '--no-progress', 's3://shop/in/large.bin', 'back.bin');
  expect(large.equals(await readFile(path.join(work.path, 'back.bin')))).toBe(true);
  await aws('s3', 'mv', `s3://shop/in/${awkward}`, 's3://shop/moved.txt');
  expect(await fetchText(await aws('s3', 'presign', 's3://shop/moved.txt'))).toBe('200 two');
  expect(await aws('s3', 'ls', '--recursive', 's3://shop')).toMatch(/ in\/large\.bin\n.* 3 moved\.txt\n$/);

  await aws(
    ...['dynamodb', 'create-table', '--table-name', 'Shelves', '--billing-mode', 'PAY_PER_REQUEST'],
    ...[
      '--attribute-definitions',
      'AttributeName=Shelf,AttributeType=S',
      'AttributeName=Item,AttributeType=S',
    ],
    ...['--key-schema', 'AttributeName=Shelf,KeyType=HASH', 'AttributeName=Item,KeyType=RANGE'],
  );
  const items = ['Echo', 'Kettle', '주전자'].map((item) => ({ Shelf: { S: 'Berlin' }, Item: { S: item } }));
  const puts = { Shelves: items.map((Item) => ({ PutRequest: { Item } })) };
  await aws('dynamodb', 'batch-write-item', '--request-items', JSON.stringify(puts));
  const { Items } = await json(
    ...['dynamodb', 'query', '--table-name', 'Shelves', '--page-size', '1'],
    ...['--key-condition-expression', 'Shelf = :s'],
    ...['--expression-attribute-values', JSON.stringify({ ':s': { S: 'Berlin' } })],
  );
  expect(Items).toEqual(items);

  const { TopicArn } = await json('sns', 'create-topic', '--name', 'NoStock');
  const { QueueUrl } = await json('sqs', 'create-queue', '--queue-name', 'inbox');
  const attributes = [
    'sqs',
    'get-queue-attributes',
    '--queue-url',
    QueueUrl,
    '--attribute-names',
    'QueueArn',
  ];
  const { QueueArn } = (await json(...attributes)).Attributes;
  const subscription = ['--protocol', 'sqs', '--notification-endpoint', QueueArn];
  await aws('sns', 'subscribe', '--topic-arn', TopicArn, ...subscription);
  const { MessageId } = await json('sns', 'publish', '--topic-arn', TopicArn, '--message', 'Berlin is empty');
  await local.idle();
  const { Messages } = await json(
    'sqs',
    'receive-message',
    '--queue-url',
    QueueUrl,
    '--wait-time-seconds',
    '2',
  );
  expect(JSON.parse(Messages[0].Body)).toMatchObject({ MessageId, Message: 'Berlin is empty' });
});
