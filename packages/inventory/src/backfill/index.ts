export {
  isBackfillName,
  readSplitEvent,
  readStepEvent,
  type SplitEvent,
  type StepEvent,
} from './backfill-event.ts';
export { runBackfillStep, type StepOutcome } from './backfill-step.ts';
export { type BackfillWork, checkBackfill, checkSample, type LiveLoads } from './check-backfill.ts';
export { gatherFiles } from './gather-files.ts';
export {
  type BackfillChoice,
  type BackfillFiles,
  MAX_BACKFILL_FILES,
  type PlannedFile,
  planBackfill,
  type SkipReason,
  skipReasons,
  type VersionFacts,
} from './plan-backfill.ts';
export { type ReduceDeps, type ReduceResult, reducePart } from './reduce-part.ts';
export { type SplitDeps, type SplitResult, splitFile } from './split-file.ts';
export { readPlan } from './read-plan.ts';
export { type SplitOutcome, splitFiles } from './split-files.ts';
export {
  BACKFILL_PREFIX,
  type BackfillPlan,
  type FailedFile,
  type GatheredFiles,
  type PartRecord,
  type PartTallies,
  type Staging,
  stagingKeys,
} from './staging.ts';
export { createStagingInBucket } from './staging-in-bucket.ts';
export type { BackfillEngine, BackfillExecution, BackfillMap } from './backfill-engine.ts';
export { type BackfillStatus, isWhole, readStatus } from './backfill-status.ts';
export {
  checkFiles,
  listBackfillFiles,
  newBackfillName,
  startBackfill,
  type StartOptions,
} from './start-backfill.ts';
export { resumeBackfill, setConcurrency, stopBackfill } from './control-backfill.ts';
export { awaitCheck, type FollowDeps, followBackfill, hasEnded } from './follow-backfill.ts';
export { createStepFunctionsEngine } from './step-functions-engine.ts';
