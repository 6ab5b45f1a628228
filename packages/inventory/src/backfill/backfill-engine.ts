/** One execution of the state machine `backfill-inventory`, which has the name of the backfill. */
export interface BackfillExecution {
  readonly status: 'running' | 'succeeded' | 'failed' | 'timed-out' | 'stopped' | 'waiting';
  readonly startedAtMs: number;
  readonly endedAtMs?: number | undefined;
  /** Of one that failed. */
  readonly reason?: string | undefined;
  /** Whether `resume` is possible, and why not. */
  readonly redrivable: boolean;
  readonly notRedrivableBecause?: string | undefined;
  readonly redrives: number;
}

/** One of both maps, once it was started. */
export interface BackfillMap {
  readonly step: 'split' | 'reduce';
  /** Of the map run. */
  readonly arn: string;
  readonly status: 'running' | 'succeeded' | 'failed' | 'stopped';
  readonly concurrency: number;
  /** Functions that were called or are to be: each for some files, or for one part. */
  readonly executions: {
    readonly total: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly running: number;
    readonly pending: number;
  };
}

/** What carries a backfill out. */
export interface BackfillEngine {
  /** The name of its state machine. */
  readonly stateMachine: string;
  /** Starts the execution of this name; one that runs already is the same. */
  start(name: string): Promise<void>;
  /** `undefined`: there is none of this name. */
  describe(name: string): Promise<BackfillExecution | undefined>;
  maps(name: string): Promise<readonly BackfillMap[]>;
  stop(name: string): Promise<void>;
  /** Goes on with what failed or was stopped. */
  redrive(name: string): Promise<void>;
  setConcurrency(map: BackfillMap, concurrency: number): Promise<void>;
}
