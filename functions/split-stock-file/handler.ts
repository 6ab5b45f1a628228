import { randomUUID } from 'node:crypto';
import { sleep } from '@groundcrew/async';
import { createS3Client, openObject } from '@groundcrew/aws/s3';
import {
  createStagingInBucket,
  readPlan,
  readSplitEvent,
  type SplitOutcome,
  splitFiles,
} from '@groundcrew/inventory/backfill';
import { createRejectsInBucket } from '@groundcrew/inventory/uploads';
import { createHandler } from '@groundcrew/lambda';
import { countdown } from '../step-settings.ts';
import { readSettings } from './env.ts';

const settings = readSettings();
const s3 = createS3Client();

/** Splits some files of a backfill by the parts of their shelves; `continued` if the time ran out. */
export const handler = createHandler<unknown, SplitOutcome>({
  name: 'split-stock-file',
  // It stops by itself, long before.
  abortEarlyMs: 1_000,
  async handle(event, { log, metrics, remainingMs, signal }) {
    const { name, files } = readSplitEvent(event);
    const staging = createStagingInBucket(s3, settings.rejectsBucket, signal);
    const plan = await readPlan(staging, name);
    const outcome = await splitFiles(files, plan, {
      staging,
      openObject: (request) => openObject(s3, request),
      createRejects: (upload) =>
        createRejectsInBucket({
          client: s3,
          bucketName: settings.rejectsBucket,
          upload,
          run: randomUUID(),
        }),
      settings: settings.file,
      duplicates: settings.duplicates,
      leftMs: countdown(settings, remainingMs),
      checkpointEveryMs: settings.checkpointEveryMs,
      createId: randomUUID,
      signal,
      now: Date.now,
      sleep,
    });
    log.info('files are split', { backfill: name, ...outcome });
    metrics.add('FilesSplit', outcome.files);
    metrics.add('FilesFailed', outcome.failed);
    metrics.add('RowsRejected', outcome.rejected);
    return outcome;
  },
});
