import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { createStepFunctionsClient } from '@groundcrew/aws/step-functions';
import {
  createStagingInBucket,
  createStepFunctionsEngine,
  listBackfillFiles,
  startBackfill,
} from '@groundcrew/inventory/backfill';
import { type FileMoment, type FileOrder, formatSource, timeOfName } from '@groundcrew/inventory/order';
import type { FunctionManifest, StackManifest } from '@groundcrew/lambda';
import { type LocalAws, type LocalEvent, type LocalOptions, parseFaults } from '@groundcrew/local';
import { type RoleUse, roleUse } from '../../support/role-use.ts';
import { type Place, testedFunctions } from '@groundcrew/functions/testing';
import { createRandom } from '../random.ts';
import { redrive } from '../rig.ts';
import { assess, type AssessedCounts } from './assess.ts';
import { type Driven, driveMachine } from './drive-machine.ts';
import type { PlacedFile } from './oracle.ts';
import { startRestartableAws } from './restartable-aws.ts';
import { type BackfillScenario, bodyOf, type ScenarioFile } from './scenario.ts';

/** What the roles of the functions and of the state machine were used for. */
export type Uses = Readonly<Record<string, RoleUse>>;

/** The result of a seed. */
export interface BackfillSeedResult {
  readonly seed: number;
  /** What is not as was promised; empty: the seed passes. */
  readonly differences: readonly string[];
  readonly uses: Uses;
  /** What occurred, so that a run without faults is visible. */
  readonly counts: Driven & AssessedCounts & { readonly kills: number };
}

const IDLE_TIMEOUT_MS = 300_000;
const CONCURRENCY = 4;
/** Of the state machine: what `checkBackfill` makes of the number of files. */
const MAX_FILES_PER_CALL = 20;
const CALLS_EACH = 8;
const TURNS_PER_UPLOAD = 5;
const backfillFunctions: readonly string[] = ['split-stock-file', 'reduce-shelves'];

/** How many calls the functions have, if none fails. */
function expectedCalls({ old: { length }, parts }: BackfillScenario): number {
  const filesPerCall = Math.min(MAX_FILES_PER_CALL, Math.ceil(length / (CONCURRENCY * CALLS_EACH)));
  return 2 + Math.ceil(length / filesPerCall) + parts;
}

/** Long enough to read all ranges of a part in one call, and so short that some calls run out of time. */
function timeoutSeconds({ old }: BackfillScenario): number {
  return 6 + Math.ceil(old.length / 40);
}

/** The deployed stack, but only what is below `live/` is loaded when it is uploaded; and functions that end soon. */
function stackOf(scenario: BackfillScenario): StackManifest {
  return {
    ...stack,
    functions: stack.functions.map((manifest) => {
      const { trigger } = manifest;
      if (trigger.type === 's3-object-created')
        return { ...manifest, trigger: { ...trigger, prefix: 'live/' } };
      if (trigger.type === 'dynamodb-stream') return manifest;
      return { ...manifest, timeoutSeconds: timeoutSeconds(scenario) };
    }),
  };
}

export interface BackfillRigOptions {
  readonly place: Place;
  readonly scenario: BackfillScenario;
  readonly onEvent?: (event: LocalEvent) => void;
}

/** Runs a scenario on an embedded AWS of its own, and compares its end with the sequential oracle's. */
export async function playBackfill({
  place,
  scenario,
  onEvent,
}: BackfillRigOptions): Promise<BackfillSeedResult> {
  const { seed, fileTime, alerts, alertKinds } = scenario;
  const guard = { ORDER_GUARD: 'item', FILE_TIME: fileTime, LEASE_SECONDS: '2', CHECKPOINT_SECONDS: '1' };
  let kills = 0;
  let calls = 0;
  const options: LocalOptions = {
    stack: stackOf(scenario),
    ...(await testedFunctions(
      place,
      stack.functions.map(({ name }) => name),
    )),
    retryDelaysMs: [5, 10],
    functions: {
      'load-inventory': { environment: guard },
      'reduce-shelves': { environment: { ORDER_GUARD: 'item', CHECKPOINT_SECONDS: '1' } },
      'split-stock-file': { environment: { CHECKPOINT_SECONDS: '1' } },
      'alert-no-stock': { environment: { ALERT_KINDS: alertKinds } },
    },
    onEvent(event) {
      if (event.type === 'invoked' && backfillFunctions.includes(event.function)) calls++;
      if (event.type === 'failed' && /exited|killed/i.test(event.errorMessage)) kills++;
      onEvent?.(event);
    },
  };
  const aws = await startRestartableAws(options, scenario.restarts > 0);
  const { resources } = aws.local();
  const clients = createClients(aws.local());
  try {
    const bucket = resources.bucketName('StockBucket');
    const versioning = { Status: 'Enabled' } as const;
    await clients.s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: versioning }),
    );
    const uploader = createUploader(clients.s3, bucket, fileTime);
    for (const file of scenario.old) await uploader.upload(file);
    await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'old/a/', Body: ' ' }));
    aws.setFaults(parseFaults(scenario.faults));

    const rejectsBucket = resources.bucketName('RejectsBucket');
    const staging = createStagingInBucket(clients.s3, rejectsBucket);
    const choice = { bucket, prefix: 'old/', fileTime };
    const { signal } = new AbortController();
    const files = await listBackfillFiles(choice, { client: clients.s3, signal });
    const name = `seed-${seed}`;
    const options = { name, alerts, concurrency: CONCURRENCY, nowMs: Date.now() };
    const engine = createStepFunctionsEngine(clients.states, {
      machineArn: resources.stateMachineArn('backfill-inventory'),
    });
    await startBackfill(choice, { ...files, parts: scenario.parts }, options, { staging, engine });

    const random = createRandom(seed ^ 0x51ed270b);
    const waiting = [...scenario.live];
    let turns = 0;
    const uploadLive = async (): Promise<void> => {
      const file = turns++ % TURNS_PER_UPLOAD === 0 ? waiting.shift() : undefined;
      if (file !== undefined) await uploader.upload(file);
    };
    const drive = {
      engine,
      random,
      calls: () => calls,
      expectedCalls: expectedCalls(scenario),
      kill: () => aws.local().kill(),
      restarts: scenario.restarts,
      restart: () => aws.restart(),
      onTurn: uploadLive,
    };
    const driven = await driveMachine(name, drive);
    for (const file of waiting) await uploader.upload(file);
    await aws.local().idle({ timeoutMs: IDLE_TIMEOUT_MS });
    // Live loads that were killed three times.
    await redrive(aws.local(), clients.lambda, 0);
    const found = await assess(scenario, uploader.placed(), {
      local: aws.local(),
      alerts: aws.published('NoStockTopic'),
      staging,
      name,
      dynamodb: clients.dynamodb,
    });
    return {
      seed,
      differences: found.differences,
      // What was called before a restart is not known any more.
      uses: scenario.restarts > 0 ? {} : await usesOf(aws.local()),
      counts: { ...driven, kills, ...found.counts },
    };
  } catch (error) {
    const counts = {
      kills,
      stops: 0,
      restarts: 0,
      failures: 0,
      written: 0,
      declined: 0,
      alerted: 0,
      guardOnly: 0,
    };
    return { seed, differences: [`it did not end: ${String(error)}`], uses: {}, counts };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    await aws.close();
  }
}

async function usesOf(local: LocalAws): Promise<Uses> {
  const machine = { name: 'states-backfill-inventory', permissions: stack.stateMachines[0]!.permissions };
  const functions = ['split-stock-file', 'reduce-shelves'].map((name) =>
    stack.functions.find((each) => each.name === name)!,
  );
  const all = [...functions, machine as FunctionManifest];
  return Object.fromEntries(
    await Promise.all(all.map(async (each) => [each.name, await roleUse(local, each)] as const)),
  );
}

function createClients(local: LocalAws) {
  const connection = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 5,
  };
  return {
    s3: new S3Client({ ...connection, forcePathStyle: true }),
    dynamodb: new DynamoDBClient(connection),
    lambda: new LambdaClient(connection),
    states: createStepFunctionsClient({ ...connection, endpointUrl: local.endpoint }),
  };
}

/** Uploads files, and knows the place of each among all. Those of one key are in the order of their uploads. */
function createUploader(s3: S3Client, bucket: string, fileTime: BackfillScenario['fileTime']) {
  const placed = new Map<ScenarioFile, FileOrder>();
  const moments = new Map<ScenarioFile, FileMoment>();
  /** What a backfill writes in place of a sequencer into rejects: which version of its key a file is. */
  const versions = new Map<ScenarioFile, string>();
  return {
    placed: (): PlacedFile[] => [...placed].map(([file, order]) => ({ file, order })),
    async upload(file: ScenarioFile): Promise<void> {
      const { key, repairs } = file;
      const source = repairs && moments.get(repairs);
      const text = source && formatSource({ ...source, sequencer: versions.get(repairs!)! });
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bodyOf(file, text) }));
      const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      const own: FileMoment = {
        timeMs: LastModified!.getTime(),
        object: `s3://${bucket}/${key}`,
        sequencer: String(placed.size + 1).padStart(8, '0'),
      };
      const named = timeOfName(key);
      const moment = fileTime === 'name' && 'timeMs' in named ? { ...own, timeMs: named.timeMs } : own;
      moments.set(file, moment);
      const version = [...placed.keys()].filter((each) => each.key === key).length + 1;
      versions.set(file, `${version.toString(16).toUpperCase().padStart(5, '0')}F`);
      placed.set(file, source === undefined ? moment : { ...source, repair: own });
    },
  };
}
