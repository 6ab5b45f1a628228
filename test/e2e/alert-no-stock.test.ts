import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { stack } from '@groundcrew/functions/stacks/inventory';
import type { FunctionManifest } from '@groundcrew/lambda';
import { type LocalAws, type LocalEvent, type LocalOptions, startLocal } from '@groundcrew/local';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testedFunctions } from '@groundcrew/functions/testing';
import { roleUse } from '../support/role-use.ts';

// Only what this test is about: the table, its stream, the function and the topic.
const alertStack = { ...stack, functions: stack.functions.filter(({ name }) => name === 'alert-no-stock') };

/** Invoked at once, where the deployed function waits a second for more records. */
const promptStack = {
  ...alertStack,
  functions: alertStack.functions.map((manifest) => ({
    ...manifest,
    trigger: { ...manifest.trigger, windowSeconds: 0 } as FunctionManifest['trigger'],
  })),
};

/** Gives up at once what fails. */
const impatient = {
  ...promptStack.functions[0]!,
  trigger: { ...promptStack.functions[0]!.trigger, maximumRetryAttempts: 0 } as FunctionManifest['trigger'],
};

const stackThatLists = {
  ...promptStack,
  functions: promptStack.functions.map((manifest) => ({
    ...manifest,
    permissions: [
      ...manifest.permissions,
      { actions: ['sns:ListTopics'], on: { all: true as const, reason: 'the topic is found by its name' } },
    ],
  })),
};

const built = await testedFunctions('thread', ['alert-no-stock']);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The embedded AWS with the alert function on built bundles, and clients of the real SDK. */
async function start(options: Partial<LocalOptions> = {}) {
  const events: LocalEvent[] = [];
  const local = await startLocal({
    stack: promptStack,
    ...built,
    retryDelaysMs: [10, 10],
    onEvent: (event) => events.push(event),
    ...options,
  });
  const config = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const dynamodb = new DynamoDBClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const lambda = new LambdaClient(config);
  closers.push(
    () => local.close(),
    () => dynamodb.destroy(),
    () => s3.destroy(),
    () => lambda.destroy(),
  );
  const TableName = local.resources.tableName('InventoryTable');
  /** Writes what it can, and returns what the table left undone. */
  async function writeBatch(requests: WriteRequest[]): Promise<WriteRequest[]> {
    const command = new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } });
    const { UnprocessedItems } = await dynamodb.send(command);
    return UnprocessedItems?.[TableName] ?? [];
  }
  return {
    local,
    events,
    s3,
    lambda,
    published: () => local.published('NoStockTopic'),
    put: (store: string, item: string, Count: AttributeValue) =>
      dynamodb.send(
        new PutItemCommand({ TableName, Item: { Store: { S: store }, Item: { S: item }, Count } }),
      ),
    putAll: async (store: string, items: readonly string[], count: number) => {
      for (let at = 0; at < items.length; at += 25) {
        let requests: WriteRequest[] = items.slice(at, at + 25).map((item) => ({
          PutRequest: { Item: { Store: { S: store }, Item: { S: item }, Count: { N: String(count) } } },
        }));
        while (requests.length > 0) requests = await writeBatch(requests);
      }
    },
  };
}

/** The alerts that a reader of the topic is left with: each dedupe key once, each line of a digest one. */
function alertsOf(local: LocalAws): string[] {
  const messages = new Map(
    local.published('NoStockTopic').map(({ attributes, message }) => [attributes.dedupeKey, message]),
  );
  return [...messages.values()].flatMap((message) => message.split('\n'));
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `item-${index}`);

describe('alert-no-stock, from the table to the topic', () => {
  it('alerts once when a shelf goes empty, in the words of the lab', async () => {
    const { local, put, published } = await start({ stack: alertStack });

    await put('Berlin', 'Echo Plus', { N: '0' });
    await put('Berlin', 'Echo Dot', { N: '5' });
    await local.idle();
    await put('Berlin', 'Echo Plus', { N: '0' });
    await put('Berlin', 'Echo Dot', { N: '0' });
    await local.idle();

    expect(published()).toMatchObject([
      {
        topicArn: local.resources.topicArn('NoStockTopic'),
        subject: 'Inventory Alert!',
        message: 'Berlin is out of stock of Echo Plus',
        attributes: {
          kind: 'no-stock',
          store: 'Berlin',
          item: 'Echo Plus',
          dedupeKey: expect.stringMatching(/^no-stock:/),
        },
      },
      { message: 'Berlin is out of stock of Echo Dot' },
    ]);
  });

  it('alerts again after the shelf was filled', async () => {
    const { local, put } = await start();

    for (const count of ['0', '3', '0']) await put('서울', '에코 닷', { N: count });
    await local.idle();

    expect(alertsOf(local)).toEqual(['서울 is out of stock of 에코 닷', '서울 is out of stock of 에코 닷']);
  });

  it('sends the other kinds where they are asked for', async () => {
    const { local, put, published } = await start({
      settings: { AlertKinds: 'no-stock,low-stock,back-in-stock', LowStockAt: '3' },
    });

    for (const count of ['9', '3', '2', '0', '1']) await put('Berlin', 'Echo Plus', { N: count });
    await local.idle();

    expect(published().map(({ attributes, message }) => [attributes.kind, message])).toEqual([
      ['low-stock', 'Berlin has only 3 left of Echo Plus'],
      ['no-stock', 'Berlin is out of stock of Echo Plus'],
      ['back-in-stock', 'Berlin has Echo Plus again: 1'],
    ]);
  });

  it('sends a flood in a few messages', async () => {
    const { local, putAll, published } = await start({ stack: alertStack });

    await putAll('Berlin', names(1_000), 0);
    await local.idle();

    expect(alertsOf(local).toSorted()).toEqual(
      names(1_000)
        .map((item) => `Berlin is out of stock of ${item}`)
        .toSorted(),
    );
    expect(published().length).toBeLessThan(100);
  });

  it('works on a stream without old images', async () => {
    const tables = stack.tables.map((table) =>
      table.id === 'InventoryTable' ? { ...table, stream: 'NEW_IMAGE' as const } : table,
    );
    const { local, put } = await start({ stack: { ...promptStack, tables } });

    for (const count of ['4', '0', '-1', '2', '0']) {
      await put('Berlin', 'Echo Plus', { N: count });
      await local.idle();
    }

    expect(alertsOf(local)).toEqual([
      'Berlin is out of stock of Echo Plus',
      'Berlin is out of stock of Echo Plus',
    ]);
  });

  it('keeps what it cannot understand, reports where, and continues', async () => {
    const { local, put, s3, events } = await start();

    await put('Berlin', 'Echo Plus', { S: 'none' });
    await put('Berlin', 'Echo Dot', { N: '0' });
    await local.idle();

    const Bucket = local.resources.bucketName('RejectsBucket');
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'unreadable-records/' }),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Contents[0]?.Key }));
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toMatchObject({
      code: 'count-not-a-number',
      record: { dynamodb: { Keys: { Item: { S: 'Echo Plus' } } } },
    });
    expect(alertsOf(local)).toEqual(['Berlin is out of stock of Echo Dot']);
    const lines = events.flatMap((event) => (event.type === 'log' ? [event.line] : []));
    expect(lines.some((line) => line.includes(`s3://${Bucket}/${Contents[0]?.Key}`))).toBe(true);
    expect(lines.some((line) => line.includes('"RecordsUnreadable":1'))).toBe(true);
  });

  it('finds the topic by its name where no ARN is given', async () => {
    const functions = { 'alert-no-stock': { environment: { NO_STOCK_TOPIC_ARN: '' } } };
    const denied = await start({ functions, retryDelaysMs: [10] });
    await denied.put('Berlin', 'Echo Plus', { N: '0' });
    await vi.waitUntil(() => denied.events.some(({ type }) => type === 'failed'), {
      timeout: 30_000,
    });
    // The templates grant it no list of topics: who uses names has to.
    expect(denied.events.find(({ type }) => type === 'failed')).toMatchObject({
      errorMessage: expect.stringMatching(/sns:ListTopics/i),
    });
    const { local, put } = await start({ functions, stack: stackThatLists });

    await put('Berlin', 'Echo Plus', { N: '0' });
    await local.idle();

    expect(alertsOf(local)).toEqual(['Berlin is out of stock of Echo Plus']);
    expect(local.calls()).toContainEqual(
      expect.objectContaining({ caller: 'alert-no-stock', action: 'sns:ListTopics' }),
    );
  });

  it('is sent in a replay what is still true and was not sent, whatever is asked', async () => {
    const { local, put, lambda, published } = await start({
      stack: { ...promptStack, functions: [impatient] },
    });
    local.setFaults({ seed: 1, functionsOnly: 1, error: 1 });
    await put('Berlin', 'Echo Plus', { N: '0' });
    await put('Berlin', 'Echo Dot', { N: '0' });
    await local.idle();
    local.setFaults(undefined);
    await put('Berlin', 'Echo Dot', { N: '4' });
    await local.idle();
    const records = local.streamRecords('InventoryTable').slice(0, 2);
    const replay = async (request: unknown) => {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({
          FunctionName: 'alert-no-stock',
          Payload: JSON.stringify({ Records: records, replay: request }),
        }),
      );
      return { FunctionError, answer: JSON.parse(Buffer.from(Payload ?? []).toString()) as object };
    };

    expect(local.objectKeys('AlertFailuresBucket').length).toBeGreaterThan(0);
    expect(await replay({ dryRun: 'no' })).toMatchObject({ FunctionError: 'Unhandled' });
    expect((await replay({ dryRun: true })).answer).toMatchObject({
      replay: { announced: [{ item: 'Echo Plus' }], outdated: [{ item: 'Echo Dot', reason: 'filled' }] },
    });
    expect(published()).toEqual([]);
    expect((await replay({ dryRun: false })).answer).toMatchObject({
      batchItemFailures: [],
      replay: { messages: 1, repeated: 0 },
    });
    expect((await replay({ dryRun: false })).answer).toMatchObject({ replay: { messages: 0, repeated: 1 } });
    expect(alertsOf(local)).toEqual(['Berlin is out of stock of Echo Plus']);
  });

  it('uses all that its manifest grants, and nothing else', async () => {
    const { local, put, putAll, lambda } = await start({
      functions: { 'alert-no-stock': { environment: { DIGEST_ABOVE: '0' } } },
    });
    await put('Berlin', 'Echo Plus', { N: '0' });
    await put('Berlin', 'Echo Dot', { S: 'none' });
    // Enough that a batch has several.
    await putAll('Busan', names(100), 0);
    await local.idle();
    // A change whose alert was not sent.
    const records = local.streamRecords('InventoryTable').map((record) => ({
      ...record,
      dynamodb: { ...record.dynamodb, SequenceNumber: '900000000000000000000001' },
    }));
    await lambda.send(
      new InvokeCommand({
        FunctionName: 'alert-no-stock',
        Payload: JSON.stringify({ Records: records, replay: { dryRun: false } }),
      }),
    );

    expect(await roleUse(local, alertStack.functions[0]!)).toEqual({ unused: [], problems: [] });
  });

  it.each([1, 2, 3, 4])(
    'sends each transition once though it is killed and its calls fail (seed %i)',
    async (seed) => {
      const { local, putAll } = await start({
        faults: {
          seed,
          functionsOnly: 1,
          kill: 0.2,
          errorAfter: 0.1,
          resetAfter: 0.1,
          throttle: 0.1,
          duplicate: 0.2,
        },
        settings: { DigestAbove: '5' },
      });
      const items = names(60);
      await putAll('Berlin', items, 3);
      await putAll('Berlin', items.slice(0, 40), 0);
      await putAll('Berlin', items.slice(0, 4), 9);
      await putAll('Berlin', items.slice(0, 4), 0);
      await local.idle();

      expect(local.objectKeys('AlertFailuresBucket')).toEqual([]);
      expect(alertsOf(local).toSorted()).toEqual(
        [...items.slice(0, 40), ...items.slice(0, 4)]
          .map((item) => `Berlin is out of stock of ${item}`)
          .toSorted(),
      );
    },
  );
});
