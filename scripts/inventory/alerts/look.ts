import { createS3Client } from '@groundcrew/aws/s3';
import { createProgress, defineCommand, exitCodes } from '@groundcrew/cli';
import { lookAtObjects } from '@groundcrew/queue';
import { objectsLookReport } from '@groundcrew/queue/objects-report';
import { openConnection } from '../../connection.ts';
import { languageOption } from '../../language-option.ts';
import { failedAlertsBucket, failedAlertsOptions } from './failed-alerts-options.ts';

export const command = defineCommand({
  description:
    'Shows the changes of shelves that alert-no-stock failed to process permanently, by cause. Lambda stores them in a bucket, with their records, for 14 days. Nothing is changed.',
  arguments: [],
  options: {
    ...failedAlertsOptions,
    limit: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 1_000_000,
      default: 10_000,
      description: 'how many batches to look at',
    },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew inventory alerts look', description: 'See which alerts failed, and why' },
    {
      command: 'groundcrew inventory alerts look --match Berlin',
      description: 'Only batches with changes of a store',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const connection = await openConnection({ global, io, signal });
    const { name, ...source } = await failedAlertsBucket(options.bucket, connection, signal);
    const s3 = createS3Client(connection);
    const progress = createProgress(io, { label: 'Looking', unit: 'batches' });
    try {
      const look = await lookAtObjects({
        s3,
        ...source,
        match: options.match,
        limit: options.limit,
        onProgress: (done) => progress.update({ done }),
        signal,
      });
      progress.end();
      await print(
        objectsLookReport({ name, look, next: 'groundcrew inventory alerts replay', nowMs: io.now() }),
      );
      return exitCodes.done;
    } finally {
      progress.end();
      s3.destroy();
    }
  },
});
