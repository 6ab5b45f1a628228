export type { SFNClient } from '@aws-sdk/client-sfn';
export { createStepFunctionsLimiters, type StepFunctionsBucket, type StepFunctionsOptions } from './calls.ts';
export { createStepFunctionsClient } from './client.ts';
export {
  describeExecution,
  type Execution,
  executionHistory,
  type ExecutionStatus,
  type ExecutionSummary,
  type HistoryEvent,
  listExecutions,
  redriveExecution,
  startExecution,
  type StartRequest,
  stateMachineArn,
  stopExecution,
} from './executions.ts';
export {
  describeMapRun,
  listMapRuns,
  type MapRun,
  type MapRunCounts,
  type MapRunLimits,
  updateMapRun,
} from './map-runs.ts';
