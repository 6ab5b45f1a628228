import type { LoadCheckpoint } from '../load/checkpoint.ts';
import type { LoadSummary } from '../load/summary.ts';

/** Where another invocation resumes a load: the checkpoint, and the object that it belongs to. */
export interface ObjectCheckpoint {
  readonly load: LoadCheckpoint;
  /** The entity tag of the object that was read. */
  readonly etag: string;
}

/**
 * What the ledger stores about one object. Plain JSON.
 *
 * `sequencer` identifies the upload that all fields but `newest` describe.
 */
export interface LedgerEntry {
  /** `s3://bucket/key` */
  readonly object: string;
  /** Incremented by each write: a writer has seen the entry in the revision before. */
  readonly revision: number;
  /** Id of the write that created this revision: a writer whose response was lost recognizes its own write. */
  readonly writeId: string;
  /** The greatest known sequencer. */
  readonly newest: string;
  readonly sequencer: string;
  /**
   * `running` until it is finished: under a lease, or to be resumed from the checkpoint. `undoing` while its load is undone, or if
   * that was interrupted.
   */
  readonly status: 'running' | 'undoing' | LoadSummary['status'];
  readonly lease?: Lease | undefined;
  readonly checkpoint?: ObjectCheckpoint | undefined;
  readonly summary?: LoadSummary | undefined;
  /** Seconds since 1970, when DynamoDB may delete it. */
  readonly expiresAt: number;
}

/** The run that may write rows of an object now. */
export interface Lease {
  /** Id of one run of the function. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
}
