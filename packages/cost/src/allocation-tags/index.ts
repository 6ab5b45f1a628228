export { type AllocationTagsReportOptions, allocationTagsReport } from './allocation-tags-report.ts';
export { backfillMonth } from './backfill-month.ts';
export { type ActivationOptions, ACTIVATION_PLAN_KIND, planActivation } from './plan-activation.ts';
export { createStatusExecutor, type StatusExecutorDeps } from './status-executor.ts';
export { missingKeys, type TagState, type TagStatus, tagStates } from './tag-states.ts';
