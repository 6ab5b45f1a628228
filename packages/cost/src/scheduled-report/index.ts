export { type ReportFormat, reportFormats, type ReportMessage } from './report-message.ts';
export {
  runScheduledReport,
  type ScheduledReport,
  type ScheduledReportDeps,
  type ScheduledReportSettings,
} from './run-scheduled-report.ts';
export type { ReportKind } from './spending.ts';
