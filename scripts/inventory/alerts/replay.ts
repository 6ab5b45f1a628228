import { createLambdaClient } from '@groundcrew/aws/lambda';
import { createS3Client } from '@groundcrew/aws/s3';
import { confirm, createProgress, defineCommand, exitCodes, type ExitCode } from '@groundcrew/cli';
import { createBatchReplay } from '@groundcrew/inventory/replay-batches';
import { replayReport } from '@groundcrew/inventory/replay-report';
import { type FailedObject, type ObjectOutcome, redriveObjects } from '@groundcrew/queue';
import { openConnection } from '../../connection.ts';
import { languageOption } from '../../language-option.ts';
import { failedAlertsBucket, failedAlertsOptions } from './failed-alerts-options.ts';

const DEFAULT_LIMIT = 1_000_000;

export const command = defineCommand({
  description:
    'Sends alerts that failed permanently, if they are still true: alert-no-stock is invoked with the stored changes, compares each ' +
    'with the shelf as it is now, and sends none a second time. What is not true any more is reported. A batch is deleted once all of ' +
    'it was processed; an interruption loses none. It stops when batch after batch fails. The exit code is 3 if batches are left.',
  arguments: [],
  options: {
    ...failedAlertsOptions,
    function: {
      type: 'text',
      value: 'NAME',
      description: 'the function that sends them; default: the one that failed',
    },
    rate: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 1_000,
      description: 'batches a second at most',
    },
    limit: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: DEFAULT_LIMIT,
      description: 'examine at most this many batches',
    },
    dryRun: { type: 'flag', description: 'send and delete nothing; show what would be sent' },
    yes: { type: 'flag', description: 'do not prompt for confirmation' },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew inventory alerts replay --dry-run',
      description: 'See which alerts are still true',
    },
    { command: 'groundcrew inventory alerts replay', description: 'Send them, after a question' },
    {
      command: 'groundcrew inventory alerts replay --match Berlin --rate 2 --yes',
      description: 'Only batches with changes of a store, two a second',
    },
  ],
  async handler({ options, global, io, signal, print }): Promise<ExitCode> {
    const { dryRun, match, rate, yes } = options;
    const connection = await openConnection({ global, io, signal }, { changes: !dryRun });
    const { name, ...source } = await failedAlertsBucket(options.bucket, connection, signal);
    const s3 = createS3Client(connection);
    const lambda = createLambdaClient(connection);
    const progress = createProgress(io, { label: dryRun ? 'Checking' : 'Replaying', unit: 'batches' });
    const replay = createBatchReplay({
      lambda,
      functionName: options.function,
      isDryRun: dryRun,
      signal,
    });
    try {
      if (!dryRun) await confirm(io, `Send the alerts of ${name} that are still true?`, { yes });
      const batches = await redriveObjects({
        s3,
        ...source,
        deliver: (object) => deliver(object, replay.replay),
        keepsAccepted: dryRun,
        match,
        limit: options.limit ?? DEFAULT_LIMIT,
        maxPerSecond: rate,
        onProgress: ({ examined }) => progress.update({ done: examined }),
        now: io.now,
        sleep: io.sleep,
        signal,
      }).catch((error: unknown) => {
        progress.end();
        if (signal.aborted && !dryRun) {
          const { announced } = replay.tally();
          io.stderr.write(`${announced} alerts were sent; what was not processed is in the bucket.\n`);
        }
        throw error;
      });
      progress.end();
      await print(replayReport({ name, isDryRun: dryRun, batches, tally: replay.tally() }));
      const isDone = batches.left.length === 0 && batches.notDeleted === 0 && batches.end === 'all';
      return isDone ? exitCodes.done : exitCodes.partial;
    } finally {
      progress.end();
      s3.destroy();
      lambda.destroy();
    }
  },
});

type Replay = ReturnType<typeof createBatchReplay>['replay'];

async function deliver({ failure }: FailedObject, replay: Replay): Promise<ObjectOutcome> {
  if (failure.kind !== 'stream-batch' || failure.service !== 'dynamodb' || failure.payload === undefined) {
    return { isAccepted: false, reason: 'it is not a batch of a DynamoDB stream with its records' };
  }
  return replay({ functionArn: failure.functionArn, payload: failure.payload });
}
