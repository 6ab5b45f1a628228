export {
  type ApplyFailure,
  type ApplyOptions,
  type ApplyProgress,
  type ApplyResult,
  applyPlan,
} from './apply-plan.ts';
export { checkDrift } from './check-drift.ts';
export { checkJournalByPlan } from './check-journal.ts';
export { type Caps, checkAccounts, checkCaps } from './check-plan.ts';
export { type Ask, confirmAccount } from './confirm-account.ts';
export {
  changesByResource,
  type DiffLine,
  diffLine,
  type PlanSummary,
  type ResourceChanges,
  summarizePlan,
} from './describe-plan.ts';
export { type Drift, type DriftCheck, describeDrift } from './drift.ts';
export type { CurrentValue, Executor, Field, ItemFailure } from './executor.ts';
export {
  type Journal,
  type JournalLockOptions,
  loadJournal,
  type OpenJournalOptions,
  openJournal,
} from './journal.ts';
export type { FailedEntry, HeaderEntry, Holder, Made } from './journal-entries.ts';
export { type ChangeRecord, isTouched, type JournalRecord } from './journal-record.ts';
export type { JournalStore } from './journal-store.ts';
export { canonicalJson, type Json, sameJson } from './json.ts';
export {
  type Change,
  createPlan,
  type ExpectedField,
  type Finding,
  type Plan,
  type PlanAccount,
  type PlanBody,
  type PlanScope,
  planChunks,
  type Target,
  writePlan,
} from './plan.ts';
export type { Precondition, UnmetPrecondition } from './preconditions.ts';
export { readJournal } from './read-journal.ts';
export { type ReadPlanOptions, readPlan } from './read-plan.ts';
export {
  type Rehearsal,
  type RehearsalPhase,
  type RehearsedRun,
  type RehearseOptions,
  rehearsePlan,
} from './rehearse-plan.ts';
export type { ResourceWaits } from './make-resource.ts';
export { stagesOf } from './requirements.ts';
export type { RetryPolicy } from './retry-policy.ts';
export { type SendDeps, sendBatch } from './send-batch.ts';
export {
  makesResource,
  type Settlement,
  type ResourceCall,
  type ResourceExecutor,
  type ResourceFailure,
  type ResourceIdentity,
  resourceKeyOf,
} from './resource-executor.ts';
export { describeResource } from './describe-resource.ts';
export { idsOfPlan, idsOfRecord } from './resource-ids.ts';
export { type UndoOptions, undoPlan } from './undo-plan.ts';
