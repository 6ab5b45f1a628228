import type { LoadCheckpoint } from '../load/checkpoint.ts';
import type { LoadSummary } from '../load/summary.ts';

/** Where another invocation takes a load up: the checkpoint, and the object that it is of. */
export interface ObjectCheckpoint {
  readonly load: LoadCheckpoint;
  /** The entity tag of the object that was read. */
  readonly etag: string;
}

/**
 * What the ledger knows of one object. Plain JSON.
 *
 * `sequencer` names the upload that everything but `newest` speaks of.
 */
export interface LedgerEntry {
  /** `s3://bucket/key` */
  readonly object: string;
  /** Grows by one with each write: whoever writes has seen the entry as it is. */
  readonly revision: number;
  /** Of the write that made this revision: one whose answer was lost finds itself. */
  readonly writeId: string;
  /** The greatest sequencer heard of. */
  readonly newest: string;
  readonly sequencer: string;
  /** `running` until it is over: under a lease, or to be taken up from the checkpoint. */
  readonly status: 'running' | LoadSummary['status'];
  readonly lease?: Lease | undefined;
  readonly checkpoint?: ObjectCheckpoint | undefined;
  readonly summary?: LoadSummary | undefined;
  /** Seconds since 1970, when DynamoDB may forget it. */
  readonly expiresAt: number;
}

/** Who may write rows of an object now. */
export interface Lease {
  /** One run of the function. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
}
