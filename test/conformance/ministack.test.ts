import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { builtFunctions } from '@groundcrew/functions/built';
import { stacks } from '@groundcrew/functions/stacks';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOfAws } from './aws-process.ts';
import {
  type Cloud,
  clientsOf,
  type Outcome,
  readOutcome,
  stockUploads,
  uploadAll,
} from './deployed-flow.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { samDeploy, templateOf } from './sam-stack.ts';
import { createWorkFolder, tool, toolEnvironment } from './tools.ts';

/*
 * The deployed form of the stacks in a cloud that nobody here wrote. Its own faults are worked around here alone:
 * GetObject with a version id ignores Range, ReportBatchItemFailures of DynamoDB streams is ignored, and over http the
 * policies that ask for TLS have to be left out.
 */

const region = 'eu-west-1';
const accountId = '000000000000';
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;
let ministack: Ministack;

beforeAll(async () => {
  work = await createWorkFolder();
  ministack = await startMinistack(tool('ministack'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: ministack.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_OUTPUT: 'json',
  });
  await outputOfAws(['s3', 'mb', 's3://code'], { env });
});
afterAll(async () => {
  await ministack?.stop();
  await work.remove();
});

test.each(stacks.map((one) => [one.name, one] as const))('sam deploy creates %s', async (name, one) => {
  await samDeploy({ template: templateOf(one), name, region, folder: work.path, env });
  const described = await outputOfAws(['cloudformation', 'describe-stacks', '--stack-name', name], {
    env,
  });
  expect(JSON.parse(described)).toMatchObject({ Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] });
});

/** The alerts in a queue that is subscribed to the topic: each line, by its dedupe key. */
type Inbox = () => Promise<ReadonlySet<string>>;

async function run(cloud: Cloud, idle: () => Promise<unknown>): Promise<Outcome> {
  const clients = clientsOf(cloud);
  try {
    await uploadAll(cloud, clients, await stockUploads());
    await idle();
    return await readOutcome(cloud, clients);
  } finally {
    clients.close();
  }
}

test('the samples and 30,000 rows lead to the same table, rejects, ledger and alerts as in the embedded AWS', async () => {
  const bucketOf = (kind: string) => `groundcrew-${kind}-${accountId}-${region}`;
  const topic = `arn:aws:sns:${region}:${accountId}:NoStock`;
  const inbox = await subscribeInbox(topic);
  const deployed = await run(
    {
      endpoint: ministack.endpoint,
      region,
      stockBucket: bucketOf('stock'),
      rejectsBucket: bucketOf('rejects'),
    },
    () => settled(inbox),
  );

  const local = await startLocal({ stack, bundles: await builtFunctions(), region });
  try {
    const embedded = await run(
      {
        endpoint: local.endpoint,
        region,
        stockBucket: local.resources.bucketName('StockBucket'),
        rejectsBucket: local.resources.bucketName('RejectsBucket'),
      },
      () => local.idle(),
    );
    expect(embedded.shelves.size).toBeGreaterThan(25_000);
    expect(deployed).toEqual(embedded);
    const alerts = await inbox();
    expect(alerts.size).toBeGreaterThan(10);
    expect([...alerts].toSorted()).toEqual(alertsOf(local));
  } finally {
    await local.close();
  }
}, 600_000);

function alertsOf(local: LocalAws): string[] {
  const messages = local.published('NoStockTopic').flatMap(({ message }) => message.split('\n'));
  return [...new Set(messages)].toSorted();
}

/** Resolves when two looks a few seconds apart find the same. */
async function settled(inbox: Inbox): Promise<void> {
  for (let before = -1; ;) {
    const { size } = await inbox();
    if (size === before && size > 0) return;
    before = size;
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
}

async function subscribeInbox(topic: string): Promise<Inbox> {
  const aws = async (...args: string[]) =>
    outputOfAws(['--endpoint-url', ministack.endpoint, ...args], { env });
  await aws('sqs', 'create-queue', '--queue-name', 'inbox');
  const queue = `arn:aws:sqs:${region}:${accountId}:inbox`;
  await aws('sns', 'subscribe', '--topic-arn', topic, '--protocol', 'sqs', '--notification-endpoint', queue);
  const { QueueUrl } = JSON.parse(await aws('sqs', 'get-queue-url', '--queue-name', 'inbox')) as {
    QueueUrl: string;
  };
  const lines = new Set<string>();
  return async () => {
    const client = new SQSClient({
      endpoint: ministack.endpoint,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) break;
      for (const { Body = '{}' } of Messages) {
        const { Message } = JSON.parse(Body) as { Message: string };
        for (const line of Message.split('\n')) lines.add(line);
      }
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
    client.destroy();
    return lines;
  };
}
