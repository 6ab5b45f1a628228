import type { ReaderState } from '../stock-file/types.ts';

/** What was counted of a file so far, over every invocation that worked on it. */
export interface LoadTallies {
  /** Rows of the file, bad ones and blank-free: `written + duplicates + rejected`, once all is stored. */
  readonly rows: number;
  readonly rejected: number;
  /** Rows not written because a later row of the same shelf was at hand. */
  readonly duplicates: number;
  /** Rows sent again because the table did not take them at once. */
  readonly unprocessedRetries: number;
  /** Time worked, waits between invocations left out. */
  readonly durationMs: number;
}

/** Where a load can be taken up: everything before it is stored. Plain JSON. */
export interface LoadCheckpoint {
  readonly state: ReaderState;
  readonly tallies: LoadTallies;
  /** The parts, in order, that hold the rejects before it: names that a `RejectSink` gave. */
  readonly rejectParts: readonly string[];
}

export const zeroTallies: LoadTallies = {
  rows: 0,
  rejected: 0,
  duplicates: 0,
  unprocessedRetries: 0,
  durationMs: 0,
};
