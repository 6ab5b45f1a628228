import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { stack } from '@groundcrew/functions/stack';
import type { FunctionBundle, StackManifest } from '@groundcrew/lambda';
import { type LocalAws, type LocalEvent, parseFaults, startLocal } from '@groundcrew/local';
import { differences } from './differences.ts';
import { observe } from './observe.ts';
import { expectationOf } from './oracle.ts';
import { createScenario } from './scenario.ts';

/** What a seed led to. */
export interface SeedResult {
  readonly seed: number;
  /** Where the end differs from the oracle's; empty: it holds. */
  readonly differences: readonly string[];
  /** How much went wrong on the way, so that a run that met no fault is seen for what it is. */
  readonly met: { readonly kills: number; readonly failures: number; readonly redriven: number };
}

export interface SeedOptions {
  readonly bundles: readonly FunctionBundle[];
  readonly onEvent?: (event: LocalEvent) => void;
}

/** Two of each function at a time: enough to race, and few enough for a thousand seeds. */
const smallStack: StackManifest = {
  ...stack,
  functions: stack.functions.map((manifest) => ({ ...manifest, reservedConcurrency: 2 })),
};
const quietTimeoutMs = 60_000;
const mostRedrives = 20;

/** Plays the scenario of a seed on the embedded AWS, and holds its end against the sequential oracle. */
export async function runSeed(seed: number, { bundles, onEvent }: SeedOptions): Promise<SeedResult> {
  const scenario = createScenario(seed);
  const met = { kills: 0, failures: 0, redriven: 0 };
  const local = await startLocal({
    stack: smallStack,
    bundles,
    faults: parseFaults(scenario.faults),
    retryDelaysMs: [5, 10],
    functions: {
      'load-inventory': { environment: scenario.loadEnvironment },
      'alert-no-stock': { environment: scenario.alertEnvironment },
    },
    onEvent(event) {
      if (event.type === 'failed') met.failures++;
      if (event.type === 'failed' && /exited|killed/i.test(event.errorMessage)) met.kills++;
      onEvent?.(event);
    },
  });
  const connection = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const s3 = new S3Client({ ...connection, forcePathStyle: true });
  const lambda = new LambdaClient(connection);
  try {
    for (const { uploads } of scenario.rounds) {
      for (const { key, body } of uploads) {
        await s3.send(
          new PutObjectCommand({ Bucket: local.resources.bucketName('StockBucket'), Key: key, Body: body }),
        );
      }
      await local.idle({ timeoutMs: quietTimeoutMs });
      met.redriven += await redrive(local, lambda, met.redriven);
    }
    const observation = await observe(local, s3);
    return { seed, differences: differences(scenario, expectationOf(scenario), observation), met };
  } catch (error) {
    return { seed, differences: [`it did not end: ${String(error)}`], met };
  } finally {
    s3.destroy();
    lambda.destroy();
    await local.close();
  }
}

/**
 * What an operator does with the failure queue of the loads: sends each message to the function again. Gives
 * how many were sent.
 */
async function redrive(local: LocalAws, lambda: LambdaClient, before: number): Promise<number> {
  let done = 0;
  for (let round = 0; round < mostRedrives; round++) {
    const waiting = local.messages('LoadFailures').slice(before + done);
    if (waiting.length === 0) return done;
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
    await local.idle({ timeoutMs: quietTimeoutMs });
  }
  throw new Error(`loads still fail after ${mostRedrives} redrives`);
}
