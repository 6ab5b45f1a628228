import { join } from 'node:path';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type TestedFunctions, testedFunctions } from '@groundcrew/functions/testing';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../../testing/groundcrew.ts';

const alert = stack.functions.find(({ name }) => name === 'alert-no-stock')!;
/** Gives up at once what fails, and waits for no further records. */
const impatient = {
  ...alert,
  trigger: { ...alert.trigger, maximumRetryAttempts: 0, windowSeconds: 0 } as typeof alert.trigger,
};

let functions: TestedFunctions;
beforeAll(async () => {
  functions = await testedFunctions('thread', ['alert-no-stock']);
});

async function openShop(settings: Readonly<Record<string, string>> = {}) {
  const local = await startLocal({
    stack: { ...stack, functions: [impatient] },
    ...functions,
    settings,
    retryDelaysMs: [0],
  });
  onTestFinished(() => local.close());
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const dynamodb = new DynamoDBClient({});
  const sns = new SNSClient({});
  onTestFinished(() => {
    dynamodb.destroy();
    sns.destroy();
  });
  const TableName = local.resources.tableName('InventoryTable');
  const put = (item: string, count: number) =>
    dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { Store: { S: 'Berlin' }, Item: { S: item }, Count: { N: String(count) } },
      }),
    );
  return {
    local,
    put,
    /** Empties shelves while the topic is gone: their alerts fail permanently. */
    async emptyInVain(...items: readonly string[]) {
      await sns.send(new DeleteTopicCommand({ TopicArn: local.resources.topicArn('NoStockTopic') }));
      for (const item of items) {
        await put(item, 0);
        await local.idle();
      }
      await sns.send(new CreateTopicCommand({ Name: 'NoStock' }));
    },
    failed: () => local.objectKeys('AlertFailuresBucket'),
  };
}

const textsOf = (local: LocalAws): string[] =>
  local.published('NoStockTopic').flatMap(({ message }) => message.split('\n'));

const replayed = async (...words: readonly string[]) => {
  const run = await groundcrew(['inventory', 'alerts', 'replay', '--output', 'json', ...words]);
  return { ...run, report: run.code === 2 ? {} : (JSON.parse(run.out) as Record<string, unknown>) };
};

test('alerts that failed permanently are looked at, and those that are still true are sent, once', async () => {
  const { local, put, emptyInVain, failed } = await openShop();
  await emptyInVain('Echo', 'Dot', 'Plus');
  await put('Dot', 7);
  await local.idle();
  expect(failed()).toHaveLength(3);
  expect(textsOf(local)).toEqual([]);

  const look = await groundcrew(['inventory', 'alerts', 'look', '--output', 'json']);
  expect(JSON.parse(look.out)).toMatchObject({
    bucket: { examined: 3, records: 3 },
    causes: [
      { batches: 3, kind: 'batch of a stream', failed: expect.stringMatching(/alert-no-stock$/) as string },
    ],
  });

  const dry = await replayed('--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.report).toMatchObject({ dryRun: { announced: 2, outdated: 1, accepted: 3 } });
  expect(failed()).toHaveLength(3);
  expect(textsOf(local)).toEqual([]);

  expect((await replayed()).code).toBe(2);
  const sent = await replayed('--yes', '--match', 'Echo');
  expect(sent.report).toMatchObject({ replay: { accepted: 1, unmatched: 2, announced: 1 } });
  const rest = await replayed('--yes');
  expect(rest.code).toBe(0);
  expect(rest.report).toMatchObject({
    replay: { examined: 2, accepted: 2, announced: 1 },
    outdated: [{ kind: 'no-stock', store: 'Berlin', item: 'Dot', why: 'filled again since' }],
  });
  expect(failed()).toEqual([]);
  expect(textsOf(local).toSorted()).toEqual([
    'Berlin is out of stock of Echo',
    'Berlin is out of stock of Plus',
  ]);
  const empty = await groundcrew(['inventory', 'alerts', 'look']);
  expect(empty.out).toContain('There is no failed batch.');
});

test('failed alerts are saved, deleted, restored, and sent then', async () => {
  const { local, emptyInVain, failed } = await openShop();
  await emptyInVain('Echo', 'Dot');
  const keys = failed();
  const path = join(await temporaryFolder(), 'failed.jsonl.gz');
  const save = ['inventory', 'alerts', 'save', path, '--delete', '--output', 'json'];
  expect((await groundcrew(save)).code).toBe(2);
  const saved = await groundcrew([...save, '--yes']);
  expect(saved.code).toBe(0);
  expect(JSON.parse(saved.out)).toMatchObject({ save: { saved: 2, deleted: 2, left: 0 } });
  expect(failed()).toEqual([]);
  expect(await groundcrew([...save, '--yes'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('exists; name another file') as string,
  });

  const refused = await groundcrew(['queue', 'restore', path, '--yes']);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain('groundcrew inventory alerts restore');
  const restore = ['inventory', 'alerts', 'restore', path, '--yes', '--output', 'json'];
  expect(JSON.parse((await groundcrew(restore)).out)).toMatchObject({ restore: { stored: 2, present: 0 } });
  expect(JSON.parse((await groundcrew(restore)).out)).toMatchObject({ restore: { stored: 0, present: 2 } });
  expect(failed()).toEqual(keys);
  expect((await replayed('--yes')).report).toMatchObject({ replay: { accepted: 2, announced: 2 } });
  expect(textsOf(local)).toHaveLength(2);
});

test('a shelf that several batches have is announced once in a run', async () => {
  const { local, put, emptyInVain } = await openShop();
  await emptyInVain('Echo');
  await put('Echo', 5);
  await local.idle();
  await emptyInVain('Echo');
  const { code, report } = await replayed('--yes');
  expect(code).toBe(0);
  expect(report).toMatchObject({ replay: { accepted: 2, announced: 1 } });
  expect(textsOf(local)).toEqual(['Berlin is out of stock of Echo']);
});

test('what cannot be sent stays in the bucket, with the reason, and what is not a batch too', async () => {
  const { local, emptyInVain, failed } = await openShop();
  await emptyInVain('Echo');
  const s3 = new S3Client({ forcePathStyle: true });
  onTestFinished(() => s3.destroy());
  const Bucket = local.resources.bucketName('AlertFailuresBucket');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'aws/lambda/notes.txt', Body: 'notes' }));
  const sns = new SNSClient({});
  onTestFinished(() => sns.destroy());
  await sns.send(new DeleteTopicCommand({ TopicArn: local.resources.topicArn('NoStockTopic') }));

  const { code, out } = await groundcrew(['inventory', 'alerts', 'replay', '--yes']);
  expect(code).toBe(3);
  expect(out).toContain('the function failed to process 1 of the records');
  expect(out).toContain('it is not a batch of a DynamoDB stream with its records');
  expect(failed()).toHaveLength(2);
});

test('a function that knows no replay is not invoked with records', async () => {
  const directory = await temporaryFolder();
  const { writeFile } = await import('node:fs/promises');
  await writeFile(
    `${directory}/index.mjs`,
    'export const handler = async () => ({ batchItemFailures: [] });',
  );
  const { emptyInVain, failed } = await openShop();
  await emptyInVain('Echo');
  const other = await startLocal({
    stack: {
      ...stack,
      functions: [{ ...impatient, trigger: { type: 'invoke' as const } }],
    },
    bundles: [{ name: 'alert-no-stock', directory, handler: 'index.handler' }],
  });
  onTestFinished(() => other.close());
  const s3 = new S3Client({ forcePathStyle: true, endpoint: other.endpoint });
  onTestFinished(() => s3.destroy());
  const Bucket = other.resources.bucketName('AlertFailuresBucket');
  const record = {
    requestContext: {
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:alert-no-stock',
      condition: 'RetryAttemptsExhausted',
    },
    DDBStreamBatchInfo: { batchSize: 1 },
    payload: '{"Records":[{}]}',
  };
  await s3.send(new PutObjectCommand({ Bucket, Key: 'aws/lambda/x', Body: JSON.stringify(record) }));
  const run = await groundcrew(['inventory', 'alerts', 'replay', '--yes', '--endpoint-url', other.endpoint]);
  expect(run).toMatchObject({ code: 1, err: expect.stringContaining("can't replay alerts") as string });
  expect(other.objectKeys('AlertFailuresBucket')).toHaveLength(1);
  expect(failed()).toHaveLength(1);
});
