import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalAws } from '@groundcrew/local';
import { expect, onTestFinished, test } from 'vitest';
import { groundcrew, startStores, temporaryFolder } from '../testing/groundcrew.ts';
import { createSkippingClock } from '../testing/skipping-clock.ts';
import { queueNameOf } from './open-queue.ts';

interface Queues {
  readonly local: LocalAws;
  send(name: string, ...bodies: readonly string[]): Promise<void>;
  bodies(name: string): readonly string[];
}

async function openQueues(...names: readonly string[]): Promise<Queues> {
  const local = await startStores({ clock: createSkippingClock() });
  onTestFinished(() => local.close());
  const sqs = new SQSClient({});
  onTestFinished(() => sqs.destroy());
  for (const QueueName of names) await sqs.send(new CreateQueueCommand({ QueueName }));
  const urlOf = (name: string) => `${local.endpoint}/000000000000/${name}`;
  return {
    local,
    async send(name, ...bodies) {
      for (const body of bodies)
        await sqs.send(new SendMessageCommand({ QueueUrl: urlOf(name), MessageBody: body }));
    },
    bodies: (name) => local.messages(name).map(({ body }) => body),
  };
}

const failed = (errorMessage: string): string =>
  JSON.stringify({
    requestContext: {
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:load:$LATEST',
      condition: 'RetriesExhausted',
    },
    requestPayload: {},
    responsePayload: { errorType: 'Error', errorMessage },
  });

test('a look shows the causes, the most frequent first, and leaves the messages', async () => {
  const queues = await openQueues('dead');
  await queues.send('dead', failed('no bucket "a"'), failed('no bucket "b"'), failed('denied'), 'order 7');
  const { code, out } = await groundcrew(['queue', 'look', 'dead', '--output', 'json', '--bodies']);
  expect(code).toBe(0);
  const report = JSON.parse(out) as { causes: object[]; bodies: object[]; queue: object };
  expect(report.causes).toMatchObject([
    { messages: 2, kind: 'failed invocation', error: 'Error: no bucket …' },
    { messages: 1 },
    { messages: 1 },
  ]);
  expect(report.bodies).toHaveLength(3);
  expect(report.queue).toMatchObject({ waiting: 4, examined: 4, matched: 4 });
  const matched = await groundcrew(['queue', 'look', 'dead', '--match', 'order', '--output', 'json']);
  expect(JSON.parse(matched.out)).toMatchObject({ queue: { examined: 4, matched: 1 } });
  const csv = await groundcrew(['queue', 'look', 'dead', '--match', 'bucket', '--output', 'csv']);
  expect(csv.out).toMatch(
    /^messages,kind,failed,error,oldest,newest,example\r\n2,failed invocation,[^,]*,Error: no bucket …,/,
  );
});

test('a redrive asks first, and reports what is left and why', async () => {
  const queues = await openQueues('dead', 'orders');
  await queues.send('dead', 'order 1', 'order 2');
  const unasked = await groundcrew(['queue', 'redrive', 'dead']);
  expect(unasked.code).toBe(2);
  expect(unasked.err).toContain('--yes');
  const left = await groundcrew(['queue', 'redrive', 'dead', '--yes']);
  expect(left.code).toBe(3);
  expect(left.out).toContain('pass --to');
  expect(queues.bodies('dead')).toHaveLength(2);
  const dry = await groundcrew(['queue', 'redrive', 'dead', '--to', 'orders', '--dry-run']);
  expect(dry.code).toBe(0);
  expect(queues.bodies('dead')).toHaveLength(2);
  const itself = await groundcrew(['queue', 'redrive', 'dead', '--to', 'dead', '--yes']);
  expect(itself).toMatchObject({ code: 2, err: expect.stringContaining('is the queue itself') as string });
  const sent = await groundcrew(['queue', 'redrive', 'dead', '--to', 'orders', '--yes', '--rate', '500']);
  expect(sent.code).toBe(0);
  expect(queues.bodies('dead')).toEqual([]);
  expect([...queues.bodies('orders')].sort()).toEqual(['order 1', 'order 2']);
});

test('saved messages are restored once, and to the same queue by default', async () => {
  const queues = await openQueues('dead');
  await queues.send('dead', 'order 1', '주문 2');
  const file = join(await temporaryFolder(), 'dead.gz');
  expect((await groundcrew(['queue', 'save', 'dead', file])).code).toBe(0);
  expect(queues.bodies('dead')).toHaveLength(2);
  const exists = await groundcrew(['queue', 'save', 'dead', file, '--delete', '--yes']);
  expect(exists).toMatchObject({
    code: 1,
    err: expect.stringContaining('exists; name another file') as string,
  });
  const emptied = await groundcrew([
    'queue',
    'save',
    'dead',
    `${file}.2`,
    '--delete',
    '--yes',
    '--output',
    'json',
  ]);
  expect(JSON.parse(emptied.out)).toMatchObject({ save: { saved: 2, deleted: 2 } });
  expect(queues.bodies('dead')).toEqual([]);

  expect((await groundcrew(['queue', 'restore', `${file}.2`, '--yes'])).code).toBe(0);
  const second = await groundcrew(['queue', 'restore', `${file}.2`, '--yes', '--output', 'json']);
  expect(JSON.parse(second.out)).toMatchObject({ restore: { sent: 0, skipped: 2 } });
  expect([...queues.bodies('dead')].sort()).toEqual(['order 1', '주문 2']);
  expect(await readFile(`${file}.2.restored`, 'utf8')).toBe('arn:aws:sqs:us-east-1:000000000000:dead 2\n');
});

test('a file that is cut off is restored as far as it goes, and is not done', async () => {
  const queues = await openQueues('dead');
  await queues.send('dead', 'order 1', 'order 2');
  const file = join(await temporaryFolder(), 'dead.gz');
  expect((await groundcrew(['queue', 'save', 'dead', file, '--delete', '--yes'])).code).toBe(0);
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, whole.length - 1));
  const { code, out } = await groundcrew(['queue', 'restore', file, '--yes']);
  expect(code).toBe(3);
  expect(out).toContain('The file is cut off: messages at its end may be missing.');
});

test('what is in flight elsewhere is reported, and is not done', async () => {
  const queues = await openQueues('dead', 'orders');
  await queues.send('dead', 'order 1', 'order 2');
  const sqs = new SQSClient({});
  onTestFinished(() => sqs.destroy());
  const QueueUrl = `${queues.local.endpoint}/000000000000/dead`;
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
  const { code, out } = await groundcrew(['queue', 'redrive', 'dead', '--to', 'orders', '--yes']);
  expect(code).toBe(3);
  expect(out).toContain('In flight elsewhere, and not examined: about 1.');
  expect(queues.bodies('orders')).toHaveLength(1);
});

test('what is neither a queue nor a file of messages is refused', async () => {
  await openQueues();
  const missing = await groundcrew(['queue', 'look', 'none']);
  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('"none" does not exist') as string });
  const empty = await groundcrew(['queue', 'look', '']);
  expect(empty).toMatchObject({ code: 2, err: expect.stringContaining('"" names no queue') as string });
  const path = join(await temporaryFolder(), 'x');
  await writeFile(path, 'hello');
  const malformed = await groundcrew(['queue', 'restore', path, '--yes']);
  expect(malformed).toMatchObject({ code: 1, err: expect.stringContaining('not gzip') as string });
});

test.each([
  ['dead', 'dead'],
  ['arn:aws:sqs:eu-west-1:111122223333:dead', 'dead'],
  ['https://sqs.eu-west-1.amazonaws.com/111122223333/dead', 'dead'],
  ['https://eu-west-1.queue.amazonaws.com/111122223333/dead.fifo', 'dead.fifo'],
  ['http://127.0.0.1:4566/000000000000/dead', 'dead'],
])('%s is the queue %s', (question, name) => {
  expect(queueNameOf(question, 'eu-west-1')).toBe(name);
});

test.each([
  ['arn:aws:sqs:us-east-1:111122223333:dead', '--region us-east-1'],
  ['https://sqs.us-east-1.amazonaws.com/111122223333/dead', '--region us-east-1'],
  ['arn:aws:sns:eu-west-1:111122223333:topic', 'something else than a queue'],
  ['s3://groundcrew-alert-failures-111122223333-eu-west-1', 'groundcrew inventory alerts look'],
])('%s is refused: %s', (question, text) => {
  expect(() => queueNameOf(question, 'eu-west-1')).toThrow(text);
});
