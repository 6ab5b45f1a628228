import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { createDynamoDBStreamsClient } from '@groundcrew/aws/dynamodb-streams';
import { createLambdaClient } from '@groundcrew/aws/lambda';
import { createSnsClient } from '@groundcrew/aws/sns';
import { createSqsClient, queueDetails } from '@groundcrew/aws/sqs';
import type { FunctionManifest, StackManifest, Trigger } from '@groundcrew/lambda';
import { createMovableClock, startLocal } from '@groundcrew/local';
import { startInThread } from '@groundcrew/local/testing/lambda';
import { onTestFinished } from 'vitest';

const ACCOUNT_ID = '000000000000';
const REGION = 'us-east-1';

export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;

/** A folder that is removed when the test is finished. */
export function testFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'groundcrew-queue-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

export interface TestFunction {
  /** A CommonJS module that exports `handler`. */
  readonly code: string;
  readonly trigger?: Trigger;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The embedded AWS with a queue `failures`, a table with a stream, and functions that send what fails to that queue. */
export async function openQueues(functions: Readonly<Record<string, TestFunction>> = {}) {
  const clock = createMovableClock(Date.UTC(2026, 10, 21));
  const bundles = Object.entries(functions).map(([name, { code }]) => {
    const directory = testFolder();
    writeFileSync(join(directory, 'index.cjs'), code);
    return { name, directory, handler: 'index.handler' };
  });
  const local = await startLocal({
    clock,
    bundles,
    stack: stackOf(functions),
    retryDelaysMs: [1, 1],
    startEnvironment: startInThread,
  });
  onTestFinished(() => local.close());
  const connection = {
    endpointUrl: local.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const closing = <Client extends { destroy(): void }>(client: Client): Client => {
    onTestFinished(() => client.destroy());
    return client;
  };
  const sqs = closing(createSqsClient(connection));
  return {
    local,
    clock,
    sqs,
    newSqs: () => closing(createSqsClient(connection)),
    lambda: closing(createLambdaClient(connection)),
    sns: closing(createSnsClient(connection)),
    streams: closing(createDynamoDBStreamsClient(connection)),
    signal: new AbortController().signal,
    /** A poll that waits would wait for the clock, which moves only when a test moves it. */
    waitSeconds: 0,
    connection,
    async createQueue(name: string, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
      const { QueueUrl } = await sqs.send(
        new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
      );
      return QueueUrl!;
    },
    async send(url: string, body: string, more: Partial<SendMessageCommandInput> = {}): Promise<void> {
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...more }));
    },
    /** Sends messages in this order, ten by a request. */
    async sendAll(
      url: string,
      bodies: readonly string[],
      moreOf: (index: number) => Partial<SendMessageCommandInput> = () => ({}),
    ): Promise<void> {
      const entries = bodies.map((body, at) => ({ Id: String(at), MessageBody: body, ...moreOf(at) }));
      for (let first = 0; first < entries.length; first += 10) {
        const batch = entries.slice(first, first + 10);
        await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: batch }));
      }
    },
    details: (url: string) => queueDetails(sqs, url),
    bodies: (name: string) => local.messages(name).map(({ body }) => body),
  };
}

const onRequest: Trigger = { type: 'invoke' };

function stackOf(functions: Readonly<Record<string, TestFunction>>): StackManifest {
  return {
    name: 'test',
    description: '',
    settings: [],
    buckets: [],
    tables: [
      {
        id: 'Stock',
        description: '',
        name: 'Stock',
        partitionKey: 'Store',
        sortKey: 'Item',
        stream: 'NEW_AND_OLD_IMAGES',
        pointInTimeRecovery: false,
      },
    ],
    topics: [{ id: 'Alerts', description: '', name: 'Alerts' }],
    queues: [{ id: 'Failures', description: '', name: 'failures', retentionDays: 14 }],
    apis: [],
    functions: Object.entries(functions).map(
      ([name, { trigger = onRequest, environment = {} }]): FunctionManifest => ({
        name,
        description: '',
        memoryMb: 128,
        timeoutSeconds: 10,
        environment,
        trigger,
        asynchronous: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 3_600, failureQueue: 'Failures' },
        permissions: [],
      }),
    ),
    stateMachines: [],
    alarms: [],
    alarmTopic: 'Alerts',
  };
}
