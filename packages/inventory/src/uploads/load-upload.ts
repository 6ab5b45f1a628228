import type { ObjectHandle, OpenObjectRequest } from '@groundcrew/aws/s3';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { DuplicatePolicy } from '../duplicates/policy.ts';
import type { Ledger, LoadLease } from '../ledger/index.ts';
import { zeroTallies } from '../load/checkpoint.ts';
import { noProgress, noTime, pastEnd } from '../load/errors.ts';
import type { FullExport } from '../full/full-export.ts';
import { type LoadDeps, type LoadProgress, type LoadResult, loadStockFile } from '../load/load-stock-file.ts';
import type { Stall } from '../load/stall.ts';
import type { ItemGuard } from '../load/stock-writer.ts';
import { type LoadStatus, type LoadSummary, summarize } from '../load/summary.ts';
import type { ChangeJournal } from '../undo/change-journal.ts';
import type { JournalHead } from '../undo/journal-in-bucket.ts';
import { sheetOfMetadata } from '../stock-file/sheet-metadata.ts';
import type { StockFileSettings } from '../stock-file/types.ts';
import { nameOf, type Upload } from './load-event.ts';
import { createPlace, entryNameOf, type UploadOrder, type UploadPlace } from './place-upload.ts';
import type { RejectsInBucket } from './rejects-in-bucket.ts';

/** The dependencies of the load of an uploaded object. */
export interface LoadUploadDeps {
  readonly ledger: Ledger;
  readonly openObject: (request: OpenObjectRequest) => Promise<ObjectHandle>;
  /** Returns a {@link LoadDeps.createWriter} with a fence, and with a guard against newer files at each item. */
  readonly createWriter: (
    mayWrite: () => boolean,
    guard: ItemGuard | undefined,
  ) => NonNullable<LoadDeps['createWriter']>;
  readonly createRejects: (upload: Upload) => RejectsInBucket;
  /** The order of all uploads; without it, only those of one object have an order: the newest of them is loaded. */
  readonly order?: UploadOrder | undefined;
  /** Records what the load changes, so that it can be undone; default: nothing is recorded. */
  readonly createJournal?:
    | ((options: { readonly run: number; readonly head: () => JournalHead }) => ChangeJournal)
    | undefined;
  /** Starts another invocation for the same upload, which resumes from the checkpoint. */
  readonly continueLater: (upload: Upload) => Promise<void>;
  readonly settings: StockFileSettings;
  readonly duplicates?: DuplicatePolicy | undefined;
  /** How the objects with certain keys are loaded: as full exports. */
  readonly full?: UploadFullExports | undefined;
  readonly remainingMs: () => number;
  /** How long before the deadline the load has to be stopped. */
  readonly reserveMs: number;
  readonly checkpointEveryMs: number;
  /** Called when the table stores nothing for ten seconds. */
  readonly onStall?: ((stall: Stall, object: string) => void) | undefined;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** For tests: reads the file in other batches. */
  readonly read?: LoadDeps['read'];
}

/** Which uploads are full exports. */
export interface UploadFullExports extends Omit<FullExport, 'isConfirmed'> {
  readonly isFull: (key: string) => boolean;
  /** Whether it is confirmed that more than usual may vanish; the metadata of the object may do so, too. */
  readonly isConfirmed?: boolean;
}

/** The metadata `x-amz-meta-full-confirmed` of an object. */
const CONFIRMED_PATTERN = /^\s*(yes|true)\s*$/i;

/**
 * Loads one uploaded object, once: under the ledger's lease, from the newest checkpoint, and on into another
 * invocation if the time runs out.
 *
 * Errors that a retry can't fix become a status: see {@link LoadStatus}. Everything else is thrown, with the lease
 * released, so that Lambda's retry resumes from the checkpoint.
 */
export async function loadUpload(upload: Upload, deps: LoadUploadDeps): Promise<LoadSummary> {
  const object = nameOf(upload);
  const identity = { object, ...(upload.versionId !== undefined && { versionId: upload.versionId }) };
  const leftMs = (): number => deps.remainingMs() - deps.reserveMs;
  if (leftMs() <= 0) throw noTime(object, deps.remainingMs());

  const { sequencer } = upload;
  const entryName = deps.order === undefined ? object : entryNameOf({ object, sequencer });
  // Versions before the order of all files, and loads without it, keep one entry of an object, not of each of its uploads.
  const known = deps.order && (await deps.ledger.findAnswer({ object, sequencer }));
  const claimed =
    known ??
    (await deps.ledger.claim({ object: entryName, sequencer }, { maxWaitMs: leftMs(), signal: deps.signal }));
  if (claimed.status !== 'claimed') {
    return { ...identity, ...summarize(zeroTallies), status: claimed.status, reason: claimed.reason };
  }
  const { lease } = claimed;
  const facts: ObjectFacts = {};
  const place = createPlace(upload, deps, () => facts.modifiedMs);
  try {
    return await loadUnderLease(upload, { lease, place, facts }, leftMs, deps, identity);
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) {
      await releaseQuietly(lease);
      throw error;
    }
    const tallies = lease.checkpoint?.load.tallies ?? zeroTallies;
    const summary = { ...identity, ...summarize(tallies), status, reason: messageOf(error) };
    if (lease.signal.aborted) await releaseQuietly(lease);
    else await lease.finish(summary);
    // The run that has taken over an upload is the one that makes its end known.
    if (status !== 'duplicate') await place.leave();
    return summary;
  }
}

/** What the responses of S3 state about the object. */
interface ObjectFacts {
  modifiedMs?: number | undefined;
  metadataEncoding?: string | undefined;
  metadataSheet?: string | undefined;
  isConfirmed?: boolean | undefined;
}

/** A load that holds its lease. */
interface ClaimedLoad {
  readonly lease: LoadLease;
  readonly place: UploadPlace;
  readonly facts: ObjectFacts;
}

async function loadUnderLease(
  upload: Upload,
  { lease, place, facts }: ClaimedLoad,
  leftMs: () => number,
  deps: LoadUploadDeps,
  identity: { readonly object: string; readonly versionId?: string },
): Promise<LoadSummary> {
  const { signal, now, sleep, settings, checkpointEveryMs } = deps;
  const { bucket, key, versionId } = upload;
  const rejects = deps.createRejects(upload);
  const resume = lease.checkpoint?.load;
  const startedAt = now();
  const guard = place.itemOrder && { order: place.itemOrder, rowsRepeat: deps.duplicates === 'last' };
  let etag = lease.checkpoint?.etag ?? upload.etag;

  const { summary, checkpoint } = await loadStockFile(
    {
      settings,
      resume,
      async open(startByte, readSignal) {
        const handle = await deps.openObject({
          bucket,
          key,
          startByte,
          signal: readSignal,
          ...(versionId !== undefined && { versionId }),
          ...(etag !== undefined && { ifMatch: etag }),
        });
        if (startByte > handle.sizeBytes) {
          handle.close();
          throw pastEnd(identity.object, startByte, handle.sizeBytes);
        }
        etag = handle.etag;
        facts.metadataEncoding ??= handle.metadata.encoding;
        facts.modifiedMs ??= handle.lastModifiedMs;
        facts.metadataSheet ??= sheetOfMetadata(handle.metadata);
        facts.isConfirmed ??= CONFIRMED_PATTERN.test(handle.metadata['full-confirmed'] ?? '');
        return handle.body;
      },
      metadataEncoding: () => facts.metadataEncoding,
      metadataSheet: () => facts.metadataSheet,
      duplicates: deps.duplicates,
      source: place.source,
    },
    {
      createWriter: deps.createWriter(() => lease.mayWrite(), guard),
      guard,
      rejects,
      enterOrder: place.enter,
      journal: deps.createJournal?.({ run: lease.run, head: place.journalHead }),
      full: deps.full?.isFull(key)
        ? { ...deps.full, isConfirmed: () => deps.full?.isConfirmed === true || facts.isConfirmed === true }
        : undefined,
      checkpoint: (load) => lease.renew(load && { load, etag: etag ?? '' }),
      checkpointEveryMs: Math.min(checkpointEveryMs, lease.renewEveryMs),
      remainingMs: leftMs,
      onStall: deps.onStall && ((stall) => deps.onStall?.(stall, identity.object)),
      onProgress: deps.onProgress,
      signal: signal === undefined ? lease.signal : AbortSignal.any([signal, lease.signal]),
      now,
      sleep,
      read: deps.read,
    },
  );
  const result = { ...summary, ...identity, ...place.facts() };

  if (summary.status === 'continued') {
    const moved = checkpoint !== undefined && checkpoint !== resume;
    // Whoever waits for an older file has done nothing wrong: that file is being loaded, and ends.
    if (!moved && !place.isWaiting()) throw noProgress(identity.object, now() - startedAt);
    await lease.release(moved ? { load: checkpoint, etag: etag ?? '' } : undefined);
    await deps.continueLater(upload);
    return result;
  }
  if (summary.reasonCode === 'inventory.file.shelves-vanish') await place.forget();
  const refusalNote = await explainRefusal(rejects, summary);
  const finalSummary = { ...result, ...refusalNote };
  await lease.finish(finalSummary);
  await place.leave();
  return finalSummary;
}

/** A refused file must be visible: a note is stored where its rejects would be. */
async function explainRefusal(
  rejects: RejectsInBucket,
  { reason = '', reasonCode, rejectsAt }: LoadResult['summary'],
): Promise<Partial<LoadSummary>> {
  if (reasonCode === undefined) return {};
  const notedAt = await rejects.writeRefusalNote({ code: reasonCode, message: reason });
  return { rejectsAt: rejectsAt ?? notedAt };
}

/** The status of an error that a retry can't fix. */
function statusOf(error: unknown): LoadStatus | undefined {
  if (!isGroundcrewError(error)) return undefined;
  switch (error.code) {
    case 'aws-s3.object.not-found':
      return 'gone';
    // The object was replaced by an upload that has an event of its own.
    case 'aws-s3.object.changed':
    case 'inventory.ledger.superseded':
      return 'superseded';
    case 'inventory.ledger.lost':
      return 'duplicate';
    default:
      return undefined;
  }
}

/** Best effort: a lease that is not released expires soon. */
async function releaseQuietly(lease: LoadLease): Promise<void> {
  try {
    await lease.release();
  } catch {
    // The error that ended the load is the one to report.
  }
}
