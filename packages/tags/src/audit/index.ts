export type { Audit, ExemptionUse, Score, Violation } from './audit.ts';
export { type AuditReportOptions, auditReport } from './audit-report.ts';
export { type AuditOptions, auditTags } from './audit-tags.ts';
