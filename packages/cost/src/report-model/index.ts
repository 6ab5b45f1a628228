export { type Anomaly, type AnomalyOptions, findAnomalies } from './anomalies.ts';
export { type AnomaliesReportOptions, anomaliesReport } from './anomalies-report.ts';
export { anomalyText, shortName } from './anomaly-text.ts';
export { type BudgetOptions, type BudgetPace, budgetPace } from './budget-pace.ts';
export { type BudgetPacesOptions, budgetPaces } from './budget-paces.ts';
export { comparisonNotes } from './comparison-notes.ts';
export { type CostReportOptions, costReport, periodLabel } from './cost-report.ts';
export type {
  ChargeSummary,
  CostFigure,
  CostGroup,
  CostSummary,
  CurrencySummary,
  UntaggedSummary,
} from './cost-summary.ts';
export { type CostDifference, type DifferenceReason, diffCosts } from './diff-costs.ts';
export { type DiffReportOptions, diffReport } from './diff-report.ts';
export { findRuns } from './anomalous-runs.ts';
export type { Run, RunOptions } from './run.ts';
export { type DaysForecast, forecastDays } from './forecast-days.ts';
export { type CostForecast, forecastMonth, staleReason, tooShortReason } from './forecast-month.ts';
export { type SummaryOptions, summarize } from './summarize.ts';
export { MAX_UNTAGGED_RESOURCES, untaggedResources } from './untagged-section.ts';
