import type { Change, PlanAccount } from './plan-model.ts';

/** The first line of a journal. */
export interface HeaderEntry {
  readonly type: 'header';
  /** Those of version 1 have no hashes, so that it is unknown whether they were edited. */
  readonly format: 'groundcrew-journal/1' | 'groundcrew-journal/2';
  /** The plan's hash. */
  readonly plan: string;
  readonly kind: string;
  readonly accounts: readonly PlanAccount[];
  /** The plan's `scope.examined`: an undo's caps are shares of the same. */
  readonly examined: number;
  /** How many the plan has. */
  readonly changes: number;
  readonly startedAt: string;
  /** Ids of resources that were there before, by key: what an undo makes again refers to them. */
  readonly ids?: Readonly<Record<string, string>>;
  /** The plan's `scope.owner`: what an undo makes again is marked as it was. */
  readonly owner?: string;
}

/** What a change made. */
export interface Made {
  /** The id that the service gave it. */
  readonly id: string;
}

/** A process that writes, or wrote, to a journal. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** A process requests the lock of the journal. The first that names the last holder gets it. */
export interface OpenedEntry {
  readonly type: 'opened';
  readonly at: string;
  /** The unique id of this opening. */
  readonly run: string;
  /** The opening that it takes over from, whose process has died; `null`: it was not locked. */
  readonly after: string | null;
  readonly holder: Holder;
}

/** A process releases the lock of the journal. */
export interface ClosedEntry {
  readonly type: 'closed';
  readonly at: string;
  readonly run: string;
}

/** These changes are about to be made. */
export interface IntentEntry {
  readonly type: 'intent';
  readonly at: string;
  readonly changes: readonly Change[];
  /** Client tokens of the calls that make resources, by the ids of their changes. */
  readonly tokens?: Readonly<Record<string, string>>;
}

/** The outcome of changes, as the service reported it. */
export interface OutcomeEntry {
  readonly type: 'outcome';
  readonly at: string;
  /** Ids of those that were made. */
  readonly done: readonly string[];
  readonly failed: readonly FailedEntry[];
  /** What those of `done` made, by the ids of their changes. */
  readonly made?: Readonly<Record<string, Made>>;
}

export interface FailedEntry {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  /** The outcome is unknown: a call for it may have made it. */
  readonly inDoubt: boolean;
  /** The id of what it made, that failed later, and was removed: the next attempt has another client token. */
  readonly discarded?: string;
}

/** These changes were read back. */
export interface VerifiedEntry {
  readonly type: 'verified';
  readonly at: string;
  readonly ids: readonly string[];
}

export type JournalEntry =
  | HeaderEntry
  | OpenedEntry
  | ClosedEntry
  | IntentEntry
  | OutcomeEntry
  | VerifiedEntry;

/** What an apply appends. */
export type StepEntry = IntentEntry | OutcomeEntry | VerifiedEntry;
