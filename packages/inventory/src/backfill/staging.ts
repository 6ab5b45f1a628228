import type { FileOrder } from '../order/file-order.ts';
import type { FileTime } from '../order/place-file.ts';
import type { LoadCheckpoint, LoadTallies } from '../load/checkpoint.ts';
import type { SkipReason } from './plan-backfill.ts';

/** Where the functions of a backfill leave their work for each other. */
export interface Staging {
  putText(key: string, text: string): Promise<void>;
  putBytes(key: string, bytes: Uint8Array): Promise<void>;
  /** `undefined`: there is none. */
  getText(key: string): Promise<string | undefined>;
  /** The bytes from `startByte` to before `endByte`. */
  getRange(key: string, startByte: number, endByte: number): Promise<Uint8Array>;
  /** The keys that start with `prefix`. */
  list(prefix: string): Promise<readonly string[]>;
}

/** What a backfill is about, for all of its functions. */
export interface BackfillPlan {
  readonly version: 1;
  readonly name: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly fileTime: FileTime;
  readonly parts: number;
  /** Whether shelves that it empties are alerted. */
  readonly alerts: boolean;
  readonly files: number;
  readonly sizeBytes: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
  readonly createdAt: string;
  /** How many functions work at the same time, as it was set first. */
  readonly concurrency: number;
}

/** Rows of one file, those of a part beside each other. */
export interface Chunk {
  readonly key: string;
  /** Where each part starts, and the end of the last one. */
  readonly offsets: readonly number[];
}

/**
 * Why no row of a file counts: it can't be read as a stock file; it was deleted or replaced since it was listed; it has to be
 * restored first; its function failed.
 */
export type FailedStatus = 'refused' | 'gone' | 'archived' | 'unread';

/** How the split of a file ended. */
export interface FileRecord {
  readonly id: string;
  readonly object: string;
  readonly versionId?: string;
  /** Absent: its rows count. */
  readonly failure?: { readonly status: FailedStatus; readonly reason: string };
  readonly tallies: LoadTallies;
  /** The location of the rejected rows; absent if there are none. */
  readonly rejectsAt?: string;
  /** The place of the file among all; absent if no row of it counts. */
  readonly order?: FileOrder;
  /** Whether several rows of the file may be of one shelf: the later one counts. */
  readonly rowsRepeat: boolean;
  readonly chunks: readonly Chunk[];
}

/** Where the split of a file resumes. */
export interface SplitCheckpoint {
  readonly load: LoadCheckpoint;
  readonly chunks: readonly Chunk[];
}

/** What is in one part: the input of its reduce. */
export interface PartIndex {
  readonly files: readonly { readonly order: FileOrder; readonly rowsRepeat: boolean }[];
  /** The key of a chunk, from which byte to before which, and the index of its file. */
  readonly ranges: readonly (readonly [key: string, startByte: number, endByte: number, file: number])[];
}

/** A file of which no row counts, and why. */
export interface FailedFile {
  readonly object: string;
  readonly versionId?: string;
  readonly status: FailedStatus;
  readonly reason: string;
}

/** What all files together had. */
export interface GatheredFiles {
  /** Files whose rows count. */
  readonly files: number;
  /** Files of which no row counts. */
  readonly failedFiles: number;
  /** The first ones of these. */
  readonly failed: readonly FailedFile[];
  readonly rows: number;
  readonly rejected: number;
  readonly duplicates: number;
  /** Files with rejects, the first ones, and where these are. */
  readonly rejects: readonly { readonly object: string; readonly rejected: number; readonly at: string }[];
  readonly filesWithRejects: number;
  /** How long functions worked on files. */
  readonly functionMs: number;
  /** Parts that have rows. */
  readonly parts: readonly number[];
}

/** What of one part is done. */
export interface PartTallies {
  /** Shelves that the files name. */
  readonly shelves: number;
  /** Shelves that were put. */
  readonly written: number;
  /** Shelves of which the table has the value of a newer file. */
  readonly declined: number;
  /** Write units of what was put or declined. */
  readonly writeUnits: number;
  readonly retries: number;
  readonly durationMs: number;
}

/** How a part ended. */
export interface PartRecord extends PartTallies {
  readonly part: number;
}

/** A share of the shelves of a part, by their hashes. */
export interface Pass {
  readonly modulus: number;
  readonly residue: number;
}

/** Where the reduce of a part resumes. */
export interface ReduceCheckpoint {
  /** Shelves of these are still to be written; of the first one all before `position` are. */
  readonly passes: readonly Pass[];
  readonly position: number;
  readonly tallies: PartTallies;
}

/** The bucket's lifecycle removes what is beneath it. */
export const BACKFILL_PREFIX = '.backfill/';

/** Where everything of a backfill is. */
export function stagingKeys(name: string) {
  const base = `${BACKFILL_PREFIX}${name}/`;
  const number = (part: number): string => String(part).padStart(4, '0');
  return {
    plan: `${base}plan.json`,
    /** A {@link PlannedFile} a line. */
    files: `${base}files.jsonl`,
    /** What was set since: `{"concurrency":16}`. */
    settings: `${base}settings.json`,
    records: `${base}files/`,
    record: (id: string) => `${base}files/${id}.json`,
    splitCheckpoint: (id: string) => `${base}checkpoints/${id}.json`,
    chunk: (id: string, run: string, sequence: number) =>
      `${base}chunks/${id}/${String(sequence).padStart(5, '0')}-${run}`,
    gathered: `${base}gathered.json`,
    /** `{"part":7}` a line. */
    parts: `${base}parts.jsonl`,
    index: (part: number) => `${base}index/${number(part)}.json`,
    partRecords: `${base}reduced/`,
    partRecord: (part: number) => `${base}reduced/${number(part)}.json`,
    reduceCheckpoint: (part: number) => `${base}reducing/${number(part)}.json`,
    results: `${base}results`,
  };
}

/** Reads JSON that another function of the same backfill stored. */
export async function getJson<Value>(staging: Staging, key: string): Promise<Value | undefined> {
  const text = await staging.getText(key);
  return text === undefined ? undefined : (JSON.parse(text) as Value);
}
