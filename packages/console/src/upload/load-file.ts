import { randomUUID } from 'node:crypto';
import { sleep } from '@groundcrew/async';
import { createUpload, openObject, putObject } from '@groundcrew/aws/s3';
import { createShelfTable } from '@groundcrew/inventory/full';
import { createLedger, createLedgerStore, sequencerOfTime } from '@groundcrew/inventory/ledger';
import { createStockWriter } from '@groundcrew/inventory/load';
import { createOrderStore } from '@groundcrew/inventory/order';
import { createChangeJournal, createJournalInBucket } from '@groundcrew/inventory/undo';
import { createRejectsInBucket, loadUpload } from '@groundcrew/inventory/uploads';
import type { InventorySource } from '../console.ts';
import type { LoadFile } from './upload-jobs.ts';

/** Where files of the console are in the bucket of rejects: no function is notified of them. */
export const UPLOAD_PREFIX = '.uploads/';

/** Where the answers about a file are kept, for its rejects; `undefined`: it is not a file of the console. */
export function answersKey(key: string): string | undefined {
  const id = /^\.uploads\/([^/]+)\//.exec(key)?.[1];
  return id === undefined ? undefined : `.answers/${id}.json`;
}

/** S3 returns times in seconds: within one, files are in the order of their names, and the one that was loaded last counts. */
function timePrefix(timeMs: number): string {
  return timeMs.toString(16).padStart(12, '0');
}

/** No deadline ends a load of the console. */
const REMAINING_MS = 24 * 3_600_000;

/**
 * Loads a file as the function `load-inventory` loads an upload: stored as an object, under the ledger, with its place among all
 * files, its rejects in their bucket. Its settings are those of the command, with what the page was answered.
 */
export function createLoadFile(inventory: InventorySource, now: () => number): LoadFile {
  const { dynamodb, s3, table, ledgerTable, rejectsBucket: bucket } = inventory;
  return async ({ id, name, answers, open }, { settings, duplicates, full }, onProgress, signal) => {
    const key = `${UPLOAD_PREFIX}${timePrefix(now())}-${id}/${name}`;
    const upload = createUpload(s3, { bucket, key, contentType: 'application/octet-stream' });
    for await (const chunk of open()) {
      signal.throwIfAborted();
      await upload.write(chunk);
    }
    await upload.finish();
    await putObject(s3, { bucket, key: answersKey(key)!, body: JSON.stringify(answers) });
    return await loadUpload(
      { bucket, key, sequencer: sequencerOfTime(now()), record: {} },
      {
        ledger: createLedger({
          store: createLedgerStore(dynamodb, ledgerTable),
          now,
          random: Math.random,
          sleep,
          createId: randomUUID,
        }),
        openObject: (request) => openObject(s3, request),
        createWriter: (mayWrite, guard) =>
          createStockWriter({ client: dynamodb, tableName: table, mayWrite, guard }),
        createRejects: (rejected) =>
          createRejectsInBucket({ client: s3, bucketName: bucket, upload: rejected, run: randomUUID() }),
        order: {
          store: createOrderStore({ client: s3, bucketName: bucket, inventory: table }),
          fileTime: 'modified',
        },
        // What was there before is recorded, so that the page of loads can undo it.
        createJournal: (options) =>
          createChangeJournal({
            client: dynamodb,
            tableName: table,
            sink: createJournalInBucket({ client: s3, bucketName: bucket, inventory: table }, options),
          }),
        continueLater: async () => {},
        settings,
        duplicates,
        full: full && {
          settings: full,
          table: createShelfTable(dynamodb, table),
          isFull: () => true,
          isConfirmed: full.isConfirmed,
        },
        remainingMs: () => REMAINING_MS,
        reserveMs: 0,
        checkpointEveryMs: 5_000,
        onProgress,
        signal,
        now,
        sleep,
      },
    );
  };
}
