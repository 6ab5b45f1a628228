import { confirm, createProgress, defineCommand, exitCodes } from '@groundcrew/cli';
import { openMessageFile, restoreMessages } from '@groundcrew/queue';
import { restoreReport } from '@groundcrew/queue/queue-report';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { openQueue } from './open-queue.ts';
import { openRestoreProgress } from './restore-progress.ts';

export const command = defineCommand({
  description:
    'Sends the messages of a file that queue save wrote back to their queue, or to another one, in their order. The progress is written beside the file, to FILE.restored: an interrupted run continues from there, and a second run sends nothing.',
  arguments: [{ name: 'file', description: 'a file of queue save' }],
  options: {
    to: { type: 'text', value: 'QUEUE', description: 'a queue other than their own' },
    again: { type: 'flag', description: 'send all messages, even if they were sent before' },
    yes: { type: 'flag', description: 'do not prompt for confirmation' },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew queue restore orders.jsonl.gz',
      description: 'Send saved messages back, after a question',
    },
    {
      command: 'groundcrew queue restore orders.jsonl.gz --to orders --yes',
      description: 'Send them to the queue that failed to process them',
    },
  ],
  async handler({ options, arguments: { file }, global, io, signal, print }) {
    const { yes, again } = options;
    const saved = await openMessageFile(file);
    const connection = await openConnection({ global, io, signal }, { changes: true });
    const { sqs, name, url, details } = await openQueue(options.to ?? saved.source, connection, signal);
    const progress = createProgress(io, { label: 'Sending', unit: 'messages' });
    const sidecar = await openRestoreProgress(`${file}.restored`, details.arn, again);
    try {
      await confirm(io, `Send the messages of ${file} to ${name}?`, { yes });
      const restored = await restoreMessages({
        sqs,
        url,
        isFifo: details.isFifo,
        messages: saved.messages(),
        skip: sidecar.processed,
        onSent: sidecar.record,
        onProgress: (done) => progress.update({ done }),
        signal,
      });
      progress.end();
      const { isTruncated } = saved;
      await print(restoreReport({ name, file, isTruncated }, restored));
      return restored.refused.length > 0 || isTruncated ? exitCodes.partial : exitCodes.done;
    } finally {
      progress.end();
      await sidecar.close();
      sqs.destroy();
    }
  },
});
