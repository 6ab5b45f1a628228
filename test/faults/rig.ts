import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { stack } from '@groundcrew/functions/stacks/inventory';
import type { FunctionBundle, StackManifest, Trigger } from '@groundcrew/lambda';
import { type LocalAws, type LocalEvent, parseFaults, startLocal } from '@groundcrew/local';
import { differences } from './differences.ts';
import { observe, takeBaseline } from './observe.ts';
import { expectationOf } from './oracle.ts';
import { createScenario } from './scenario.ts';

/** What a seed led to. */
export interface SeedResult {
  readonly seed: number;
  /** Where the end differs from the oracle's; empty: it holds. */
  readonly differences: readonly string[];
  /** How much went wrong on the way, so that a run that met no fault is seen for what it is. */
  readonly eventCounts: { readonly kills: number; readonly failures: number; readonly redriven: number };
}

/** An embedded AWS on which seeds are played one after the other: its functions stay warm. */
export interface Rig {
  /** Plays the scenario of a seed, and holds its end against the sequential oracle. */
  run(seed: number): Promise<SeedResult>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly bundles: readonly FunctionBundle[];
  /** The setting `DIGEST_ABOVE` of the alerts. */
  readonly digestAbove: number;
  readonly onEvent?: (event: LocalEvent) => void;
}

/** What seeds are played with, in turn. */
const digestSettings = [25, 0, 5, 1_000] as const;

/** The setting that a seed is always played with. */
export function digestAboveOf(seed: number): number {
  return digestSettings[seed % digestSettings.length]!;
}

/** Longer than a stuck invocation of the alerts may live (60 s), so that its retry is waited for too. */
const IDLE_TIMEOUT_MS = 300_000;
const MAX_REDRIVES = 20;

/** The stack as it is wired, but two of each function at a time and no waiting for fuller batches. */
const quickStack: StackManifest = {
  ...stack,
  functions: stack.functions.map((manifest) => ({
    ...manifest,
    reservedConcurrency: 2,
    trigger: withoutWindow(manifest.trigger),
  })),
};

function withoutWindow(trigger: Trigger): Trigger {
  return trigger.type === 'dynamodb-stream' ? { ...trigger, windowSeconds: 0 } : trigger;
}

export async function createRig({ bundles, digestAbove, onEvent }: RigOptions): Promise<Rig> {
  let eventCounts = { kills: 0, failures: 0, redriven: 0 };
  const local = await startLocal({
    stack: quickStack,
    bundles,
    retryDelaysMs: [5, 10],
    functions: {
      // The shortest lease there is, so that the successor of a killed run need not wait long.
      'load-inventory': { environment: { LEASE_SECONDS: '2', CHECKPOINT_SECONDS: '1' } },
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
  return {
    async run(seed) {
      eventCounts = { kills: 0, failures: 0, redriven: 0 };
      const scenario = createScenario(seed);
      const since = takeBaseline(local);
      local.setFaults(parseFaults(scenario.faults));
      try {
        for (const { uploads } of scenario.rounds) {
          const failuresBefore = local.messages('LoadFailures').length;
          for (const { key, body } of uploads) {
            const Bucket = local.resources.bucketName('StockBucket');
            await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
          }
          await local.idle({ timeoutMs: IDLE_TIMEOUT_MS });
          eventCounts.redriven += await redrive(local, lambda, failuresBefore);
        }
        const found = await observe(local, { dynamodb, s3 }, scenario, since);
        return { seed, differences: differences(scenario, expectationOf(scenario), found), eventCounts };
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
 * What an operator does with the failure queue of the loads: sends each message to the function again. Gives
 * how many were sent.
 */
async function redrive(local: LocalAws, lambda: LambdaClient, before: number): Promise<number> {
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
