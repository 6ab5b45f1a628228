import { randomUUID } from 'node:crypto';
import { sleep } from '@groundcrew/async';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { invokeAsync } from '@groundcrew/aws/lambda';
import { createS3Client, openObject } from '@groundcrew/aws/s3';
import { createShelfTable } from '@groundcrew/inventory/full';
import { createLedger, createLedgerStore } from '@groundcrew/inventory/ledger';
import { createStockWriter, type LoadSummary } from '@groundcrew/inventory/load';
import { createOrderStore } from '@groundcrew/inventory/order';
import { createChangeJournal, createJournalInBucket } from '@groundcrew/inventory/undo';
import { createRejectsInBucket, loadUploads, readLoadEvent } from '@groundcrew/inventory/uploads';
import { createHandler, type Metrics } from '@groundcrew/lambda';
import { readSettings } from './env.ts';

const settings = readSettings();
const dynamodb = createDynamoDBClient();
const s3 = createS3Client();
const ledger = createLedger(
  {
    store: createLedgerStore(dynamodb, settings.ledgerTable),
    now: Date.now,
    random: Math.random,
    sleep,
    createId: randomUUID,
  },
  settings,
);

const journals = {
  client: s3,
  bucketName: settings.rejectsBucket,
  inventory: settings.inventoryTable,
};

const order =
  settings.orderGuard === 'none'
    ? undefined
    : {
        guardsItems: settings.orderGuard === 'item',
        // A full export decides on shelves that have no item, too.
        store:
          settings.orderGuard === 'item' && settings.full === undefined
            ? undefined
            : createOrderStore(journals),
        fileTime: settings.fileTime,
      };

const full = settings.full && {
  settings: settings.full,
  table: createShelfTable(dynamodb, settings.inventoryTable),
  isFull: (key: string) =>
    settings.full?.prefixes.some((prefix) => prefix === '*' || key.startsWith(prefix)) === true,
};

/** Time reserved for stopping before the deadline, unless set: a quarter of the total, at most this. */
const MAX_RESERVE_MS = 20_000;

/** Loads the stock files of an S3 notification; returns a summary of each. */
export const handler = createHandler<unknown, readonly LoadSummary[]>({
  name: 'load-inventory',
  // The load stops by itself, long before.
  abortEarlyMs: 1_000,
  handle: (event, { functionName, log, metrics, remainingMs }) =>
    loadUploads(
      readLoadEvent(event, Date.now()),
      {
        ledger,
        openObject: (request) => openObject(s3, request),
        createWriter: (mayWrite, guard) =>
          createStockWriter({ client: dynamodb, tableName: settings.inventoryTable, mayWrite, guard }),
        createRejects: (upload) =>
          createRejectsInBucket({
            client: s3,
            bucketName: settings.rejectsBucket,
            upload,
            run: randomUUID(),
          }),
        order,
        createJournal: settings.undoJournal
          ? (options) =>
              createChangeJournal({
                client: dynamodb,
                tableName: settings.inventoryTable,
                sink: createJournalInBucket(journals, options),
              })
          : undefined,
        continueLater: ({ record }) => invokeAsync({ functionName, payload: { Records: [record] } }),
        settings: settings.file,
        duplicates: settings.duplicates,
        full,
        remainingMs,
        reserveMs: settings.reserveMs ?? Math.min(MAX_RESERVE_MS, remainingMs() / 4),
        checkpointEveryMs: settings.checkpointEveryMs,
        onStall: (stall, object) => log.warn('the table stores no rows', { object, ...stall }),
        now: Date.now,
        sleep,
      },
      {
        ended(summary) {
          log.info('the load ended', { ...summary });
          count(metrics, summary);
        },
        failed: (error, object) => log.error('the load failed', { object, error }),
      },
    ),
});

/** A load is counted when it ends, including all of its invocations; so nothing is counted twice. */
function count(metrics: Metrics, summary: LoadSummary): void {
  if (summary.status !== 'loaded' && summary.status !== 'refused') return;
  metrics.add(summary.status === 'loaded' ? 'FilesLoaded' : 'FilesRefused', 1);
  metrics.add('RowsRead', summary.rows);
  metrics.add('RowsWritten', summary.written);
  metrics.add('RowsRejected', summary.rejected);
  metrics.add('Duplicates', summary.duplicates);
  metrics.add('RowsSuperseded', summary.superseded);
  if (summary.full !== undefined && summary.status === 'loaded')
    metrics.add('ShelvesVanished', summary.full.shelves);
  metrics.add('UnprocessedRetries', summary.unprocessedRetries);
  metrics.record('DurationMs', summary.durationMs, 'Milliseconds');
}
