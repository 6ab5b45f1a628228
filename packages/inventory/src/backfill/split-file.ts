import { formatS3Uri, type ObjectHandle, type OpenObjectRequest } from '@groundcrew/aws/s3';
import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { DuplicatePolicy } from '../duplicates/policy.ts';
import { sequencerOfTime } from '../ledger/sequencer.ts';
import { zeroTallies } from '../load/checkpoint.ts';
import { type LoadDeps, loadStockFile } from '../load/load-stock-file.ts';
import { formatSource } from '../order/file-order.ts';
import { createFilePlace, type FileFacts, momentOf } from '../order/place-file.ts';
import { sheetOfMetadata } from '../stock-file/sheet-metadata.ts';
import type { StockFileSettings } from '../stock-file/types.ts';
import type { Upload } from '../uploads/load-event.ts';
import type { RejectsInBucket } from '../uploads/rejects-in-bucket.ts';
import { createPartWriter } from './part-writer.ts';
import { retrySlowS3, rejectsWithRetries } from './retry-slow-s3.ts';
import type { PlannedFile } from './plan-backfill.ts';
import {
  type BackfillPlan,
  type Chunk,
  type FailedStatus,
  type FileRecord,
  getJson,
  type SplitCheckpoint,
  type Staging,
  stagingKeys,
} from './staging.ts';

export interface SplitDeps {
  readonly staging: Staging;
  readonly openObject: (request: OpenObjectRequest) => Promise<ObjectHandle>;
  readonly createRejects: (upload: Pick<Upload, 'bucket' | 'key' | 'sequencer'>) => RejectsInBucket;
  readonly settings: StockFileSettings;
  readonly duplicates: DuplicatePolicy;
  /** Milliseconds until the function has to end, with what it has to do then. */
  readonly leftMs: () => number;
  readonly checkpointEveryMs?: number | undefined;
  readonly chunkCharacters?: number | undefined;
  readonly createId: () => string;
  readonly signal?: AbortSignal | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** For tests: reads the file in other batches. */
  readonly read?: LoadDeps['read'];
}

/** The record of the file, or that its time ran out: then it is called again. */
export type SplitResult =
  | { readonly status: 'done'; readonly record: FileRecord }
  | { readonly status: 'continued' };

/**
 * Reads one version of an object as a load does, with its rejects, but stores its rows by the parts of their shelves. Called
 * again, it resumes; a version that was read is not read again.
 *
 * Chunks have names of their own for each run, so that one which was given up and continues nevertheless replaces nothing: the
 * record names those that count, and two records of one version are the same.
 *
 * @throws GroundcrewError of the source and of the staging; `inventory.load.no-progress` where a whole invocation led nowhere
 */
export async function splitFile(
  file: PlannedFile,
  plan: BackfillPlan,
  deps: SplitDeps,
): Promise<SplitResult> {
  const { staging } = deps;
  const keys = stagingKeys(plan.name);
  const known = await getJson<FileRecord>(staging, keys.record(file.id));
  if (known !== undefined) return { status: 'done', record: known };
  const result = await read(file, plan, deps);
  if (result === undefined) return { status: 'continued' };
  await staging.putText(keys.record(file.id), JSON.stringify(result));
  return { status: 'done', record: result };
}

async function read(file: PlannedFile, plan: BackfillPlan, deps: SplitDeps): Promise<FileRecord | undefined> {
  const { staging, leftMs, now, sleep, signal } = deps;
  const keys = stagingKeys(plan.name);
  const checkpointKey = keys.splitCheckpoint(file.id);
  const { bucket, key, versionId, etag } = file;
  const object = formatS3Uri(file);
  const identity = { id: file.id, object, ...(versionId !== undefined && { versionId }) };
  const resume = await getJson<SplitCheckpoint>(staging, checkpointKey);
  const earlier = resume?.chunks ?? [];
  const run = deps.createId();
  const startedAt = now();
  const facts: FileFacts = {
    object,
    name: key,
    sequencer: file.sequencer,
    modifiedMs: file.modifiedMs,
  };
  const place = createFilePlace(facts, plan.fileTime);
  const rowsRepeat = deps.duplicates === 'last';
  let opened: ObjectHandle | undefined;
  let sequence = earlier.length;

  const writer = createPartWriter({
    parts: plan.parts,
    chunkCharacters: deps.chunkCharacters,
    async put(bytes, offsets): Promise<Chunk> {
      const chunk = { key: keys.chunk(file.id, run, sequence++), offsets };
      await staging.putBytes(chunk.key, bytes);
      return chunk;
    },
  });
  const chunks = (): readonly Chunk[] => [...earlier, ...writer.chunks()];
  const patience = { signal, sleep };
  const rejects = rejectsWithRetries(
    deps.createRejects({ bucket, key, sequencer: rejectsSequencer(file) }),
    patience,
  );

  try {
    const { summary, checkpoint } = await loadStockFile(
      {
        settings: deps.settings,
        resume: resume?.load,
        duplicates: deps.duplicates,
        async open(startByte, readSignal) {
          const request = {
            bucket,
            key,
            startByte,
            signal: readSignal,
            ...(versionId === undefined ? { ifMatch: etag } : { versionId }),
          };
          opened = await retrySlowS3(() => deps.openObject(request), { ...patience, signal: readSignal });
          return opened.body;
        },
        metadataEncoding: () => opened?.metadata.encoding,
        metadataSheet: () => opened && sheetOfMetadata(opened.metadata),
        source: () => sourceOf(facts, plan),
      },
      {
        createWriter: () => writer,
        rejects,
        enterOrder: place.enter,
        async checkpoint(load) {
          if (load === undefined) return;
          const saved: SplitCheckpoint = { load, chunks: chunks() };
          await staging.putText(checkpointKey, JSON.stringify(saved));
        },
        checkpointEveryMs: deps.checkpointEveryMs ?? 20_000,
        remainingMs: leftMs,
        signal,
        now,
        sleep,
        read: deps.read,
      },
    );
    const { status, reason = '', rejectsAt } = summary;
    if (status === 'continued') {
      if (checkpoint === undefined || checkpoint === resume?.load)
        throw noProgress(object, now() - startedAt);
      const saved: SplitCheckpoint = { load: checkpoint, chunks: chunks() };
      await staging.putText(checkpointKey, JSON.stringify(saved));
      return undefined;
    }
    const record = { ...identity, tallies: summary, rowsRepeat };
    if (status === 'refused') {
      const note = await rejects.writeRefusalNote({ code: summary.reasonCode!, message: reason });
      return { ...record, failure: { status, reason }, chunks: [], rejectsAt: rejectsAt ?? note };
    }
    return {
      ...record,
      order: place.order(),
      chunks: chunks(),
      ...(rejectsAt !== undefined && { rejectsAt }),
    };
  } catch (error) {
    const status = failedStatusOf(error);
    if (status === undefined) throw error;
    const failure = { status, reason: messageOf(error) };
    return { ...identity, failure, tallies: zeroTallies, rowsRepeat, chunks: [] };
  }
}

/** What no further attempt can change. */
function failedStatusOf(error: unknown): FailedStatus | undefined {
  if (!isGroundcrewError(error)) return undefined;
  if (error.code === 'aws-s3.object.not-found' || error.code === 'aws-s3.object.changed') return 'gone';
  const { name } = (error.cause ?? {}) as { name?: unknown };
  return name === 'InvalidObjectState' ? 'archived' : undefined;
}

/** The name of the rejects has to be unique to the version, and in the order of time. */
function rejectsSequencer({ modifiedMs, sequencer }: PlannedFile): string {
  return `${sequencerOfTime(modifiedMs)}${sequencer}`;
}

function sourceOf(facts: FileFacts, { fileTime }: BackfillPlan): string | undefined {
  try {
    return formatSource(momentOf(facts, fileTime));
  } catch {
    return undefined;
  }
}

function noProgress(object: string, durationMs: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.load.no-progress',
    `${object}: no rows were stored in ${Math.round(durationMs / 1000)} s, although the function had no more time; split the file, or give the function more memory`,
    { fault: 'service', details: { object, durationMs } },
  );
}
