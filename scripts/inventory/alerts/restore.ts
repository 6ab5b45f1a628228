import { createS3Client, formatS3Uri, parseS3Uri } from '@groundcrew/aws/s3';
import { confirm, createProgress, defineCommand, exitCodes } from '@groundcrew/cli';
import { openMessageFile, restoreObjects } from '@groundcrew/queue';
import { restoreObjectsReport } from '@groundcrew/queue/objects-report';
import { openConnection } from '../../connection.ts';
import { languageOption } from '../../language-option.ts';
import { FAILED_PREFIX } from './failed-alerts-options.ts';

export const command = defineCommand({
  description:
    'Puts the batches of a file that inventory alerts save wrote back into their bucket, or into another one, under their keys, for inventory alerts replay. An existing batch is not replaced: an interrupted run can be repeated.',
  arguments: [{ name: 'file', description: 'a file of inventory alerts save' }],
  options: {
    bucket: { type: 'text', value: 'NAME', description: 'a bucket other than their own' },
    yes: { type: 'flag', description: 'do not prompt for confirmation' },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew inventory alerts restore failed.jsonl.gz',
      description: 'Put saved batches back, after a question',
    },
  ],
  async handler({ options, arguments: { file }, global, io, signal, print }) {
    const { yes } = options;
    const saved = await openMessageFile(file, 'batches');
    const connection = await openConnection({ global, io, signal }, { changes: true });
    const bucket = options.bucket ?? parseS3Uri(saved.source).bucket;
    const name = formatS3Uri({ bucket, key: FAILED_PREFIX });
    const s3 = createS3Client(connection);
    const progress = createProgress(io, { label: 'Storing', unit: 'batches' });
    try {
      await confirm(io, `Store the batches of ${file} in ${name}?`, { yes });
      const restored = await restoreObjects({
        s3,
        bucket,
        prefix: FAILED_PREFIX,
        objects: saved.messages(),
        onProgress: (done) => progress.update({ done }),
        signal,
      });
      progress.end();
      const { isTruncated } = saved;
      await print(restoreObjectsReport({ name, file, isTruncated }, restored));
      return restored.refused.length > 0 || isTruncated ? exitCodes.partial : exitCodes.done;
    } finally {
      progress.end();
      s3.destroy();
    }
  },
});
