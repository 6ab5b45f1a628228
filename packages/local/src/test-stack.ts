import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionBundle, FunctionManifest, StackManifest, Trigger } from '@groundcrew/lambda';

/* For this package's tests only: small stacks, and functions written by hand. */

/** Writes a function's code where the embedded AWS finds it; `code` is an ES module that exports `handler`. */
export function writeBundle(name: string, code: string): FunctionBundle {
  const directory = mkdtempSync(join(tmpdir(), `groundcrew-${name}-`));
  writeFileSync(join(directory, 'index.mjs'), code);
  return { name, directory, handler: 'index.handler' };
}

/** A function that is invoked by hand, with what differs from that. */
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
    permissions: [],
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
    functions,
    alarms: [],
    alarmTopic: 'Alerts',
    ...more,
  };
}

/** A stream trigger as the tests use it, with what differs. */
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
    failureQueue: 'Failures',
    ...more,
  };
}
