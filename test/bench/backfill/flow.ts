import { sleep } from '@groundcrew/async';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { createStepFunctionsClient } from '@groundcrew/aws/step-functions';
import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/inventory';
import {
  createStagingInBucket,
  createStepFunctionsEngine,
  followBackfill,
  listBackfillFiles,
  startBackfill,
} from '@groundcrew/inventory/backfill';
import type { FunctionBundle, StackManifest } from '@groundcrew/lambda';
import { startLocal } from '@groundcrew/local';
import type { BenchRow } from '../bench-row.ts';
import { type OldFiles, oldFiles, PREFIX } from './files.ts';

/** Each call of a function takes half of it on average, as calls in a region take some milliseconds. */
const MAX_LATENCY_MS = 40;
const POLL_MS = 20;

/** Nothing is loaded when it is uploaded, and no change is read by another function. */
const quiet: StackManifest = {
  ...stack,
  functions: stack.functions.filter(({ name }) => name === 'split-stock-file' || name === 'reduce-shelves'),
  alarms: [],
};

export interface FlowSample extends OldFiles {
  readonly parts: number;
}

/** The whole flow in the embedded AWS, by functions in workers and its state machine, from the start to its end: seconds. */
export async function benchFlow(
  sample: FlowSample,
  functions: readonly number[],
  printLine: (line: string) => void,
): Promise<BenchRow[]> {
  const bundles = await builtFunctions(['split-stock-file', 'reduce-shelves']);
  const seconds: number[] = [];
  for (const concurrency of functions) {
    seconds.push(await runFlow(sample, concurrency, bundles));
    printLine(`flow: ${concurrency} at a time, ${seconds.at(-1)!.toFixed(1)} s`);
  }
  const first = nameOf(functions[0]!);
  return functions.map((concurrency, index) => ({
    name: nameOf(concurrency),
    value: seconds[index]!,
    unit: 's',
    ...(index > 0 && { ratio: seconds[index]! / seconds[0]!, against: first }),
  }));
}

const nameOf = (concurrency: number): string =>
  `the flow, ${concurrency} ${concurrency === 1 ? 'function' : 'functions'} at a time`;

async function runFlow(
  sample: FlowSample,
  concurrency: number,
  bundles: readonly FunctionBundle[],
): Promise<number> {
  const local = await startLocal({ stack: quiet, bundles, settings: { OrderGuard: 'item' } });
  const connection = {
    region: local.region,
    endpointUrl: local.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const s3 = createS3Client(connection);
  const states = createStepFunctionsClient(connection);
  try {
    const bucket = local.resources.bucketName('StockBucket');
    for (const { key, body } of oldFiles(sample)) await putObject(s3, { bucket, key, body });
    local.setFaults({ latency: 1, latencyMs: MAX_LATENCY_MS, functionsOnly: 1 });
    const { signal } = new AbortController();
    const staging = createStagingInBucket(s3, local.resources.bucketName('RejectsBucket'), signal);
    const engine = createStepFunctionsEngine(states, {
      machineArn: local.resources.stateMachineArn('backfill-inventory'),
    });
    const choice = { bucket, prefix: PREFIX, fileTime: 'name' } as const;
    const files = { ...(await listBackfillFiles(choice, { client: s3, signal })), parts: sample.parts };
    const name = `bench-${concurrency}`;
    const begin = performance.now();
    await startBackfill(
      choice,
      files,
      { name, alerts: true, concurrency, nowMs: Date.now() },
      { staging, engine },
    );
    const { execution, tallies } = await followBackfill(name, {
      staging,
      engine,
      signal,
      now: Date.now,
      sleep: (_ms, stop) => sleep(POLL_MS, stop),
    });
    const seconds = (performance.now() - begin) / 1_000;
    if (execution.status !== 'succeeded' || tallies.written !== sample.rowsEach) {
      throw new Error(`the backfill is ${execution.status}, and has written ${tallies.written} shelves`);
    }
    return seconds;
  } finally {
    s3.destroy();
    states.destroy();
    await local.close();
  }
}
