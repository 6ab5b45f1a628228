import { confirm, createProgress, defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { createMessageFile, saveMessages } from '@groundcrew/queue';
import { saveReport } from '@groundcrew/queue/queue-report';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { openQueue } from './open-queue.ts';
import { countReceivesOption, matchOption, queueArgument } from './queue-options.ts';

export const command = defineCommand({
  description:
    'Saves the messages of a queue to a new file (gzip, a message a line), with their attributes. They stay in the queue; with --delete each is deleted once it is on the disk. queue restore sends them back.',
  arguments: [queueArgument, { name: 'file', description: 'the file to write; it must not exist' }],
  options: {
    ...matchOption,
    limit: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 10_000_000,
      description: 'save at most this many messages',
    },
    delete: { type: 'flag', description: 'delete from the queue what was saved' },
    ...countReceivesOption,
    yes: { type: 'flag', description: 'do not prompt for confirmation of --delete' },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew queue save orders-dead orders.jsonl.gz',
      description: 'Keep a copy of what failed',
    },
    {
      command: 'groundcrew queue save orders-dead old.jsonl.gz --delete --yes',
      description: 'Empty a queue, and keep what was in it',
    },
  ],
  async handler({ options, arguments: { queue: question, file }, global, io, signal, print }) {
    const { match, limit = 10_000_000, countReceives, yes } = options;
    const connection = await openConnection({ global, io, signal }, { changes: options.delete });
    const queue = await openQueue(question, connection, signal);
    const { sqs, name, details } = queue;
    const progress = createProgress(io, { label: 'Saving', unit: 'messages' });
    try {
      if (details.redrive && !countReceives && !options.delete) {
        throw usageError(
          `${name} has a dead-letter queue of its own, and SQS moves there what is received ${details.redrive.maxReceives} times; pass --count-receives, or --delete`,
        );
      }
      if (options.delete) {
        await confirm(io, `Delete about ${details.waiting} messages of ${name} once they are saved?`, {
          yes,
        });
      }
      const writer = await createMessageFile(file, details.arn, io.now());
      try {
        const saved = await saveMessages({
          ...queue,
          writer,
          match,
          limit,
          deletes: options.delete,
          onProgress: (done) => progress.update({ done }),
          signal,
        });
        progress.end();
        await print(saveReport({ name, details, file }, saved));
        const isWhole = (saved.end === 'all' && details.inFlight === 0) || saved.end === 'limit';
        return isWhole && (!options.delete || saved.deleted === saved.saved)
          ? exitCodes.done
          : exitCodes.partial;
      } finally {
        await writer.close();
      }
    } finally {
      progress.end();
      sqs.destroy();
    }
  },
});
