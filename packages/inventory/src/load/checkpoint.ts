import type { FullFound } from '../full/full-export.ts';
import type { ReaderState, Renamed } from '../stock-file/types.ts';

/** Counts of a file so far, over all invocations that worked on it. */
export interface LoadTallies {
  /**
   * Rows of the file, including rejected and without blank ones: at the end, `written + duplicates + superseded +
   * rejected`.
   */
  readonly rows: number;
  readonly rejected: number;
  /** Rows not written because of others of the same shelf. */
  readonly duplicates: number;
  /** Rows not written because a newer file names their shelf. */
  readonly superseded: number;
  /** Names stored otherwise than they stand in the file; absent if there are none. */
  readonly renamed?: Renamed;
  /** Rows sent again because the table did not process them. */
  readonly unprocessedRetries: number;
  /** Time worked, without the waits between invocations. */
  readonly durationMs: number;
}

/** Where a load can be resumed: everything before it is stored. Plain JSON. */
export interface LoadCheckpoint {
  /** Absent: nothing is stored yet. */
  readonly state?: ReaderState | undefined;
  readonly tallies: LoadTallies;
  /** The parts, in order, with the rejects before it: names that a `RejectSink` returned. */
  readonly rejectParts: readonly string[];
  /** Of a full export: what was found to vanish before the first write, and may. */
  readonly full?: FullFound | undefined;
}

export const zeroTallies: LoadTallies = {
  rows: 0,
  rejected: 0,
  duplicates: 0,
  superseded: 0,
  unprocessedRetries: 0,
  durationMs: 0,
};

const MAX_EXAMPLES = 3;

/** Two stretches of a file together. */
export function addRenamed(before: Renamed | undefined, after: Renamed | undefined): Renamed | undefined {
  if (before === undefined || after === undefined) return before ?? after;
  const examples = [...before.examples, ...after.examples].slice(0, MAX_EXAMPLES);
  return { count: before.count + after.count, examples };
}
