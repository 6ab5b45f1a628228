import { sleep } from '@groundcrew/async';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createS3Client } from '@groundcrew/aws/s3';
import { readStepEvent } from '@groundcrew/inventory/backfill-event';
import { createStagingInBucket } from '@groundcrew/inventory/backfill-staging';
import { runBackfillStep, type StepOutcome } from '@groundcrew/inventory/backfill-step';
import { createHandler } from '@groundcrew/lambda';
import { countdown } from '../step-settings.ts';
import { readSettings } from './env.ts';

const settings = readSettings();
const s3 = createS3Client();
const dynamodb = createDynamoDBClient();

/** Checks a backfill, lists its parts, or puts the newest row of each shelf of one part; `continued` if the time ran out. */
export const handler = createHandler<unknown, StepOutcome>({
  name: 'reduce-shelves',
  // It stops by itself, long before.
  abortEarlyMs: 1_000,
  async handle(event, { log, metrics, remainingMs, signal }) {
    const step = readStepEvent(event);
    const outcome = await runBackfillStep(step, settings.live, {
      staging: createStagingInBucket(s3, settings.rejectsBucket, signal),
      writer: { client: dynamodb, tableName: settings.inventoryTable },
      leftMs: countdown(settings, remainingMs),
      checkpointEveryMs: settings.checkpointEveryMs,
      signal,
      now: Date.now,
      sleep,
    });
    log.info('a step of a backfill is done', { ...step, ...outcome });
    if ('written' in outcome) {
      metrics.add('ShelvesWritten', outcome.written);
      metrics.add('ShelvesSuperseded', outcome.declined);
    }
    return outcome;
  },
});
