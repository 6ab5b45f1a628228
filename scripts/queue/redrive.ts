import { createDynamoDBStreamsClient } from '@groundcrew/aws/dynamodb-streams';
import { createLambdaClient } from '@groundcrew/aws/lambda';
import { createSnsClient } from '@groundcrew/aws/sns';
import { deadLetterSources, queueUrl } from '@groundcrew/aws/sqs';
import { collectPages } from '@groundcrew/aws-core';
import {
  confirm,
  createProgress,
  defineCommand,
  exitCodes,
  type ExitCode,
  usageError,
} from '@groundcrew/cli';
import {
  canMoveAt,
  createDelivery,
  createDestinations,
  lookAtQueue,
  moveMessages,
  redriveMessages,
} from '@groundcrew/queue';
import { lookReport, moveReport, redriveReport } from '@groundcrew/queue/queue-report';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { openQueue, queueNameOf } from './open-queue.ts';
import { matchOption, queueArgument } from './queue-options.ts';

const DEFAULT_LIMIT = 1_000_000;

export const command = defineCommand({
  description:
    'Sends the messages of a queue back to where they failed, by what they are: failed invocations and dead letters to their ' +
    'function, batches of a DynamoDB stream to their function with the records read again (for 24 hours), targets of rules and ' +
    'schedules, notifications, messages to the queue that they came from. Where SQS can move them itself, it does. A message is ' +
    'deleted once it was accepted; an interruption loses none, and may deliver some twice. It stops when the same failures come back. The exit code is 3 if messages are left in the queue.',
  arguments: [queueArgument],
  options: {
    to: { type: 'text', value: 'QUEUE', description: 'the queue for plain messages, whatever they name' },
    function: { type: 'text', value: 'NAME', description: 'the function for events, whatever they name' },
    ...matchOption,
    rate: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 10_000,
      description: 'messages a second at most',
    },
    limit: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: DEFAULT_LIMIT,
      description: 'examine at most this many messages',
    },
    asItStands: {
      type: 'flag',
      description: 'send events of EventBridge rules unchanged: the target has no input of its own',
    },
    dryRun: { type: 'flag', description: 'send and delete nothing; show what is in the queue, by cause' },
    yes: { type: 'flag', description: 'do not prompt for confirmation' },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew queue redrive groundcrew-load-failures',
      description: 'Load what failed again, after a question',
    },
    {
      command: 'groundcrew queue redrive orders-dead --match timeout --rate 10 --yes',
      description: 'Send back what timed out, ten a second',
    },
    { command: 'groundcrew queue redrive orders-dead --dry-run', description: 'See what would be sent back' },
  ],
  async handler({ options, arguments: { queue: question }, global, io, signal, print }): Promise<ExitCode> {
    const { match, rate, dryRun, yes } = options;
    const limit = options.limit ?? DEFAULT_LIMIT;
    const connection = await openConnection({ global, io, signal }, { changes: !dryRun });
    const queue = await openQueue(question, connection, signal);
    const { sqs, name, url, details } = queue;
    const progress = createProgress(io, { label: dryRun ? 'Looking' : 'Redriving', unit: 'messages' });
    const lambda = createLambdaClient(connection);
    const sns = createSnsClient(connection);
    const streams = createDynamoDBStreamsClient(connection);
    try {
      if (dryRun) return await showOnly();
      const toUrl =
        options.to === undefined
          ? undefined
          : await queueUrl(sqs, queueNameOf(options.to, connection.region), { signal });
      if (toUrl === url) throw usageError(`--to ${options.to} is the queue itself: nothing would change`);
      const sources = await collectPages(deadLetterSources(sqs, url, { signal }));
      await confirm(io, `Send back about ${details.waiting} messages of ${name}?`, { yes });
      const isWhole = match === undefined && options.limit === undefined && options.function === undefined;
      if (sources.length > 0 && isWhole && toUrl === undefined && canMoveAt(rate)) return await moveAll();
      return await deliverEach(toUrl);
    } finally {
      progress.end();
      for (const client of [sqs, lambda, sns, streams]) client.destroy();
    }

    async function showOnly(): Promise<ExitCode> {
      const look = await lookAtQueue({
        ...queue,
        match,
        limit: Math.min(limit, 100_000),
        countReceives: true,
        onProgress: (done) => progress.update({ done }),
        signal,
      });
      progress.end();
      await print(lookReport({ name, look, hasBodies: false, nowMs: io.now() }));
      return exitCodes.done;
    }

    async function moveAll(): Promise<ExitCode> {
      const task = await moveMessages({
        sqs,
        details,
        maxPerSecond: rate,
        onProgress: ({ moved, toMove }) =>
          progress.update({
            done: moved,
            ...(toMove !== undefined && toMove > 0 && { fraction: moved / toMove }),
          }),
        sleep: io.sleep,
        signal,
      });
      progress.end();
      await print(moveReport(name, task));
      return exitCodes.done;
    }

    async function deliverEach(toUrl: string | undefined): Promise<ExitCode> {
      const functionName = options.function;
      const destinations = createDestinations({
        sqs,
        lambda,
        sns,
        url,
        details,
        toUrl,
        functionName,
        signal,
      });
      const deliver = createDelivery({
        sqs,
        lambda,
        streams,
        destinations,
        isTargetInputWhole: options.asItStands,
        functionName,
        signal,
      });
      let sent = 0;
      const redrive = await redriveMessages({
        sqs,
        url,
        details,
        deliver,
        match,
        limit,
        maxPerSecond: rate,
        onProgress: ({ accepted }) => {
          sent = accepted;
          progress.update({ done: accepted });
        },
        now: io.now,
        sleep: io.sleep,
        signal,
      }).catch((error: unknown) => {
        progress.end();
        if (signal.aborted) {
          io.stderr.write(`At least ${sent} messages were sent back; the others are in the queue.\n`);
        }
        throw error;
      });
      progress.end();
      await print(redriveReport({ name, details, redrive }));
      const { left, notDeleted, end } = redrive;
      const isDone = left.length === 0 && notDeleted === 0 && end === 'all' && details.inFlight === 0;
      return isDone ? exitCodes.done : exitCodes.partial;
    }
  },
});
