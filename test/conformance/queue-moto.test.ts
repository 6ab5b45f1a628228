import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { createWorkFolder, groundcrewScript, tool, toolEnvironment } from './tools.ts';

const region = 'eu-west-1';
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let moto: Moto;
let env: NodeJS.ProcessEnv;
let sqs: SQSClient;

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sqs = new SQSClient({ region, endpoint: moto.endpoint, credentials });
});
afterAll(async () => {
  sqs.destroy();
  await moto.stop();
  await work.remove();
});

async function groundcrew(...words: readonly string[]) {
  return runCommand(process.execPath, [groundcrewScript(), ...words], { env, cwd: work.path });
}

async function createQueue(name: string, attributes: Record<string, string> = {}): Promise<string> {
  const command = new CreateQueueCommand({ QueueName: name, Attributes: attributes });
  return (await sqs.send(command)).QueueUrl!;
}

async function send(QueueUrl: string, count: number, groups?: number): Promise<void> {
  for (let from = 0; from < count; from += 10) {
    const numbers = Array.from({ length: Math.min(10, count - from) }, (_, index) => from + index);
    const Entries = numbers.map((n) => ({
      Id: String(n),
      MessageBody: `주문 ${n}`,
      MessageAttributes: { Bytes: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255, n]) } },
      ...(groups !== undefined && { MessageGroupId: `g${n % groups}`, MessageDeduplicationId: String(n) }),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** What is in a queue, which is empty then. */
async function drain(QueueUrl: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(command);
    if (Messages.length === 0) return all;
    all.push(...Messages);
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}

const numbersOf = (messages: readonly Message[]): number[] =>
  messages.map(({ Body }) => Number(Body!.slice(3)));

test('a look at a queue of moto counts its messages, and leaves them', async () => {
  const url = await createQueue('looked-at');
  await send(url, 37);
  const { code, stdout } = await groundcrew('queue', 'look', 'looked-at', '--output', 'json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    queue: { waiting: 37, examined: 37, arn: `arn:aws:sqs:${region}:123456789012:looked-at` },
    causes: [{ messages: 37, kind: 'message' }],
  });
  expect(await drain(url)).toHaveLength(37);
});

test('messages are sent to another queue of moto with their attributes', async () => {
  const [dead, orders] = [await createQueue('dead'), await createQueue('orders')];
  await send(dead, 23);
  const { code, stdout } = await groundcrew(
    'queue',
    'redrive',
    'dead',
    '--to',
    'orders',
    '--yes',
    '--output',
    'json',
  );
  expect(JSON.parse(stdout)).toMatchObject({ redrive: { accepted: 23, left: 0 } });
  expect(code).toBe(0);
  const sent = await drain(orders);
  expect(numbersOf(sent).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, n) => n));
  for (const { Body, MessageAttributes } of sent) {
    expect([...MessageAttributes!.Bytes!.BinaryValue!]).toEqual([0, 255, Number(Body!.slice(3))]);
  }
  expect(await drain(dead)).toEqual([]);
});

test('a FIFO queue of moto keeps the order of its groups', async () => {
  const attributes = { FifoQueue: 'true' };
  const dead = await createQueue('dead.fifo', attributes);
  const orders = await createQueue('orders.fifo', attributes);
  await send(dead, 31, 3);
  const { stdout } = await groundcrew(
    'queue',
    'redrive',
    'dead.fifo',
    '--to',
    'orders.fifo',
    '--yes',
    '--output',
    'json',
  );
  expect(JSON.parse(stdout)).toMatchObject({ redrive: { accepted: 31 } });
  const sent = numbersOf(await drain(orders));
  expect(sent).toHaveLength(31);
  for (const group of [0, 1, 2]) {
    const own = sent.filter((n) => n % 3 === group);
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
});

test('what is saved of a queue of moto is restored there', async () => {
  const url = await createQueue('saved');
  await send(url, 15);
  expect((await groundcrew('queue', 'save', 'saved', 'saved.gz', '--delete', '--yes')).code).toBe(0);
  expect(await drain(url)).toEqual([]);
  expect((await groundcrew('queue', 'restore', 'saved.gz', '--yes')).code).toBe(0);
  expect(await readFile(path.join(work.path, 'saved.gz.restored'), 'utf8')).toContain(' 15\n');
  expect(numbersOf(await drain(url)).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 15 }, (_, n) => n),
  );
});
