import { createS3Client } from '@groundcrew/aws/s3';
import { confirm, createProgress, defineCommand, exitCodes } from '@groundcrew/cli';
import { createMessageFile, saveObjects } from '@groundcrew/queue';
import { saveObjectsReport } from '@groundcrew/queue/objects-report';
import { openConnection } from '../../connection.ts';
import { languageOption } from '../../language-option.ts';
import { failedAlertsBucket, failedAlertsOptions } from './failed-alerts-options.ts';

const MAX_LIMIT = 1_000_000;

export const command = defineCommand({
  description:
    'Saves what alert-no-stock failed to process permanently to a new file (gzip, one batch per line): the bucket stores it for 14 days only. The batches stay in the bucket; with --delete each is deleted once it is on the disk. inventory alerts restore stores them again. The exit code is 3 if batches could not be saved or deleted.',
  arguments: [{ name: 'file', description: 'the file to write; it must not exist' }],
  options: {
    ...failedAlertsOptions,
    limit: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: MAX_LIMIT,
      description: 'examine at most this many batches',
    },
    delete: { type: 'flag', description: 'delete from the bucket what was saved' },
    yes: { type: 'flag', description: 'do not prompt for confirmation of --delete' },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew inventory alerts save failed.jsonl.gz',
      description: 'Keep a copy for longer than 14 days',
    },
    {
      command: 'groundcrew inventory alerts save berlin.jsonl.gz --match Berlin --delete --yes',
      description: 'Take batches with changes of a store out of the bucket',
    },
  ],
  async handler({ options, arguments: { file }, global, io, signal, print }) {
    const { match, limit = MAX_LIMIT, yes } = options;
    const connection = await openConnection({ global, io, signal }, { changes: options.delete });
    const { name, ...source } = await failedAlertsBucket(options.bucket, connection, signal);
    const s3 = createS3Client(connection);
    const progress = createProgress(io, { label: 'Saving', unit: 'batches' });
    try {
      if (options.delete) await confirm(io, `Delete the batches of ${name} once they are saved?`, { yes });
      const writer = await createMessageFile(file, name, io.now(), 'batches');
      try {
        const saved = await saveObjects({
          s3,
          ...source,
          writer,
          match,
          limit,
          deletes: options.delete,
          onProgress: (done) => progress.update({ done }),
          signal,
        });
        progress.end();
        await print(saveObjectsReport({ name, file }, saved));
        const isWhole = saved.left.length === 0 && (!options.delete || saved.deleted === saved.saved);
        return isWhole ? exitCodes.done : exitCodes.partial;
      } finally {
        await writer.close();
      }
    } finally {
      progress.end();
      s3.destroy();
    }
  },
});
