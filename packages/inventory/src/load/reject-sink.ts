import type { ReaderState, Reject } from '../stock-file/types.ts';

/** Rejects in the order of the file, and the state of the reader that returned them. */
export interface RejectPart {
  readonly rejects: readonly Reject[];
  readonly state: ReaderState;
  /** What they state about the file that they are from. */
  readonly source?: string | undefined;
}

/** The destination of the rejected rows of one file. */
export interface RejectSink {
  /**
   * Stores rejects, and returns the name of the part. A name belongs to a checkpoint: a part that no checkpoint
   * refers
   * to, because the process died before it was stored, is ignored.
   */
  save(part: RejectPart): Promise<string>;
  /**
   * Combines the named parts and `rest` into one file, in this order; the same input creates the same file in the
   * same
   * location. Resolves to its location, or to `undefined` if there are no rejects at all.
   */
  finish(parts: readonly string[], rest: RejectPart): Promise<string | undefined>;
  /** Removes the data of a load that failed. */
  discard(): Promise<void>;
}

/** For a dry run: stores nothing. */
export const ignoreRejects: RejectSink = {
  save: async () => '',
  finish: async () => undefined,
  discard: async () => {},
};
