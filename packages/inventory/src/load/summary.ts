import type { LoadTallies } from './checkpoint.ts';

/**
 * How a load ended.
 *
 * - `loaded`: every good row is stored.
 * - `continued`: the time ran out; another invocation goes on from the checkpoint.
 * - `refused`: the file as a whole can't be read (see `reason`); rows before the trouble may be stored.
 * - `duplicate`: this upload was loaded before, or is being loaded right now by another invocation.
 * - `stale`: a later upload of the same object is known.
 * - `superseded`: a later upload took its place while this one was being loaded.
 * - `gone`: the object does not exist any more.
 */
export type LoadStatus = 'loaded' | 'continued' | 'refused' | 'duplicate' | 'stale' | 'superseded' | 'gone';

/** What became of one file. Plain JSON; stable. */
export interface LoadSummary extends LoadTallies {
  readonly status: LoadStatus;
  /** `s3://bucket/key`, where the file is an object. */
  readonly object?: string;
  readonly versionId?: string;
  /** Rows stored. */
  readonly written: number;
  /** Where the rejected rows lie; left out where there are none. */
  readonly rejectsAt?: string;
  /** Why, for each status but `loaded` and `continued`: a sentence. */
  readonly reason?: string;
  /** The code of the error that `refused` stands for: `inventory.file.binary`. */
  readonly reasonCode?: string;
}

/** The tallies that a summary shows. */
export function summarize(tallies: LoadTallies): LoadTallies & { written: number } {
  return { ...tallies, written: tallies.rows - tallies.rejected - tallies.duplicates };
}
