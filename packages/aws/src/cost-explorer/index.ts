export { createCostExplorerClient } from './client.ts';
export {
  type CostAllocationTag,
  type CostAllocationTags,
  createCostAllocationTags,
  MAX_STATUS_UPDATES,
  type TagBackfill,
  type TagStatusFailure,
} from './cost-allocation-tags.ts';
export {
  type Commitments,
  type CommitmentUsage,
  type CoverageOfCommitments,
  createCommitments,
} from './commitments.ts';
export { type CostExplorer, type CostExplorerSettings, createCostExplorer } from './cost-explorer.ts';
export { costExplorerBucket, createCostExplorerLimiter } from './limiter.ts';
export type {
  Amount,
  CallOptions,
  CostAndUsageQuery,
  CostForecast,
  CostForecastQuery,
  CostGroup,
  CostMetric,
  CostPeriod,
  Expression,
  ForecastMetric,
  Grouping,
  RequestMeter,
  TimePeriod,
} from './model.ts';
