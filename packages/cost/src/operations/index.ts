export { type HourlyPrice, type HourlyPrices, hourlyPrices } from './hourly-prices.ts';
export { type AnomaliesInput, type AnomaliesResult, detectAnomalies } from './detect-anomalies.ts';
export { type DiffInput, type DiffResult, diffPeriods } from './diff-periods.ts';
export {
  type CostReportInput,
  type ForecastMethod,
  forecastMethods,
  hasBudget,
  hasForecast,
} from './plan-report.ts';
export { type CostReportResult, type ReportCostsOptions, reportCosts } from './report-costs.ts';
export { type QueryOptions, runQueries, unsupportedReason } from './run-queries.ts';
