import { createProgress, defineCommand, exitCodes } from '@groundcrew/cli';
import { lookAtQueue } from '@groundcrew/queue';
import { lookReport } from '@groundcrew/queue/queue-report';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { openQueue } from './open-queue.ts';
import { countReceivesOption, matchOption, queueArgument } from './queue-options.ts';

export const command = defineCommand({
  description:
    'Shows what is in a queue, by cause: failed invocations of functions, their dead letters, batches of streams, targets of rules ' +
    'and schedules, notifications, messages. The messages stay in the queue; they are invisible to others while they are read, ' +
    'up to two minutes.',
  arguments: [queueArgument],
  options: {
    ...matchOption,
    limit: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 100_000,
      default: 1_000,
      description: 'how many messages to look at',
    },
    bodies: { type: 'flag', description: 'show the body of an example of each cause' },
    ...countReceivesOption,
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew queue look groundcrew-load-failures', description: 'See why loads failed' },
    {
      command: 'groundcrew queue look orders-dead --bodies',
      description: 'See a whole example of each cause',
    },
    {
      command: "groundcrew queue look orders-dead --match AccessDenied --output json | jq '.causes[0]'",
      description: 'Pass the most frequent cause on',
    },
  ],
  async handler({ options, arguments: { queue: question }, global, io, signal, print }) {
    const queue = await openQueue(question, await openConnection({ global, io, signal }), signal);
    const progress = createProgress(io, { label: 'Looking', unit: 'messages' });
    try {
      const look = await lookAtQueue({
        ...queue,
        match: options.match,
        limit: options.limit,
        countReceives: options.countReceives,
        onProgress: (done) => progress.update({ done }),
        signal,
      });
      progress.end();
      await print(lookReport({ name: queue.name, look, hasBodies: options.bodies, nowMs: io.now() }));
      return exitCodes.done;
    } finally {
      progress.end();
      queue.sqs.destroy();
    }
  },
});
