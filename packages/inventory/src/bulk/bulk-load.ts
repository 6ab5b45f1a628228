import { type BulkOperation, type DynamoDBClient, isBulkOver } from '@groundcrew/aws/dynamodb';
import { deleteObject, listObjects, type S3Client } from '@groundcrew/aws/s3';
import type { LoadResult } from '../load/load-stock-file.ts';
import { accountFor, type BulkAccount } from './bulk-account.ts';
import { checkGuard } from './check-guard.ts';
import type { PartCompression } from './part-writer.ts';
import type { Parts } from './prepare-parts.ts';
import { readBulkReport } from './read-bulk-report.ts';
import { follow, type FollowDeps, start } from './run-operation.ts';
import type { BulkStaging, PreparedLoad } from './staging.ts';

/** A file on its way into a table. */
export interface BulkLoad {
  readonly tableName: string;
  /** `s3://bucket/key` */
  readonly object: string;
  readonly staging: BulkStaging;
  readonly compression: PartCompression;
  /** Turns the file into parts, which are stored when it resolves. */
  readonly prepare: () => Promise<Parts>;
  readonly maxWriteUnits?: number | undefined;
}

export interface BulkLoadDeps {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sleep: FollowDeps['sleep'];
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Called with what is done next. */
  readonly onStep?: ((step: BulkStep) => void) | undefined;
  readonly onProgress?: ((operation: BulkOperation, items: number) => void) | undefined;
  /** Records that a load has begun. */
  readonly onStart?: (() => Promise<void>) | undefined;
  readonly pollEveryMs?: number | undefined;
}

export type BulkStep =
  | { readonly kind: 'taken-up' }
  | { readonly kind: 'checking-guard' }
  | { readonly kind: 'started'; readonly arn: string };

export interface BulkLoadResult {
  readonly parts: PreparedLoad;
  /** Absent of a file that is refused, or without rows to write. */
  readonly operation?: BulkOperation;
  readonly account?: BulkAccount;
  readonly summary: LoadResult['summary'];
}

/**
 * Loads a file by a bulk put. Each step is stored when it is done, so that a run after one that was killed, or lost an answer, goes
 * on behind it: parts are made once; an operation that runs, or has ended well, is not started again. What is written twice is written
 * under the guard, with the same values.
 *
 * @throws GroundcrewError `inventory.bulk.*`; those of the clients; the signal's reason, where a later run can continue
 */
export async function loadInBulk(load: BulkLoad, deps: BulkLoadDeps): Promise<BulkLoadResult> {
  const { staging, tableName } = load;
  const { dynamodb: client, sleep, random, signal, pollEveryMs } = deps;
  const followDeps: FollowDeps = { client, sleep, random, signal, pollEveryMs };
  const parts = await prepared(load, deps);
  if (parts.summary.status !== 'loaded' || parts.lines === 0) return { parts, summary: parts.summary };
  const operations = [...((await staging.readStarted())?.operations ?? [])];
  if (operations.length === 0) {
    deps.onStep?.({ kind: 'checking-guard' });
    await checkGuard(deps.s3, tableName, staging, followDeps);
  }
  await deps.onStart?.();
  const items = parts.lines;
  const progress = { ...followDeps, onProgress: (now: BulkOperation) => deps.onProgress?.(now, items) };
  const last = operations.at(-1);
  let operation = last === undefined ? undefined : await follow(last, progress);
  if (operation === undefined || isLost(operation)) {
    signal.throwIfAborted();
    const number = operations.length + 1;
    const started = await start(
      {
        tableName,
        // Another rate is another request.
        token: `${staging.id}-${number}-${load.maxWriteUnits ?? 'any'}`,
        bucket: staging.bucket,
        prefix: staging.partsPrefix,
        compression: parts.compression,
        outputPrefix: staging.reportPrefix(number),
        maxWriteUnits: load.maxWriteUnits,
      },
      followDeps,
    );
    operations.push(started.arn);
    await staging.writeStarted(operations);
    deps.onStep?.({ kind: 'started', arn: started.arn });
    operation = (await follow(started.arn, progress)) ?? started;
  }
  const prefix = staging.reportPrefix(operations.length);
  const report = await readBulkReport(
    deps.s3,
    { bucket: staging.bucket, prefix, partsPrefix: staging.partsPrefix },
    signal,
  );
  const account = accountFor(items, operation, report);
  if (account.isComplete) await removeParts(load, deps);
  return { parts, operation, account, summary: summaryOf(parts, account, operation) };
}

/** Of one that failed or was cancelled some parts are written, and of one with errors some lines are not. */
function isLost(operation: BulkOperation): boolean {
  return isBulkOver(operation) && operation.status !== 'COMPLETED';
}

async function prepared(
  { staging, object, compression, prepare }: BulkLoad,
  { onStep }: BulkLoadDeps,
): Promise<PreparedLoad> {
  const earlier = await staging.readPrepared();
  if (earlier !== undefined) {
    onStep?.({ kind: 'taken-up' });
    return earlier;
  }
  const parts = { object, compression, ...(await prepare()) };
  // A file that is refused is read again by the next run: a setting that is not among those of the staging may help.
  if (parts.summary.status === 'loaded') await staging.writePrepared(parts);
  return { version: 1, ...parts };
}

function summaryOf(
  { summary, object }: PreparedLoad,
  { written, superseded, isComplete, problem }: BulkAccount,
  { startMs = 0, endMs = startMs }: BulkOperation,
): LoadResult['summary'] {
  return {
    ...summary,
    object,
    engine: 'bulk',
    status: isComplete ? 'loaded' : 'continued',
    written,
    superseded: summary.superseded + superseded,
    durationMs: summary.durationMs + (endMs - startMs),
    ...(problem !== undefined && { reason: problem }),
  };
}

/** They are charged for, and no longer of use; best effort, since the load is done. */
async function removeParts({ staging }: BulkLoad, { s3, signal }: BulkLoadDeps): Promise<void> {
  const { bucket, partsPrefix: prefix } = staging;
  try {
    for await (const page of listObjects(s3, { bucket, prefix }, { signal })) {
      for (const { key } of page) await deleteObject(s3, { bucket, key });
    }
  } catch {
    signal.throwIfAborted();
  }
}
