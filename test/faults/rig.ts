import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { sleep } from '@groundcrew/async';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { createLedger, createLedgerStore, findLoad } from '@groundcrew/inventory/ledger';
import { createOrderStore, type FileMoment } from '@groundcrew/inventory/order';
import { findJournalInBucket, undoUpload } from '@groundcrew/inventory/undo';
import type { StackManifest, Trigger } from '@groundcrew/lambda';
import { type LocalAws, type LocalEvent, parseFaults, startLocal } from '@groundcrew/local';
import type { TestedFunctions } from '@groundcrew/functions/testing';
import { differences } from './differences.ts';
import { observe, readRejects, takeBaseline } from './observe.ts';
import { expectationOf } from './oracle.ts';
import {
  createScenario,
  duplicatesOf,
  fileTimeOf,
  FULL_PREFIX,
  type OrderGuard,
  type Upload,
  vanishedOf,
} from './scenario.ts';

/** The result of a seed. */
export interface SeedResult {
  readonly seed: number;
  /** Differences from the oracle's end state; empty: the seed passes. */
  readonly differences: readonly string[];
  /** Counts of the faults that occurred, so that a run without faults is visible. */
  readonly eventCounts: { readonly kills: number; readonly failures: number; readonly redriven: number };
}

/** An embedded AWS on which seeds are run one after the other: its functions stay warm. */
export interface Rig {
  /** Runs the scenario of a seed, and compares its end state with the sequential oracle's. */
  run(seed: number): Promise<SeedResult>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly functions: TestedFunctions;
  /** The setting `DIGEST_ABOVE` of the alerts. */
  readonly digestAbove: number;
  /** Default: `files`. */
  readonly orderGuard?: OrderGuard | undefined;
  readonly onEvent?: (event: LocalEvent) => void;
}

/** Settings of the seeds, in turn; so are what becomes of duplicates, and what states the time of a file. */
const digestSettings = [25, 0, 5, 1_000] as const;

/** The setting of a seed, always the same. */
export function digestAboveOf(seed: number): number {
  return digestSettings[seed % digestSettings.length]!;
}

/** Longer than the timeout of the alert function (60 s), so that its retry is awaited too. */
const IDLE_TIMEOUT_MS = 300_000;
const MAX_REDRIVES = 20;

/** The deployed stack, except for two concurrent invocations per function and no batching window. */
const quickStack: StackManifest = {
  ...stack,
  functions: stack.functions
    .filter(({ name }) => name === 'load-inventory' || name === 'alert-no-stock')
    .map((manifest) => ({
      ...manifest,
      reservedConcurrency: 2,
      trigger: withoutWindow(manifest.trigger),
    })),
  stateMachines: [],
};

function withoutWindow(trigger: Trigger): Trigger {
  return trigger.type === 'dynamodb-stream' ? { ...trigger, windowSeconds: 0 } : trigger;
}

export async function createRig({
  functions,
  digestAbove,
  orderGuard = 'files',
  onEvent,
}: RigOptions): Promise<Rig> {
  let eventCounts = { kills: 0, failures: 0, redriven: 0 };
  const settingIndex = digestSettings.findIndex((each) => each === digestAbove);
  const local = await startLocal({
    stack: quickStack,
    ...functions,
    retryDelaysMs: [5, 10],
    functions: {
      // The minimum lease, so that the successor of a killed run does not wait long.
      'load-inventory': {
        environment: {
          LEASE_SECONDS: '2',
          CHECKPOINT_SECONDS: '1',
          DUPLICATES: duplicatesOf(settingIndex),
          FILE_TIME: fileTimeOf(settingIndex),
          ORDER_GUARD: orderGuard,
          UNDO_JOURNAL: 'on',
          FULL_EXPORTS: orderGuard === 'files' ? FULL_PREFIX : '',
          FULL_VANISHED: vanishedOf(settingIndex),
          // Of seven shelves almost any share vanishes.
          FULL_MAX_VANISHED: '100',
        },
      },
      'alert-no-stock': { environment: { DIGEST_ABOVE: String(digestAbove) } },
    },
    onEvent(event) {
      if (event.type === 'failed') eventCounts.failures++;
      if (event.type === 'failed' && /exited|killed/i.test(event.errorMessage)) eventCounts.kills++;
      onEvent?.(event);
    },
  });
  const connection = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const s3 = new S3Client({ ...connection, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(connection);
  const lambda = new LambdaClient(connection);
  const Bucket = local.resources.bucketName('StockBucket');

  async function bodyOf({ body, repairs }: Upload): Promise<Uint8Array> {
    if (repairs === undefined) return body;
    const rejects = await readRejects(local, { dynamodb, s3 }, repairs.key);
    return Buffer.from(rejects.replaceAll(',many,', `,${Buffer.from(body).toString()},`));
  }

  /** Uploads a file, and returns the time that S3 has for it. Uploads of one key are in the order of their numbers. */
  async function upload(key: string, body: Uint8Array, number: number): Promise<FileMoment> {
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
    const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
    const sequencer = String(number).padStart(8, '0');
    return { timeMs: LastModified!.getTime(), object: `s3://${Bucket}/${key}`, sequencer };
  }

  /** Loads a file and undoes its load, which is interrupted once; returns how many records the stream had before. */
  async function loadAndUndo({ key, body }: Upload, seed: number): Promise<number> {
    const failuresBefore = local.messages('LoadFailures').length;
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
    await local.idle({ timeoutMs: IDLE_TIMEOUT_MS });
    eventCounts.redriven += await redrive(local, lambda, failuresBefore);
    const records = local.streamRecords('InventoryTable').length;
    const { signal } = new AbortController();
    const ledgerTable = local.resources.tableName('LedgerTable');
    const { object, sequencer } = await findLoad(dynamodb, ledgerTable, `s3://${Bucket}/${key}`, signal);
    const tableName = local.resources.tableName('InventoryTable');
    const bucket = {
      client: s3,
      bucketName: local.resources.bucketName('RejectsBucket'),
      inventory: tableName,
    };
    const upload = { object: object.slice(0, -sequencer.length - 1), sequencer };
    const journal = (await findJournalInBucket(bucket, upload, signal))!;
    const ledger = createLedger({
      store: createLedgerStore(dynamodb, ledgerTable),
      now: Date.now,
      random: Math.random,
      sleep,
      createId: randomUUID,
    });
    const undo = (each: AbortSignal) =>
      undoUpload(journal, {
        ledger,
        order: createOrderStore(bucket),
        client: dynamodb,
        tableName,
        isDryRun: false,
        signal: each,
        sleep,
      });
    await undo(AbortSignal.timeout(seed % 40)).catch(() => undefined);
    await undo(signal);
    await local.idle({ timeoutMs: IDLE_TIMEOUT_MS });
    return records;
  }

  return {
    async run(seed) {
      eventCounts = { kills: 0, failures: 0, redriven: 0 };
      const scenario = createScenario(seed, orderGuard);
      const moments = new Map<Upload, FileMoment>();
      const since = takeBaseline(local);
      local.setFaults(parseFaults(scenario.faults));
      try {
        for (const { uploads } of scenario.rounds) {
          const failuresBefore = local.messages('LoadFailures').length;
          // Before the first upload: it may replace a file that is to be repaired.
          const bodies = await Promise.all(uploads.map(bodyOf));
          for (const [index, each] of uploads.entries()) {
            moments.set(each, await upload(each.key, bodies[index]!, moments.size));
          }
          await local.idle({ timeoutMs: IDLE_TIMEOUT_MS });
          eventCounts.redriven += await redrive(local, lambda, failuresBefore);
        }
        const undoneAt = scenario.undone && (await loadAndUndo(scenario.undone, seed));
        const found = await observe(local, { dynamodb, s3 }, scenario, since, undoneAt);
        return {
          seed,
          differences: differences(scenario, expectationOf(scenario, moments), found),
          eventCounts,
        };
      } catch (error) {
        return { seed, differences: [`it did not end: ${String(error)}`], eventCounts };
      }
    },
    async close() {
      for (const client of [s3, dynamodb, lambda]) client.destroy();
      await local.close();
    },
  };
}

/**
 * Redrives the failure queue of the loads like an operator: sends each message to the function again. Returns the
 * number
 * of messages.
 */
export async function redrive(local: LocalAws, lambda: LambdaClient, before: number): Promise<number> {
  let done = before;
  for (let round = 0; round < MAX_REDRIVES; round++) {
    const waiting = local.messages('LoadFailures').slice(done);
    if (waiting.length === 0) return done - before;
    for (const { body } of waiting) {
      await lambda.send(
        new InvokeCommand({
          FunctionName: local.resources.functionName('load-inventory'),
          InvocationType: 'Event',
          Payload: Buffer.from(body),
        }),
      );
    }
    done += waiting.length;
    await local.idle({ timeoutMs: IDLE_TIMEOUT_MS });
  }
  throw new Error(`loads still fail after ${MAX_REDRIVES} redrives`);
}
