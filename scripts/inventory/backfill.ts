import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { whoAmI } from '@groundcrew/aws/identity';
import { createS3Client } from '@groundcrew/aws/s3';
import { createStepFunctionsClient, stateMachineArn } from '@groundcrew/aws/step-functions';
import { createProgress, defineCommand, type ExitCode, exitCodes, usageError } from '@groundcrew/cli';
import {
  awaitCheck,
  type BackfillChoice,
  type BackfillStatus,
  checkFiles,
  checkSample,
  createStagingInBucket,
  createStepFunctionsEngine,
  followBackfill,
  type FollowDeps,
  hasEnded,
  isWhole,
  listBackfillFiles,
  newBackfillName,
  readStatus,
  resumeBackfill,
  setConcurrency,
  startBackfill,
  stopBackfill,
} from '@groundcrew/inventory/backfill';
import { backfillPlanReport, backfillReport } from '@groundcrew/inventory/backfill-report';
import { fileTimes, sampleGuards } from '@groundcrew/inventory/order';
import { compileGlob } from '@groundcrew/settings';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { nextCommand } from '../tags/next-command.ts';
import { readRequest, readSince } from './backfill-source.ts';

const DEFAULT_CONCURRENCY = 16;
const DEFAULT_STATE_MACHINE = 'groundcrew-backfill-inventory';

export const command = defineCommand({
  description:
    'Puts the latest counts of many old stock files into the table: every version of every object under a prefix is read, and each shelf is ' +
    'written once, as the newest file has it. The state machine backfill-inventory of the stack does it, whether this command waits or not; live uploads continue, and their counts are not replaced by older files (OrderGuard of the stack has to be ' +
    'item). A file that cannot be read and rejected rows are reported; the exit code is then 3. In place of a prefix: status, ' +
    'stop, resume (for 14 days) or set, and the name of a backfill.',
  arguments: [
    { name: 'source', description: 's3://bucket/prefix; or status, stop, resume or set' },
    {
      name: 'name',
      optional: true,
      description: 'with status, stop, resume and set: the name of the backfill',
    },
  ],
  options: {
    since: {
      type: 'text',
      value: 'DATE',
      description: 'only files of this time or later: 2026-03-01, in UTC',
    },
    match: {
      type: 'text',
      value: 'GLOB',
      description: 'only objects whose whole key matches this pattern: * for any text, ? for one character',
    },
    orderBy: {
      type: 'text',
      value: 'RULE',
      choices: fileTimes,
      default: 'modified',
      description:
        'the time of a file: modified, when it was stored, or name, the date in its name; the same as FileTime of the stack',
    },
    concurrency: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 10_000,
      description: `how many functions work at the same time; default: ${DEFAULT_CONCURRENCY}`,
    },
    noAlerts: {
      type: 'flag',
      description:
        'send no alerts for shelves that the backfill empties; each item has AlertsOff until its next load',
    },
    adopt: {
      type: 'flag',
      description:
        'also replace items without the time of a file, and add it to them (the attribute FileTime)',
    },
    dryRun: {
      type: 'flag',
      description: 'start nothing; report what would be read, and what would be left out',
    },
    follow: {
      type: 'flag',
      description: 'wait until it has ended; Ctrl-C ends the waiting, not the backfill',
    },
    table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'the table of stock items' },
    rejectsBucket: {
      type: 'text',
      value: 'NAME',
      description:
        'the bucket of rejects, where the backfill keeps its work; default: groundcrew-rejects-ACCOUNT-REGION',
    },
    stateMachine: {
      type: 'text',
      value: 'NAME',
      default: DEFAULT_STATE_MACHINE,
      description: 'the state machine of the stack',
    },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew inventory backfill s3://shop-stock/2025/ --dry-run',
      description: 'See what would be read, and what would be left out',
    },
    {
      command: 'groundcrew inventory backfill s3://shop-stock/2025/ --no-alerts --follow',
      description: 'Put the counts of a year of files into the table, without alerts, and wait for the end',
    },
    {
      command:
        "groundcrew inventory backfill s3://shop-stock/ --match '*.csv.gz' --order-by name --concurrency 64",
      description: 'Choose files by their names, order them by the dates in these, with 64 functions',
    },
    {
      command: 'groundcrew inventory backfill status 20261129-181920-k3f9 --follow',
      description: 'See the progress of a backfill, and wait for its end',
    },
    {
      command: 'groundcrew inventory backfill set 20261129-181920-k3f9 --concurrency 4',
      description: 'Leave more of the capacity of the table to others',
    },
    {
      command: 'groundcrew inventory backfill stop 20261129-181920-k3f9',
      description: 'Stop a backfill; resume continues with the rest',
    },
  ],
  async handler({
    options,
    arguments: { source, name: given },
    global,
    io,
    signal,
    print,
  }): Promise<ExitCode> {
    const request = readRequest(source, given);
    const { dryRun, follow, table, stateMachine } = options;
    if (request.action === 'set' && options.concurrency === undefined) {
      throw usageError('pass what to set: --concurrency N');
    }
    const isReadOnly = dryRun || request.action === 'status';
    const connection = await openConnection({ global, io, signal }, { changes: !isReadOnly });
    const s3 = createS3Client(connection);
    const dynamodb = createDynamoDBClient(connection);
    const states = createStepFunctionsClient(connection);
    const progress = createProgress(io, { label: 'Backfilling', unit: 'calls' });
    try {
      const { accountId } = await whoAmI(connection, signal);
      const bucket = options.rejectsBucket ?? `groundcrew-rejects-${accountId}-${connection.region ?? ''}`;
      const staging = createStagingInBucket(s3, bucket, signal);
      const machineArn = await stateMachineArn(states, accountId, stateMachine);
      const engine = createStepFunctionsEngine(states, { machineArn, signal });
      const deps: FollowDeps = {
        staging,
        engine,
        now: io.now,
        sleep: io.sleep,
        signal,
        onStatus: showProgress,
      };
      if (request.action !== 'start') {
        const { name } = request;
        switch (request.action) {
          case 'stop':
            await stopBackfill(name, deps);
            break;
          case 'resume':
            await resumeBackfill(name, deps);
            break;
          case 'set':
            await setConcurrency(name, options.concurrency!, deps);
            break;
          default:
        }
        return await end(name, deps);
      }
      const name = await start({ ...request, ...choiceOf() }, deps);
      return name === undefined ? exitCodes.done : await end(name, deps);
    } finally {
      progress.end();
      states.destroy();
      s3.destroy();
      dynamodb.destroy();
    }

    function choiceOf(): Pick<BackfillChoice, 'fileTime' | 'sinceMs' | 'matches'> {
      const { since, match, orderBy } = options;
      return {
        fileTime: orderBy,
        sinceMs: readSince(since),
        matches: match === undefined ? undefined : compileGlob(match),
      };
    }

    /** @returns its name; nothing for a dry run */
    async function start(choice: BackfillChoice, deps: FollowDeps): Promise<string | undefined> {
      const files = await listBackfillFiles(choice, { client: s3, signal });
      const sample = await sampleGuards(dynamodb, table, signal);
      if (dryRun) await print(backfillPlanReport(choice, files, sample, options));
      // What a backfill would be refused for, its dry run is too, after what was found.
      checkFiles(choice, files);
      checkSample(sample, table, options.adopt);
      if (dryRun) return undefined;
      const name = newBackfillName(io.now(), Math.random);
      const { concurrency = DEFAULT_CONCURRENCY, noAlerts } = options;
      await startBackfill(choice, files, { name, alerts: !noAlerts, concurrency, nowMs: io.now() }, deps);
      io.stderr.write(`The backfill ${name} is started.\n`);
      return name;
    }

    function showProgress({ maps }: BackfillStatus): void {
      const running = maps.at(-1);
      if (running === undefined) return;
      const { succeeded, failed, total } = running.executions;
      const done = succeeded + failed;
      progress.update({ done, ...(total > 0 && { fraction: done / total }) });
    }

    /** Waits as long as was asked for, and reports. */
    async function end(name: string, deps: FollowDeps): Promise<ExitCode> {
      const status = await wait(name, deps);
      progress.end();
      await print(backfillReport(status));
      if (!hasEnded(status)) return exitCodes.done;
      if (status.execution.status === 'succeeded')
        return isWhole(status) ? exitCodes.done : exitCodes.partial;
      return request.action === 'stop' ? exitCodes.done : exitCodes.failed;
    }

    /** A command about the same backfill: it is found by the bucket and the state machine that were named. */
    function next(...words: readonly string[]): string {
      const { rejectsBucket } = options;
      const named = [
        ...(rejectsBucket === undefined ? [] : ['--rejects-bucket', rejectsBucket]),
        ...(stateMachine === DEFAULT_STATE_MACHINE ? [] : ['--state-machine', stateMachine]),
      ];
      return nextCommand(['inventory', 'backfill', ...words, ...named], global);
    }

    async function wait(name: string, deps: FollowDeps): Promise<BackfillStatus> {
      try {
        if (follow) return await followBackfill(name, deps);
        // A refusal comes before anything is started.
        if (request.action === 'start') return await awaitCheck(name, deps);
        return await readStatus(name, deps);
      } catch (error) {
        progress.end();
        if (signal.aborted) {
          io.stderr.write(
            `The backfill ${name} continues. Follow it: ${next('status', name, '--follow')}; stop it: ${next('stop', name)}; once it is stopped, resume it: ${next('resume', name)}\n`,
          );
        }
        throw error;
      }
    }
  },
});
