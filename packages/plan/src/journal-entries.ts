import type { Change, PlanAccount } from './plan.ts';

/** The first line of a journal. */
export interface HeaderEntry {
  readonly type: 'header';
  readonly format: 'groundcrew-journal/1';
  /** The plan's hash. */
  readonly plan: string;
  readonly kind: string;
  readonly accounts: readonly PlanAccount[];
  /** The plan's `scope.examined`: an undo's caps are shares of the same. */
  readonly examined: number;
  /** How many the plan has. */
  readonly changes: number;
  readonly startedAt: string;
}

/** Who writes, or has written, into a journal. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** A process asks for the journal. The first that names the last holder has it. */
export interface OpenedEntry {
  readonly type: 'opened';
  readonly at: string;
  /** This opening's own name. */
  readonly run: string;
  /** The opening it takes over from, whose process has died; `null`: nobody held it. */
  readonly after: string | null;
  readonly holder: Holder;
}

/** A process lets go of the journal. */
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
}

/** What became of changes, as far as the service told. */
export interface OutcomeEntry {
  readonly type: 'outcome';
  readonly at: string;
  /** Ids of those that were made. */
  readonly done: readonly string[];
  readonly failed: readonly FailedEntry[];
}

export interface FailedEntry {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  /** A call that should have made it got no answer that says that it did not: it may have been made. */
  readonly inDoubt: boolean;
}

/** These changes were seen where they belong. */
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

/** What an apply writes down. */
export type StepEntry = IntentEntry | OutcomeEntry | VerifiedEntry;
