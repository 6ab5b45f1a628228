import { GroundcrewError } from '@groundcrew/errors';
import type { StackManifest } from '@groundcrew/lambda';
import { createAccessKeys } from './access-keys.ts';
import { type Activity, createActivity, type Work } from './activity.ts';
import { systemClock } from './clock.ts';
import { createTables } from './dynamodb/create-tables.ts';
import { createDatabase, streamOf } from './dynamodb/database.ts';
import { startExpiry } from './dynamodb/expiry.ts';
import { createDynamoDbService } from './dynamodb/service.ts';
import { createFaults } from './faults/faults.ts';
import { startFront } from './front/front.ts';
import type { LambdaFunction } from './lambda/function.ts';
import { deployFunctions } from './lambda/functions.ts';
import { createInvoker } from './lambda/invoker.ts';
import { createLambdaService } from './lambda/service.ts';
import { openStreamPositions } from './lambda/stream-positions.ts';
import type { IdleOptions, LocalAws, LocalOptions } from './options.ts';
import { createRecorder } from './recorder.ts';
import { createS3 } from './s3/index.ts';
import { createSqs } from './sqs/index.ts';
import { createStackValues } from './stack-values.ts';
import { createSts } from './sts/index.ts';
import { createNotifier, createUploadTriggers, startTrigger } from './triggers.ts';

const noStack: StackManifest = {
  name: 'none',
  description: '',
  settings: [],
  buckets: [],
  tables: [],
  topics: [],
  queues: [],
  functions: [],
  alarms: [],
  alarmTopic: '',
};

/**
 * Starts the embedded AWS on 127.0.0.1: creates what the stack names, deploys its functions and wires their triggers.
 *
 * @throws GroundcrewError `local.port.taken`, `local.bundle.missing`, `local.setting.unknown` and others: what is wrong
 * with the options.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalAws> {
  const { region = 'us-east-1', accountId = '000000000000', stack = noStack, clock = systemClock } = options;
  const onEvent = options.onEvent ?? (() => {});
  const retryDelaysMs = options.retryDelaysMs ?? [60_000, 120_000];
  const activity = createActivity();
  const keys = createAccessKeys();
  const recorder = createRecorder(() => clock.now());
  const functions = new Map<string, LambdaFunction>();
  const stops: (() => void)[] = [];
  const faults = options.faults && createFaults(options.faults, clock);

  const dataDir = options.dataDir === undefined ? {} : { dataDir: options.dataDir };
  const database = createDatabase({ region, accountId, clock, ...dataDir });
  const positions = openStreamPositions(options.dataDir);
  stops.push(startExpiry(database, clock));
  const sqs = createSqs({ region, accountId, clock, ...dataDir });
  const sendToQueue = (queueName: string, body: string) => sqs.send(queueName, body);
  const invoker = createInvoker({ clock, activity, onEvent, retryDelaysMs, sendToQueue });
  const uploads = createUploadTriggers();
  const notify = createNotifier({ clock, activity, invoker, faults, targetsOf: uploads.targetsOf });
  const s3 = createS3({
    region,
    accountId,
    clock,
    ...dataDir,
    onObjectCreated(created) {
      const { bucketName: bucket, key, record } = created;
      onEvent({ type: 'object-created', bucket, key, sizeBytes: record.s3.object.size });
      notify(created);
    },
  });

  const front = await startFront({
    port: options.port ?? 0,
    services: [
      createDynamoDbService({ database, region, accountId, ...(faults && { throttle: faults.throttle }) }),
      createLambdaService({ functions, invoker, region, accountId }),
      sqs,
      createSts({ accountId }),
      s3,
    ],
    callerOf: keys.callerOf,
    onCall(call, request) {
      recorder.record(call, request);
      return faults?.onCall(call, request);
    },
    onBug: (error) => onEvent({ type: 'bug', message: String(error) }),
  });

  async function close(): Promise<void> {
    for (const stop of stops) stop();
    await Promise.all([...functions.values()].map((target) => target.close()));
    await front.close();
    positions.close();
    database.close();
  }

  try {
    const place = { region, accountId, endpoint: front.endpoint };
    const values = createStackValues(stack, options.settings ?? {}, place);
    for (const { id } of stack.buckets) s3.createBucket(values.bucketName(id), { versioning: true });
    for (const { id, retentionDays } of stack.queues) {
      const MessageRetentionPeriod = String(retentionDays * 24 * 60 * 60);
      sqs.createQueue(values.queueName(id), { MessageRetentionPeriod });
    }
    await createTables(database, stack, values);
    const triggerOptions = {
      place,
      values,
      clock,
      activity,
      invoker,
      database,
      positions,
      faults,
      onEvent,
      retryDelaysMs: options.retryDelaysMs,
      sendToQueue,
    };
    const deployed = deployFunctions({
      stack,
      bundles: options.bundles ?? [],
      values,
      place,
      overrides: options.functions ?? {},
      hooks: {
        issueKey: keys.issue,
        revokeKey: keys.revoke,
        onOutput: (name, line, requestId) => onEvent({ type: 'log', function: name, requestId, line }),
        ...(faults && { onRun: faults.onRun }),
      },
    });
    for (const target of deployed) functions.set(target.settings.name, target);
    for (const manifest of stack.functions) {
      const { name, trigger } = manifest;
      const target = need(functions, name);
      if (trigger.type === 's3-object-created') {
        uploads.add({ bucketName: values.bucketName(trigger.bucket), prefix: trigger.prefix ?? '', target });
      }
      stops.push(startTrigger(manifest, target, triggerOptions));
    }
    return {
      endpoint: front.endpoint,
      region,
      accountId,
      environment: () => ({
        AWS_ENDPOINT_URL: front.endpoint,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      }),
      resources: {
        bucketName: values.bucketName,
        tableName: values.tableName,
        topicArn: values.topicArn,
        queueUrl: values.queueUrl,
        functionName: (name) => need(functions, name).settings.name,
      },
      idle: (idleOptions) => waitUntilIdle(activity, idleOptions),
      calls: recorder.calls,
      messages: (queue) =>
        sqs.messages(stack.queues.some(({ id }) => id === queue) ? values.queueName(queue) : queue),
      streamRecords: (table) =>
        streamOf(
          database,
          stack.tables.some(({ id }) => id === table) ? values.tableName(table) : table,
        ).log(),
      async kill(functionName) {
        const chosen = functionName === undefined ? [...functions.values()] : [need(functions, functionName)];
        await Promise.all(chosen.map((target) => target.kill()));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function need(functions: ReadonlyMap<string, LambdaFunction>, name: string): LambdaFunction {
  const found = functions.get(name);
  if (found) return found;
  const known = [...functions.keys()].join(', ');
  throw new GroundcrewError(
    'local.function.unknown',
    `there is no function "${name}"; there is ${known || 'none'}`,
  );
}

async function waitUntilIdle(
  activity: Activity,
  { timeoutMs, ignoreWaiting }: IdleOptions = {},
): Promise<void> {
  const quiet = activity.quiet(new Set<Work>(ignoreWaiting ? ['waiting'] : []));
  if (timeoutMs === undefined) return quiet;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const left = (['invocation', 'stream-records', 'delivery', 'waiting'] as const)
        .map((work) => `${work} ${activity.count(work)}`)
        .join(', ');
      reject(
        new GroundcrewError('local.busy', `not quiet after ${timeoutMs} ms; still under way: ${left}`, {
          fault: 'service',
        }),
      );
    }, timeoutMs);
  });
  try {
    await Promise.race([quiet, late]);
  } finally {
    clearTimeout(timer);
  }
}
