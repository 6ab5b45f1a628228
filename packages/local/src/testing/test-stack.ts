import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import type { FunctionBundle, FunctionManifest, StackManifest, Trigger } from '@groundcrew/lambda';
import { onTestFinished } from 'vitest';
import type { LocalEvent } from '../events.ts';
import { startInThread } from '../lambda/testing/in-thread.ts';
import type { LocalAws, LocalOptions } from '../options.ts';
import { startLocal } from '../start-local.ts';

/* For this package's tests only: small stacks and inline functions. */

/** A new folder, which is removed when the test is finished. */
export function createTestFolder(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `groundcrew-${name}-`));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** Writes a function's code to a bundle for this test; `code` is a CommonJS module that exports `handler`. */
export function writeBundle(name: string, code: string): FunctionBundle {
  const directory = createTestFolder(name);
  writeFileSync(join(directory, 'index.cjs'), code);
  return { name, directory, handler: 'index.handler' };
}

/** A manually invoked function, with overrides. */
export function functionManifest(
  name: string,
  trigger: Trigger,
  more: Partial<FunctionManifest> = {},
): FunctionManifest {
  return {
    name,
    description: '',
    memoryMb: 128,
    timeoutSeconds: 10,
    environment: {},
    trigger,
    // What a role may do is the subject of the tests that name it.
    permissions: [{ actions: ['*'], on: { all: true, reason: 'a test' } }],
    ...more,
  };
}

/** A stack with one bucket, one table with a stream, one topic and one queue. */
export function testStack(
  functions: readonly FunctionManifest[],
  more: Partial<StackManifest> = {},
): StackManifest {
  return {
    name: 'test',
    description: '',
    settings: [
      { name: 'TableName', description: 'Table of stock items', default: 'Stock', pattern: '^[A-Za-z]+$' },
    ],
    buckets: [{ id: 'StockBucket', description: '', name: '' }],
    tables: [
      {
        id: 'StockTable',
        description: '',
        name: { setting: 'TableName' },
        partitionKey: 'Store',
        sortKey: 'Item',
        stream: 'NEW_AND_OLD_IMAGES',
        pointInTimeRecovery: false,
      },
    ],
    topics: [{ id: 'Alerts', description: '', name: 'Alerts' }],
    queues: [{ id: 'Failures', description: '', name: 'failures', retentionDays: 1 }],
    apis: [],
    functions,
    stateMachines: [],
    alarms: [],
    alarmTopic: 'Alerts',
    ...more,
  };
}

/** A stream trigger, with overrides. */
export function streamTrigger(more: Partial<Extract<Trigger, { type: 'dynamodb-stream' }>> = {}): Trigger {
  return {
    type: 'dynamodb-stream',
    table: 'StockTable',
    batchSize: 100,
    windowSeconds: 0,
    parallelizationFactor: 1,
    bisectOnError: false,
    maximumRetryAttempts: 3,
    maximumRecordAgeSeconds: -1,
    onFailure: { queue: 'Failures' },
    ...more,
  };
}

/** The trigger of a function that tests invoke directly. */
export const onRequest: Trigger = { type: 'invoke' };

const running = new Set<LocalAws>();

/**
 * Starts the embedded AWS with SDK clients for it, and collects its events. Functions run in the thread of the test: those that
 * must not pass `startInWorker`.
 */
export async function startTest(options: LocalOptions) {
  const events: LocalEvent[] = [];
  const local = await startLocal({
    onEvent: (event) => events.push(event),
    startEnvironment: startInThread,
    ...options,
  });
  running.add(local);
  const connection = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return {
    local,
    events,
    dynamodb: new DynamoDBClient(connection),
    streams: new DynamoDBStreamsClient(connection),
    lambda: new LambdaClient(connection),
    s3: new S3Client({ ...connection, forcePathStyle: true }),
  };
}

/** Closes what {@link startTest} started. */
export async function closeLocals(): Promise<void> {
  for (const local of running) {
    running.delete(local);
    await local.close();
  }
}
