import type { ReaderState } from '../stock-file/types.ts';

/** Counts of a file so far, over all invocations that worked on it. */
export interface LoadTallies {
  /** Rows of the file, including rejected and without blank ones: at the end, `written + duplicates + rejected`. */
  readonly rows: number;
  readonly rejected: number;
  /** Rows not written because a later row of the same shelf replaced them. */
  readonly duplicates: number;
  /** Rows sent again because the table did not process them. */
  readonly unprocessedRetries: number;
  /** Time worked, without the waits between invocations. */
  readonly durationMs: number;
}

/** Where a load can be resumed: everything before it is stored. Plain JSON. */
export interface LoadCheckpoint {
  readonly state: ReaderState;
  readonly tallies: LoadTallies;
  /** The parts, in order, with the rejects before it: names that a `RejectSink` returned. */
  readonly rejectParts: readonly string[];
}

export const zeroTallies: LoadTallies = {
  rows: 0,
  rejected: 0,
  duplicates: 0,
  unprocessedRetries: 0,
  durationMs: 0,
};
