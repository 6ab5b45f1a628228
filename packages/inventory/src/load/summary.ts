import type { ErrorCode } from '@groundcrew/errors';
import type { FullFacts } from '../full/full-export.ts';
import type { ArchiveState } from '../stock-file/types.ts';
import { type LoadTallies, zeroTallies } from './checkpoint.ts';

/**
 * How a load ended.
 *
 * - `loaded`: every good row is stored.
 * - `continued`: the time ran out; another invocation resumes from the checkpoint.
 * - `refused`: the file as a whole can't be read (see `reason`); rows before the problem may be stored.
 * - `duplicate`: this upload was loaded before, or is being loaded right now by another invocation.
 * - `stale`: a later upload of the same object is known, and files have no order.
 * - `superseded`: a later upload replaced the object before all of this one was read.
 * - `gone`: the object no longer exists.
 * - `undone`: what it changed was put back, as far as nobody else had changed it since.
 */
export type LoadStatus =
  | 'loaded'
  | 'continued'
  | 'refused'
  | 'duplicate'
  | 'stale'
  | 'superseded'
  | 'gone'
  | 'undone';

/** The result of one file. Plain JSON; stable. */
export interface LoadSummary extends LoadTallies {
  readonly status: LoadStatus;
  /** `s3://bucket/key`, if the file is an object. */
  readonly object?: string;
  readonly versionId?: string;
  /** The time by which the file has its place among others, as in RFC 3339; absent if it has none. */
  readonly fileTime?: string;
  /** Rows stored. */
  readonly written: number;
  /** The location of the rejected rows; absent if there are none. */
  readonly rejectsAt?: string;
  /** Of a file in an archive: the file, the sheet that was read, and the first of the sheets that were not. */
  readonly archive?: ArchiveState;
  /** Whether what was there before is recorded, so that the load can be undone. */
  readonly undoable?: boolean;
  /** What has written the rows; absent: the function, or the command. */
  readonly engine?: 'bulk';
  /** Of a full export: what vanished, and what was left as it is. */
  readonly full?: FullFacts;
  /** The reason of every status but `loaded` and `continued`: a sentence. */
  readonly reason?: string;
  /** The code of the error behind `refused`: `inventory.file.binary`. */
  readonly reasonCode?: ErrorCode;
}

/** The counts of a summary. */
export function summarize(tallies: LoadTallies): LoadTallies & { written: number } {
  // A checkpoint of an earlier version does not have all of them.
  const { rows, rejected, duplicates, superseded } = { ...zeroTallies, ...tallies };
  return { ...tallies, superseded, written: rows - rejected - duplicates - superseded };
}
