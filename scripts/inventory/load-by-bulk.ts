import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import { whoAmI } from '@groundcrew/aws/identity';
import { createS3Client } from '@groundcrew/aws/s3';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { createProgress, type ExitCode, exitCodes, type Io, usageError } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';
import {
  checkGuardSample,
  checkTable,
  createBulkRecord,
  createBulkStaging,
  loadInBulk,
  partsInBucket,
  prepareParts,
  ADOPTION_HINT,
} from '@groundcrew/inventory/bulk';
import type { BulkFacts } from '@groundcrew/inventory/bulk-load-report';
import type { DuplicatePolicy } from '@groundcrew/inventory/duplicates';
import { createLedger, createLedgerStore } from '@groundcrew/inventory/ledger';
import type { LoadInput } from '@groundcrew/inventory/load';
import { type FilePlace, type FileTime, sampleGuards } from '@groundcrew/inventory/order';
import { createRejectTally } from '@groundcrew/inventory/reject-tally';
import { rejectSink } from './load-source.ts';
import type { StockSource } from './stock-source.ts';

export interface BulkLoadOptions {
  readonly table: string;
  readonly duplicates: DuplicatePolicy;
  readonly rejects: string | undefined;
  readonly fileTime: FileTime;
  readonly adopt: boolean;
  readonly staging: string | undefined;
  readonly ledger: string;
  readonly maxWriteUnits: number | undefined;
}

export interface BulkLoadContext {
  readonly connection: ConnectionSettings;
  readonly dynamodb: DynamoDBClient;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** The place of the file. */
  readonly place: FilePlace;
}

/** Both are documented; this one takes less of a processor. */
const COMPRESSION = 'ZSTD';

/** Loads an object by a bulk put, with progress on the terminal. */
export async function loadByBulk(
  source: StockSource,
  input: Omit<LoadInput, 'duplicates'>,
  options: BulkLoadOptions,
  { connection, dynamodb, io, signal, place }: BulkLoadContext,
): Promise<BulkFacts> {
  const { table, duplicates } = options;
  const facts = await checkTable(dynamodb, table, signal);
  const sample = await sampleGuards(dynamodb, table, signal);
  checkGuardSample(table, sample, options.adopt);
  if (sample.unguarded > 0) io.stderr.write(`Adopting: ${ADOPTION_HINT}\n`);
  const s3 = createS3Client(connection);
  const staging = createBulkStaging(s3, await stagingPlace(options.staging, connection, signal), {
    tableId: facts.id,
    object: source.name,
    etag: source.etag ?? '',
    settings: [input.settings, duplicates, options.fileTime, COMPRESSION],
  });
  const rejects = createRejectTally(rejectSink(source, { ...options, dryRun: false }));
  const converting = createProgress(io, { label: 'Converting', unit: 'rows' });
  const loading = createProgress(io, { label: 'Loading', unit: 'rows' });
  const record = createRecord();
  try {
    const result = await loadInBulk(
      {
        tableName: table,
        object: source.name,
        staging,
        compression: COMPRESSION,
        maxWriteUnits: options.maxWriteUnits,
        prepare: () =>
          prepareParts(
            { ...input, duplicates },
            { name: source.name, sizeBytes: source.sizeBytes, compression: COMPRESSION },
            {
              openPart: partsInBucket(s3, staging, COMPRESSION),
              guard: { order: place.order, rowsRepeat: false },
              enterOrder: place.enter,
              rejects: rejects.sink,
              signal,
              now: io.now,
              sleep: io.sleep,
              onProgress: ({ rows, bytesRead, isChecking }) =>
                converting.update({
                  done: rows,
                  ...(source.sizeBytes && { fraction: bytesRead / source.sizeBytes }),
                  ...(isChecking && { detail: 'looking through it first' }),
                }),
            },
          ),
      },
      {
        dynamodb,
        s3,
        signal,
        sleep: io.sleep,
        random: Math.random,
        onStart: () => recorded(() => record.begin()),
        onStep(step) {
          converting.end();
          if (step.kind === 'taken-up') io.stderr.write(`Going on with ${staging.address}\n`);
          if (step.kind === 'checking-guard')
            io.stderr.write('Checking that DynamoDB refuses a line whose condition does not hold\n');
          if (step.kind === 'started') io.stderr.write(`Started ${step.arn}\n`);
        },
        onProgress: ({ processedItems }, items) =>
          loading.update({ done: processedItems, ...(items > 0 && { fraction: processedItems / items }) }),
      },
    );
    loading.end();
    await recorded(() => record.end(result.summary));
    return { file: source.name, table, result, rejects: rejects.reasons(), staging: staging.address };
  } catch (error) {
    converting.end();
    loading.end();
    if (signal.aborted) {
      io.stderr.write(
        'A bulk put that was started continues by itself. Run the same command again: it continues where this one stopped\n',
      );
    }
    throw error;
  } finally {
    converting.end();
    loading.end();
    s3.destroy();
  }

  function createRecord() {
    const ledger = createLedger({
      store: createLedgerStore(dynamodb, options.ledger),
      now: io.now,
      random: Math.random,
      sleep: io.sleep,
      createId: randomUUID,
    });
    return createBulkRecord(ledger, source.name, staging.id, signal);
  }

  /** Without the stack there is no ledger: the load does not need it. */
  async function recorded(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!isGroundcrewError(error) || error.code !== 'aws-dynamodb.table-not-found') throw error;
      io.stderr.write(`The load is not recorded: there is no table "${options.ledger}"\n`);
    }
  }
}

/** 3 for what is not complete: rejected rows, or lines that were not processed. */
export function exitCodeOfBulk({ result: { account, summary } }: BulkFacts): ExitCode {
  const isComplete = account?.isComplete ?? true;
  return isComplete && summary.rejected === 0 ? exitCodes.done : exitCodes.partial;
}

async function stagingPlace(
  uri: string | undefined,
  connection: ConnectionSettings,
  signal: AbortSignal,
): Promise<{ readonly bucket: string; readonly prefix: string }> {
  if (uri === undefined) {
    const { accountId } = await whoAmI(connection, signal);
    return { bucket: `groundcrew-rejects-${accountId}-${connection.region ?? ''}`, prefix: '.bulk/' };
  }
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri) ?? [];
  if (bucket === undefined)
    throw usageError(`--staging "${uri}" is not a place in S3; write s3://BUCKET/PREFIX`);
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}
