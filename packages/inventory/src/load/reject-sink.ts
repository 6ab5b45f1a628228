import type { ReaderState, Reject } from '../stock-file/types.ts';

/** Rejects in the file's order, and the state of the reader that gave them. */
export interface RejectPart {
  readonly rejects: readonly Reject[];
  readonly state: ReaderState;
}

/** Where rejected rows of one file go. */
export interface RejectSink {
  /**
   * Keeps rejects safe, and gives the name under which they lie. A name belongs to a checkpoint: a part that
   * no checkpoint names, because the process died before it was saved, counts for nothing.
   */
  save(part: RejectPart): Promise<string>;
  /**
   * Makes one file of the named parts and `rest`, in this order; the same input gives the same file in the
   * same place. Resolves to where it lies, or `undefined` where there is no reject at all.
   */
  finish(parts: readonly string[], rest: RejectPart): Promise<string | undefined>;
  /** Leaves nothing lying about of a load that failed. */
  discard(): Promise<void>;
}

/** For a dry run: nothing is kept. */
export const ignoreRejects: RejectSink = {
  save: async () => '',
  finish: async () => undefined,
  discard: async () => {},
};
