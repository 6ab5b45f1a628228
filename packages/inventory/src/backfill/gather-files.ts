import { mapConcurrent } from '@groundcrew/async';
import { formatS3Uri } from '@groundcrew/aws/s3';
import type { PlannedFile } from './plan-backfill.ts';
import {
  type BackfillPlan,
  type FailedFile,
  type FileRecord,
  type GatheredFiles,
  getJson,
  type PartIndex,
  type Staging,
  stagingKeys,
} from './staging.ts';

const MAX_CONCURRENT = 32;
/** Of each list in the report. */
const MAX_LISTED = 1_000;

/**
 * Between both maps: lists for each part where its rows are, and adds up how the files went. A file without a record is one whose
 * function failed permanently: none of its rows counts, which is reported.
 */
export async function gatherFiles(plan: BackfillPlan, staging: Staging): Promise<GatheredFiles> {
  const keys = stagingKeys(plan.name);
  const files = parseLines<PlannedFile>(await staging.getText(keys.files));
  const found = new Set(await staging.list(keys.records));
  const records = await mapConcurrent(files, MAX_CONCURRENT, async (file) => {
    const key = keys.record(file.id);
    return found.has(key) ? await getJson<FileRecord>(staging, key) : undefined;
  });
  const tables = createIndexes(plan.parts);
  const failed: FailedFile[] = [];
  const rejects: { object: string; rejected: number; at: string }[] = [];
  const sums = { files: 0, rows: 0, rejected: 0, duplicates: 0, filesWithRejects: 0, functionMs: 0 };
  for (const [index, record] of records.entries()) {
    if (record === undefined) {
      failed.push(unread(files[index]!));
      continue;
    }
    const { object, versionId, failure, tallies, rejectsAt } = record;
    sums.functionMs += Math.round(tallies.durationMs);
    if (failure !== undefined) {
      failed.push({ object, ...(versionId !== undefined && { versionId }), ...failure });
      continue;
    }
    sums.files += 1;
    sums.rows += tallies.rows;
    sums.rejected += tallies.rejected;
    sums.duplicates += tallies.duplicates;
    if (rejectsAt !== undefined) {
      sums.filesWithRejects += 1;
      if (rejects.length < MAX_LISTED) rejects.push({ object, rejected: tallies.rejected, at: rejectsAt });
    }
    tables.add(record);
  }
  const indexes = tables.indexes();
  await mapConcurrent(indexes.entries(), MAX_CONCURRENT, async ([part, index]) => {
    if (index.ranges.length > 0) await staging.putText(keys.index(part), JSON.stringify(index));
  });
  const parts = [...indexes.entries()].flatMap(([part, { ranges }]) => (ranges.length > 0 ? [part] : []));
  const gathered = { ...sums, failed: failed.slice(0, MAX_LISTED), rejects, parts };
  await staging.putText(keys.parts, parts.map((part) => `${JSON.stringify({ part })}\n`).join(''));
  await staging.putText(keys.gathered, JSON.stringify({ ...gathered, failedFiles: failed.length }));
  return { ...gathered, failedFiles: failed.length };
}

/** Values of JSON Lines. */
export function parseLines<Value>(text: string | undefined): Value[] {
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Value);
}

function unread({ bucket, key, versionId }: PlannedFile): FailedFile {
  const reason = 'its function failed; see the map run of the split';
  return {
    object: formatS3Uri({ bucket, key }),
    ...(versionId !== undefined && { versionId }),
    status: 'unread',
    reason,
  };
}

interface MutableIndex {
  readonly files: PartIndex['files'][number][];
  readonly ranges: PartIndex['ranges'][number][];
}

function createIndexes(parts: number) {
  const indexes: readonly MutableIndex[] = Array.from({ length: parts }, () => ({ files: [], ranges: [] }));
  return {
    add({ order, rowsRepeat, chunks }: FileRecord): void {
      if (order === undefined) return;
      for (const [part, { files, ranges }] of indexes.entries()) {
        let isListed = false;
        for (const { key, offsets } of chunks) {
          const [start, end] = [offsets[part]!, offsets[part + 1]!];
          if (start === end) continue;
          if (!isListed) files.push({ order, rowsRepeat });
          isListed = true;
          ranges.push([key, start, end, files.length - 1]);
        }
      }
    },
    indexes: (): readonly PartIndex[] => indexes,
  };
}
